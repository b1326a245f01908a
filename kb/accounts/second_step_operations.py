"""The second step of signing in: a code, after the right password.

Between the two steps there is half a sign-in: a row that lasts ten minutes, whose token only the
browser that gave the password holds. It opens nothing but the page that asks for the code.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kb.accounts.code_operations import is_of_paper, locked_factor, take_code
from kb.accounts.operations import TOKEN_BYTES, begin_sign_in
from kb.accounts.queries import token_hash
from kb.accounts.second_factor_queries import HALF_MINUTES, find_half_sign_in
from kb.accounts.throttle_operations import (
    Bucket,
    count_failure,
    forget_failures,
    seconds_to_wait,
)
from kb.clock import now
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import HalfSignIn, User
from kb.security.actor import ANONYMOUS, member

#: Wrong codes after which one starts over with the password.
CODE_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class CodeAttempt:
    """Somebody whose password was right gives a code."""

    #: From the cookie of half a sign-in.
    half: str
    code: str
    #: The installation's, of which secrets are made.
    key: str
    #: What a failure is counted in: the same as for the password.
    buckets: list[Bucket]
    address: str
    browser: str = ""


@dataclass(frozen=True, kw_only=True)
class Stepped:
    """What became of a code: a *user* and the *token* for the cookie, or neither."""

    user: User | None = None
    token: str = ""
    #: Seconds to wait; 0 when the code was wrong.
    wait: int = 0
    #: Half a sign-in is no more: one starts over with the password.
    is_over: bool = False
    #: The code was one on paper.
    is_of_paper: bool = False


def begin_half_sign_in(session: Session, user: User) -> str:
    """Let *user*, whose password was right, give a code; returns the token for the cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    old = HalfSignIn.began_at < now() - timedelta(minutes=HALF_MINUTES)
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user.id, old))
    session.add(HalfSignIn(token_hash=token_hash(token), user_id=user.id))
    session.flush()
    return token


def take_second_step(session: Session, attempt: CodeAttempt) -> Stepped:
    """Sign in whoever made *attempt* when the code is right, else count the failure.

    Commit either way. What was wrong with a code (another, or one that was used) is not told.
    """
    half = find_half_sign_in(session, attempt.half)
    if half is None:
        return Stepped(is_over=True)
    factor = locked_factor(session, half.user_id)
    # Read again under the lock: of two requests in one moment the second sees the first.
    half = session.get(HalfSignIn, half.id, populate_existing=True)
    if half is None or factor is None or factor.confirmed_at is None:
        return Stepped(is_over=True)
    wait = seconds_to_wait(session, attempt.buckets)
    if wait:
        return Stepped(wait=wait)
    user = session.get_one(User, half.user_id)
    if not take_code(session, factor, attempt.code, attempt.key):
        return _count(session, half, user, attempt)
    return _sign_in(session, half, user, attempt)


def _count(session: Session, half: HalfSignIn, user: User, attempt: CodeAttempt) -> Stepped:
    half.failures += 1
    has_closed = count_failure(session, attempt.buckets)
    is_over = half.failures >= CODE_TRIES
    if is_over:
        session.delete(half)
    if is_over or has_closed:
        about = Subject("user", str(user.id))
        # The password was right: its owner should know that somebody may have it.
        record_revision(session, ANONYMOUS, "gave wrong codes too often", about, {})
    session.flush()
    return Stepped(is_over=is_over)


def _sign_in(session: Session, half: HalfSignIn, user: User, attempt: CodeAttempt) -> Stepped:
    # Other browsers in which the password was given start over with it as well.
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == half.user_id))
    forget_failures(session, attempt.buckets[:1])
    used_paper = is_of_paper(attempt.code)
    if used_paper:
        actor, about = member(user.id, user.name, user.role), Subject("user", str(user.id))
        record_revision(session, actor, "used a recovery code", about, {})
    token = begin_sign_in(session, user, address=attempt.address, browser=attempt.browser)
    return Stepped(user=user, token=token, is_of_paper=used_paper)
