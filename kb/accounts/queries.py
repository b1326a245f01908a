"""Who is signed in, and who works here."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kb.clock import now
from kb.models import SignIn, User
from kb.security.actor import Actor

#: A sign-in that nobody has used for so long has ended.
IDLE_HOURS = 8
#: However much it is used, a sign-in ends after so long.
LONGEST_DAYS = 7


def token_hash(token: str) -> str:
    """Hash a random token for keeping; it has 256 bits, so that no salt is needed."""
    return sha256(token.encode()).hexdigest()


def find_sign_in(session: Session, token: str) -> SignIn | None:
    """The sign-in that *token* (from the cookie) opens, with its user.

    None when there is none, when it has ended by its age or by rest, or the account is closed.
    """
    return session.scalars(
        select(SignIn)
        .join(SignIn.user)
        .options(joinedload(SignIn.user))
        .where(SignIn.token_hash == token_hash(token), User.is_active)
        .where(SignIn.seen_at > now() - timedelta(hours=IDLE_HOURS))
        .where(SignIn.began_at > now() - timedelta(days=LONGEST_DAYS))
    ).one_or_none()


def list_sign_ins(session: Session, actor: Actor) -> Sequence[SignIn]:
    """Where *actor* is signed in, the latest used first."""
    return session.scalars(
        select(SignIn).where(SignIn.user_id == actor.user_id).order_by(SignIn.seen_at.desc())
    ).all()


def list_members(session: Session) -> Sequence[User]:
    """Everybody with an open account, in order of name."""
    return session.scalars(select(User).where(User.is_active).order_by(User.name)).all()
