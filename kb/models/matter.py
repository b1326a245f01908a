"""Legislative matters and their dated events. The stage is computed from events, never typed."""

from __future__ import annotations

from datetime import date as day
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, UtcDateTime, choice
from kb.models.document import Document  # noqa: F401  (the foreign keys point at its table)
from kb.models.organisation import Organisation
from kb.models.record import CODE_LENGTH, Record
from kb.words import Certainty, Procedure, RecordKind, Stage, Turn


class Matter(Record):
    """A legislative matter: the way of one proposal from request to law in force."""

    __tablename__ = "matters"
    __mapper_args__ = {"polymorphic_identity": RecordKind.MATTER}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    procedure: Mapped[Procedure] = mapped_column(choice(Procedure), default=Procedure.SWEDISH)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    #: Number of an EU procedure, ``2022/0140(COD)``; empty for a Swedish one.
    procedure_number: Mapped[str] = mapped_column(String(40), default="")
    #: The stage as somebody set it by hand, which stands before what the events say; None when
    #: the events tell.
    set_stage: Mapped[Stage | None] = mapped_column(choice(Stage))
    #: Why it was set by hand; the public reads it.
    set_stage_reason_sv: Mapped[str] = mapped_column(default="")
    set_stage_reason_en: Mapped[str] = mapped_column(default="")
    set_stage_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    set_stage_on: Mapped[day | None]
    #: The matter in which the question came back.
    continued_by_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"))

    responsible: Mapped[Organisation | None] = relationship(
        lazy="raise", foreign_keys=[responsible_id]
    )
    continued_by: Mapped[Matter | None] = relationship(
        lazy="raise", foreign_keys=[continued_by_id], remote_side="Matter.id"
    )
    events: Mapped[list[MatterEvent]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="MatterEvent.position"
    )


class MatterEvent(Base):
    """One dated fact on a matter: happened, or planned."""

    __tablename__ = "matter_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    #: Place in the order of happening, which holds where a date is not known.
    position: Mapped[int]
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    #: When; None where no source gives the day.
    date: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Last day, for a consultation that runs for a time.
    until: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: Key of the document that the step left behind.
    document: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    title_sv: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    #: Where the path leaves the straight way here; None where it goes on.
    turn: Mapped[Turn | None] = mapped_column(choice(Turn))
    #: True for what is announced or proposed and has not happened.
    is_planned: Mapped[bool] = mapped_column(default=False)
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty))
    #: Where the fact was read.
    source: Mapped[str] = mapped_column(default="")
    #: The document as it was imported, for a fact that came in so.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    #: When the source was seen to say so.
    observed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
