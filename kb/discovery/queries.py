"""Lists of published records: filtered, counted, sorted, paged, and the way back from a source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from kb.citations.keys import ancestors
from kb.clock import today
from kb.db.paging import Page
from kb.law.names import Name
from kb.matters.stages import stage_of_matter
from kb.models import Barrier, PublicMark, PublicRecord, PublicVersion, Record, Term
from kb.models.snapshots import CitationSnapshot, MatterSnapshot, Words
from kb.security.actor import Actor
from kb.security.visibility import published, records_visible_to
from kb.words import ActState, RecordKind

#: Filters by scheme: any of the values within one, all of the schemes together.
Filters = Mapping[str, Sequence[str]]

#: Kinds whose lists say how many barriers rest on each, and the mark that those barriers bear.
COUNTED = {
    RecordKind.ACT: "law",
    RecordKind.OBJECTIVE: "objective",
    RecordKind.PRINCIPLE: "principle",
}
#: The longest list that is shown whole.
MOST = 500
#: How many records of each kind a page shows of those that point at it.
BACKLINKS_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A record as a row in a list."""

    kind: str
    code: str
    title: Words
    summary: Words
    #: How far the law has come with a barrier; None for the other kinds.
    state: str | None
    #: Which closed list, and the word from it, tells how far another kind has come.
    status: tuple[str, str] | None
    moved_on: str | None
    #: A name beside the title, such as a case's identifier or an act's abbreviation.
    note: Words | None
    #: How many published barriers rest on it; None for kinds that barriers do not rest on.
    barriers: int | None = None
    #: How it cites the source whose page it stands on; empty elsewhere.
    citations: tuple[CitationSnapshot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Backlinks:
    """Records of one kind that point at something: the first of them, and how many there are."""

    kind: str
    total: int
    entries: list[Entry]


@dataclass(frozen=True, kw_only=True)
class OutlinePart:
    """A provision in the outline of its act; *depth* 0 stands directly under the act."""

    code: str
    label: Words
    depth: int
    #: Published records that rest on it or on a part of it.
    total: int


def list_entries(
    session: Session,
    kind: RecordKind,
    filters: Filters,
    *,
    sort: str,
    page: Page,
) -> list[Entry]:
    """One page of the published records of *kind* that pass *filters*, sorted by *sort*.

    Takes one statement, and one more for the kinds in COUNTED.
    """
    rows = session.execute(
        select(PublicRecord, PublicVersion.snapshot)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published(), PublicRecord.kind == kind, *_passing(filters))
        .order_by(*_order(sort))
        .limit(page.per_page)
        .offset(page.offset)
    )
    entries = [entry_of(public, snapshot) for public, snapshot in rows]
    scheme = COUNTED.get(kind)
    if scheme is None:
        return entries
    counts = count_marks(session, scheme, [entry.code for entry in entries])
    return [replace(entry, barriers=counts.get(entry.code, 0)) for entry in entries]


def list_all(session: Session, kind: RecordKind) -> list[Entry]:
    """Every published record of a *kind* of which there are few, in order of code."""
    return list_entries(session, kind, {}, sort="code", page=Page(1, MOST, MOST))


