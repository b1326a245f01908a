"""The history: one row for every change, written in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime
from kb.models.record import CODE_LENGTH


class Revision(Base):
    """Who did what to which record, when, and what changed. Rows are added, never changed."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_kind_code", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: None for the system itself.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: What was done, in the past tense: ``published``.
    verb: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    #: Column → [old, new]; list → [how many before, how many after].
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: A change that nobody who follows the record needs to hear of.
    is_minor: Mapped[bool] = mapped_column(default=False)
