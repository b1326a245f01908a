"""Setting one's own second factor up, giving it new recovery codes, and turning it off.

The password is asked for again: whoever sits down at somebody else's open browser must not be able
to lock its owner out, or to make signing in easier.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.accounts.code_operations import (
    give_recovery_codes,
    locked_factor,
    remove_factor,
    take_code,
)
from kb.accounts.operations import keep_only
from kb.accounts.queries import get_user
from kb.accounts.second_factor_queries import find_begun_factor, find_second_factor, must_have
from kb.accounts.throttle_operations import count_failure, seconds_to_wait
from kb.accounts.token_operations import own_tries
from kb.clock import now
from kb.errors import Conflict, Forbidden, Invalid
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import SecondFactor, User
from kb.security.actor import Actor
from kb.security.one_time_codes import new_salt
from kb.security.passwords import is_right
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Demand


@dataclass(frozen=True)
class Proof:
    """What came of comparing a password that was asked for again, and the code beside it."""

    compared_with: str
    is_right: bool
    #: As it was typed; empty where none is asked for.
    code: str = ""
    #: The installation's, of which secrets are made.
    key: str = ""


@dataclass(frozen=True)
class TurnedOn:
    """What whoever has turned a second factor on gets: codes for paper, and another cookie."""

    recovery_codes: Sequence[str]
    #: For the cookie of the sign-in that is in use.
    token: str


def weigh_proof(session: Session, actor: Actor) -> User:
    """Look up the account of *actor*, whose password is to be compared.

    Raises Invalid when it has been tried too often.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    if actor.user_id is None:
        raise Forbidden("Only a person has a password.")
    if seconds_to_wait(session, own_tries(actor)):
        raise Invalid("password", "Too many tries. Wait some minutes.")
    return get_user(session, actor.user_id)


def compare_proof(user: User, password: str, *, code: str = "", key: str = "") -> Proof:
    """Compare the *password* of *user*; takes long, and needs no session."""
    return Proof(user.password_hash, is_right(user.password_hash, password), code, key)


def begin_second_factor(session: Session, actor: Actor, proof: Proof) -> SecondFactor:
    """Make a secret for *actor* to put into a phone; it counts for nothing before a code of it.

    Raises Invalid for a wrong password, Conflict when a second factor is in use.
    """
    user = _proved(session, actor, proof)
    if find_second_factor(session, user.id) is not None:
        raise Conflict("You have a second factor already. Turn it off first.")
    remove_factor(session, user)
    factor = SecondFactor(user_id=user.id, salt=new_salt())
    session.add(factor)
    session.flush()
    return factor


def confirm_second_factor(
    session: Session, actor: Actor, sign_in_id: int, *, code: str, key: str
) -> TurnedOn:
    """Turn the second factor on that *actor* has begun, by a first *code*.

    Every sign-in of theirs but the one in use ends: they were begun without a code. Raises Conflict
    when nothing was begun, or too long ago, Invalid for a wrong code, which is counted.
    """
    user = weigh_proof(session, actor)
    if find_begun_factor(session, user.id) is None:
        raise Conflict("Start over: the secret was shown too long ago.")
    factor = locked_factor(session, user.id)
    # It has no codes on paper yet, so that only one of the phone can be right.
    if factor is None or factor.confirmed_at or not take_code(session, factor, code, key):
        count_failure(session, own_tries(actor))
        raise Invalid("code", "The code is wrong, or has been used.")
    factor.confirmed_at = now()
    codes = give_recovery_codes(session, user)
    _tell(session, actor, "turned on the second factor")
    return TurnedOn(codes, keep_only(session, sign_in_id))


def renew_recovery_codes(session: Session, actor: Actor, proof: Proof) -> Sequence[str]:
    """Make recovery codes for *actor* in place of those there were.

    Raises Invalid for a wrong password or code, Conflict when there is no second factor.
    """
    user = _proved_by_both(session, actor, proof)
    codes = give_recovery_codes(session, user)
    _tell(session, actor, "made new recovery codes")
    return codes


def turn_off_second_factor(
    session: Session, actor: Actor, sign_in_id: int, *, proof: Proof, demanded: Demand
) -> str:
    """Let the password alone be enough for *actor* again; returns the token for another cookie.

    Every sign-in of theirs but the one in use ends. Where a second factor is *demanded* of them,
    they have to set up another before anything else. Raises Invalid for a wrong password or code,
    Conflict when there is no second factor.
    """
    user = _proved_by_both(session, actor, proof)
    remove_factor(session, user)
    _tell(session, actor, "turned off the second factor")
    return keep_only(session, sign_in_id, must_set_up=must_have(user, demanded))


def _proved(session: Session, actor: Actor, proof: Proof) -> User:
    """The account of *actor*; raises Invalid, and counts it, unless the password was theirs."""
    user = weigh_proof(session, actor)
    if not proof.is_right or user.password_hash != proof.compared_with:
        count_failure(session, own_tries(actor))
        raise Invalid("password", "This is not your password.")
    return user


def _proved_by_both(session: Session, actor: Actor, proof: Proof) -> User:
    user = _proved(session, actor, proof)
    factor = locked_factor(session, user.id)
    if factor is None or factor.confirmed_at is None:
        raise Conflict("You have no second factor.")
    if not take_code(session, factor, proof.code, proof.key):
        count_failure(session, own_tries(actor))
        raise Invalid("code", "The code is wrong, or has been used.")
    return user


def _tell(session: Session, actor: Actor, verb: str) -> None:
    record_revision(session, actor, verb, Subject("user", str(actor.user_id)), {})
