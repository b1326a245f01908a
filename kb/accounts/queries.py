"""Who is signed in, and who works here."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kb.clock import now
from kb.errors import NotFound
from kb.models import OneUseToken, SignIn, User
from kb.security.actor import Actor

#: A sign-in that nobody has used for so long has ended.
IDLE_HOURS = 8
#: However much it is used, a sign-in ends after so long.
LONGEST_DAYS = 7
#: Longest e-mail address there can be.
EMAIL_LENGTH = 254
#: Beyond what the databases number rows with.
MOST_ID = 2**31


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


def find_user(session: Session, email: str) -> User | None:
    """The open account whose address is *email*, however it is written; None when there is none."""
    user = find_any_user(session, email)
    return user if user is not None and user.is_active else None


def find_any_user(session: Session, email: str) -> User | None:
    """The account whose address is *email*, open or closed."""
    return session.scalars(select(User).where(User.email == normal_email(email))).one_or_none()


def normal_email(email: str) -> str:
    """Write an address as accounts keep it: small letters, no spaces around it."""
    return email.strip().lower()[:EMAIL_LENGTH]


def get_user(session: Session, user_id: int) -> User:
    """The account with *user_id*, open or closed; raises NotFound."""
    user = session.get(User, user_id) if user_id < MOST_ID else None
    if user is None:
        raise NotFound("There is no such account.")
    return user


def list_users(session: Session) -> Sequence[User]:
    """Every account, open ones first, in order of name."""
    return session.scalars(select(User).order_by(User.is_active.desc(), User.name, User.id)).all()


def find_one_use_token(session: Session, token: str) -> OneUseToken | None:
    """The unused token, with its user, that the link with *token* opens; None when it opens none.

    It opens none when it is too old or used, or when the account is closed.
    """
    return session.scalars(
        select(OneUseToken)
        .join(OneUseToken.user)
        .options(joinedload(OneUseToken.user))
        .where(OneUseToken.token_hash == token_hash(token), User.is_active)
        .where(OneUseToken.used_at.is_(None), OneUseToken.expires_at > now())
    ).one_or_none()


def list_sign_ins(session: Session, actor: Actor) -> Sequence[SignIn]:
    """Where *actor* is signed in, the latest used first; what has ended by age is left out."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.user_id == actor.user_id)
        .where(SignIn.seen_at > now() - timedelta(hours=IDLE_HOURS))
        .where(SignIn.began_at > now() - timedelta(days=LONGEST_DAYS))
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    ).all()


def list_members(session: Session) -> Sequence[User]:
    """Everybody with an open account, in order of name."""
    return session.scalars(select(User).where(User.is_active).order_by(User.name)).all()
