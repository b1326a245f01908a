"""The digital strategy: its versions, target areas and objectives, and the principles beside it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, choice
from kb.models.record import Record
from kb.words import Certainty, RecordKind


class Strategy(Record):
    """One version of the strategy. Its code is its version number."""

    __tablename__ = "strategies"
    __mapper_args__ = {"polymorphic_identity": RecordKind.STRATEGY}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    short_title_sv: Mapped[str] = mapped_column(default="")
    short_title_en: Mapped[str] = mapped_column(default="")
    period_from: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    period_to: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    scope_sv: Mapped[str] = mapped_column(default="")
    scope_en: Mapped[str] = mapped_column(default="")
    #: Languages in which the strategy exists, as codes with spaces between.
    languages: Mapped[str] = mapped_column(String(40), default="")
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    effects_note_sv: Mapped[str] = mapped_column(default="")
    effects_note_en: Mapped[str] = mapped_column(default="")

    stakeholders: Mapped[list[Stakeholder]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Stakeholder.position"
    )
    areas: Mapped[list[TargetArea]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="TargetArea.number"
    )


class Stakeholder(Base):
    """Whom a version of the strategy is written for."""

    __tablename__ = "stakeholders"

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategies.id"), index=True)
    position: Mapped[int]
    name_sv: Mapped[str]
    name_en: Mapped[str]


class TargetArea(Base):
    """One of the strategy's four target areas."""

    __tablename__ = "target_areas"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategies.id"))
    number: Mapped[str] = mapped_column(String(8))
    title_sv: Mapped[str]
    title_en: Mapped[str]
    text_sv: Mapped[str] = mapped_column(default="")
    text_en: Mapped[str] = mapped_column(default="")
    #: False while the title is ours and not yet the official wording.
    wording_confirmed: Mapped[bool] = mapped_column(default=False)


class Objective(Record):
    """An objective of the strategy. Its code is its number, ``3.2``."""

    __tablename__ = "objectives"
    __mapper_args__ = {"polymorphic_identity": RecordKind.OBJECTIVE}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("target_areas.id"), index=True)
    #: False while the title is a working title and not yet the official wording.
    wording_confirmed: Mapped[bool] = mapped_column(default=False)

    area: Mapped[TargetArea] = relationship(lazy="raise")


class Principle(Record):
    """A principle of the national framework for digital cooperation. Its code is its number."""

    __tablename__ = "principles"
    __mapper_args__ = {"polymorphic_identity": RecordKind.PRINCIPLE}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    #: How well the comparison with the EIF principles is known.
    mapping_certainty: Mapped[Certainty] = mapped_column(choice(Certainty))

    eif_principles: Mapped[list[EifPrinciple]] = relationship(
        secondary="principle_eif", lazy="raise", order_by="EifPrinciple.number"
    )


class EifPrinciple(Base):
    """A principle of the European Interoperability Framework, COM(2017) 134."""

    __tablename__ = "eif_principles"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    #: Its group in the framework: context, core, user-needs or cooperation.
    grouping: Mapped[str] = mapped_column(String(40))
    title_sv: Mapped[str]
    title_en: Mapped[str]


class PrincipleEif(Base):
    """A national principle answers to an EIF principle."""

    __tablename__ = "principle_eif"

    principle_id: Mapped[int] = mapped_column(ForeignKey("principles.id"), primary_key=True)
    eif_principle_id: Mapped[int] = mapped_column(ForeignKey("eif_principles.id"), primary_key=True)
