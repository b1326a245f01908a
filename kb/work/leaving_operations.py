"""Closing an account, and handing on what its owner answers for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.accounts.admin_operations import close
from kb.errors import Invalid
from kb.inbox.operations import tell
from kb.models import Action, Barrier, Matter, Record, Response, User
from kb.records.operations import Change, changing
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import News
from kb.work.leaving_queries import owned_action, owned_answer


def close_account(session: Session, actor: Actor, user: User, successor: User | None = None) -> int:
    """Close the account of *user*; *successor* takes over what they own, nobody when None.

    That is their barriers, the actions that are not done and our answers that are not sent; what
    has ended stays in their name, apart from barriers, which can be taken up again. Returns how
    many were handed on. Raises Conflict for the last admin, Invalid for a successor whose account
    is closed or who is the one that leaves.
    """
    demand(actor, Permission.USER_MANAGE)
    if successor is not None and (successor.id == user.id or not successor.is_active):
        raise Invalid("successor", "Choose somebody else with an open account.")
    close(session, actor, user)
    heir = successor.id if successor else None
    barriers = session.scalars(select(Barrier.code).where(Barrier.owner_id == user.id)).all()
    actions = session.scalars(select(Action.code).where(owned_action(user))).all()
    owned: list[Barrier | Action] = [
        *list_records(session, Barrier, barriers),
        *list_records(session, Action, actions),
    ]
    for record in owned:
        with changing(session, actor, record, verb="handed on") as change:
            record.owner_id = heir
        _tell(session, successor, change, record)
    answers = session.scalars(select(Response).where(owned_answer(user))).all()
    codes = select(Matter.code).where(Matter.id.in_({answer.matter_id for answer in answers}))
    for matter in list_records(session, Matter, session.scalars(codes).all()):
        with changing(session, actor, matter, verb="handed on") as change:
            change.told["response_owner"] = [user.id, heir]
        _tell(session, successor, change, matter)
    for answer in answers:
        answer.owner_id = heir
    session.flush()
    return len(barriers) + len(actions) + len(answers)


def _tell(session: Session, successor: User | None, change: Change, record: Record) -> None:
    if successor is not None and change.revision is not None:
        tell(session, [successor.id], News.ASSIGNED, change.revision, record)
