"""The statute book as it was imported: acts, their text in parts, their amendments.

Facts from outside, kept as they came. What an act means to us is said by ``LegalAct`` and
``Provision``; both know it by the same key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, SORTED, UtcDateTime, choice
from kb.models.barrier import Barrier
from kb.models.jobs import ImportBatch  # noqa: F401  (foreign keys point at its table)
from kb.models.record import CODE_LENGTH
from kb.words import AmendmentVerb, FindingKind, FindingVerdict, PartKind

#: ``1891:35 s.1`` and the like; the longest in the statute book has 15 characters.
NUMBER_LENGTH = 30
#: ``K103aP12b``; a part of a provision that notes point at never has more.
FRAGMENT_LENGTH = 40


class Statute(Base):
    """An act or an ordinance of the Swedish statute book (Svensk författningssamling)."""

    __tablename__ = "statutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: ``sfs/2017:725``.
    key: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    #: The number as the statute book writes it: ``2017:725``, ``1827:60 s.1007``.
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH))
    #: In Swedish, as published: ``Kommunallag``, ``Lag (2022:913) om …``.
    title: Mapped[str] = mapped_column(Text)
    #: What sorts lists by number, digits padded.
    sort_key: Mapped[str] = mapped_column(SORTED, index=True)
    #: What sorts lists by title, å ä ö after z.
    title_key: Mapped[str] = mapped_column(SORTED, index=True)
    #: The ministry that answers for it, as the source names it.
    department: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    in_force_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: The day on which the act ends by its own terms.
    expires_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: First day on which it no longer applies, as the amending act that repeals it says.
    repealed_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Number of the act that repeals it; empty while none does.
    repealed_by: Mapped[str] = mapped_column(String(NUMBER_LENGTH), default="")
    #: Preparatory works as the source lists them: ``Prop. 2016/17:171, bet. …``.
    preparatory: Mapped[str] = mapped_column(Text, default="")
    #: The source's facsimile; empty when it names none.
    pdf_url: Mapped[str] = mapped_column(default="")
    #: Whether parts of the text are kept.
    has_text: Mapped[bool] = mapped_column(default=False)
    #: State of the newest source that held the text.
    text_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: State of the newest source that held a register of amendments.
    register_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: State of the newest source that held the act at all.
    seen_on: Mapped[str] = mapped_column(PARTIAL_DATE)
    #: When we first took it in; what was cited earlier could not know it.
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The head of the newest file as it was read, every value a text.
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: SHA-256 of the newest file that was taken in.
    digest: Mapped[str] = mapped_column(String(64), default="")
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))


class StatutePart(Base):
    """A chapter, heading, section or loose text of a statute, in the order of the act."""

    __tablename__ = "statute_parts"
    __table_args__ = (
        UniqueConstraint("statute_id", "position"),
        Index("ix_statute_parts_statute_id_fragment", "statute_id", "fragment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statute_id: Mapped[int] = mapped_column(ForeignKey("statutes.id"))
    position: Mapped[int]
    kind: Mapped[PartKind] = mapped_column(choice(PartKind))
    #: ``K6P37`` for a section, ``K6`` for a chapter; empty for headings and loose text. Stands
    #: twice in an act that keeps two wordings side by side.
    fragment: Mapped[str] = mapped_column(String(FRAGMENT_LENGTH), default="")
    #: The words of a heading or of a chapter's heading.
    heading: Mapped[str] = mapped_column(Text, default="")
    #: Paragraphs separated by an empty line, without marks and links.
    text: Mapped[str] = mapped_column(Text, default="")
    #: Number of the amending act that gave the present wording; empty when the text names none.
    amended_by: Mapped[str] = mapped_column(String(NUMBER_LENGTH), default="")


class EarlierWording(Base):
    """What a section said in an older import, where a newer one says something else."""

    __tablename__ = "earlier_wordings"
    __table_args__ = (UniqueConstraint("statute_id", "fragment", "until_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statute_id: Mapped[int] = mapped_column(ForeignKey("statutes.id"))
    #: ``K6P37``.
    fragment: Mapped[str] = mapped_column(String(FRAGMENT_LENGTH))
    #: Paragraphs separated by an empty line; empty where the source had the act without the words
    #: of this section, and an act that took effect later has given it those of now.
    text: Mapped[str] = mapped_column(Text)
    #: Number of the amending act that had given this wording; empty when the text named none.
    amended_by: Mapped[str] = mapped_column(String(NUMBER_LENGTH), default="")
    #: State of the newest source that still said so; it may have changed on any later day.
    until_on: Mapped[str] = mapped_column(PARTIAL_DATE)
    #: When we found that it says something else now.
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Amendment(Base):
    """One line of a statute's register: an amending act, its day, and what it does, as noted."""

    __tablename__ = "amendments"
    __table_args__ = (UniqueConstraint("statute_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statute_id: Mapped[int] = mapped_column(ForeignKey("statutes.id"))
    #: Place in the register.
    position: Mapped[int]
    #: Number of the amending act, ``2022:638``.
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), index=True)
    #: Title of the amending act; empty when the source gives none.
    title: Mapped[str] = mapped_column(Text, default="")
    in_force_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: The note of the register as it came: ``ändr. 6 kap. 37 §``.
    note: Mapped[str] = mapped_column(Text, default="")
    #: What of the note was not understood; empty when all of it was.
    unread: Mapped[str] = mapped_column(Text, default="")
    #: When we first took the line in.
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    touches: Mapped[list[AmendedProvision]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="AmendedProvision.position"
    )


class AmendedProvision(Base):
    """What an amendment does to one part of its statute."""

    __tablename__ = "amended_provisions"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    #: ``K6P37`` or ``K6``; empty when the whole act is meant.
    fragment: Mapped[str] = mapped_column(String(FRAGMENT_LENGTH), index=True)
    verb: Mapped[AmendmentVerb] = mapped_column(choice(AmendmentVerb))
    #: Where a renumbered part went, ``K6P38``; empty for every other verb.
    becomes: Mapped[str] = mapped_column(String(FRAGMENT_LENGTH), default="")


class KnownName(Base):
    """A name by which an act outside the catalogue is cited, and while it means that act."""

    __tablename__ = "known_names"
    __table_args__ = (UniqueConstraint("name", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: Key of the act.
    key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    valid_from: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Last day on which the name meant this act; None while it does.
    valid_until: Mapped[str | None] = mapped_column(PARTIAL_DATE)


class LawFinding(Base):
    """The law has moved under a barrier: what happened, and what came of looking at it."""

    __tablename__ = "law_findings"
    __table_args__ = (UniqueConstraint("barrier_id", "kind", "cause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"))
    kind: Mapped[FindingKind] = mapped_column(choice(FindingKind))
    #: Key of the amending act, of the act that ends, or code of the matter; where only the words
    #: tell of a change, the key of the section and the day: ``sfs/2017:725#K6P37@2025-06-30``.
    cause: Mapped[str] = mapped_column(String(CODE_LENGTH))
    #: Keys of the provisions that the barrier cites and that are touched.
    keys: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The day on which it takes effect; None where no source gives it.
    happens_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When somebody looked at it; None while it is a task.
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: What it came to; None while it is a task.
    verdict: Mapped[FindingVerdict | None] = mapped_column(choice(FindingVerdict))
    #: Why, in words of our own.
    note: Mapped[str] = mapped_column(Text, default="")

    barrier: Mapped[Barrier] = relationship(lazy="raise")
