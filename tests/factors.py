"""Second factors for tests: a phone that shows real codes, at the time that the test says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from kb.accounts.code_operations import give_recovery_codes
from kb.clock import now
from kb.db.session import session_scope
from kb.models import SecondFactor, User
from kb.security.one_time_codes import new_salt, secret_of
from tests.entering import database_of

#: The key of every installation here.
KEY = "k" * 40


@dataclass(frozen=True)
class Phone:
    """What somebody holds: an app with the secret, and ten codes on paper."""

    secret: str
    paper: tuple[str, ...] = ()

    def code(self, steps: int = 0, moment: datetime | None = None) -> str:
        """What it shows *steps* of half a minute from now."""
        return pyotp.TOTP(self.secret).at((moment or now()) + timedelta(seconds=30 * steps))

    def wrong(self) -> str:
        """A code that is none of those that are right."""
        right = {self.code(steps) for steps in (-2, -1, 0, 1, 2)}
        return next(code for code in ("000000", "111111", "222222") if code not in right)


def give_phone(session, user) -> Phone:
    """Turn a second factor on for *user*, past the pages."""
    factor = SecondFactor(user_id=user.id, salt=new_salt(), confirmed_at=now())
    session.add(factor)
    session.flush()
    codes = give_recovery_codes(session, user)
    return Phone(secret_of(KEY, factor.salt), tuple(codes))


def phone_for(app, user) -> Phone:
    """Turn a second factor on for *user* of *app*."""
    with session_scope(database_of(app).writing) as session:
        return give_phone(session, session.get_one(User, user.id))
