"""What the public reads: permanent versions, and for each record which one stands today."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, SORTED, UtcDateTime, choice
from kb.models.record import CODE_LENGTH, Record  # noqa: F401  (foreign keys point at its table)
from kb.words import RecordKind


class PublicVersion(Base):
    """What was published of a record, once and for all. Rows are added, never changed."""

    __tablename__ = "public_versions"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    #: 1, 2, 3 … within the record.
    number: Mapped[int]
    #: The snapshot, shaped as ``kb.models.snapshots`` says for the record's kind.
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: None when the catalogue was loaded by the system.
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PublicRecord(Base):
    """Which version of a record stands today, with what lists sort and show.

    Derived from that version when it is published; withdrawal empties ``version_id``.
    """

    __tablename__ = "public_records"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        Index("ix_public_records_kind_moved_on", "kind", "moved_on"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(choice(RecordKind))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    #: The version that the public reads; None after withdrawal.
    version_id: Mapped[int | None] = mapped_column(ForeignKey("public_versions.id"))
    title_sv: Mapped[str]
    title_en: Mapped[str]
    #: What sorts lists by code, numbers padded, and by title, å ä ö after z.
    sort_key: Mapped[str] = mapped_column(SORTED)
    title_key_sv: Mapped[str] = mapped_column(SORTED)
    title_key_en: Mapped[str] = mapped_column(SORTED)
    #: When the last thing happened, as far as the snapshot tells.
    moved_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    first_published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Reason class of the withdrawal, told on the page that stays behind.
    withdrawal_reason: Mapped[str] = mapped_column(String(60), default="")

    version: Mapped[PublicVersion | None] = relationship(lazy="raise")
    marks: Mapped[list[PublicMark]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class PublicMark(Base):
    """What a published record can be found by: a facet value, or a record that it points at.

    ``(sector, school)`` makes the filter; ``(provision, sfs/2009:400#K26P1)`` and the chapters and
    act above it make the way back from law to barrier.
    """

    __tablename__ = "public_marks"
    __table_args__ = (Index("ix_public_marks_scheme_value", "scheme", "value"),)

    record_id: Mapped[int] = mapped_column(
        ForeignKey("public_records.record_id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
