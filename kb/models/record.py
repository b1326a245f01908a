"""What every record has in common: a code, titles, long texts, terms, citations, questions.

A record is anything with a code of its own that others may point at. Its kind has a table beside
this one; citations, notes, reviews, versions and index jobs point here and so serve every kind.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Constraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, UtcDateTime, choice
from kb.models.terms import Term
from kb.words import (
    Certainty,
    CitationRole,
    Confidence,
    Language,
    RecordKind,
    TextField,
)

#: The longest code: that of a provision of a long act, such as ``celex/32016R0679#A22.2.b``.
CODE_LENGTH = 80


class Record(Base):
    """Anything with a code of its own."""

    __tablename__ = "records"
    __table_args__: tuple[Constraint | Index, ...] = (
        UniqueConstraint("kind", "code"),
        Index("ix_records_kind_changed_at", "kind", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Which table beside this one holds the rest.
    kind: Mapped[RecordKind] = mapped_column(choice(RecordKind))
    #: The permanent name, never reused: ``H-2026-001``, ``sfs/2009:400#K10P2a``, ``3.2``.
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    title_sv: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    #: At most 400 characters of plain text.
    summary_sv: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    #: How well the record's own statement is known; None where each part says it by itself.
    certainty: Mapped[Certainty | None] = mapped_column(choice(Certainty))
    #: How far the record as a whole can be relied on; None for kinds that are single facts.
    confidence: Mapped[Confidence | None] = mapped_column(choice(Confidence))
    #: The day on which the record was last compared with its sources.
    checked_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Raised by every save; two editors with the same number cannot both save.
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When somebody last changed what it says; saves of the system itself and minor ones do not
    #: count, so that what has gone stale can be told.
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    texts: Mapped[list[RecordText]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="RecordText.id"
    )
    terms: Mapped[list[Term]] = relationship(
        secondary="record_terms", lazy="raise", order_by=Term.position
    )
    citations: Mapped[list[Citation]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Citation.position"
    )
    questions: Mapped[list[OpenQuestion]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OpenQuestion.position"
    )

    __mapper_args__ = {"polymorphic_on": kind, "version_id_col": version}


class RecordTerm(Base):
    """A record classified by a term: its kind of barrier, sector, root cause and so on."""

    __tablename__ = "record_terms"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class RecordText(Base):
    """One long text of a record in one language, rendered once when it is saved."""

    __tablename__ = "record_texts"
    __table_args__ = (UniqueConstraint("record_id", "field", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    field: Mapped[TextField] = mapped_column(choice(TextField))
    language: Mapped[Language] = mapped_column(choice(Language))
    body_md: Mapped[str]
    #: Safe HTML made from ``body_md``.
    body_html: Mapped[str]
    #: Which renderer made it; an older one means that it must be rendered again.
    rendered_by: Mapped[str] = mapped_column(String(40))


class Citation(Base):
    """A record points at a legal source: a provision, an act, a document, a decision, a page."""

    __tablename__ = "citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    position: Mapped[int]
    role: Mapped[CitationRole] = mapped_column(choice(CitationRole))
    #: Key of the source as the public interface defines it; None for a source that has no key.
    key: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    #: How the source is named where it has no key, or as it was written.
    text: Mapped[str] = mapped_column(default="")
    #: Page or section within the source, as it is cited: ``s. 45``.
    page: Mapped[str] = mapped_column(String(40), default="")
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty))
    #: The day whose wording is meant; None means the wording in force.
    as_of: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: When the citation was made or last changed: law that moves later was not known to it.
    cited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class OpenQuestion(Base):
    """What a lawyer should confirm before the record is called certain."""

    __tablename__ = "open_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    position: Mapped[int]
    question_sv: Mapped[str]
    question_en: Mapped[str]
