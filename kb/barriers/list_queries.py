"""The list of barriers as staff work with it: every barrier as it is now, filtered and counted.

A filter is a name and the values that may hold: any of the values within a name, all of the names
together. The same filters serve the list, its counts, its export, bulk edits and saved searches.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from kb.db.paging import Page
from kb.models import (
    Barrier,
    BarrierMember,
    Citation,
    ObjectiveImpact,
    Publication,
    PublicRecord,
    Record,
    RecordTerm,
    Term,
    User,
)
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import Channel, PublicationState, RecordKind, State, WorkState

Filters = Mapping[str, Sequence[str]]

#: Vocabularies that the list can be narrowed by.
SCHEMES = ("kind", "sector", "root-cause", "remedy", "prerequisite")
#: Names whose values are counted beside the list.
COUNTED = ("work-state", "publication", "state", "owner", *SCHEMES, "objective")
#: Names that a list understands beside those that it counts.
UNCOUNTED = ("author", "team", "law", "priority", "channel", "q")
#: The value of a filter by person that means whoever asks, and the one that means nobody.
ME, NOBODY = "me", "none"
SORTS = ("changed", "title", "code", "review")


@dataclass(frozen=True, kw_only=True)
class BarrierRow:
    """A barrier as a row in the list of staff."""

    id: int
    code: str
    name: str
    work_state: WorkState
    state: State
    publication: PublicationState
    owner: str | None
    changed_at: datetime
    review_on: date | None
    priority_year: int | None


def list_barriers(
    session: Session, actor: Actor, filters: Filters, *, sort: str, page: Page
) -> list[BarrierRow]:
    """One page of the barriers that pass *filters*, in one statement; *sort* is one of SORTS."""
    rows = session.execute(
        _with_publication(
            select(
                Barrier.id,
                Barrier.code,
                _name(),
                Barrier.work_state,
                Barrier.state,
                _publication(),
                User.name,
                Barrier.changed_at,
                Barrier.review_on,
                Barrier.priority_year,
            )
            .select_from(Barrier)
            .outerjoin(User, User.id == Barrier.owner_id)
        )
        .where(*_passing(actor, filters))
        .order_by(*_order(sort))
        .limit(page.per_page)
        .offset(page.offset)
    )
    return [
        BarrierRow(
            id=barrier_id,
            code=code,
            name=name,
            work_state=work_state,
            state=state,
            publication=PublicationState(publication),
            owner=owner,
            changed_at=changed_at,
            review_on=review_on,
            priority_year=priority_year,
        )
        for (
            barrier_id, code, name, work_state, state, publication,
            owner, changed_at, review_on, priority_year,
        ) in rows
    ]  # fmt: skip


def count_barriers(
    session: Session, actor: Actor, filters: Filters, *, since: datetime | None = None
) -> int:
    """How many barriers pass *filters*; with *since*, those logged or changed after it."""
    conditions = _passing(actor, filters)
    if since is not None:
        conditions.append(Barrier.changed_at > since)
    statement = _with_publication(select(func.count()).select_from(Barrier)).where(*conditions)
    return session.scalar(statement) or 0


def ids_matching(session: Session, actor: Actor, filters: Filters, *, most: int) -> list[int]:
    """Ids of the barriers that pass *filters*, in order of code, *most* of them."""
    statement = _with_publication(select(Barrier.id)).where(*_passing(actor, filters))
    return list(session.scalars(statement.order_by(Barrier.code).limit(most)))


def count_filters(
    session: Session, actor: Actor, filters: Filters
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many barriers pass, and how many would with each value of each name in COUNTED.

    The count of a name's values leaves its own filter out, so that one sees what another choice
    would give. One statement: every barrier is looked at once, and counts where it fails nothing,
    or nothing but the filter of that very name.
    """
    near = _near(actor, filters)
    parts = [
        select(literal(""), literal(""), func.count()).select_from(near).where(near.c.missing == 0),
        select(Term.scheme, Term.key, func.count())
        .select_from(near)
        .join(RecordTerm, RecordTerm.record_id == near.c.id)
        .join(Term, Term.id == RecordTerm.term_id)
        .where(Term.scheme.in_(SCHEMES), _counts(near, Term.scheme))
        .group_by(Term.scheme, Term.key),
        select(literal("objective"), _OBJECTIVE.code, func.count())
        .select_from(near)
        .join(ObjectiveImpact, ObjectiveImpact.barrier_id == near.c.id)
        .join(_OBJECTIVE, _OBJECTIVE.id == ObjectiveImpact.objective_id)
        .where(_counts(near, "objective"))
        .group_by(_OBJECTIVE.code),
    ]
    parts += [
        select(literal(name), near.c[name], func.count())
        .where(_counts(near, name))
        .group_by(near.c[name])
        for name in COUNTED
        if name in near.c
    ]
    total, counts = 0, {name: dict[str, int]() for name in COUNTED}
    for name, value, count in session.execute(union_all(*parts)):
        if name:
            counts[name][value] = count
        else:
            total = count
    return total, counts


