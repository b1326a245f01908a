"""Acts with the names they go by, and their provisions."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, choice
from kb.models.record import CODE_LENGTH, Record
from kb.words import NameKind, RecordKind


class LegalAct(Record):
    """An act: statute, ordinance, EU regulation. Its code is its key, ``sfs/2009:400``."""

    __tablename__ = "legal_acts"
    __mapper_args__ = {"polymorphic_identity": RecordKind.ACT}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    in_force_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Last day on which the act applied; None while it is in force or the day is not known.
    repealed_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: The day on which the act ends by its own terms.
    expires_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Key of the act that took its place.
    replaced_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    #: Whether the statute text used for checking holds the act's wording.
    has_text: Mapped[bool] = mapped_column(default=False)
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")

    names: Mapped[list[ActName]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ActName.id"
    )


class ActName(Base):
    """A name an act goes by, and while it does: short names change owner."""

    __tablename__ = "act_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("legal_acts.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[NameKind] = mapped_column(choice(NameKind))
    valid_from: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Last day on which the name meant this act; None while it does.
    valid_until: Mapped[str | None] = mapped_column(PARTIAL_DATE)


class Provision(Record):
    """One part of an act: chapter, section, paragraph, item, article. Its code is its key."""

    __tablename__ = "provisions"
    __mapper_args__ = {"polymorphic_identity": RecordKind.PROVISION}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("legal_acts.id"), index=True)
    #: Key of the part that holds this one, or of the act.
    parent_key: Mapped[str] = mapped_column(String(CODE_LENGTH), index=True)
    #: The wording, where it is known, with the date and the source it was read in.
    wording: Mapped[str | None] = mapped_column(Text)
    wording_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    wording_source: Mapped[str] = mapped_column(default="")
