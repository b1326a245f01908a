"""Cases: rulings, supervisory decisions and practical cases that prove a barrier."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, choice
from kb.models.barrier import Barrier
from kb.models.organisation import Organisation
from kb.models.record import CODE_LENGTH, Record
from kb.words import CaseRelation, RecordKind


class Case(Record):
    """Concrete evidence. The public text is a text of its own; the internal one is never shown."""

    __tablename__ = "cases"
    __mapper_args__ = {"polymorphic_identity": RecordKind.CASE}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    #: As lawyers cite it: ``HFD 2021 ref. 10``.
    identifier: Mapped[str] = mapped_column(default="")
    #: Its key as a legal source; None for a practical case.
    key: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    decided_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    outcome_sv: Mapped[str] = mapped_column(default="")
    outcome_en: Mapped[str] = mapped_column(default="")

    body: Mapped[Organisation | None] = relationship(lazy="raise", foreign_keys=[body_id])
    barriers: Mapped[list[CaseBarrier]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="CaseBarrier.position"
    )


class CaseBarrier(Base):
    """A case belongs to a barrier."""

    __tablename__ = "case_barriers"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True, index=True)
    position: Mapped[int]
    relation: Mapped[CaseRelation] = mapped_column(choice(CaseRelation))
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")

    barrier: Mapped[Barrier] = relationship(lazy="raise")