def list_own_drafts(session: Session, actor: Actor) -> list[BarrierRow]:
    """Every barrier that *actor* has logged and not submitted, the latest changed first."""
    filters = {"author": [ME], "work-state": [WorkState.DRAFT.value]}
    total = count_barriers(session, actor, filters)
    return list_barriers(
        session, actor, filters, sort="changed", page=Page(1, total, max(total, 1))
    )


def map_labels(session: Session, people: Iterable[str]) -> dict[tuple[str, str], dict[str, str]]:
    """Words for the values of the list: terms, objectives, and *people* by their account ids."""
    terms = session.execute(
        select(Term.scheme, Term.key, Term.label_sv, Term.label_en)
        .where(Term.scheme.in_(SCHEMES))
        .order_by(Term.position)
    )
    labels = {(scheme, key): {"sv": sv, "en": en} for scheme, key, sv, en in terms}
    objectives = session.execute(
        select(Record.code, Record.title_sv, Record.title_en)
        .where(Record.kind == RecordKind.OBJECTIVE)
        .order_by(Record.code)
    )
    for code, sv, en in objectives:
        labels["objective", code] = {"sv": f"{code} {sv}", "en": f"{code} {en}"}
    ids = [int(value) for value in people if value.isdecimal() and len(value) < 10]
    for user_id, name in session.execute(select(User.id, User.name).where(User.id.in_(ids))):
        for role in ("owner", "author", "team"):
            labels[role, str(user_id)] = {"sv": name, "en": name}
    return labels


def _near(actor: Actor, filters: Filters) -> Any:
    """Every barrier that fails one filter at most, with how many it fails and the name of one."""
    conditions = dict(_conditions(actor, filters))
    fails = [case((condition, 0), else_=1) for condition in conditions.values()]
    missing: Any = literal(0) if not fails else sum(fails[1:], fails[0])
    failed = [(not_(func.coalesce(held, false())), name) for name, held in conditions.items()]
    looked_at = (
        _with_publication(
            select(
                Barrier.id,
                missing.label("missing"),
                (case(*failed, else_="") if failed else literal("")).label("failed"),
                cast(Barrier.work_state, String).label("work-state"),
                cast(Barrier.state, String).label("state"),
                _publication().label("publication"),
                func.coalesce(cast(Barrier.owner_id, String), NOBODY).label("owner"),
            ).select_from(Barrier)
        )
        .where(records_visible_to(actor))
        .subquery()
    )
    return select(looked_at).where(looked_at.c.missing <= 1).cte("near")


def _counts(near: Any, name: Any) -> Any:
    """Rows that a value of *name* is counted for."""
    return or_(near.c.missing == 0, near.c.failed == name)


def _with_publication(statement: Any) -> Any:
    return statement.outerjoin(Publication, Publication.record_id == Barrier.id).outerjoin(
        PublicRecord, PublicRecord.record_id == Barrier.id
    )


def _publication() -> ColumnElement[str]:
    """How far publication has come; what the catalogue published has no row of its own for it."""
    of_the_catalogue = case(
        (PublicRecord.version_id.is_not(None), PublicationState.PUBLISHED.value),
        (PublicRecord.record_id.is_not(None), PublicationState.WITHDRAWN.value),
        else_=PublicationState.UNDECIDED.value,
    )
    return func.coalesce(cast(Publication.state, String), of_the_catalogue)


