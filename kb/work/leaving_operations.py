"""Closing an account, and handing on the barriers that its owner answers for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.accounts.admin_operations import close
from kb.errors import Invalid
from kb.inbox.operations import tell
from kb.models import Barrier, User
from kb.records.operations import changing
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import News


def close_account(session: Session, actor: Actor, user: User, successor: User | None = None) -> int:
    """Close the account of *user*; *successor* takes over their barriers, nobody when None.

    Returns how many barriers were handed on. Raises Conflict for the last admin, Invalid for a
    successor whose account is closed or who is the one that leaves.
    """
    demand(actor, Permission.USER_MANAGE)
    if successor is not None and (successor.id == user.id or not successor.is_active):
        raise Invalid("successor", "Choose somebody else with an open account.")
    close(session, actor, user)
    codes = session.scalars(select(Barrier.code).where(Barrier.owner_id == user.id)).all()
    for barrier in list_records(session, Barrier, codes):
        with changing(session, actor, barrier, verb="handed on") as change:
            barrier.owner_id = successor.id if successor else None
        if successor is not None and change.revision is not None:
            tell(session, [successor.id], News.ASSIGNED, change.revision, barrier)
    return len(codes)
