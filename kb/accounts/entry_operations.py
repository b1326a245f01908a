"""Who is let in: an address and a password, and how often they may be tried.

Whoever has a second factor is let in by ``kb.accounts.second_step_operations`` after that.

It takes three steps. ``weigh`` reads; ``compare`` takes long and must hold no lock; ``enter``
writes, and looks again whether trying is still free. What is answered tells nobody whether an
account exists.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.accounts.operations import begin_sign_in
from kb.accounts.queries import find_user, normal_email
from kb.accounts.second_factor_queries import find_second_factor, must_have
from kb.accounts.second_step_operations import begin_half_sign_in
from kb.accounts.throttle_operations import (
    Bucket,
    bucket,
    count_failure,
    forget_failures,
    place_of,
    seconds_to_wait,
)
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import User
from kb.security.actor import ANONYMOUS
from kb.security.passwords import hash_password, is_outdated, is_right
from kb.words import Demand

#: Failures in ten minutes for one account from one address, or from one device that is known.
TRIES = 10
#: Failures in ten minutes from one address, whatever the accounts: an office shares one.
TRIES_OF_ADDRESS = 100
#: Failures for one account from anywhere but known devices, counted until a day has gone without.
TRIES_OF_ACCOUNT = 100
_DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Somebody tries to sign in."""

    email: str
    password: str
    #: Where from, as the nearest proxy that is trusted says.
    address: str
    browser: str = ""
    #: Random name of a device where this very account has signed in before; empty for others.
    device: str = ""
    #: Of whom the installation demands a second factor.
    demand: Demand = Demand.OPTIONAL

    @property
    def buckets(self) -> list[Bucket]:
        """What a failure is counted in.

        A known device has a count of its own, so that nobody elsewhere can lock its owner out,
        however many places they guess from.
        """
        email = normal_email(self.email)
        if self.device:
            return [bucket(TRIES, "device", email, self.device)]
        place = place_of(self.address)
        return [
            bucket(TRIES, "account", email, place),
            bucket(TRIES_OF_ADDRESS, "address", place),
            bucket(TRIES_OF_ACCOUNT, "anywhere", email, rest=_DAY),
        ]


@dataclass(frozen=True)
class Weighed:
    """What is known of an attempt before its password is compared."""

    #: Hash of the account's password; empty when there is none to compare with.
    password_hash: str
    #: Seconds to wait before anything is tried; 0 when trying is free.
    wait: int = 0


@dataclass(frozen=True)
class Compared:
    """What came of comparing the password of an attempt."""

    is_right: bool
    #: The password hashed with the parameters of today, where it was kept with others; else empty.
    renewed: str = ""


@dataclass(frozen=True)
class Entered:
    """What became of an attempt: a *user* and the *token* for the cookie, or neither."""

    user: User | None = None
    token: str = ""
    #: Stands in place of the token where the password is not enough: a code is asked for.
    half: str = ""
    #: Seconds to wait; 0 when the address or the password was wrong.
    wait: int = 0


def weigh(session: Session, attempt: Attempt) -> Weighed:
    """Look up what *attempt* is to be compared with, and whether it may be tried at all."""
    wait = seconds_to_wait(session, attempt.buckets)
    user = find_user(session, attempt.email)
    return Weighed(user.password_hash if user else "", wait)


def compare(weighed: Weighed, attempt: Attempt) -> Compared:
    """Compare the password; takes as long when there is no account, and needs no session."""
    if not is_right(weighed.password_hash, attempt.password):
        return Compared(False)
    is_old = is_outdated(weighed.password_hash)
    return Compared(True, hash_password(attempt.password) if is_old else "")


def enter(session: Session, attempt: Attempt, weighed: Weighed, compared: Compared) -> Entered:
    """Sign in whoever made *attempt* when it is right, else count the failure; commit either way.

    Whoever has a second factor is signed in by half, until their code is right as well.

    The password may have changed since it was *weighed*, and others may have tried: both are seen.
    """
    wait = seconds_to_wait(session, attempt.buckets)
    if wait:
        return Entered(wait=wait)
    user = find_user(session, attempt.email)
    is_same = user is not None and user.password_hash == weighed.password_hash
    if user is None or not compared.is_right or not is_same:
        has_closed = count_failure(session, attempt.buckets)
        # Each failure on its own would fill the history, which is never emptied, for whoever asks.
        if user is not None and has_closed:
            _tell(session, user, "failed to sign in too often")
        return Entered()
    if compared.renewed:
        user.password_hash = compared.renewed
    if find_second_factor(session, user.id) is not None:
        # What was counted stays: a right password must not make guesses at the code free.
        return Entered(user, half=begin_half_sign_in(session, user))
    forget_failures(session, attempt.buckets[:1])
    token = begin_sign_in(
        session,
        user,
        address=attempt.address,
        browser=attempt.browser,
        must_set_up=must_have(user, attempt.demand),
    )
    return Entered(user, token)


def _tell(session: Session, user: User, verb: str) -> None:
    """Keep in the history that somebody unknown did something to the account of *user*."""
    record_revision(session, ANONYMOUS, verb, Subject("user", str(user.id)), {})