def _name() -> ColumnElement[str]:
    """What the barrier is called inside, as ``Barrier.name`` has it."""
    return func.coalesce(
        func.nullif(Barrier.working_title, ""), func.nullif(Barrier.title_sv, ""), Barrier.title_en
    )


def _order(sort: str) -> list[Any]:
    """Columns of an order; every one ends with the code, so that pages never overlap."""
    orders: dict[str, list[Any]] = {
        "changed": [Barrier.changed_at.desc()],
        "title": [func.lower(_name())],
        "review": [Barrier.review_on.is_(None), Barrier.review_on],
    }
    return [*orders.get(sort, []), Barrier.code.desc() if sort == "changed" else Barrier.code]


def _passing(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """Every condition of *filters*; what the actor may not read passes none."""
    return [records_visible_to(actor), *(held for _, held in _conditions(actor, filters))]


def _conditions(actor: Actor, filters: Filters) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Name and condition of each filter that the list understands."""
    for name, values in filters.items():
        if name in SCHEMES and values:
            yield name, Barrier.id.in_(_bearing(name, values))
        elif name in _CONDITIONS and values:
            yield name, _CONDITIONS[name](actor, list(values))


def _bearing(scheme: str, values: Sequence[str]) -> Any:
    return (
        select(RecordTerm.record_id)
        .join(Term, Term.id == RecordTerm.term_id)
        .where(Term.scheme == scheme, Term.key.in_(list(values)))
    )


def _person(column: Any, actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
    ids = [int(value) for value in values if value.isdecimal() and len(value) < 10]
    if ME in values and actor.user_id is not None:
        ids.append(actor.user_id)
    found: ColumnElement[bool] = column.in_(ids)
    return or_(found, column.is_(None)) if NOBODY in values else found


def _in_team(actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
    teams = select(BarrierMember.barrier_id).where(_person(BarrierMember.user_id, actor, values))
    return Barrier.id.in_(teams)


def _resting_on(actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
    """Barriers that cite one of the sources or a part of it: a chapter holds its sections."""
    citing = []
    for key in values:
        citing.append(Citation.key == key)
        # What may follow where the name of the whole ends: see the keys of legal sources.
        marks = "#" if "#" not in key else "PSN."
        citing += [Citation.key.startswith(f"{key}{mark}", autoescape=True) for mark in marks]
    return Barrier.id.in_(select(Citation.record_id).where(or_(*citing)))


def _saying(actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
    """Barriers whose code or name holds the text; whole search is a page of its own."""
    fields = (Barrier.code, Barrier.working_title, Barrier.title_sv, Barrier.title_en)
    return or_(*(field.icontains(value, autoescape=True) for value in values for field in fields))


def _of_objectives(actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
    return Barrier.id.in_(
        select(ObjectiveImpact.barrier_id)
        .join(_OBJECTIVE, _OBJECTIVE.id == ObjectiveImpact.objective_id)
        .where(_OBJECTIVE.code.in_(values))
    )


def _word(column: Any, words: type[StrEnum]) -> "Condition":
    def condition(actor: Actor, values: Sequence[str]) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_([word for word in words if word.value in values])
        return found

    return condition


_OBJECTIVE = aliased(Record)

Condition = Callable[[Actor, Sequence[str]], ColumnElement[bool]]
_CONDITIONS: dict[str, Condition] = {
    "work-state": _word(Barrier.work_state, WorkState),
    "state": _word(Barrier.state, State),
    "channel": _word(Barrier.channel, Channel),
    "publication": lambda actor, values: _publication().in_(values),
    "owner": lambda actor, values: _person(Barrier.owner_id, actor, values),
    "author": lambda actor, values: _person(Barrier.author_id, actor, values),
    "team": _in_team,
    "law": _resting_on,
    "objective": _of_objectives,
    "priority": lambda actor, values: Barrier.priority_year.in_(
        [int(value) for value in values if value.isdecimal() and len(value) == 4]
    ),
    "q": _saying,
}
