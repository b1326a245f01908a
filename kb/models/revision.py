"""The history: one row for every change, written in the transaction of the change.

The rows are a chain: each holds the hash of the one before it, and triggers in the database refuse
to change or remove any. ``kb audit verify`` finds what was done to them all the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime
from kb.models.record import CODE_LENGTH
from kb.models.users import User


class Revision(Base):
    """Who did what to which record, when, and what changed. Rows are added, never changed."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_kind_code", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Place in the chain: 1, 2, 3 … without gaps.
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: None for the system itself.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: What was done, in the past tense: ``published``.
    verb: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    #: Version of the record after the change; None for what has no versions.
    version: Mapped[int | None]
    #: Field → [before, after]; a list stands whole on both sides. None before: there was nothing.
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: A change that nobody who follows the record needs to hear of.
    is_minor: Mapped[bool] = mapped_column(default=False)
    #: The import or bulk edit that the change was part of.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    #: Hash of this row and of the hash before it.
    hash: Mapped[str] = mapped_column(String(64))

    actor: Mapped[User | None] = relationship(lazy="raise")


class ChainEnd(Base):
    """Where the chain of revisions ends: one row, locked by whoever writes the next."""

    __tablename__ = "chain_ends"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    #: Hash of the last revision.
    hash: Mapped[str] = mapped_column(String(64))
