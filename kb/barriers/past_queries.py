"""What the history of a barrier tells of its past, where a rule depends on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Barrier, Revision
from kb.security.actor import Actor
from kb.security.permissions import Tie
from kb.security.rules import Ties, ties_to
from kb.words import WorkState

#: States that a barrier reaches only after it has been recognised.
RECOGNISED = frozenset(
    {
        WorkState.RECOGNISED,
        WorkState.IN_PROGRESS,
        WorkState.REMOVAL_DECIDED,
        WorkState.PARTLY_RESOLVED,
        WorkState.PAUSED,
        WorkState.RESOLVED,
        WorkState.NOT_PURSUED,
    }
)

Changes = Sequence[Mapping[str, Any]]


def ties_over_time(session: Session, actor: Actor, barrier: Barrier) -> Ties:
    """How *actor* is tied to *barrier* (its team loaded), and was since it was recognised.

    Whoever moves a barrier or is shown the ways on is asked for these ties: a barrier that was
    given away is still the one that somebody has owned.
    """
    ties = ties_to(actor, barrier)
    if actor.user_id is not None and actor.user_id in owners_since_recognised(session, barrier):
        return ties | {Tie.PAST_OWNER}
    return ties


def owners_since_recognised(session: Session, barrier: Barrier) -> set[int]:
    """Ids of all who own *barrier*, or have owned it at any time since it was recognised first."""
    owners: set[int] = set()
    owner: int | None = None
    history = _history(session, barrier)
    # Where the history does not tell of it, as of what is older than the history, it counts whole.
    is_recognised = not _tells_of_recognition(history)
    for changes in history:
        before, after = changes.get("owner_id", (owner, owner))
        is_recognised = is_recognised or _is_recognition(changes)
        if is_recognised:
            owners |= {person for person in (before, after) if person is not None}
        owner = after
    return owners | ({barrier.owner_id} if barrier.owner_id is not None else set())


def state_when_reopened(session: Session, barrier: Barrier) -> WorkState:
    """The state to which *barrier*, ended or paused, is taken up again.

    What was recognised once goes on, in progress. What never was has to be assessed first: it is
    submitted, or a draft when it was one.
    """
    history = _history(session, barrier)
    if barrier.work_state in RECOGNISED or _tells_of_recognition(history):
        return WorkState.IN_PROGRESS
    ends = [pair[0] for pair in _moves(history) if pair[1] == barrier.work_state]
    return WorkState.DRAFT if ends and ends[-1] == WorkState.DRAFT else WorkState.SUBMITTED


def _history(session: Session, barrier: Barrier) -> Changes:
    return session.scalars(
        select(Revision.changes)
        .where(Revision.kind == barrier.kind.value, Revision.code == barrier.code)
        .order_by(Revision.number)
    ).all()


def _tells_of_recognition(history: Changes) -> bool:
    return any(_is_recognition(changes) for changes in history)


def _is_recognition(changes: Mapping[str, Any]) -> bool:
    return any(state in RECOGNISED for state in changes.get("work_state", ()))


def _moves(history: Changes) -> list[list[Any]]:
    return [changes["work_state"] for changes in history if "work_state" in changes]