def count_values(
    session: Session, kind: RecordKind, schemes: Iterable[str], filters: Filters
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many records pass *filters*, and how many would with each value of each scheme.

    The count of a scheme's values leaves that scheme's own filter out, so that a reader sees what
    another choice would give.
    """
    base = select(literal(""), literal(""), func.count()).select_from(PublicRecord)
    parts: list[Select[str, str, int]] = [
        base.where(published(), PublicRecord.kind == kind, *_passing(filters))
    ]
    for scheme in schemes:
        others = {name: values for name, values in filters.items() if name != scheme}
        parts.append(
            select(PublicMark.scheme, PublicMark.value, func.count())
            .join(PublicRecord, PublicRecord.record_id == PublicMark.record_id)
            .where(published(), PublicRecord.kind == kind, PublicMark.scheme == scheme)
            .where(*_passing(others))
            .group_by(PublicMark.scheme, PublicMark.value)
        )
    total, counts = 0, {scheme: dict[str, int]() for scheme in schemes}
    for scheme, value, count in session.execute(union_all(*parts)):
        if scheme:
            counts[scheme][value] = count
        else:
            total = count
    return total, counts


def list_backlinks(
    session: Session, marks: Sequence[tuple[str, str]], *, apart_from: int | None
) -> list[Backlinks]:
    """Published records that bear any of *marks*, by kind, what moved last first, in one statement.

    *apart_from* is the id of the record whose page it is; None for a page of no record.
    """
    bearing = select(PublicMark.record_id).where(
        or_(*(_is_mark(scheme, value) for scheme, value in marks))
    )
    ranked = (
        select(
            PublicRecord.record_id,
            func.row_number()
            .over(partition_by=PublicRecord.kind, order_by=_order("newest"))
            .label("place"),
            func.count().over(partition_by=PublicRecord.kind).label("total"),
        )
        .where(published(), PublicRecord.record_id != apart_from)
        .where(PublicRecord.record_id.in_(bearing))
        .subquery()
    )
    rows = session.execute(
        select(PublicRecord, PublicVersion.snapshot, ranked.c.total)
        .join(ranked, ranked.c.record_id == PublicRecord.record_id)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(ranked.c.place <= BACKLINKS_SHOWN)
        .order_by(ranked.c.place)
    )
    groups: dict[str, Backlinks] = {}
    for public, snapshot, total in rows:
        kind = public.kind.value
        group = groups.setdefault(kind, Backlinks(kind=kind, total=total, entries=[]))
        cited = tuple(_citing(snapshot, marks))
        group.entries.append(replace(entry_of(public, snapshot), citations=cited))
    return [groups[kind] for kind in RecordKind if kind in groups]


def list_outline(session: Session, act: str) -> list[OutlinePart]:
    """Published provisions of *act*, in its order, with how many records rest on each."""
    resting = aliased(PublicMark)
    rows = session.execute(
        select(PublicRecord.code, PublicVersion.snapshot, func.count(resting.record_id))
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .join(PublicMark, PublicMark.record_id == PublicRecord.record_id)
        .outerjoin(resting, (resting.scheme == "law") & (resting.value == PublicRecord.code))
        .where(published(), PublicMark.scheme == "act", PublicMark.value == act)
        .group_by(PublicRecord.record_id, PublicVersion.id)
        .order_by(PublicRecord.sort_key)
    )
    return [
        OutlinePart(
            code=code,
            label=snapshot["label"],
            depth=len(snapshot["ancestors"]) - 1,
            total=total,
        )
        for code, snapshot, total in rows
    ]


def list_recent(session: Session, kinds: Sequence[RecordKind], limit: int) -> list[Entry]:
    """Published records of *kinds* in which something happened last."""
    rows = session.execute(
        select(PublicRecord, PublicVersion.snapshot)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published(), PublicRecord.kind.in_(kinds), PublicRecord.moved_on.is_not(None))
        .order_by(*_order("newest"))
        .limit(limit)
    )
    return [entry_of(public, snapshot) for public, snapshot in rows]


def list_by_identity(
    session: Session, identities: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Entry]:
    """Those of *identities* (kind, code) that are published, as entries."""
    rows = session.execute(
        select(PublicRecord, PublicVersion.snapshot)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published())
        .where(tuple_(PublicRecord.kind, PublicRecord.code).in_(identities))
    )
    return {
        (public.kind.value, public.code): entry_of(public, snapshot) for public, snapshot in rows
    }


def list_records_by_identity(
    session: Session, actor: Actor, identities: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Entry]:
    """Those of *identities* that *actor* may read, as they are now, as entries."""
    barriers = Barrier.__table__
    rows = session.execute(
        select(Record, barriers.c.working_title, barriers.c.work_state)
        .outerjoin(barriers, barriers.c.id == Record.id)
        .where(records_visible_to(actor))
        .where(tuple_(Record.kind, Record.code).in_(identities))
    )
    return {
        (record.kind.value, record.code): Entry(
            kind=record.kind.value,
            code=record.code,
            title={"sv": working_title or record.title_sv, "en": record.title_en},
            summary={"sv": record.summary_sv, "en": record.summary_en},
            state=None,
            status=("work-state", work_state) if work_state else None,
            moved_on=None,
            note=None,
        )
        for record, working_title, work_state in rows
    }


def count_marks(session: Session, scheme: str, values: Iterable[str]) -> dict[str, int]:
    """How many published barriers bear each of *values* of *scheme*."""
    rows = session.execute(
        select(PublicMark.value, func.count())
        .join(PublicRecord, PublicRecord.record_id == PublicMark.record_id)
        .where(published(), PublicRecord.kind == RecordKind.BARRIER)
        .where(PublicMark.scheme == scheme, PublicMark.value.in_(list(values)))
        .group_by(PublicMark.value)
    )
    return dict(rows.all())


def map_terms(session: Session, schemes: Iterable[str]) -> dict[tuple[str, str], Words]:
    """Labels of those terms of *schemes* that something published bears, in their order."""
    rows = session.execute(
        select(Term.scheme, Term.key, Term.label_sv, Term.label_en)
        .where(Term.scheme.in_(list(schemes)))
        .where(
            select(PublicMark.value)
            .where(PublicMark.scheme == Term.scheme, PublicMark.value == Term.key)
            .exists()
        )
        .order_by(Term.position)
    )
    return {(scheme, key): {"sv": sv, "en": en} for scheme, key, sv, en in rows}


def entry_of(public: PublicRecord, snapshot: Mapping[str, Any]) -> Entry:
    """Make a row of a list from a published record and its snapshot."""
    kind = public.kind
    return Entry(
        kind=kind.value,
        code=public.code,
        title=snapshot["title"],
        summary=snapshot["summary"],
        state=snapshot["state"] if kind is RecordKind.BARRIER else None,
        status=_status(kind, snapshot),
        moved_on=public.moved_on,
        note=_note(kind, snapshot),
    )


def _citing(
    snapshot: Mapping[str, Any], marks: Sequence[tuple[str, str]]
) -> Iterator[CitationSnapshot]:
    """The citations of *snapshot* that name the source in *marks* or a part of it."""
    sources = {value for scheme, value in marks if scheme == "law"}
    for citation in snapshot["citations"]:
        key = citation["key"]
        if key in sources or (key and sources.intersection(ancestors(key))):
            yield citation


def _status(kind: RecordKind, snapshot: Mapping[str, Any]) -> tuple[str, str] | None:
    if kind is RecordKind.MATTER:
        stage = stage_of_matter(cast("MatterSnapshot", snapshot), today())
        return ("stage", stage.value) if stage else None
    if kind is RecordKind.ACTION:
        return "action-state", snapshot["state"]
    if kind is RecordKind.ACT and is_repealed(snapshot, today()):
        return "act-state", ActState.REPEALED
    return None


def is_repealed(act: Mapping[str, Any], day: date) -> bool:
    """Whether *act* no longer applies on *day*; an unknown last day counts when it is replaced."""
    last = act["repealed_on"]
    if last is None:
        return act["replaced_by"] is not None
    return bool(last < day.isoformat()[: len(last)])


def _note(kind: RecordKind, snapshot: Mapping[str, Any]) -> Words | None:
    if kind is RecordKind.CASE and snapshot["identifier"]:
        return {"sv": snapshot["identifier"], "en": snapshot["identifier"]}
    if kind is RecordKind.ACT:
        names = [name["name"] for name in snapshot["names"] if Name(**name).holds(today())]
        return {"sv": ", ".join(names), "en": ", ".join(names)}
    terms = snapshot["terms"].get("action-type", []) if kind is RecordKind.ACTION else []
    return terms[0]["label"] if terms else None


def _passing(filters: Filters) -> list[ColumnElement[bool]]:
    return [
        PublicRecord.record_id.in_(
            select(PublicMark.record_id).where(
                PublicMark.scheme == scheme, PublicMark.value.in_(list(values))
            )
        )
        for scheme, values in filters.items()
        if values
    ]


def _is_mark(scheme: str, value: str) -> ColumnElement[bool]:
    return (PublicMark.scheme == scheme) & (PublicMark.value == value)


def _order(sort: str) -> list[Any]:
    """Columns of an order; every one ends with the code, so that pages never overlap."""
    resting = (
        select(func.count())
        .select_from(PublicMark)
        .where(PublicMark.scheme == "law", PublicMark.value == PublicRecord.code)
        .correlate(PublicRecord)
        .scalar_subquery()
    )
    orders: dict[str, list[Any]] = {
        "most-cited": [resting.desc()],
        "newest": [PublicRecord.moved_on.is_(None), PublicRecord.moved_on.desc()],
        "title-sv": [PublicRecord.title_key_sv],
        "title-en": [PublicRecord.title_key_en],
    }
    return [*orders.get(sort, []), PublicRecord.sort_key]
