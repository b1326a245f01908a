"""Findings: made once, completed, told, and judged by those who may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Barrier, Follow, LawFinding, Notification, Revision
from kb.security.actor import ANONYMOUS
from kb.words import FindingVerdict, Role, Stage
from kb.work.task_queries import TaskKind, list_tasks
from kb.work.watch_operations import MAX_NOTE, handle_finding, watch_law
from tests.law.book import THIRD
from tests.makers import event, make_matter
from tests.staff import actor_of, make_user
from tests.work.watching import amended, citing, easing, known_book, news, told, watch


def test_a_day_that_comes_later_completes_the_finding(session):
    known_book(session)
    citing(session, "K6P37")
    news(session, "ändr. 6 kap. 37 §", day=None)
    watch(session)

    news(session, "ändr. 6 kap. 37 §", on=THIRD)

    assert watch(session) == []
    assert told(session.scalars(select(LawFinding))) == amended("K6P37")


def test_a_provision_cited_later_joins_the_finding_that_waits(session):
    known_book(session)
    citing(session, "K6P37", "K6P38")
    news(session, "ändr. 6 kap. 37 §")
    watch(session)

    news(session, "ändr. 6 kap. 37, 38 §§", on=THIRD)

    assert watch(session) == []
    assert told(session.scalars(select(LawFinding))) == amended("K6P37", "K6P38")


@pytest.fixture
def waiting(session):
    """A finding that waits, of a barrier that somebody owns."""
    known_book(session)
    owner = make_user(session, Role.ADVOCACY)
    barrier = citing(session, "K6P37")
    barrier.owner_id = owner.id
    follower = make_user(session, Role.ADVOCACY)
    session.add(Follow(user_id=follower.id, record_id=barrier.id))
    news(session, "ändr. 6 kap. 37 §")
    (finding,) = watch(session)
    return finding, owner, follower


def test_a_finding_is_a_task_for_legal_experts_and_the_owner_alone(session, waiting):
    _, owner, follower = waiting
    users = (owner, make_user(session, Role.LEGAL), follower)

    kinds = [[task.kind for task in list_tasks(session, actor_of(user))] for user in users]

    assert kinds == [[TaskKind.LAW_MOVED], [TaskKind.LAW_MOVED], []]


def test_a_matter_in_force_is_a_task_of_its_own_kind(session):
    easing(session, make_matter(session, event(Stage.IN_FORCE, "2025-01-01")))
    watch(session)

    tasks = list_tasks(session, actor_of(make_user(session, Role.LEGAL)))

    assert [task.kind for task in tasks] == [TaskKind.CONFIRM_RESOLUTION]


def test_the_owner_and_the_followers_are_told_once(session, waiting):
    _, owner, follower = waiting
    watch(session)

    told_to = session.scalars(select(Notification.user_id).order_by(Notification.user_id)).all()

    assert told_to == sorted([owner.id, follower.id])


def test_the_history_tells_what_was_found_and_what_came_of_it(session, waiting):
    finding, _, _ = waiting
    legal = actor_of(make_user(session, Role.LEGAL))

    handle_finding(
        session, legal, finding, verdict=FindingVerdict.STILL_HOLDS, note=" Bara redaktionellt. "
    )

    session.flush()
    revisions = session.scalars(select(Revision).where(Revision.kind == "barrier")).all()
    deeds = [(each.verb, each.changes["law-finding"]) for each in revisions[-2:]]
    assert [verb for verb, _ in deeds] == ["noticed", "judged"]
    assert deeds[0][1][1]["cause"] == "sfs/2025:638"
    assert deeds[1][1][1] == {"verdict": "still-holds", "note": "Bara redaktionellt."}


def test_a_finding_that_is_judged_leaves_every_list_and_never_comes_back(session, waiting):
    finding, owner, _ = waiting
    legal = make_user(session, Role.LEGAL)

    handle_finding(
        session, actor_of(legal), finding, verdict=FindingVerdict.STILL_HOLDS, note="Nej."
    )

    session.flush()
    assert list_tasks(session, actor_of(legal)) == []
    assert list_tasks(session, actor_of(owner)) == []
    assert watch(session) == []


def test_what_was_judged_is_not_changed_by_what_comes_later(session, waiting):
    finding, _, _ = waiting
    legal = actor_of(make_user(session, Role.LEGAL))
    handle_finding(session, legal, finding, verdict=FindingVerdict.STILL_HOLDS, note="Nej.")

    news(session, "ändr. 6 kap. 37 §", day="2025-08-01", on=THIRD)

    assert watch(session) == []
    assert finding.happens_on == "2025-07-01"


def test_a_verdict_changes_nothing_about_the_barrier(session, waiting):
    finding, _, _ = waiting
    barrier = session.get(Barrier, finding.barrier_id)
    before = (barrier.state, barrier.work_state, barrier.version)

    legal = actor_of(make_user(session, Role.LEGAL))
    handle_finding(session, legal, finding, verdict=FindingVerdict.RESOLVED, note="Löst.")

    session.flush()
    assert (barrier.state, barrier.work_state, barrier.version) == before


def test_nobody_judges_what_has_been_judged(session, waiting):
    finding, _, _ = waiting
    legal = actor_of(make_user(session, Role.LEGAL))
    handle_finding(session, legal, finding, verdict=FindingVerdict.STILL_HOLDS, note="Nej.")

    with pytest.raises(Conflict):
        handle_finding(session, legal, finding, verdict=FindingVerdict.RESOLVED, note="Jo.")


@pytest.mark.parametrize("note", ["", " \n", "x" * (MAX_NOTE + 1)])
def test_a_verdict_needs_a_reason_of_some_length(session, waiting, note):
    finding, _, _ = waiting
    legal = actor_of(make_user(session, Role.LEGAL))

    with pytest.raises(Invalid):
        handle_finding(session, legal, finding, verdict=FindingVerdict.STILL_HOLDS, note=note)


def test_an_advocacy_officer_judges_nothing_and_the_public_watches_nothing(session, waiting):
    finding, owner, _ = waiting

    with pytest.raises(Forbidden):
        handle_finding(
            session, actor_of(owner), finding, verdict=FindingVerdict.RESOLVED, note="Jo."
        )
    with pytest.raises(Forbidden):
        watch_law(session, ANONYMOUS)


def test_a_finding_made_today_is_due_in_a_fortnight(session, waiting):
    legal = actor_of(make_user(session, Role.LEGAL))

    (task,) = list_tasks(session, legal)

    assert task.due_on - task.since == timedelta(days=14)
