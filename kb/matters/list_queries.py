"""The staff's list of matters: how far each has come is computed from its steps, in the database.

A stage depends on the day, so it is kept nowhere: the furthest step that has happened is found for
all matters in one pass over their events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from kb.clock import today
from kb.db.paging import Page
from kb.models import Matter, MatterEffect, MatterEvent, Organisation, Response
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import ENDING, Procedure, Stage

Filters = Mapping[str, Sequence[str]]
SORTS = ("latest", "next", "title", "code")
#: What the filter "bears" offers.
BEARS = ("yes", "no")
_COUNTED = ("stage", "organisation", "procedure", "bears")
_RANK = {stage.value: rank for rank, stage in enumerate(Stage)}


@dataclass(frozen=True, kw_only=True)
class MatterRow:
    """A matter in the list."""

    code: str
    title_sv: str
    stage: Stage | None
    is_ended: bool
    responsible: str | None
    #: When the last step happened, and when the next that is planned is to come.
    latest_on: str | None
    next_on: str | None
    barriers: int


def count_matters(
    session: Session, actor: Actor, filters: Filters
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many matters pass *filters*, and how many each choice would give.

    One statement, so that the events are gone through once for all the counts.
    """
    reached = _reached()
    total = (
        select(literal("total"), literal(""), func.count(Matter.id))
        .outerjoin(reached, reached.c.matter_id == Matter.id)
        .where(*_passing(actor, filters, reached))
    )
    parts = [_counted(actor, filters, reached, name) for name in _COUNTED]
    counts: dict[str, dict[str, int]] = {name: {} for name in ("total", *_COUNTED)}
    rows: Sequence[Any] = session.execute(union_all(total, *parts)).all()
    for row in rows:
        if row[1] is not None:
            counts[row[0]][row[1]] = row[2]
    stages = list(Stage)
    counts["stage"] = {stages[int(rank)].value: n for rank, n in counts["stage"].items()}
    return counts.pop("total")[""], counts


def list_matters(
    session: Session, actor: Actor, filters: Filters, *, sort: str, page: Page
) -> list[MatterRow]:
    """Matters that pass *filters*, in one statement."""
    reached = _reached()
    body = aliased(Organisation, flat=True)
    orders: dict[str, list[Any]] = {
        "latest": [reached.c.latest_on.is_(None), reached.c.latest_on.desc()],
        "next": [reached.c.next_on.is_(None), reached.c.next_on],
        "title": [Matter.title_sv],
        "code": [],
    }
    barriers = (
        select(func.count())
        .where(MatterEffect.matter_id == Matter.id)
        .correlate(Matter)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Matter.code,
            Matter.title_sv,
            _rank(reached).label("rank"),
            _has_ended(reached).label("is_ended"),
            body.title_sv.label("responsible"),
            reached.c.latest_on,
            reached.c.next_on,
            barriers.label("barriers"),
        )
        .outerjoin(reached, reached.c.matter_id == Matter.id)
        .outerjoin(body, body.id == Matter.responsible_id)
        .where(*_passing(actor, filters, reached))
        .order_by(*orders[sort], Matter.code)
        .limit(page.per_page)
        .offset(page.offset)
    )
    stages = list(Stage)
    return [
        MatterRow(
            code=row.code,
            title_sv=row.title_sv,
            stage=stages[row.rank] if row.rank is not None else None,
            is_ended=bool(row.is_ended),
            responsible=row.responsible,
            latest_on=row.latest_on,
            next_on=row.next_on,
            barriers=row.barriers,
        )
        for row in rows
    ]


def map_bodies(session: Session) -> dict[tuple[str, str], dict[str, str]]:
    """Names of the bodies that answer for matters, for the filter."""
    rows = session.execute(
        select(Organisation.code, Organisation.title_sv, Organisation.title_en)
        .where(Organisation.id.in_(select(Matter.responsible_id)))
        .order_by(Organisation.title_sv)
    )
    return {("organisation", code): {"sv": sv, "en": en or sv} for code, sv, en in rows}


def _reached() -> CTE:
    """Per matter: the furthest step that has happened, the last day, the next, turns that end."""
    day = today().isoformat()
    happened = ~MatterEvent.is_planned & or_(MatterEvent.date.is_(None), MatterEvent.date <= day)
    rank = case(_RANK, value=MatterEvent.stage)
    return (
        select(
            MatterEvent.matter_id,
            func.max(case((happened, rank))).label("rank"),
            func.max(case((happened, MatterEvent.date))).label("latest_on"),
            func.min(case((MatterEvent.date > day, MatterEvent.date))).label("next_on"),
            func.max(
                case((happened & MatterEvent.turn.in_(ENDING), func.coalesce(MatterEvent.date, "")))
            ).label("ended_on"),
        )
        .group_by(MatterEvent.matter_id)
        .cte()
    )


def _has_ended(reached: CTE) -> ColumnElement[bool]:
    """Whether the last that happened ended the matter: what comes later takes it up again."""
    return reached.c.ended_on >= func.coalesce(reached.c.latest_on, "")


def _rank(reached: CTE) -> ColumnElement[int]:
    """The place of the stage: as it was set by hand, else as the steps tell."""
    return func.coalesce(case(_RANK, value=Matter.set_stage), reached.c.rank)


def _passing(
    actor: Actor, filters: Filters, reached: CTE, apart_from: str = ""
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [records_visible_to(actor)]
    for name, values in filters.items():
        if name != apart_from and values:
            wanted.append(_is(name, values, reached))
    return wanted


def _is(name: str, values: Sequence[str], reached: CTE) -> ColumnElement[bool]:
    match name:
        case "stage":
            return _rank(reached).in_([_RANK[value] for value in values if value in _RANK])
        case "organisation":
            bodies = select(Organisation.id).where(Organisation.code.in_(values))
            return Matter.responsible_id.in_(bodies)
        case "procedure":
            known = [Procedure(value) for value in values if value in set(Procedure)]
            return Matter.procedure.in_(known)
        case "bears":
            return or_(*((_bears() if value == "yes" else ~_bears()) for value in values))
        case "ended":
            return _has_ended(reached)
        case "consultation":
            day = today().isoformat()
            return exists().where(
                MatterEvent.matter_id == Matter.id,
                MatterEvent.stage == Stage.CONSULTATION,
                MatterEvent.until >= day,
            )
        case "owner":
            return exists().where(
                Response.matter_id == Matter.id,
                Response.owner_id.in_(
                    [int(value) for value in values if value.isdecimal() and len(value) < 10]
                ),
            )
        case _:
            typed = values[0]
            is_named = Matter.title_sv.icontains(typed, autoescape=True)
            return or_(Matter.code == typed.upper(), is_named)


def _bears() -> ColumnElement[bool]:
    return exists().where(MatterEffect.matter_id == Matter.id)


def _counted(actor: Actor, filters: Filters, reached: CTE, name: str) -> Select[Any]:
    """How many matters each value of a filter would give, the others on and its own off."""
    body = aliased(Organisation, flat=True)
    columns: dict[str, Any] = {
        "stage": cast(_rank(reached), String),
        "organisation": body.code,
        "procedure": cast(Matter.procedure, String),
        "bears": case((_bears(), "yes"), else_="no"),
    }
    statement = (
        select(literal(name), columns[name], func.count(Matter.id))
        .outerjoin(reached, reached.c.matter_id == Matter.id)
        .where(*_passing(actor, filters, reached, apart_from=name))
        .group_by(columns[name])
    )
    if name == "organisation":
        statement = statement.join(body, body.id == Matter.responsible_id)
    return statement
