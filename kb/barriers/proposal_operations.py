"""Proposing to the administrators what they alone decide, and what they answer.

Whoever decides as was proposed, on the form of the decision itself, accepts the proposal by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kb.barriers.proposal_queries import DECIDED_BY, find_open_proposal
from kb.clock import now, today
from kb.errors import Conflict, Forbidden, Invalid
from kb.history import record as record_revision
from kb.inbox.operations import tell
from kb.models import Barrier, MoveProposal, Record, Revision, User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.transitions import Machine, find_way
from kb.words import News, ProposalKind, Role

#: The years in whose priority set a barrier can be.
PRIORITY_YEARS = range(2020, 2100)


@dataclass(frozen=True, kw_only=True)
class ProposalDraft:
    """What somebody proposes: a year for its priority, a day to look again for what is dropped."""

    kind: ProposalKind
    reason: str
    year: int | None = None
    review_on: date | None = None


def propose(session: Session, actor: Actor, barrier: Barrier, draft: ProposalDraft) -> MoveProposal:
    """Propose what *draft* says for *barrier*; every administrator is told, and has it as a task.

    Raises Invalid for what is missing or cannot be meant, Conflict where such a proposal waits
    already or could not be followed in the state that the barrier is in.
    """
    demand(actor, Permission.BARRIER_PROPOSE)
    if actor.user_id is None:
        raise Forbidden("A proposal is made by somebody.")
    reason = draft.reason.strip()
    _check(barrier, draft, reason)
    # Two who propose the same wait for each other.
    session.execute(select(Record.id).where(Record.id == barrier.id).with_for_update())
    if find_open_proposal(session, actor, barrier, draft.kind) is not None:
        raise Conflict("This has been proposed already, and waits for an administrator.")
    is_drop = draft.kind is ProposalKind.DROP
    proposal = MoveProposal(
        barrier_id=barrier.id,
        kind=draft.kind,
        year=None if is_drop else draft.year,
        review_on=draft.review_on if is_drop else None,
        reason=reason,
        proposer_id=actor.user_id,
    )
    session.add(proposal)
    session.flush()
    revision = record_revision(session, actor, "proposed", barrier, _told(draft.kind, reason))
    tell(session, _deciders(session), News.ASKED, revision, barrier)
    return proposal


def decline_proposal(
    session: Session, actor: Actor, barrier: Barrier, proposal: MoveProposal, reason: str
) -> None:
    """Decline *proposal*; whoever made it is told why.

    Raises Forbidden, Invalid without a reason, Conflict when it has been decided.
    """
    demand(actor, DECIDED_BY.get(proposal.kind, Permission.BARRIER_DROP))
    if not reason.strip():
        raise Invalid("reason", "Give a reason.")
    _decide(session, actor, proposal, is_accepted=False, answer=reason.strip())
    told = _told(proposal.kind, reason.strip())
    revision = record_revision(session, actor, "declined a proposal", barrier, told)
    tell(session, [proposal.proposer_id], News.NOTED, revision, barrier)


def accept_proposal(
    session: Session, actor: Actor, barrier: Barrier, kind: ProposalKind, revision: Revision
) -> None:
    """Note that *revision* did what was proposed, if anything of *kind* was; its author is told."""
    demand(actor, DECIDED_BY.get(kind, Permission.BARRIER_DROP))
    proposal = find_open_proposal(session, actor, barrier, kind)
    if proposal is not None:
        _decide(session, actor, proposal, is_accepted=True)
        tell(session, [proposal.proposer_id], News.MOVED, revision, barrier)


def _check(barrier: Barrier, draft: ProposalDraft, reason: str) -> None:
    if not reason:
        raise Invalid("reason", "Give a reason.")
    if draft.kind is ProposalKind.PRIORITY:
        if draft.year not in PRIORITY_YEARS:
            raise Invalid("year", "Write a year such as 2026.")
        return
    if find_way(Machine.BARRIER, barrier.work_state, "drop") is None:
        raise Conflict("This cannot be done from the state that it is in now.")
    if draft.review_on is None or draft.review_on <= today():
        raise Invalid("review_on", "Choose a day that has not come yet.")


def _decide(
    session: Session, actor: Actor, proposal: MoveProposal, *, is_accepted: bool, answer: str = ""
) -> None:
    """Write the decision where there is none: of two who decide at once the second is told."""
    decided = session.execute(
        update(MoveProposal)
        .where(MoveProposal.id == proposal.id, MoveProposal.decided_at.is_(None))
        .values(is_accepted=is_accepted, answer=answer, decider_id=actor.user_id, decided_at=now())
        .returning(MoveProposal.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not decided:
        raise Conflict("The proposal has been decided.")
    session.refresh(proposal)


def _told(kind: ProposalKind, reason: str) -> dict[str, object]:
    """What the history tells of a proposal of *kind*."""
    return {"proposal": [None, kind.value], "reason": [None, reason]}


def _deciders(session: Session) -> Sequence[int]:
    return session.scalars(select(User.id).where(User.role == Role.ADMIN, User.is_active)).all()
