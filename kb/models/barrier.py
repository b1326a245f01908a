"""The barrier, and what it alone is made of: flow, decision ladder, effects and ties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import PARTIAL_DATE, choice
from kb.models.organisation import Organisation
from kb.models.record import CODE_LENGTH, Record
from kb.models.strategy import Objective, Principle
from kb.models.users import User
from kb.words import (
    Blocked,
    Certainty,
    Channel,
    DecisionPart,
    Direction,
    Duty,
    Effect,
    HumanRequired,
    NoObstacle,
    RecordKind,
    Relation,
    Risk,
    StakeUnit,
    State,
    WorkState,
)

if TYPE_CHECKING:
    from kb.models.matter import Matter


class Barrier(Record):
    """A legal barrier to sharing information or to letting a system decide."""

    __tablename__ = "barriers"
    __table_args__ = (
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        CheckConstraint("reach BETWEEN 1 AND 4", name="reach"),
        CheckConstraint("resolvability BETWEEN 1 AND 4", name="resolvability"),
    )
    __mapper_args__ = {"polymorphic_identity": RecordKind.BARRIER}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    #: How far the law has come.
    state: Mapped[State] = mapped_column(choice(State), default=State.OPEN)
    #: Since when, as far as a source tells.
    state_since: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: What the state rests on and what remains.
    state_note_sv: Mapped[str] = mapped_column(default="")
    state_note_en: Mapped[str] = mapped_column(default="")
    #: How far our own work has come; internal.
    work_state: Mapped[WorkState] = mapped_column(choice(WorkState), default=WorkState.DRAFT)
    work_reason: Mapped[str] = mapped_column(default="")
    #: When a paused or dropped barrier is to be looked at again.
    review_on: Mapped[date | None]
    #: The body whose move it is; None when nobody's is, or nobody knows.
    waiting_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    waiting_since: Mapped[str | None] = mapped_column(PARTIAL_DATE)
    #: The legitimate interest that the rule protects, and how a change can keep it.
    interest_sv: Mapped[str] = mapped_column(default="")
    interest_en: Mapped[str] = mapped_column(default="")
    #: 1 (small) to 4 (great), each with its reason; None until assessed.
    severity: Mapped[int | None]
    severity_reason: Mapped[str] = mapped_column(default="")
    reach: Mapped[int | None]
    reach_reason: Mapped[str] = mapped_column(default="")
    resolvability: Mapped[int | None]
    resolvability_reason: Mapped[str] = mapped_column(default="")
    #: Year in which the barrier may be gone; None when nobody can say.
    horizon_year: Mapped[int | None]
    #: Why the year was last changed.
    horizon_reason: Mapped[str] = mapped_column(default="")
    #: What it is called inside; never public.
    working_title: Mapped[str] = mapped_column(String(200), default="")
    #: What happens, as it was reported; never public.
    working_summary: Mapped[str] = mapped_column(default="")
    #: Who told us, how and when; never public.
    reported_by: Mapped[str] = mapped_column(default="")
    #: How we came to know of it.
    channel: Mapped[Channel | None] = mapped_column(choice(Channel))
    reported_on: Mapped[date | None]
    #: Why no provision is named: the barrier lies in practice.
    practice_reason: Mapped[str] = mapped_column(default="")
    #: The class of reasons why it is no barrier; None unless it was found to be none.
    no_obstacle: Mapped[NoObstacle | None] = mapped_column(choice(NoObstacle))
    #: Legal risk of the work-around; None until assessed.
    workaround_risk: Mapped[Risk | None] = mapped_column(choice(Risk))
    #: What is at stake a year, in whole kronor or hours, and where the figure comes from.
    stake_from: Mapped[int | None] = mapped_column(BigInteger)
    #: The highest figure; None when only the lowest is known.
    stake_to: Mapped[int | None] = mapped_column(BigInteger)
    #: What the two figures count.
    stake_unit: Mapped[StakeUnit | None] = mapped_column(choice(StakeUnit))
    #: The year that the figures are from.
    stake_year: Mapped[int | None]
    #: Where the figures come from.
    stake_source: Mapped[str] = mapped_column(default="")
    #: The year in whose priority set it is; None outside of it.
    priority_year: Mapped[int | None]
    priority_reason: Mapped[str] = mapped_column(default="")
    #: Who logged it; None for what came with the catalogue.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Who answers for it now; None puts it in the queue of those without an owner.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The barrier that lives on, when this one turned out to be the same.
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("barriers.id"))

    author: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[author_id])
    owner: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[owner_id])
    duplicate_of: Mapped[Barrier | None] = relationship(
        lazy="raise", foreign_keys=[duplicate_of_id], remote_side="Barrier.id"
    )
    members: Mapped[list[BarrierMember]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="BarrierMember.user_id"
    )
    waiting_for: Mapped[Organisation | None] = relationship(
        lazy="raise", foreign_keys=[waiting_for_id]
    )
    impacts: Mapped[list[ObjectiveImpact]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ObjectiveImpact.position"
    )
    principles: Mapped[list[Principle]] = relationship(
        secondary="barrier_principles", lazy="raise", order_by="Principle.id"
    )
    flow: Mapped[Flow | None] = relationship(lazy="raise", cascade="all, delete-orphan")
    decision_steps: Mapped[list[DecisionStep]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="DecisionStep.position"
    )
    effects: Mapped[list[MatterEffect]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="MatterEffect.position"
    )
    proposed_wordings: Mapped[list[ProposedWording]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ProposedWording.position"
    )
    relations: Mapped[list[BarrierRelation]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        order_by="BarrierRelation.position",
        foreign_keys="BarrierRelation.barrier_id",
    )

    @property
    def name(self) -> str:
        """What it is called inside: the working title, else the public one in Swedish."""
        return self.working_title or self.title_sv or self.title_en


class BarrierMember(Base):
    """Somebody in the team of a barrier, beside its owner."""

    __tablename__ = "barrier_members"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    #: What the person does in the team.
    duty: Mapped[Duty] = mapped_column(choice(Duty))

    user: Mapped[User] = relationship(lazy="raise")


class ObjectiveImpact(Base):
    """What a barrier does to an objective, how strongly, and why we say so."""

    __tablename__ = "objective_impacts"
    __table_args__ = (CheckConstraint("strength BETWEEN 1 AND 3", name="strength"),)

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    objective_id: Mapped[int] = mapped_column(
        ForeignKey("objectives.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    #: 1 (somewhat) to 3 (strongly).
    strength: Mapped[int]
    reason_sv: Mapped[str]
    reason_en: Mapped[str]
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty))

    objective: Mapped[Objective] = relationship(lazy="raise")


class BarrierPrinciple(Base):
    """A barrier stands against a principle."""

    __tablename__ = "barrier_principles"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    principle_id: Mapped[int] = mapped_column(
        ForeignKey("principles.id"), primary_key=True, index=True
    )


class Flow(Base):
    """The flow card: who wants to send what to whom, on what legal basis, and where it breaks.

    An empty key is the missing piece, and is shown as such.
    """

    __tablename__ = "flows"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    sender_sv: Mapped[str]
    sender_en: Mapped[str]
    receiver_sv: Mapped[str]
    receiver_en: Mapped[str]
    data_sv: Mapped[str]
    data_en: Mapped[str]
    purpose_sv: Mapped[str] = mapped_column(default="")
    purpose_en: Mapped[str] = mapped_column(default="")
    gap_sv: Mapped[str]
    gap_en: Mapped[str]
    #: Key of the provision on which the sender may process the data.
    legal_basis: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    #: Key of the secrecy provision.
    secrecy: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    #: Key of the provision that lifts the secrecy.
    lifted_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))


class DecisionStep(Base):
    """One rung of the decision ladder of a barrier to automated decisions."""

    __tablename__ = "decision_steps"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    step: Mapped[DecisionPart] = mapped_column(choice(DecisionPart), primary_key=True)
    position: Mapped[int]
    blocked: Mapped[Blocked] = mapped_column(choice(Blocked))
    human: Mapped[HumanRequired] = mapped_column(choice(HumanRequired))
    #: Key of the provision that decides.
    provision: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    certainty: Mapped[Certainty] = mapped_column(choice(Certainty))


class MatterEffect(Base):
    """What a legislative matter does to a barrier, as assessed."""

    __tablename__ = "matter_effects"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True, index=True)
    position: Mapped[int]
    effect: Mapped[Effect] = mapped_column(choice(Effect))
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assessed_on: Mapped[date | None]

    matter: Mapped[Matter] = relationship(lazy="raise")


class ProposedWording(Base):
    """How a provision could read so that the barrier goes; internal, whatever an ask says."""

    __tablename__ = "proposed_wordings"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    #: Key of the provision.
    key: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    position: Mapped[int]
    #: In Swedish, as law is written; paragraphs separated by an empty line.
    wording: Mapped[str] = mapped_column(Text)
    #: Why it should read so; internal.
    reason: Mapped[str] = mapped_column(Text, default="")


class BarrierRelation(Base):
    """One barrier points at another."""

    __tablename__ = "barrier_relations"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True, index=True)
    position: Mapped[int]
    relation: Mapped[Relation] = mapped_column(choice(Relation))

    other: Mapped[Barrier] = relationship(lazy="raise", foreign_keys=[other_id])
