"""Vocabularies: the words that records are classified by, kept as data."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE


class Term(Base):
    """One word of one vocabulary. Old terms stay, with an end date, for records that bear them."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("scheme", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The vocabulary: ``kind``, ``sector``, ``root-cause``, ``remedy`` and so on.
    scheme: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(60))
    label_sv: Mapped[str]
    label_en: Mapped[str]
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    #: Place in its vocabulary.
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Last day of use; None while the term may be chosen.
    valid_until: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: The term that took over from this one; None while it stands by itself.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))


class Synonyms(Base):
    """Words that mean the same to whoever searches: one found by either."""

    __tablename__ = "synonyms"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Two words or phrases at least, in lower case.
    words: Mapped[list[str]] = mapped_column(JSON)
