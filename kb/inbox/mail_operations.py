"""Sending the letters that wait, and ending those that somebody does not want.

What is guaranteed: a letter is tried until the server takes it, refuses it for good, or was tried
MAX_ATTEMPTS times. Several senders never have the same letter in hand: taking one up raises its
``attempts``, and every later step asks that the number is still the same. A sender that is killed
before the text goes out leaves a letter that is tried again; one that is killed between giving the
text and writing the answer down leaves a letter that nobody sends again by themselves, for it may
have been sent. Only a server that never answers to a whole letter may get it twice, as the rules of
mail have it; it then bears the same Message-ID.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, literal, or_, select, update
from sqlalchemy.orm import Session, joinedload

from kb.clock import now
from kb.db.engine import Database
from kb.db.session import session_scope
from kb.errors import Conflict, NotFound
from kb.history import Subject
from kb.history import record as record_revision
from kb.inbox.postman import LetterError, RefusedError, UnreachableError
from kb.inbox.queries import AT_THE_DOOR, MAX_ATTEMPTS, has_failed
from kb.models import Mail, OneUseToken, User
from kb.security.actor import Actor, member
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Digest, Purpose

#: How long to wait after the first attempt, the second and so on, in minutes.
DELAY_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
LONGEST_DELAY = timedelta(minutes=DELAY_MINUTES[-1])
#: How many letters one round sends.
BATCH = 100
#: Letters that were sent so long ago are forgotten.
KEEP_SENT_DAYS = 90

#: How the occasions of letters begin that hold a link by which a password is chosen.
_LETS_IN = tuple(f"{purpose}/" for purpose in Purpose)

#: Hands a letter, its user loaded, to the server; calls what it is given just before the text goes.
Post = Callable[[Mail, Callable[[], None]], None]


def deliver(database: Database, post: Post, clock: Callable[[], datetime] = now) -> int:
    """Send the letters whose time has come by *clock*; returns how many the server took.

    No transaction is open while *post* talks to the server. When the server cannot be reached the
    rest wait for the next round.
    """
    sent = 0
    for mail_id in _due(database, clock()):
        mail = _take_up(database, mail_id, clock())
        if mail is None:
            continue
        try:
            sent += _send(database, post, mail, clock)
        except UnreachableError:
            break
        except Conflict:
            # Somebody else has it in hand, or took it back; the others are not to wait for that.
            continue
    return sent


def retry_mail(session: Session, actor: Actor, mail_id: int) -> Mail:
    """Let a letter that has failed be tried again from the start.

    Raises NotFound when there is no such letter, Conflict for one that has not failed, and for one
    whose link lets nobody in any more.
    """
    demand(actor, Permission.USER_MANAGE)
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound("There is no such letter.")
    if session.scalar(select(Mail.id).where(Mail.id == mail_id, has_failed(now()))) is None:
        raise Conflict("The letter has been sent, or will be tried again by itself.")
    if not mail.body or session.scalar(select(Mail.id).where(Mail.id == mail_id, _is_dead(now()))):
        raise Conflict("The link in the letter does not work any more. Send a new link instead.")
    mail.attempts, mail.error, mail.try_at = 0, "", now()
    record_revision(session, actor, "tried again", Subject("mail", str(mail.id)), {})
    session.flush()
    return mail


def unsubscribe(session: Session, user_id: int) -> None:
    """End the digests of an account, whose signed link was followed; ending twice is ending once.

    Raises NotFound for an account that does not exist.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such account.")
    if user.digest is not Digest.NEVER:
        before, user.digest = user.digest, Digest.NEVER
        actor = member(user.id, user.name, user.role)
        changes = {"digest": [before.value, Digest.NEVER.value]}
        record_revision(session, actor, "unsubscribed", Subject("user", str(user.id)), changes)
        session.flush()


def forget_sent(session: Session, moment: datetime) -> None:
    """Remove letters that were sent KEEP_SENT_DAYS before *moment* or earlier."""
    limit = moment - timedelta(days=KEEP_SENT_DAYS)
    session.execute(delete(Mail).where(Mail.sent_at < limit))


