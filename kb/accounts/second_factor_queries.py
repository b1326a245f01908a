"""Who has a second factor, who must have one, and whose code is asked for right now."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from kb.accounts.queries import token_hash
from kb.clock import now
from kb.models import HalfSignIn, RecoveryCode, SecondFactor, User
from kb.words import Demand, Role

#: How long a code is waited for after the right password.
HALF_MINUTES = 10
#: How long a secret that was shown can be confirmed.
SET_UP_MINUTES = 60


def find_second_factor(session: Session, user_id: int | None) -> SecondFactor | None:
    """The second factor in use of an account; None when it has none, or none that is confirmed."""
    return session.scalars(
        select(SecondFactor).where(
            SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None)
        )
    ).one_or_none()


def set_of_users_with_second_factor(session: Session) -> frozenset[int]:
    """Ids of the accounts whose second factor is in use."""
    in_use = SecondFactor.confirmed_at.is_not(None)
    return frozenset(session.scalars(select(SecondFactor.user_id).where(in_use)))


def find_begun_factor(session: Session, user_id: int | None) -> SecondFactor | None:
    """The second factor that somebody is setting up; None when there is none, or too old a one."""
    return session.scalars(
        select(SecondFactor).where(
            SecondFactor.user_id == user_id,
            SecondFactor.confirmed_at.is_(None),
            SecondFactor.began_at > now() - timedelta(minutes=SET_UP_MINUTES),
        )
    ).one_or_none()


def count_recovery_codes(session: Session, user_id: int | None) -> int:
    """How many recovery codes of an account are left."""
    statement = select(func.count()).select_from(RecoveryCode)
    return (
        session.scalar(
            statement.where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def find_half_sign_in(session: Session, token: str) -> HalfSignIn | None:
    """Half a sign-in, with its user, that *token* (from the cookie) is for.

    None when there is none, when it is too old, or the account is closed.
    """
    return session.scalars(
        select(HalfSignIn)
        .join(HalfSignIn.user)
        .options(joinedload(HalfSignIn.user))
        .where(HalfSignIn.token_hash == token_hash(token), User.is_active)
        .where(HalfSignIn.began_at > now() - timedelta(minutes=HALF_MINUTES))
    ).one_or_none()


def must_have(user: User, demand: Demand) -> bool:
    """Whether *demand*, which the installation sets, asks a second factor of *user*."""
    return demand is Demand.STAFF or (demand is Demand.ADMIN and user.role is Role.ADMIN)
