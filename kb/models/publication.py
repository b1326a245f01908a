"""What the public reads, and the way of a record to it.

Permanent versions, which of them stands today, and inside: who wrote, cleared and approved the
public text, what the scanner found in it, and which members may be named.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, SORTED, UtcDateTime, choice
from kb.models.organisation import Organisation
from kb.models.record import CODE_LENGTH, Record  # noqa: F401  (foreign keys point at its table)
from kb.words import NotPublishable, PublicationState, RecordKind


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
    #: Code of the record of the same kind that lives on after a merge.
    moved_to: Mapped[str | None] = mapped_column(String(CODE_LENGTH))

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


class Publication(Base):
    """How far a record has come on its way to the public; internal."""

    __tablename__ = "publications"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    state: Mapped[PublicationState] = mapped_column(
        choice(PublicationState), default=PublicationState.UNDECIDED
    )
    #: The class of reasons why it is kept inside; None unless it is.
    not_publishable: Mapped[NotPublishable | None] = mapped_column(choice(NotPublishable))
    #: Why, in words of our own: of keeping it inside, of sending it back, of withdrawing it.
    reason: Mapped[str] = mapped_column(default="")
    #: Who last wrote in the public text; the one who approves it must be another.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: SHA-256 of the snapshot that was approved; a later change lets the approval fall.
    approved_digest: Mapped[str] = mapped_column(String(64), default="")
    #: Not before this moment; None means as soon as somebody publishes.
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the owner was reminded of the embargo.
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(Base):
    """A member has agreed, or no longer agrees, to be named in the public text of a record."""

    __tablename__ = "consents"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    given_on: Mapped[date]
    #: Who gave it and how; never public.
    given_by: Mapped[str] = mapped_column(default="")
    withdrawn_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[organisation_id])


class HandledLeak(Base):
    """Something that the scanner found in a public text, and why it may stand there."""

    __tablename__ = "handled_leaks"
    __table_args__ = (UniqueConstraint("record_id", "kind", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    #: What sort of thing it is, as ``kb.text.leaks`` names it.
    kind: Mapped[str] = mapped_column(String(40))
    #: What was found, as it stands in the text.
    text: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str]
    handled_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    handled_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
