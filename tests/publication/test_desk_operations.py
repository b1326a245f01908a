"""The way of a record to the public: who may take which step, and what must be there first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.clock import now
from kb.errors import Conflict, Forbidden, Missing, NotFound
from kb.models import (
    Publication,
    Review,
    SearchJob,
)
from kb.publication.desk_operations import DeskAnswers, move_publication, set_embargo
from kb.publication.desk_queries import compose_now, digest_of, get_publication, is_public
from kb.publication.operations import naming, publish, withdraw
from kb.publication.queries import get_published
from kb.records.operations import changing
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import (
    Clearance,
    IndexVerb,
    NotPublishable,
    Pair,
    PublicationState,
    ReviewKind,
    WorkState,
)
from tests.makers import publish_again
from tests.publication.desk import (
    CLEARED,
    WITHDRAWN,
    again,
    approve,
    make_case,
    make_people,
    make_record,
    publish_over_desk,
    put_in,
)

STATES = [state.value for state in PublicationState]
EVERYBODY = "advocacy legal admin"
LAWYERS = "legal admin"
#: Way → the states it begins in, who may take it, who may when they have written the text.
GRID = {
    "keep-inside": ("undecided publishable drafted in-review approved", EVERYBODY, EVERYBODY),
    "allow": ("undecided not-publishable", EVERYBODY, EVERYBODY),
    "draft": ("publishable", EVERYBODY, EVERYBODY),
    "send-to-review": ("drafted published withdrawn", EVERYBODY, EVERYBODY),
    "send-back": ("in-review approved", LAWYERS, ""),
    "approve": ("in-review", LAWYERS, ""),
    "publish": ("approved", LAWYERS, LAWYERS),
    "withdraw": ("published in-review approved drafted", EVERYBODY, EVERYBODY),
}
ANSWERS = {
    "keep-inside": DeskAnswers(reason="Därför.", not_publishable=NotPublishable.SECRECY),
    "send-back": DeskAnswers(reason="Därför."),
    "approve": CLEARED,
    "withdraw": WITHDRAWN,
}


def outcome(session, actor, record, way):
    """What comes of taking *way*; everything that it did is undone."""
    inner = session.begin_nested()
    try:
        move_publication(session, actor, record, way, ANSWERS.get(way, DeskAnswers()))
        return "done"
    except Forbidden:
        return "Forbidden"
    except Conflict:
        return "Conflict"
    finally:
        inner.rollback()
        session.expire_all()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["advocacy", "legal", "admin"])
def test_each_step_is_taken_from_its_states_by_its_roles_and_by_nobody_else(session, state, role):
    people = make_people(session)
    record = make_record(session)
    is_out = state in ("published", "in-review", "approved", "drafted")
    wrong = []

    for has_written in (False, True):
        for way, (sources, may, may_as_author) in GRID.items():
            # What is public is not kept inside; what is not is not withdrawn.
            if is_out and way == "withdraw":
                publish(session, SYSTEM, again(session, record), naming(session))
            elif is_out and way == "keep-inside":
                record = make_record(session, f"H-2027-91{int(has_written)}")
            prepare(session, record, state, people[role] if has_written else None)
            found = outcome(session, people[role], again(session, record), way)
            may_take = (may_as_author if has_written else may).split()
            if state not in sources.split():
                expected = "Conflict"
            else:
                expected = "done" if role in may_take else "Forbidden"
            if found != expected:
                wrong.append((has_written, way, found, expected))

    assert wrong == []


def prepare(session, record, state, author):
    """The record in *state* as if two others had brought it there."""
    record = again(session, record)
    publication = put_in(session, record, PublicationState(state), author)
    publication.approved_at = now()
    publication.approved_digest = digest_of(compose_now(session, record))
    session.flush()
    reviewer = make_people(session)["admin"]
    session.add(
        Review(
            record_id=record.id,
            kind=ReviewKind.CLEARANCE,
            verdict="passed",
            reviewer_id=reviewer.user_id,
            reviewed_at=publication.approved_at,
        )
    )
    session.flush()


def test_there_are_no_other_steps(session):
    people = make_people(session)
    record = make_record(session)

    with pytest.raises(NotFound):
        move_publication(session, people["admin"], record, "submit", DeskAnswers())


def test_the_public_takes_no_step(session):
    record = make_record(session)

    with pytest.raises(Forbidden):
        move_publication(session, ANONYMOUS, record, "allow", DeskAnswers())


@pytest.mark.parametrize("make", [make_record, make_case])
def test_a_record_comes_to_the_public_in_five_steps_by_two_people(session, make):
    people = make_people(session)
    record = make(session)
    writer, reviewer = people["advocacy"], people["legal"]

    move_publication(session, writer, record, "allow", DeskAnswers())
    move_publication(session, writer, record, "draft", DeskAnswers())
    move_publication(session, writer, record, "send-to-review", DeskAnswers())
    move_publication(session, reviewer, record, "approve", CLEARED)
    move_publication(session, reviewer, record, "publish", DeskAnswers())

    assert get_publication(session, record).state is PublicationState.PUBLISHED
    assert get_published(session, record.kind, record.code).number == 1


def test_publishing_asks_the_index_in_the_same_transaction(session):
    record = make_record(session)
    session.query(SearchJob).delete()

    publish_over_desk(session, record, make_people(session)["legal"])

    jobs = session.scalars(select(SearchJob)).all()
    assert [(job.code, job.verb) for job in jobs] == [(record.code, IndexVerb.REFRESH)]


def test_what_came_with_the_catalogue_is_published_though_no_row_says_so(session):
    record = make_record(session)
    publish_again(session, record)

    publication = get_publication(session, record)

    assert publication.state is PublicationState.PUBLISHED
    assert session.scalars(select(Publication)).all() == []


def test_what_was_withdrawn_without_a_row_is_withdrawn(session):
    record = publish_again(session, make_record(session))
    withdraw(session, SYSTEM, record, reason="mistake")

    assert get_publication(session, record).state is PublicationState.WITHDRAWN


def test_a_record_that_nobody_has_decided_on_is_undecided(session):
    assert get_publication(session, make_record(session)).state is PublicationState.UNDECIDED


def test_all_that_is_missing_is_told_at_once(session):
    record = make_record(
        session, summary=Pair("Ring 070-174 06 05.", "Call us."), title=Pair("", "")
    )
    put_in(session, record, PublicationState.IN_REVIEW)

    with pytest.raises(Missing) as missing:
        move_publication(session, make_people(session)["legal"], record, "approve", DeskAnswers())

    assert missing.value.needs == ("public-text", "handled-leaks", "clearance")


@pytest.mark.parametrize("missing", list(Clearance))
def test_a_list_with_one_point_unticked_is_no_clearance(session, missing):
    record = make_record(session)
    put_in(session, record, PublicationState.IN_REVIEW)
    cleared = [point for point in Clearance if point is not missing]

    with pytest.raises(Missing) as error:
        move_publication(
            session,
            make_people(session)["legal"],
            record,
            "approve",
            DeskAnswers(cleared=cleared),
        )

    assert error.value.needs == ("clearance",)


def test_an_approval_leaves_a_clearance_and_an_approval_behind(session):
    record = make_record(session)
    reviewer = make_people(session)["legal"]

    approve(session, record, reviewer)

    reviews = session.scalars(select(Review).order_by(Review.id)).all()
    assert [review.kind for review in reviews] == [ReviewKind.CLEARANCE, ReviewKind.APPROVAL]
    assert set(reviews[0].answers) == {point.value for point in Clearance}
    assert {review.reviewer_id for review in reviews} == {reviewer.user_id}


def test_whoever_wrote_the_title_elsewhere_may_not_approve_it(session):
    people = make_people(session)
    record = make_record(session)
    with changing(session, people["legal"], record):
        record.title_sv = "En egen rubrik"
    put_in(session, record, PublicationState.IN_REVIEW, people["advocacy"])

    with pytest.raises(Forbidden):
        move_publication(session, people["legal"], record, "approve", CLEARED)
    move_publication(session, people["other_legal"], record, "approve", CLEARED)


def test_whoever_changed_only_what_stays_inside_may_approve(session):
    people = make_people(session)
    record = make_record(session)
    with changing(session, people["legal"], record):
        record.severity = 3
    put_in(session, record, PublicationState.IN_REVIEW, people["advocacy"])

    move_publication(session, people["legal"], record, "approve", CLEARED)

    assert get_publication(session, record).state is PublicationState.APPROVED


def test_an_approval_falls_when_the_record_is_changed(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.summary_sv = "Något annat."

    with pytest.raises(Conflict, match="changed since it was approved"):
        move_publication(session, people["admin"], record, "publish", DeskAnswers())

    move_publication(session, people["advocacy"], record, "send-to-review", DeskAnswers())
    assert get_publication(session, record).state is PublicationState.IN_REVIEW


def test_an_approval_stands_when_only_what_stays_inside_changes(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    with changing(session, people["advocacy"], record):
        record.working_summary = "Bara för oss."

    move_publication(session, people["admin"], record, "publish", DeskAnswers())

    assert get_publication(session, record).state is PublicationState.PUBLISHED


def test_nothing_is_published_before_its_day(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    set_embargo(session, people["legal"], record, now() + timedelta(hours=1))

    with pytest.raises(Conflict, match="embargo"):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())


def test_nothing_is_published_without_a_clearance(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    session.query(Review).delete()

    with pytest.raises(Conflict, match="clearance"):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())


def test_a_duplicate_is_not_published(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    record.work_state = WorkState.DUPLICATE

    with pytest.raises(Conflict, match="duplicate"):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())


@pytest.mark.parametrize(
    "state",
    [
        WorkState.DRAFT,
        WorkState.SUBMITTED,
        WorkState.UNDER_ASSESSMENT,
        WorkState.NOT_AN_OBSTACLE,
    ],
)
def test_what_is_not_recognised_as_a_barrier_is_not_published(session, state):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    record.work_state = state

    with pytest.raises(Conflict, match=r"recognised|no barrier"):
        move_publication(session, people["legal"], record, "publish", DeskAnswers())


def test_a_barrier_that_is_not_pursued_may_stay_public(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])
    record.work_state = WorkState.NOT_PURSUED

    move_publication(session, people["legal"], record, "publish", DeskAnswers())

    assert is_public(session, record)