def forget_dead_links(database: Database, moment: datetime) -> int:
    """Remove letters that were never sent and whose link lets nobody in at *moment*; how many.

    What is kept of a link in the clear is so for as long as the link works, and no longer.
    """
    dead = select(Mail.id).where(_is_dead(moment))
    with database.reading() as session:
        found = list(session.scalars(dead))
    if found:
        with session_scope(database.writing) as session:
            session.execute(delete(Mail).where(Mail.id.in_(dead)))
    return len(found)


def _is_dead(moment: datetime) -> ColumnElement[bool]:
    """Letters, not sent, with a link that was used, taken back or has run out."""
    works = (
        select(OneUseToken.id)
        .where(OneUseToken.used_at.is_(None), OneUseToken.expires_at > moment)
        .where(
            or_(*(Mail.occasion == literal(start) + OneUseToken.token_hash for start in _LETS_IN))
        )
        .exists()
    )
    lets_in = or_(*(Mail.occasion.startswith(start) for start in _LETS_IN))
    return Mail.sent_at.is_(None) & lets_in & ~works


def _due(database: Database, moment: datetime) -> list[int]:
    with database.reading() as session:
        statement = select(Mail.id).join(Mail.user).where(User.is_active, _is_due(moment))
        return list(session.scalars(statement.order_by(Mail.id).limit(BATCH)))


def _is_due(moment: datetime) -> Any:
    # A moment that lies further ahead than any delay was set by a clock that has since been put
    # right; nobody is to wait for it.
    has_come = or_(Mail.try_at <= moment, Mail.try_at > moment + LONGEST_DELAY)
    is_open = Mail.sent_at.is_(None) & (Mail.attempts < MAX_ATTEMPTS)
    return is_open & has_come & (Mail.error != AT_THE_DOOR)


def _take_up(database: Database, mail_id: int, moment: datetime) -> Mail | None:
    """Take a letter up so that no other sender does; None when another one has."""
    with session_scope(database.writing) as session:
        mail = session.scalars(
            select(Mail)
            .where(Mail.id == mail_id, _is_due(moment))
            .options(joinedload(Mail.user))
            .with_for_update(of=Mail, skip_locked=True)
        ).one_or_none()
        if mail is not None:
            mail.attempts += 1
            mail.try_at = moment + _delay(mail.attempts)
            session.flush()
        return mail


def _kept_body(mail: Mail) -> str:
    """What is kept of a letter that is done with: nothing of one whose link lets somebody in."""
    return "" if mail.occasion.startswith(_LETS_IN) else mail.body


def _send(database: Database, post: Post, mail: Mail, clock: Callable[[], datetime]) -> bool:
    """Hand *mail* over and write down how it went; whether the server took it.

    Raises UnreachableError, and Conflict when the letter is in other hands or was taken back.
    """
    try:
        post(mail, partial(_note, database, mail, error=AT_THE_DOOR))
    except RefusedError as error:
        _note(database, mail, error=str(error), attempts=MAX_ATTEMPTS, body=_kept_body(mail))
        return False
    except LetterError as error:
        body = _kept_body(mail) if mail.attempts >= MAX_ATTEMPTS else mail.body
        _note(database, mail, error=str(error) or type(error).__name__, body=body)
        if isinstance(error, UnreachableError):
            raise
        return False
    _note(database, mail, error="", sent_at=clock(), body=_kept_body(mail))
    return True


def _delay(attempts: int) -> timedelta:
    return timedelta(minutes=DELAY_MINUTES[min(attempts, len(DELAY_MINUTES)) - 1])


def _note(database: Database, mail: Mail, **values: Any) -> None:
    """Write on the row of *mail* how it went; Conflict when another sender has it in hand."""
    with session_scope(database.writing) as session:
        statement = update(Mail).where(
            Mail.id == mail.id, Mail.attempts == mail.attempts, Mail.sent_at.is_(None)
        )
        result: CursorResult[Any] = session.execute(statement.values(**values))  # type: ignore[assignment]
        if result.rowcount != 1:
            raise Conflict("Another sender has taken the letter up.")
