"""What is proposed for barriers and not decided yet."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kb.errors import NotFound
from kb.models import Barrier, MoveProposal
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.words import ProposalKind

#: What somebody has to be allowed who decides on a proposal of each kind.
DECIDED_BY = {
    ProposalKind.PRIORITY: Permission.PRIORITY_SET,
    ProposalKind.DROP: Permission.BARRIER_DROP,
}


def list_open_proposals(session: Session, actor: Actor, barrier: Barrier) -> Sequence[MoveProposal]:
    """What is proposed for *barrier* and waits, with who proposed it, the oldest first."""
    if not can(actor, Permission.INTERNAL_READ):
        return []
    return session.scalars(
        select(MoveProposal)
        .where(MoveProposal.barrier_id == barrier.id, MoveProposal.decided_at.is_(None))
        .options(joinedload(MoveProposal.proposer))
        .order_by(MoveProposal.id)
    ).all()


def find_open_proposal(
    session: Session, actor: Actor, barrier: Barrier, kind: ProposalKind
) -> MoveProposal | None:
    """The proposal of *kind* that waits for *barrier*; None when there is none."""
    waiting = list_open_proposals(session, actor, barrier)
    return next((each for each in waiting if each.kind is kind), None)


def get_open_proposal(
    session: Session, actor: Actor, barrier: Barrier, proposal_id: int
) -> MoveProposal:
    """One proposal for *barrier* that waits; raises NotFound when it does not, or is not there."""
    for proposal in list_open_proposals(session, actor, barrier):
        if proposal.id == proposal_id:
            return proposal
    raise NotFound("There is no such proposal, or it has been decided.")
