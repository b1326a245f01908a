"""Documents of the Government and the Riksdag as they were imported.

Facts from outside, kept as they came: what one of them means for a matter is said by its events,
once somebody has confirmed it. What can be computed again from the documents (ties) is kept apart
from what people decided (matches).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, SORTED, UtcDateTime, choice
from kb.models.jobs import ImportBatch  # noqa: F401  (foreign keys point at its table)
from kb.models.record import CODE_LENGTH
from kb.words import DocumentKind, NamedIn


class Document(Base):
    """One document as a source lists it: a report, a bill, a consultation."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("source", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Whose list it stands in: ``government``, ``riksdag``.
    source: Mapped[str] = mapped_column(String(60))
    #: What that source calls it: the path of its page, or session and number.
    external_id: Mapped[str] = mapped_column(String(300))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind), index=True)
    #: ``sou/2021:16``; None for what has no number of its own. Volumes of one report share it.
    key: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    #: The ministry's number, ``Fi2021/01234``; empty when it is not told.
    diary_number: Mapped[str] = mapped_column(String(60), default="")
    #: Without the numbers that sources glue to it.
    title: Mapped[str] = mapped_column(Text)
    #: The title's words in small letters, by which equal titles are found.
    title_key: Mapped[str] = mapped_column(SORTED, index=True)
    #: The text of its page, without marks; empty when the source has none.
    text: Mapped[str] = mapped_column(Text, default="")
    #: The day that the source gives it.
    dated_on: Mapped[str | None] = mapped_column(PARTIAL_DATE, index=True)
    #: Who sent it, as the source names them.
    sender: Mapped[str] = mapped_column(default="")
    #: Last day to answer, for a consultation that tells it.
    deadline_on: Mapped[str | None] = mapped_column(PARTIAL_DATE, index=True)
    #: The sentence that tells it, word by word.
    deadline_text: Mapped[str] = mapped_column(Text, default="")
    #: The day on which a bill proposes that the law enters into force.
    in_force_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Dated steps that the source tells of it: ``stage``, ``date``, ``title``, ``is_planned``.
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    #: Its official address.
    url: Mapped[str] = mapped_column(Text, default="")
    #: The row as it was read.
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: SHA-256 of everything that was taken in.
    digest: Mapped[str] = mapped_column(String(64), default="")
    #: State of the newest source that held it: "as of".
    seen_on: Mapped[str] = mapped_column(PARTIAL_DATE)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))

    named: Mapped[list[NamedSource]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="NamedSource.position"
    )


class NamedSource(Base):
    """A document names another, or a source of law, by its number."""

    __tablename__ = "named_sources"
    # Whole in the index, since lists ask which of all documents name one of many keys.
    __table_args__ = (Index("ix_named_sources_key", "key", "place", "document_id"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    #: ``sou/2021:16``, ``sfs/2017:725#K6P37``.
    key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    #: Where it is named; the surest place when it is named in several.
    place: Mapped[NamedIn] = mapped_column(choice(NamedIn))


class DocumentTie(Base):
    """One document follows on another, as their numbers and words tell; computed, never typed."""

    __tablename__ = "document_ties"

    earlier_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    later_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)
    #: How sure it is, from 1 to 100.
    score: Mapped[int]
    #: Each with ``why``, a MatchReason, and ``what``: the number, title or provision it rests on.
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JSON)
