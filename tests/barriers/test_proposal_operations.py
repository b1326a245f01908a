"""Proposals: whoever may not decide proposes, an administrator decides in one step."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from kb.barriers.move_operations import Priority, move_barrier, set_priority
from kb.barriers.proposal_operations import (
    ProposalDraft,
    decline_proposal,
    propose,
)
from kb.barriers.proposal_queries import get_open_proposal, list_open_proposals
from kb.clock import now, today
from kb.errors import Conflict, Forbidden, Invalid, NotFound
from kb.models import MoveProposal, Notification, Revision
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import News, ProposalKind, Role, WorkState
from kb.work.task_queries import TaskKind, list_tasks
from tests.barriers.moving import answers, ready_barrier, whole
from tests.staff import actor_of, make_user

LATER = today() + timedelta(days=90)
DROP = ProposalDraft(kind=ProposalKind.DROP, reason="För dyrt.", review_on=LATER)
PRIORITY = ProposalDraft(kind=ProposalKind.PRIORITY, reason="Störst.", year=2027)


@pytest.fixture
def admin(session):
    return actor_of(make_user(session, Role.ADMIN))


@pytest.fixture(params=[Role.ADVOCACY, Role.LEGAL])
def proposer(session, admin, request):
    return actor_of(make_user(session, request.param))


@pytest.fixture
def barrier(session, proposer):
    return ready_barrier(session, WorkState.RECOGNISED)


def told_to(session, actor) -> list[News]:
    rows = select(Notification.news).where(Notification.user_id == actor.user_id)
    return list(session.scalars(rows))


def tasks(session, actor) -> list[str]:
    every = list_tasks(session, actor)
    return [task.code for task in every if task.kind is TaskKind.DECIDE_PROPOSAL]


@pytest.mark.parametrize("draft", [DROP, PRIORITY], ids=lambda draft: draft.kind.value)
def test_a_proposal_is_a_task_of_administrators_and_changes_nothing(
    session, admin, proposer, barrier, draft
):
    before = barrier.version

    propose(session, proposer, barrier, draft)

    assert (barrier.version, barrier.work_state) == (before, WorkState.RECOGNISED)
    assert (tasks(session, admin), tasks(session, proposer)) == ([barrier.code], [])
    assert told_to(session, admin) == [News.ASKED]
    revision = session.scalars(select(Revision).where(Revision.verb == "proposed")).one()
    assert revision.changes == {
        "proposal": [None, draft.kind.value],
        "reason": [None, draft.reason],
    }


def test_whoever_drops_a_barrier_as_was_proposed_accepts_it_in_one_step(
    session, admin, proposer, barrier
):
    proposal = propose(session, proposer, barrier, DROP)

    move_barrier(session, admin, whole(session, barrier), "drop", answers())

    found = session.get_one(MoveProposal, proposal.id)
    assert (found.is_accepted, found.decider_id) == (True, admin.user_id)
    assert tasks(session, admin) == []
    assert told_to(session, proposer) == [News.MOVED]


def test_whoever_gives_priority_as_was_proposed_accepts_it_in_one_step(
    session, admin, proposer, barrier
):
    proposal = propose(session, proposer, barrier, PRIORITY)
    out = propose(session, proposer, barrier, DROP)

    set_priority(session, admin, barrier, barrier.version, Priority(year=2027, reason="Ja."))

    assert session.get_one(MoveProposal, proposal.id).is_accepted
    assert session.get_one(MoveProposal, out.id).is_accepted is None


def test_whoever_declines_says_why_and_the_proposer_is_told(session, admin, proposer, barrier):
    proposal = propose(session, proposer, barrier, DROP)
    with pytest.raises(Invalid):
        decline_proposal(session, admin, barrier, proposal, " ")

    decline_proposal(session, admin, barrier, proposal, "Inte än.")

    assert (proposal.is_accepted, proposal.answer) == (False, "Inte än.")
    assert told_to(session, proposer) == [News.NOTED]
    assert list_open_proposals(session, admin, barrier) == []
    with pytest.raises(NotFound):
        get_open_proposal(session, admin, barrier, proposal.id)


def test_of_two_who_decide_at_once_the_second_is_told(session, admin, proposer, barrier):
    proposal = propose(session, proposer, barrier, DROP)
    session.execute(
        update(MoveProposal).values(decided_at=now(), is_accepted=True),
        execution_options={"synchronize_session": False},
    )

    with pytest.raises(Conflict):
        decline_proposal(session, admin, barrier, proposal, "Nej.")


def test_the_same_is_proposed_once_at_a_time(session, admin, proposer, barrier):
    proposal = propose(session, proposer, barrier, DROP)
    with pytest.raises(Conflict):
        propose(session, admin, barrier, DROP)

    decline_proposal(session, admin, barrier, proposal, "Inte än.")

    assert propose(session, proposer, barrier, DROP).id != proposal.id


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ProposalDraft(kind=ProposalKind.DROP, reason=" ", review_on=LATER), "reason"),
        (ProposalDraft(kind=ProposalKind.DROP, reason="Så."), "review_on"),
        (ProposalDraft(kind=ProposalKind.DROP, reason="Så.", review_on=today()), "review_on"),
        (ProposalDraft(kind=ProposalKind.PRIORITY, reason="Så."), "year"),
        (ProposalDraft(kind=ProposalKind.PRIORITY, reason="Så.", year=1999), "year"),
    ],
)
def test_what_a_proposal_lacks_is_told_at_its_field(session, proposer, barrier, draft, field):
    with pytest.raises(Invalid) as refused:
        propose(session, proposer, barrier, draft)

    assert refused.value.field == field


def test_what_cannot_be_done_from_its_state_is_not_proposed(session, proposer):
    barrier = ready_barrier(session, WorkState.RESOLVED)

    with pytest.raises(Conflict):
        propose(session, proposer, barrier, DROP)


def test_only_people_of_the_staff_propose_and_only_administrators_decide(
    session, proposer, barrier
):
    for actor in (ANONYMOUS, SYSTEM):
        with pytest.raises(Forbidden):
            propose(session, actor, barrier, DROP)
    proposal = propose(session, proposer, barrier, DROP)

    with pytest.raises(Forbidden):
        decline_proposal(session, proposer, barrier, proposal, "Nej.")
    assert list_open_proposals(session, ANONYMOUS, barrier) == []
