"""Links that let somebody choose a password: made, used once, and dead after that.

A link holds 256 random bits, of which the hash is kept. Hashing a password takes long and must hold
no lock: ``hashed`` and ``compare_old`` need no session, what they return is written afterwards.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from kb.accounts.operations import TOKEN_BYTES, end_every_sign_in
from kb.accounts.queries import find_one_use_token, get_user, token_hash
from kb.accounts.throttle_operations import Bucket, bucket, count_failure, seconds_to_wait
from kb.clock import now
from kb.errors import Forbidden, Invalid, NotFound
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import OneUseToken, User
from kb.security.actor import Actor, member
from kb.security.passwords import check_password, hash_password, is_right
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Purpose

RESET_HOURS = 1
INVITATION_DAYS = 7
_LASTS = {
    Purpose.RESET: timedelta(hours=RESET_HOURS),
    Purpose.INVITATION: timedelta(days=INVITATION_DAYS),
}
#: Tries of the old password in ten minutes by somebody who is signed in.
TRIES = 10


@dataclass(frozen=True)
class NewPassword:
    """A password that is good enough, as it is kept."""

    hash: str


@dataclass(frozen=True)
class Change:
    """What came of comparing an old password; *new* is None when it was wrong."""

    compared_with: str
    new: NewPassword | None


def new_token() -> str:
    """Make the random part of a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def keep_token(session: Session, user: User, token: str, purpose: Purpose) -> None:
    """Let *token* open the account of *user* once; older links for the same *purpose* are dead.

    A link of another purpose lives on: what a stranger asks for must not end an invitation.
    """
    kill_tokens(session, user, purpose)
    session.add(
        OneUseToken(
            token_hash=token_hash(token),
            user_id=user.id,
            purpose=purpose,
            expires_at=now() + _LASTS[purpose],
        )
    )
    session.flush()


def hashed(user: User, password: str, *, site_name: str) -> NewPassword:
    """Hash a *password* for *user*; raises Invalid when it is not good enough."""
    check_password(password, own_words(user, site_name))
    return NewPassword(hash_password(password))


def choose_password(session: Session, token: str, new: NewPassword) -> User:
    """Give the person whom the link with *token* was sent to the *new* password they chose.

    Raises NotFound for a link that opens nothing, also when it was used while the password was
    being hashed.
    """
    found = find_one_use_token(session, token)
    if found is None:
        raise NotFound("The link has been used or is too old.")
    user = found.user
    found.used_at = now()
    _set_password(session, member(user.id, user.name, user.role), user, new)
    return user


def weigh_change(session: Session, actor: Actor) -> User:
    """Look up the account whose password *actor* wants to change.

    Raises Invalid when the old one has been tried too often.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    if actor.user_id is None:
        raise Forbidden("Only a person has a password.")
    if seconds_to_wait(session, own_tries(actor)):
        raise Invalid("old", "Too many tries. Wait some minutes.")
    return get_user(session, actor.user_id)


def compare_old(user: User, old: str, new: str, *, site_name: str) -> Change:
    """Compare the *old* password of *user* and hash the *new* one.

    Raises Invalid when the new one is not good enough; the old one is then not compared.
    """
    check_password(new, own_words(user, site_name))
    if not is_right(user.password_hash, old):
        return Change(user.password_hash, None)
    return Change(user.password_hash, NewPassword(hash_password(new)))


def change_password(session: Session, actor: Actor, change: Change) -> User:
    """Change *actor*'s own password; every sign-in of theirs ends, also the one in use.

    Raises Invalid when the old one was wrong, has been changed since, or was tried too often
    meanwhile; a wrong one is counted.
    """
    user = weigh_change(session, actor)
    if change.new is None or user.password_hash != change.compared_with:
        count_failure(session, own_tries(actor))
        raise Invalid("old", "This is not your password.")
    _set_password(session, actor, user, change.new)
    return user


def set_password(session: Session, actor: Actor, user: User, password: str, site_name: str) -> None:
    """Give *user* a password, as whoever runs the service may; raises Invalid for a weak one."""
    demand(actor, Permission.USER_MANAGE)
    _set_password(session, actor, user, hashed(user, password, site_name=site_name))


def own_words(user: User, site_name: str) -> list[str]:
    """What must not be in the password of *user*."""
    name, _, host = user.email.partition("@")
    return [user.name, user.email, name, host.partition(".")[0], site_name]


def own_tries(actor: Actor) -> list[Bucket]:
    """Where wrong passwords and codes are counted of *actor*, who is signed in."""
    return [bucket(TRIES, "change", str(actor.user_id))]


def _set_password(session: Session, actor: Actor, user: User, new: NewPassword) -> None:
    user.password_hash = new.hash
    user.password_changed_at = now()
    kill_tokens(session, user)
    end_every_sign_in(session, user)
    _tell(session, actor, "changed the password", user)


def kill_tokens(session: Session, user: User, purpose: Purpose | None = None) -> None:
    """Make every unused link of *user* open nothing, or only those for *purpose*."""
    statement = update(OneUseToken).where(
        OneUseToken.user_id == user.id, OneUseToken.used_at.is_(None)
    )
    if purpose is not None:
        statement = statement.where(OneUseToken.purpose == purpose)
    session.execute(statement.values(used_at=now()))


def _tell(session: Session, actor: Actor, verb: str, user: User) -> None:
    record_revision(session, actor, verb, Subject("user", str(user.id)), {})
