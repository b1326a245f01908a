"""Links that let somebody choose a password: made, used once, and dead after that.

A link holds 256 random bits, of which the hash is kept. What the letter says is given by the
caller, since words belong to pages.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from kb.accounts.operations import TOKEN_BYTES, end_every_sign_in
from kb.accounts.queries import find_one_use_token, normal_email, token_hash
from kb.accounts.throttle_operations import bucket, count_failure, seconds_to_wait
from kb.clock import now
from kb.errors import Forbidden, Invalid, NotFound
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import Mail, OneUseToken, User
from kb.security.actor import ANONYMOUS, Actor, member
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
#: Letters to one account in ten minutes, and questions for a letter from one address.
LETTERS = 3
QUESTIONS = 20
#: Tries of the old password in ten minutes by somebody who is signed in.
TRIES = 10


@dataclass(frozen=True)
class Letter:
    """What is written to somebody: plain text, the subject in one line."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class ResetQuestion:
    """Somebody asks for a link to choose a new password."""

    email: str
    #: Where from.
    address: str
    #: The random part of the link that *letter* holds.
    token: str
    letter: Letter


def new_token() -> str:
    """Make the random part of a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def keep_token(session: Session, user: User, token: str, purpose: Purpose) -> None:
    """Let *token* open the account of *user* once; links that were made before are dead."""
    kill_tokens(session, user)
    session.add(
        OneUseToken(
            token_hash=token_hash(token),
            user_id=user.id,
            purpose=purpose,
            expires_at=now() + _LASTS[purpose],
        )
    )
    session.flush()


def write_letter(
    session: Session, user: User, token: str, purpose: Purpose, letter: Letter
) -> None:
    """Put the *letter* that holds the link with *token* among those that wait to be sent."""
    session.add(
        Mail(
            user_id=user.id,
            occasion=f"{purpose}/{token_hash(token)}",
            subject=" ".join(letter.subject.split())[:200],
            body=letter.body,
        )
    )
    session.flush()


def ask_for_reset(session: Session, user: User | None, question: ResetQuestion) -> int:
    """Write *user*, if there is one, the letter with a link; returns seconds to wait, if any.

    What is answered and counted for an address without an account is the same.
    """
    of_address = bucket(QUESTIONS, "questions", question.address)
    of_account = bucket(LETTERS, "letters", normal_email(question.email))
    wait = seconds_to_wait(session, [of_address])
    if wait:
        return wait
    is_silent = seconds_to_wait(session, [of_account]) > 0
    count_failure(session, [of_address] if is_silent else [of_address, of_account])
    if user is not None and not is_silent:
        keep_token(session, user, question.token, Purpose.RESET)
        write_letter(session, user, question.token, Purpose.RESET, question.letter)
        _tell(session, ANONYMOUS, "asked for a new password", user)
    return 0


def choose_password(session: Session, token: str, password: str, *, site_name: str) -> User:
    """Give the person whom the link with *token* was sent to the *password* they chose.

    Raises NotFound for a link that opens nothing, Invalid for a password that is not good enough.
    """
    found = find_one_use_token(session, token)
    if found is None:
        raise NotFound("The link has been used or is too old.")
    user = found.user
    check_password(password, own_words(user, site_name))
    found.used_at = now()
    _set_password(session, member(user.id, user.name, user.role), user, password)
    return user


def change_password(session: Session, actor: Actor, old: str, new: str, *, site_name: str) -> User:
    """Change *actor*'s own password; every sign-in of theirs ends, also the one in use.

    Raises Invalid when *old* is wrong or *new* is not good enough.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    user = session.get(User, actor.user_id)
    if user is None:
        raise Forbidden("Only a person has a password.")
    tries = [bucket(TRIES, "change", str(user.id))]
    if seconds_to_wait(session, tries):
        raise Invalid("old", "Too many tries. Wait some minutes.")
    if not is_right(user.password_hash, old):
        count_failure(session, tries)
        raise Invalid("old", "This is not your password.")
    check_password(new, own_words(user, site_name))
    _set_password(session, actor, user, new)
    return user


def set_password(session: Session, actor: Actor, user: User, password: str, site_name: str) -> None:
    """Give *user* a password, as whoever runs the service may; raises Invalid for a weak one."""
    demand(actor, Permission.USER_MANAGE)
    check_password(password, own_words(user, site_name))
    _set_password(session, actor, user, password)


def own_words(user: User, site_name: str) -> list[str]:
    """What must not be in the password of *user*."""
    name, _, host = user.email.partition("@")
    return [user.name, user.email, name, host.partition(".")[0], site_name]


def _set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    user.password_hash = hash_password(password)
    user.password_changed_at = now()
    kill_tokens(session, user)
    end_every_sign_in(session, user)
    _tell(session, actor, "changed the password", user)


def kill_tokens(session: Session, user: User) -> None:
    """Make every unused link of *user* open nothing."""
    session.execute(
        update(OneUseToken)
        .where(OneUseToken.user_id == user.id, OneUseToken.used_at.is_(None))
        .values(used_at=now())
    )


def _tell(session: Session, actor: Actor, verb: str, user: User) -> None:
    record_revision(session, actor, verb, Subject("user", str(user.id)), {})
