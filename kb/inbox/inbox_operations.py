"""Reading what lies in one's inbox."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from kb.clock import now
from kb.inbox.queries import get_notification
from kb.models import Notification
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.visibility import own_rows


def mark_read(session: Session, actor: Actor, notification_id: int) -> Notification:
    """Mark one notification of *actor*'s own as read; raises NotFound for anybody else's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    found = get_notification(session, actor, notification_id)
    found.read_at = found.read_at or now()
    session.flush()
    return found


def mark_all_read(session: Session, actor: Actor, *, newest: int) -> None:
    """Mark what *actor* had been shown as read: all up to the notification with the id *newest*."""
    demand(actor, Permission.ACCOUNT_KEEP)
    session.execute(
        update(Notification)
        .where(own_rows(actor, Notification), Notification.read_at.is_(None))
        .where(Notification.id <= newest)
        .values(read_at=now())
    )
