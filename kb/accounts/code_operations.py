"""Codes: taken once, made anew, thrown away. Who may give one is decided by the callers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from kb.clock import now
from kb.models import HalfSignIn, RecoveryCode, SecondFactor, User
from kb.security.one_time_codes import (
    DIGITS,
    fitting_step,
    new_recovery_codes,
    plain,
    recovery_hash,
    secret_of,
)


def locked_factor(session: Session, user_id: int) -> SecondFactor | None:
    """The second factor of an account, in use or begun, locked until the transaction ends.

    Without the lock one code could be taken twice in the same moment.
    """
    return session.get(SecondFactor, user_id, with_for_update=True, populate_existing=True)


def take_code(session: Session, factor: SecondFactor, code: str, key: str) -> bool:
    """Use up *code*, of the phone or on paper; whether it was right and had not been used.

    *factor* must be locked. *key* is the installation's.
    """
    typed = plain(code)
    if len(typed) == DIGITS:
        step = fitting_step(secret_of(key, factor.salt), typed, now(), factor.last_step)
        if step is not None:
            factor.last_step = step
        session.flush()
        return step is not None
    used = update(RecoveryCode).where(
        RecoveryCode.user_id == factor.user_id,
        RecoveryCode.code_hash == recovery_hash(typed),
        RecoveryCode.used_at.is_(None),
    )
    result: CursorResult[Any] = session.execute(used.values(used_at=now()))  # type: ignore[assignment]
    return result.rowcount == 1


def is_of_paper(code: str) -> bool:
    """Whether *code* is none that a phone shows."""
    return len(plain(code)) != DIGITS


def give_recovery_codes(session: Session, user: User) -> Sequence[str]:
    """Make recovery codes for *user* in place of those there were; they can be shown only now."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = new_recovery_codes()
    session.add_all(RecoveryCode(user_id=user.id, code_hash=recovery_hash(code)) for code in codes)
    session.flush()
    return codes


def remove_factor(session: Session, user: User) -> bool:
    """Throw away the second factor of *user* and its recovery codes; whether one was in use."""
    was_in_use = session.scalar(
        select(SecondFactor.user_id).where(
            SecondFactor.user_id == user.id, SecondFactor.confirmed_at.is_not(None)
        )
    )
    for model in (SecondFactor, RecoveryCode, HalfSignIn):
        session.execute(delete(model).where(model.user_id == user.id))
    return was_in_use is not None
