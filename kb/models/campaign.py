"""How the work of an action is planned: tasks, stances of counterparts, theme plans, calendars.

All of it is internal.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.models.advocacy import Action
from kb.models.barrier import Barrier
from kb.models.organisation import Organisation
from kb.models.users import User
from kb.words import ActionState, Attitude


class ActionTask(Base):
    """A thing to do within an action, or a milestone of it."""

    __tablename__ = "action_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    position: Mapped[int]
    #: What is to be done or reached, in the language of whoever wrote it.
    title: Mapped[str]
    #: Something to be reached, not something to be done.
    is_milestone: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None] = mapped_column(index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[ActionState] = mapped_column(choice(ActionState), default=ActionState.PLANNED)
    done_on: Mapped[date | None]
    #: What came of it, or why it was dropped.
    note: Mapped[str] = mapped_column(Text, default="")

    action: Mapped[Action] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")


class CounterpartStance(Base):
    """How a body, or a person there, stands to what an action wants; never leaves the house."""

    __tablename__ = "counterpart_stances"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    #: Name of a person; empty for the body as a whole. Read only by those who need it.
    person: Mapped[str] = mapped_column(String(200), default="")
    #: What the person does there: state secretary, expert.
    duty: Mapped[str] = mapped_column(String(200), default="")
    #: From friend to blocker.
    attitude: Mapped[Attitude] = mapped_column(choice(Attitude))
    #: What it was read from: what was said, and where.
    note: Mapped[str] = mapped_column(Text, default="")
    noted_on: Mapped[date]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    noted_by: Mapped[User] = relationship(lazy="raise")


class Plan(Base):
    """A theme plan: what we want to reach on one theme, by which actions, by when."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The theme, in the language of whoever wrote it.
    title: Mapped[str]
    #: What it is about and what counts as success, in plain text.
    intro: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When it was closed; None while it is worked on.
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Raised by every save; two editors with the same number cannot both save.
    version: Mapped[int] = mapped_column()

    owner: Mapped[User | None] = relationship(lazy="raise")
    barriers: Mapped[list[Barrier]] = relationship(
        secondary="plan_barriers", lazy="raise", order_by="Barrier.id"
    )
    actions: Mapped[list[Action]] = relationship(
        secondary="plan_actions", lazy="raise", order_by="Action.id"
    )
    milestones: Mapped[list[PlanMilestone]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="PlanMilestone.position"
    )

    __mapper_args__ = {"version_id_col": version}


class PlanBarrier(Base):
    """A plan is about a barrier."""

    __tablename__ = "plan_barriers"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), primary_key=True, index=True)


class PlanAction(Base):
    """A plan rests on an action."""

    __tablename__ = "plan_actions"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True, index=True)


class PlanMilestone(Base):
    """Something that a plan is to have reached by a day."""

    __tablename__ = "plan_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    position: Mapped[int]
    #: What is to be reached.
    title: Mapped[str]
    due_on: Mapped[date | None]
    reached_on: Mapped[date | None]


class PersonalCalendar(Base):
    """The secret address of somebody's own calendar; only its digest is kept."""

    __tablename__ = "personal_calendars"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    #: SHA-256 of the secret in the address.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
