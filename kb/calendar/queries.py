"""Deadlines: what the public may know, from snapshots alone, and what staff know beside that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kb.calendar.deadlines import Deadline, deadlines_of, in_order
from kb.clock import today
from kb.matters.told import told_events
from kb.models import (
    Action,
    ActionTask,
    Barrier,
    Document,
    Matter,
    MatterEvent,
    PersonalCalendar,
    Plan,
    PlanMilestone,
    PublicMark,
    PublicRecord,
    PublicVersion,
    Record,
    Response,
    User,
)
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.transitions import ENDED
from kb.security.visibility import published
from kb.words import ActionState, DeadlineKind, RecordKind, ResponseState, Stage

#: Days after which a step that was announced and never seen is not reminded of any more.
FORGET_DAYS = 3 * 365
_OPEN = (ActionState.PLANNED, ActionState.DOING)


def list_public_deadlines(
    session: Session, marks: Sequence[tuple[str, str]] = ()
) -> list[Deadline]:
    """Every deadline that published matters tell of, in one statement.

    *marks* (scheme, value) leave only matters that bear each of them; those of a barrier are the
    matters that the published barrier names.
    """
    statement = (
        select(PublicVersion.snapshot, PublicVersion.number, PublicVersion.published_at)
        .join(PublicRecord, PublicRecord.version_id == PublicVersion.id)
        .where(published(), PublicRecord.kind == RecordKind.MATTER)
        .order_by(PublicRecord.sort_key)
    )
    for scheme, value in marks:
        statement = statement.where(_bears(scheme, value))
    day = today()
    found = [
        replace(deadline, sequence=number, changed_at=published_at)
        for snapshot, number, published_at in session.execute(statement)
        for deadline in deadlines_of(snapshot, day)
        if (day - deadline.on).days <= FORGET_DAYS
    ]
    return in_order(found)


def map_barriers_of(session: Session, matters: Sequence[str]) -> dict[str, list[tuple[str, Any]]]:
    """Code and title of the published barriers that name each of *matters*, in one statement."""
    rows = session.execute(
        select(PublicMark.value, PublicRecord.code, PublicVersion.snapshot["title"])
        .join(PublicRecord, PublicRecord.record_id == PublicMark.record_id)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published(), PublicRecord.kind == RecordKind.BARRIER)
        .where(PublicMark.scheme == "matter", PublicMark.value.in_(matters))
        .order_by(PublicRecord.sort_key)
    )
    found: dict[str, list[tuple[str, Any]]] = {}
    for matter, code, title in rows:
        found.setdefault(matter, []).append((code, title))
    return found


def list_staff_deadlines(
    session: Session, actor: Actor, *, only_mine: bool = False
) -> list[Deadline]:
    """Every deadline that staff know of, or those of *actor* alone; overdue ones come first.

    Whoever may not read what is internal gets nothing.
    """
    if not can(actor, Permission.INTERNAL_READ):
        return []
    found = [*_own(session)]
    if only_mine:
        found = [each for each in found if each.owner_id == actor.user_id]
    else:
        found += _of_matters(session)
    return in_order(found)


def find_calendar_owner(session: Session, digest: str) -> User | None:
    """Whose calendar has the secret with *digest*; None for nobody's, or a closed account's."""
    return session.scalars(
        select(User)
        .join(PersonalCalendar, PersonalCalendar.user_id == User.id)
        .where(PersonalCalendar.digest == digest, User.is_active)
    ).one_or_none()


def has_calendar(session: Session, actor: Actor) -> bool:
    """Whether *actor* has an address of their own calendar."""
    return actor.user_id is not None and session.get(PersonalCalendar, actor.user_id) is not None


def _bears(scheme: str, value: str) -> Any:
    if scheme == "matter":
        return PublicRecord.code == value
    named = select(PublicMark.value).join(
        PublicRecord, PublicRecord.record_id == PublicMark.record_id
    )
    if scheme == "barrier":
        of_barrier = named.where(
            published(), PublicRecord.kind == RecordKind.BARRIER, PublicRecord.code == value
        )
    else:
        holders = select(PublicMark.record_id).where(
            PublicMark.scheme == scheme, PublicMark.value == value
        )
        of_barrier = named.where(
            published(),
            PublicRecord.kind == RecordKind.BARRIER,
            PublicRecord.record_id.in_(holders),
        )
    codes = of_barrier.where(PublicMark.scheme == "matter").correlate(None)
    return PublicRecord.code.in_(codes)


def _of_matters(session: Session) -> Iterator[Deadline]:
    """What the events of matters tell, published or not, in a few statements."""
    day = today()
    ahead = day.isoformat()
    wanted = select(Matter.code).where(
        Matter.events.any(
            or_(MatterEvent.until >= ahead, MatterEvent.date > ahead, MatterEvent.is_planned)
        )
    )
    for matter in list_records(session, Matter, session.scalars(wanted).all()):
        told: Mapping[str, Any] = {
            "code": matter.code,
            "title": {"sv": matter.title_sv, "en": matter.title_en},
            "events": told_events(matter),
        }
        for deadline in deadlines_of(told, day):
            if (day - deadline.on).days <= FORGET_DAYS:
                yield replace(deadline, sequence=matter.version, changed_at=matter.changed_at)


def _own(session: Session) -> Iterator[Deadline]:
    """What is ours to do, with whose it is."""
    yield from _answers(session)
    yield from _tasks(session)
    yield from _milestones(session)
    yield from _actions(session)
    yield from _reviews(session)


def _answers(session: Session) -> Iterator[Deadline]:
    rows = session.execute(
        select(
            Response.id,
            Response.owner_id,
            Response.matter_id,
            Document.deadline_on,
            Document.title,
            Record.code,
            Record.title_sv,
            Record.title_en,
            Record.changed_at,
            Record.version,
        )
        .join(Record, Record.id == Response.matter_id)
        .outerjoin(Document, Document.id == Response.document_id)
        .where(Response.state.in_([ResponseState.NOT_DECIDED, ResponseState.ANSWERING]))
        .order_by(Response.id)
    ).all()
    ends = _consultations(session, [row.matter_id for row in rows if not row.deadline_on])
    for row in rows:
        text = row.deadline_on or ends.get(row.matter_id)
        if text and len(text) == len("2026-01-31"):
            yield Deadline(
                identity=f"response.{row.id}",
                kind=DeadlineKind.ANSWER,
                on=date.fromisoformat(text),
                title={"sv": row.title or row.title_sv, "en": "" if row.title else row.title_en},
                record=("matter", row.code),
                sequence=row.version,
                changed_at=row.changed_at,
                owner_id=row.owner_id,
            )


def _consultations(session: Session, matters: Sequence[int]) -> dict[int, str]:
    """The last day of the consultation of each matter, as its events tell."""
    rows = session.execute(
        select(MatterEvent.matter_id, MatterEvent.until)
        .where(MatterEvent.matter_id.in_(matters), MatterEvent.until.is_not(None))
        .where(MatterEvent.stage == Stage.CONSULTATION)
        .order_by(MatterEvent.until)
    )
    return {matter: until for matter, until in rows if until}


def _tasks(session: Session) -> Iterator[Deadline]:
    rows = session.execute(
        select(ActionTask, Action.code)
        .join(Action, Action.id == ActionTask.action_id)
        .where(ActionTask.due_on.is_not(None), ActionTask.state.in_(_OPEN))
        .order_by(ActionTask.id)
    )
    for task, code in rows:
        if task.due_on is None:
            continue
        yield Deadline(
            identity=f"task.{task.id}",
            kind=DeadlineKind.MILESTONE if task.is_milestone else DeadlineKind.TASK,
            on=task.due_on,
            title={"sv": task.title, "en": ""},
            record=("action", code),
            owner_id=task.owner_id,
        )


def _milestones(session: Session) -> Iterator[Deadline]:
    rows = session.execute(
        select(PlanMilestone, Plan.title, Plan.owner_id)
        .join(Plan, Plan.id == PlanMilestone.plan_id)
        .where(PlanMilestone.due_on.is_not(None), PlanMilestone.reached_on.is_(None))
        .where(Plan.closed_at.is_(None))
        .order_by(PlanMilestone.id)
    )
    for milestone, title, owner_id in rows:
        if milestone.due_on is None:
            continue
        yield Deadline(
            identity=f"milestone.{milestone.id}",
            kind=DeadlineKind.MILESTONE,
            on=milestone.due_on,
            title={"sv": f"{title}: {milestone.title}", "en": ""},
            record=("plan", str(milestone.plan_id)),
            owner_id=owner_id,
        )


def _actions(session: Session) -> Iterator[Deadline]:
    rows = session.scalars(
        select(Action)
        .where(Action.state.in_(_OPEN), Action.ended_on.is_not(None))
        .order_by(Action.id)
    )
    for action in rows:
        if action.ended_on and len(action.ended_on) == len("2026-01-31"):
            yield Deadline(
                identity=f"{action.code}.end",
                kind=DeadlineKind.ACTION,
                on=date.fromisoformat(action.ended_on),
                title={"sv": action.title_sv, "en": action.title_en},
                record=("action", action.code),
                sequence=action.version,
                changed_at=action.changed_at,
                owner_id=action.owner_id,
            )


def _reviews(session: Session) -> Iterator[Deadline]:
    rows = session.scalars(
        select(Barrier)
        .where(Barrier.review_on.is_not(None), Barrier.work_state.not_in(list(ENDED)))
        .order_by(Barrier.id)
    )
    for barrier in rows:
        if barrier.review_on is not None:
            yield Deadline(
                identity=f"{barrier.code}.review",
                kind=DeadlineKind.REVIEW,
                on=barrier.review_on,
                title={"sv": barrier.name, "en": ""},
                record=("barrier", barrier.code),
                sequence=barrier.version,
                changed_at=barrier.changed_at,
                owner_id=barrier.owner_id,
            )
