"""Letters with a link to choose a password, and who may ask for one.

What the letter says is given by the caller, since words belong to pages.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.accounts.queries import normal_email, token_hash
from kb.accounts.throttle_operations import bucket, count_failure, place_of, seconds_to_wait
from kb.accounts.token_operations import keep_token
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import Mail, User
from kb.security.actor import ANONYMOUS
from kb.words import Purpose

#: Letters to one account in ten minutes, and questions for a letter from one address.
LETTERS = 3
QUESTIONS = 20


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
    #: None where no letters are sent: then there is no link either.
    letter: Letter | None


def write_letter(
    session: Session, user: User, token: str, purpose: Purpose, letter: Letter
) -> None:
    """Put the *letter* that holds the link with *token* among those that wait to be sent."""
    write_notice(session, user, f"{purpose}/{token_hash(token)}", letter)


def write_notice(session: Session, user: User, occasion: str, letter: Letter) -> None:
    """Put a *letter* among those that wait to be sent; none is written twice for one *occasion*."""
    session.add(
        Mail(
            user_id=user.id,
            occasion=occasion,
            subject=" ".join(letter.subject.split())[:200],
            body=letter.body,
        )
    )
    session.flush()


def ask_for_reset(session: Session, user: User | None, question: ResetQuestion) -> int:
    """Write *user*, if there is one, the letter with a link; returns seconds to wait, if any.

    What is answered and counted for an address without an account is the same. Nor does an account
    without a password get a letter: it has its invitation.
    """
    of_address = bucket(QUESTIONS, "questions", place_of(question.address))
    of_account = bucket(LETTERS, "letters", normal_email(question.email))
    wait = seconds_to_wait(session, [of_address])
    if wait:
        return wait
    is_silent = seconds_to_wait(session, [of_account]) > 0
    count_failure(session, [of_address] if is_silent else [of_address, of_account])
    letter = question.letter
    if user is not None and user.password_hash and letter is not None and not is_silent:
        keep_token(session, user, question.token, Purpose.RESET)
        write_letter(session, user, question.token, Purpose.RESET, letter)
        record_revision(
            session, ANONYMOUS, "asked for a new password", Subject("user", str(user.id)), {}
        )
    return 0
