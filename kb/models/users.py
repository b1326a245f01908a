"""Staff accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.words import Role


class User(Base):
    """A person who works here. Accounts are disabled, never removed: their work stays theirs."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Lower case; the name one signs in with.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(choice(Role))
    is_active: Mapped[bool] = mapped_column(default=True)
    #: Argon2 hash with its parameters; empty until the invited person has chosen a password.
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
