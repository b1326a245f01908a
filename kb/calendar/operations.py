"""The secret address of somebody's own calendar: made, replaced, taken away.

Whoever has the address reads the calendar without signing in, as calendar programs must; only the
hash of the secret is kept, so the database alone opens nobody's.
"""

import secrets
from hashlib import sha256

from sqlalchemy.orm import Session

from kb.clock import now
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.models import PersonalCalendar
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: Bytes of the secret in the address.
SECRET_BYTES = 24


def make_calendar(session: Session, actor: Actor) -> str:
    """Give *actor* a new secret address in place of the old one, and return the secret.

    It can be shown only now. Raises Forbidden.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    calendar = session.get(PersonalCalendar, actor.user_id)
    if calendar is None:
        calendar = PersonalCalendar(user_id=actor.user_id)
        session.add(calendar)
    calendar.digest = digest_of(secret)
    calendar.made_at = now()
    _tell(session, actor, "made a calendar address")
    session.flush()
    return secret


def drop_calendar(session: Session, actor: Actor) -> None:
    """Take *actor*'s address away: it leads nowhere from now on. Raises Forbidden."""
    demand(actor, Permission.ACCOUNT_KEEP)
    calendar = session.get(PersonalCalendar, actor.user_id)
    if calendar is not None:
        session.delete(calendar)
        _tell(session, actor, "dropped the calendar address")
        session.flush()


def digest_of(secret: str) -> str:
    """The hash under which a secret of an address is kept."""
    return sha256(secret.encode()).hexdigest()


def _tell(session: Session, actor: Actor, verb: str) -> None:
    subject = Subject("user", str(actor.user_id))
    record_revision(session, actor, Deed(verb, is_minor=True), subject, {})
