"""The list of consultations: what closes when, filtered, counted and paged in the database.

A row is a document that a source lists as a consultation, or the consultation of a matter that no
source lists; one and the same where the step of the matter names the document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from kb.clock import today
from kb.consultations.touch_queries import NO_BARRIER, touching_keys
from kb.db.paging import Page
from kb.models import (
    Barrier,
    Document,
    Matter,
    MatterEffect,
    MatterEvent,
    NamedSource,
    Record,
    Response,
)
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import DocumentKind, NamedIn, ResponseState, Stage

Filters = Mapping[str, Sequence[str]]

#: When the consultations close that the list shows; the first is shown first.
WINDOWS = ("6-weeks", "2-weeks", "open", "unknown", "closed")
#: Names whose values are counted beside the list.
COUNTED = ("touches", "state", "owner", "invited", "ministry")
#: The value that means whoever asks, and the one that means nobody.
ME, NOBODY = "me", "none"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A consultation in the list; one of the two ids is there."""

    document_id: int | None
    matter_id: int | None
    ends: str | None


def list_rows(
    session: Session, actor: Actor, window: str, filters: Filters, *, page: Page
) -> list[Row]:
    """One page of the consultations of *window* that pass *filters*, what closes first at the top.

    What is closed is told from its end, the latest first. One statement, two more when the list is
    narrowed by what touches a barrier.
    """
    rows = _rows(session, actor, filters)
    order = rows.c.ends.desc() if window == "closed" else rows.c.ends
    found = session.execute(
        select(rows.c.document_id, rows.c.matter_id, rows.c.ends)
        .where(_within(window, rows.c.ends), *_chosen(rows, actor, filters))
        .order_by(order, rows.c.document_id.desc(), rows.c.matter_id.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return [Row(document_id=one, matter_id=two, ends=ends) for one, two, ends in found]


def count_windows(session: Session, actor: Actor, filters: Filters) -> dict[str, int]:
    """How many consultations pass *filters* in each of WINDOWS."""
    rows = _rows(session, actor, filters)
    counts = [func.sum(case((_within(name, rows.c.ends), 1), else_=0)) for name in WINDOWS]
    found = session.execute(select(*counts).where(*_chosen(rows, actor, filters))).one()
    return {name: number or 0 for name, number in zip(WINDOWS, found, strict=True)}


def count_filters(
    session: Session, actor: Actor, window: str, filters: Filters
) -> dict[str, dict[str, int]]:
    """How many of *window* would pass with each value, the filter of its own name left out."""
    counts: dict[str, dict[str, int]] = {}
    for name in COUNTED[1:]:
        others = {each: values for each, values in filters.items() if each != name}
        rows = _rows(session, actor, others)
        found = session.execute(
            select(rows.c[name], func.count())
            .where(_within(window, rows.c.ends), *_chosen(rows, actor, others))
            .group_by(rows.c[name])
        )
        counts[name] = {value: number for value, number in found if value}
    counts["touches"] = _count_touches(session, actor, window, filters)
    return counts


def _count_touches(session: Session, actor: Actor, window: str, filters: Filters) -> dict[str, int]:
    others = {each: values for each, values in filters.items() if each != "touches"}
    counts = {}
    for value in ("yes", "no"):
        rows = _rows(session, actor, {**others, "touches": [value]})
        counts[value] = session.scalar(
            select(func.count())
            .select_from(rows)
            .where(_within(window, rows.c.ends), *_chosen(rows, actor, others))
        )
    return {value: number for value, number in counts.items() if number}


def _rows(session: Session, actor: Actor, filters: Filters) -> Any:
    """Every consultation as ids, last day, and what it can be narrowed by."""
    answer = (
        func.coalesce(cast(Response.state, String), ResponseState.NOT_DECIDED.value).label("state"),
        func.coalesce(cast(Response.owner_id, String), NOBODY).label("owner"),
        func.coalesce(cast(Response.invited, String), "unknown").label("invited"),
    )
    told = (
        select(func.max(MatterEvent.until))
        .where(MatterEvent.document_id == Document.id)
        .scalar_subquery()
    )
    documents = (
        select(
            Document.id.label("document_id"),
            cast(null(), Integer).label("matter_id"),
            func.coalesce(Document.deadline_on, told).label("ends"),
            Document.sender.label("ministry"),
            *answer,
        )
        .outerjoin(Response, Response.document_id == Document.id)
        .where(Document.kind == DocumentKind.CONSULTATION)
    )
    steps = (
        select(MatterEvent.matter_id, func.max(MatterEvent.until).label("ends"))
        .where(MatterEvent.stage == Stage.CONSULTATION, MatterEvent.document_id.is_(None))
        .group_by(MatterEvent.matter_id)
        .subquery()
    )
    name = aliased(Record)
    matters = (
        select(
            cast(null(), Integer).label("document_id"),
            Matter.id.label("matter_id"),
            steps.c.ends,
            func.coalesce(name.title_sv, "").label("ministry"),
            *answer,
        )
        .join(steps, steps.c.matter_id == Matter.id)
        .outerjoin(name, name.id == Matter.responsible_id)
        .outerjoin(Response, (Response.matter_id == Matter.id) & Response.document_id.is_(None))
        .where(records_visible_to(actor))
    )
    asked = set(filters.get("touches", ())) & {"yes", "no"}
    if len(asked) == 1:
        touched, tied = _touched(session, actor)
        is_asked = asked == {"yes"}
        documents = documents.where(touched if is_asked else ~touched)
        matters = matters.where(tied if is_asked else ~tied)
    return union_all(documents, matters).subquery()


def _touched(session: Session, actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a document touches a barrier, and whether a matter does."""
    anywhere, in_title = touching_keys(session, actor)
    tied = (
        select(MatterEffect.matter_id)
        .join(Barrier, Barrier.id == MatterEffect.barrier_id)
        .where(Barrier.work_state.not_in(NO_BARRIER))
    )
    touching = or_(
        NamedSource.key.in_(anywhere),
        and_(NamedSource.key.in_(in_title), NamedSource.place != NamedIn.TEXT),
    )
    remitted = (
        select(Document.key)
        .join(NamedSource, NamedSource.document_id == Document.id)
        .where(touching, Document.key.is_not(None), Document.kind != DocumentKind.CONSULTATION)
    )
    remitting = select(NamedSource.document_id).where(
        NamedSource.key.in_(remitted), NamedSource.place != NamedIn.TEXT
    )
    stepped = select(MatterEvent.document_id).where(
        MatterEvent.document_id.is_not(None), MatterEvent.matter_id.in_(tied)
    )
    answered = select(Response.document_id).where(
        Response.document_id.is_not(None), Response.matter_id.in_(tied)
    )
    naming = select(NamedSource.document_id).where(touching)
    return Document.id.in_(naming.union(remitting, stepped, answered)), Matter.id.in_(tied)


def _within(window: str, ends: Any) -> ColumnElement[bool]:
    """Whether a last day lies in *window*; a month that has begun is not over."""
    day = today()
    is_open: ColumnElement[bool] = or_(
        ends >= day.isoformat(), ends.in_([day.isoformat()[:7], day.isoformat()[:4]])
    )
    if window == "unknown":
        unknown: ColumnElement[bool] = ends.is_(None)
        return unknown
    if window == "closed":
        return and_(ends.is_not(None), ~is_open)
    if window == "open":
        return is_open
    weeks = int(window.partition("-")[0])
    return and_(is_open, ends <= (day + timedelta(weeks=weeks)).isoformat())


def _chosen(rows: Any, actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of the filters that are columns of *rows*."""
    conditions = []
    for name in COUNTED[1:]:
        values = list(filters.get(name, ()))
        if name == "owner" and ME in values and actor.user_id is not None:
            values.append(str(actor.user_id))
        if values:
            conditions.append(rows.c[name].in_(values))
    return conditions
