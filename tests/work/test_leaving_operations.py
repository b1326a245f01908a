"""Closing an account: what its owner answered for is handed on, what they wrote stays theirs."""

import pytest
from sqlalchemy import select

from kb.barriers.operations import save_barrier
from kb.errors import Forbidden, Invalid
from kb.models import Action, Barrier, Notification, Response, Revision, SearchJob, User
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import ActionState, News, RecordKind, ResponseState, Role
from kb.work.leaving_operations import close_account
from kb.work.leaving_queries import Owned, count_owned
from kb.work.task_queries import TaskKind, list_ownerless_work, list_tasks
from tests.advocacy.test_move_operations import make_action
from tests.consultations.making import make_document
from tests.makers import barrier_draft, make_matter
from tests.staff import actor_of, make_user


@pytest.fixture
def admin(session):
    return make_user(session, Role.ADMIN)


@pytest.fixture
def eva(session):
    return make_user(session, Role.LEGAL)


@pytest.fixture
def barrier(session, eva):
    barrier = save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901"))
    barrier.owner_id = barrier.author_id = eva.id
    session.flush()
    return barrier


def test_a_barrier_waits_for_a_new_owner_when_nobody_takes_over(session, admin, eva, barrier):
    assert count_owned(session, eva) == Owned(barriers=1, actions=0, answers=0)

    assert close_account(session, actor_of(admin), eva) == 1

    found = session.scalars(select(Barrier)).one()
    assert (found.owner_id, found.author_id) == (None, eva.id)
    assert not eva.is_active


def test_whoever_takes_over_is_told_and_the_history_says_so(session, admin, eva, barrier):
    successor = make_user(session, Role.ADVOCACY)
    jobs = len(session.scalars(select(SearchJob)).all())

    close_account(session, actor_of(admin), eva, successor)

    revision = session.scalars(select(Revision).where(Revision.verb == "handed on")).one()
    told = session.scalars(select(Notification)).one()
    assert revision.changes == {"owner_id": [eva.id, successor.id]}
    assert (told.user_id, told.news) == (successor.id, News.ASSIGNED)
    assert len(session.scalars(select(SearchJob)).all()) > jobs


@pytest.mark.parametrize("who", ["self", "closed"])
def test_nobody_who_leaves_can_take_over(session, admin, eva, barrier, who):
    closed = make_user(session, Role.LEGAL)
    closed.is_active = False
    session.flush()

    with pytest.raises(Invalid):
        close_account(session, actor_of(admin), eva, eva if who == "self" else closed)


def test_only_an_admin_closes_accounts(session, eva):
    with pytest.raises(Forbidden):
        close_account(session, actor_of(eva), eva)


@pytest.fixture
def work(session, eva):
    """An action that is planned, one that is done, an answer to write and one that is sent."""
    user_id = eva.id
    codes = {"P-2027-901": ActionState.PLANNED, "P-2027-902": ActionState.DONE}
    for code, state in codes.items():
        make_action(session, state, code=code)
    actions = [find_record(session, Action, code) for code in codes]
    answers = [
        Response(matter_id=make_matter(session).id, state=state)
        for state in (ResponseState.ANSWERING, ResponseState.SENT)
    ]
    session.add_all(answers)
    for each in (*actions, *answers):
        each.owner_id = user_id
    session.flush()
    return [*actions, *answers]


def test_actions_and_answers_that_are_under_way_are_handed_on_and_what_has_ended_is_not(
    session, work
):
    admin, eva = make_user(session, Role.ADMIN), session.get(User, work[0].owner_id)
    successor = make_user(session, Role.ADVOCACY)
    assert count_owned(session, eva) == Owned(barriers=0, actions=1, answers=1)

    assert close_account(session, actor_of(admin), eva, successor) == 2

    assert [each.owner_id for each in work] == [successor.id, eva.id, successor.id, eva.id]
    kinds = {task.kind for task in list_tasks(session, actor_of(successor))}
    assert kinds == {TaskKind.FINISH_ACTION, TaskKind.ANSWER_CONSULTATION}
    assert len(session.scalars(select(Notification)).all()) == 2


def test_what_nobody_takes_over_waits_in_the_queue_of_what_nobody_owns(session, work):
    admin, eva = make_user(session, Role.ADMIN), session.get(User, work[0].owner_id)

    close_account(session, actor_of(admin), eva)

    waiting = {task.record_kind for task in list_ownerless_work(session)}
    assert waiting == {RecordKind.ACTION, RecordKind.MATTER}


def test_two_answers_within_one_matter_are_both_handed_on(session, admin, eva):
    successor, matter = make_user(session, Role.ADVOCACY), make_matter(session)
    for document_id in (None, make_document(session).id):
        session.add(
            Response(
                matter_id=matter.id,
                document_id=document_id,
                state=ResponseState.ANSWERING,
                owner_id=eva.id,
            )
        )
    session.flush()

    assert close_account(session, actor_of(admin), eva, successor) == 2

    owners = session.scalars(select(Response.owner_id)).all()
    assert owners == [successor.id, successor.id]
