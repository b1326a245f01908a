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
    false,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from kb.clock import today
from kb.consultations.touch_queries import NO_BARRIER, Touching, find_touching
from kb.db.paging import Page
from kb.models import (
    Barrier,
    Citation,
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
#: Windows that no two share a row of, the nearest first, and which of WINDOWS hold each.
_BUCKETS = ("2-weeks", "6-weeks", "open", "unknown")
_HOLDING = {
    "2-weeks": ("2-weeks", "6-weeks", "open"),
    "6-weeks": ("6-weeks", "open"),
    "open": ("open",),
    "unknown": ("unknown",),
    "closed": ("closed",),
}
#: What our answer can be narrowed by.
_ANSWER = (
    func.coalesce(cast(Response.state, String), ResponseState.NOT_DECIDED.value).label("state"),
    func.coalesce(cast(Response.owner_id, String), "none").label("owner"),
    func.coalesce(cast(Response.invited, String), "unknown").label("invited"),
)
#: The value that means whoever asks, and the one that means nobody.
ME, NOBODY = "me", "none"


@dataclass(frozen=True)
class Wanted:
    """Which consultations are asked for; *touching* is given where more than one list needs it."""

    #: One of WINDOWS.
    window: str
    filters: Filters
    touching: Touching | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A consultation in the list; one of the two ids is there."""

    document_id: int | None
    matter_id: int | None
    ends: str | None


def list_rows(session: Session, actor: Actor, wanted: Wanted, *, page: Page) -> list[Row]:
    """One page of the consultations that are *wanted*, what closes first at the top.

    What is closed is told from its end, the latest first. One statement, two more when the list is
    narrowed by what touches a barrier.
    """
    window, filters = wanted.window, wanted.filters
    touching = wanted.touching or find_touching(session, actor) if filters.get("touches") else None
    rows = _rows(actor, touching, window)
    order = rows.c.ends.desc() if window == "closed" else rows.c.ends
    found = session.execute(
        select(rows.c.document_id, rows.c.matter_id, rows.c.ends)
        .where(*_chosen(rows, actor, filters))
        .order_by(order, rows.c.document_id.desc(), rows.c.matter_id.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return [Row(document_id=one, matter_id=two, ends=ends) for one, two, ends in found]


def count_all(
    session: Session, actor: Actor, wanted: Wanted
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """How many pass the filters in each of WINDOWS, and in that asked for with each value.

    The count of a name's values leaves its own filter out. One statement, and those that find what
    touches: what has all in common is counted together, and told apart here.
    """
    rows = _rows(actor, wanted.touching or find_touching(session, actor))
    bucket = case(*((_within(name, rows.c.ends), name) for name in _BUCKETS), else_="closed")
    columns = [bucket.label("bucket"), *(rows.c[name] for name in COUNTED)]
    groups = session.execute(select(*columns, func.count().label("number")).group_by(*columns))
    asked = {name: _values(name, actor, wanted.filters) for name in COUNTED}
    totals = dict.fromkeys(WINDOWS, 0)
    counts: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
    for group in groups:
        found = dict(zip(COUNTED, group[1:], strict=False))
        failed = [name for name in COUNTED if asked[name] and found[name] not in asked[name]]
        for name in _HOLDING[group.bucket] if not failed else ():
            totals[name] += group.number
        if wanted.window in _HOLDING[group.bucket]:
            for name in COUNTED if not failed else failed if len(failed) == 1 else ():
                if found[name]:
                    counts[name][found[name]] = counts[name].get(found[name], 0) + group.number
    return totals, counts


def _rows(actor: Actor, touching: Touching | None, window: str = "") -> Any:
    """Consultations of *window*, or all, as ids, last day, and what they can be narrowed by.

    Without *touching* none is told to touch a barrier.
    """
    touched, tied = _touched(touching) if touching else (false(), false())
    parts = [*_documents(_yes_or_no(touched)), _matters(actor, _yes_or_no(tied))]
    if window:
        # Within each part, where the index of last days finds them.
        parts = [part.where(_within(window, part.exported_columns["ends"])) for part in parts]
    return union_all(*parts).subquery()


def _yes_or_no(condition: ColumnElement[bool]) -> Any:
    return case((condition, "yes"), else_="no").label("touches")


def _documents(touches: Any) -> list[Any]:
    """Those that a source lists: with a day of their own, with one that a step tells, with none."""
    told = (
        select(MatterEvent.document_id, func.max(MatterEvent.until).label("ends"))
        .where(MatterEvent.document_id.is_not(None), MatterEvent.until.is_not(None))
        .group_by(MatterEvent.document_id)
        .subquery()
    )

    def listed(ends: Any) -> Any:
        return (
            select(
                Document.id.label("document_id"),
                cast(null(), Integer).label("matter_id"),
                ends.label("ends"),
                Document.sender.label("ministry"),
                touches,
                *_ANSWER,
            )
            .outerjoin(Response, Response.document_id == Document.id)
            .where(Document.kind == DocumentKind.CONSULTATION)
        )

    without = Document.deadline_on.is_(None)
    return [
        listed(Document.deadline_on).where(Document.deadline_on.is_not(None)),
        listed(told.c.ends).join(told, told.c.document_id == Document.id).where(without),
        listed(cast(null(), String)).where(without, Document.id.not_in(select(told.c.document_id))),
    ]


def _matters(actor: Actor, touches: Any) -> Any:
    """Consultations of matters that no source lists."""
    steps = (
        select(MatterEvent.matter_id, func.max(MatterEvent.until).label("ends"))
        .where(MatterEvent.stage == Stage.CONSULTATION, MatterEvent.document_id.is_(None))
        .group_by(MatterEvent.matter_id)
        .subquery()
    )
    name = aliased(Record)
    return (
        select(
            cast(null(), Integer).label("document_id"),
            Matter.id.label("matter_id"),
            steps.c.ends,
            func.coalesce(name.title_sv, "").label("ministry"),
            touches,
            *_ANSWER,
        )
        .join(steps, steps.c.matter_id == Matter.id)
        .outerjoin(name, name.id == Matter.responsible_id)
        .outerjoin(Response, (Response.matter_id == Matter.id) & Response.document_id.is_(None))
        .where(records_visible_to(actor))
    )


def _touched(touching: Touching) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a document touches a barrier, and whether a matter does."""
    anywhere, in_title = touching.anywhere, touching.in_title
    tied = (
        select(MatterEffect.matter_id)
        .join(Barrier, Barrier.id == MatterEffect.barrier_id)
        .where(Barrier.work_state.not_in(NO_BARRIER))
    )
    names = or_(
        NamedSource.key.in_(anywhere),
        and_(NamedSource.key.in_(in_title), NamedSource.place != NamedIn.TEXT),
    )
    remitted = (
        select(Document.key)
        .join(NamedSource, NamedSource.document_id == Document.id)
        .where(names, Document.key.is_not(None), Document.kind != DocumentKind.CONSULTATION)
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
    naming = select(NamedSource.document_id).where(names)
    citing = select(Citation.record_id).where(Citation.key.in_([*anywhere, *in_title]))
    left = select(MatterEvent.matter_id).where(
        MatterEvent.stage == Stage.CONSULTATION,
        MatterEvent.document.in_(remitted) | MatterEvent.document.in_(in_title),
    )
    return (
        Document.id.in_(naming.union(remitting, stepped, answered)),
        Matter.id.in_(tied.union(citing, left)),
    )


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
    """The conditions of *filters*, which are columns of *rows*."""
    wanted = {name: _values(name, actor, filters) for name in COUNTED}
    return [rows.c[name].in_(values) for name, values in wanted.items() if values]


def _values(name: str, actor: Actor, filters: Filters) -> list[str]:
    values = list(filters.get(name, ()))
    if name == "owner" and ME in values and actor.user_id is not None:
        values.append(str(actor.user_id))
    return values
