"""Advocacy actions and the asks they put forward."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, choice
from kb.models.barrier import Barrier
from kb.models.matter import Matter
from kb.models.organisation import Organisation
from kb.models.record import CODE_LENGTH, Record
from kb.models.strategy import Objective
from kb.words import ActionState, AskOutcome, Certainty, RecordKind


class Action(Record):
    """Something done to get barriers removed: a letter, a consultation response, a meeting."""

    __tablename__ = "actions"
    __mapper_args__ = {"polymorphic_identity": RecordKind.ACTION}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    state: Mapped[ActionState] = mapped_column(choice(ActionState), default=ActionState.PLANNED)
    #: Why it was dropped; internal.
    state_reason: Mapped[str] = mapped_column(default="")
    started_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    ended_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    barriers: Mapped[list[Barrier]] = relationship(
        secondary="action_barriers", lazy="raise", order_by="Barrier.id"
    )
    matters: Mapped[list[Matter]] = relationship(
        secondary="action_matters", lazy="raise", order_by="Matter.id"
    )
    objectives: Mapped[list[Objective]] = relationship(
        secondary="action_objectives", lazy="raise", order_by="Objective.id"
    )
    counterparts: Mapped[list[Organisation]] = relationship(
        secondary="action_counterparts", lazy="raise", order_by="Organisation.id"
    )
    asks: Mapped[list[Ask]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Ask.number"
    )


class ActionBarrier(Base):
    """An action serves a barrier."""

    __tablename__ = "action_barriers"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True, index=True)


class ActionMatter(Base):
    """An action is aimed at a matter."""

    __tablename__ = "action_matters"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True, index=True)


class ActionObjective(Base):
    """An action serves an objective."""

    __tablename__ = "action_objectives"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    objective_id: Mapped[int] = mapped_column(
        ForeignKey("objectives.id"), primary_key=True, index=True
    )


class ActionCounterpart(Base):
    """A body that an action is addressed to."""

    __tablename__ = "action_counterparts"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )


class Ask(Base):
    """What an action asks for, of which provision or matter, and what became of it."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("action_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    number: Mapped[int]
    text_sv: Mapped[str]
    text_en: Mapped[str]
    #: Key of the provision or act that should change.
    target: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"), index=True)
    #: The wording we propose, in Swedish as law is written; empty when none was put forward.
    proposed_wording: Mapped[str] = mapped_column(default="")
    outcome: Mapped[AskOutcome] = mapped_column(choice(AskOutcome), default=AskOutcome.OPEN)
    outcome_on: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    outcome_note_sv: Mapped[str] = mapped_column(default="")
    outcome_note_en: Mapped[str] = mapped_column(default="")
    #: Key of the document that answers the ask, and the page.
    outcome_key: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome_page: Mapped[str] = mapped_column(String(40), default="")
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty))

    matter: Mapped[Matter | None] = relationship(lazy="raise")
