"""What somebody answers for who is about to leave."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kb.models import Action, Barrier, Response, User
from kb.words import ActionState, ResponseState


@dataclass(frozen=True, kw_only=True)
class Owned:
    """How many barriers, actions that are not done and answers that are not sent somebody owns."""

    barriers: int
    actions: int
    answers: int


def count_owned(session: Session, user: User) -> Owned:
    """What *user* owns that somebody has to take over."""
    counts = session.execute(
        select(
            select(func.count()).where(Barrier.owner_id == user.id).scalar_subquery(),
            select(func.count()).where(owned_action(user)).scalar_subquery(),
            select(func.count()).where(owned_answer(user)).scalar_subquery(),
        )
    ).one()
    return Owned(barriers=counts[0], actions=counts[1], answers=counts[2])


def owned_action(user: User) -> ColumnElement[bool]:
    """Actions of *user*'s own that are planned or under way."""
    return (Action.owner_id == user.id) & Action.state.in_([ActionState.PLANNED, ActionState.DOING])


def owned_answer(user: User) -> ColumnElement[bool]:
    """Answers to consultations that *user* writes and that are not sent."""
    return (Response.owner_id == user.id) & (Response.state == ResponseState.ANSWERING)
