"""What happened to a barrier and all that belongs to it, and what it said at any time.

Everything here is read out of the revisions: nothing of it is kept a second time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, joinedload

from kb.db.paging import Page
from kb.errors import NotFound
from kb.models import (
    Action,
    ActionBarrier,
    Barrier,
    Case,
    CaseBarrier,
    Matter,
    MatterEffect,
    Record,
    Revision,
    Term,
    User,
)
from kb.records.state import State, state_of
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can, is_close, ties_to
from kb.text.differences import Piece, word_diff
from kb.words import Language, RecordKind, TextField

#: (kind, code) of a record.
Identity = tuple[str, str]

#: What is done at the publication desk.
PUBLICATION_VERBS = (
    "published",
    "withdrew",
    "moved the publication",
    "set the embargo",
    "reminded of the embargo",
    "let the approval fall",
    "recorded a consent",
    "took back a consent",
    "handled a hit",
    "reopened a hit",
)
#: Who told us: not for everybody who may read the rest.
CONTACTS = frozenset({"reported_by"})
#: Texts longer than this are compared word by word.
_LONG = 60


class Happening(StrEnum):
    """What sort of thing happened, for narrowing the history."""

    CHANGE = "change"
    MOVE = "move"
    NOTE = "note"
    PUBLICATION = "publication"
    CASE = "case"
    ACTION = "action"
    MATTER = "matter"


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after; *part* names what within it, as of a flow card."""

    name: str
    before: Any
    after: Any
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened: who did what to which record, when, and what it changed."""

    number: int
    at: datetime
    #: Name of the account; None for the system itself.
    who: str | None
    verb: str
    kind: str
    code: str
    #: The version that the record had afterwards; None where there are no versions.
    version: int | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a record, and who made it when."""

    number: int
    at: datetime
    who: str | None
    verb: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What one field says in two versions.

    A long text is told as *pieces*, a list as rows *added* and *removed*; both are empty where only
    the order of the list is another. A short value stands in *before* and *after*.
    """

    name: str
    part: str = ""
    before: Any = None
    after: Any = None
    pieces: tuple[Piece, ...] = ()
    is_list: bool = False
    added: tuple[Any, ...] = ()
    removed: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Names:
    """What stands for ids of people and keys of terms: names, and labels in both languages."""

    people: Mapping[int, str]
    terms: Mapping[str, Mapping[str, str]]


def hidden_from(actor: Actor, barrier: Barrier) -> frozenset[str]:
    """Fields of *barrier*, its team loaded, that the history must not show to *actor*.

    Who told us is for those who work with the barrier; others who may read it ask for it on its
    page, which leaves a trace.
    """
    ties = ties_to(actor, barrier)
    may_read = can(actor, Permission.RESTRICTED_READ, ties) and is_close(ties)
    return frozenset() if may_read else CONTACTS


def list_related(session: Session, barrier: Barrier) -> list[Identity]:
    """The barrier, its cases, the actions that serve it and the matters that bear upon it."""
    parts = [
        select(literal(RecordKind.CASE.value), Case.code)
        .join(CaseBarrier, CaseBarrier.case_id == Case.id)
        .where(CaseBarrier.barrier_id == barrier.id),
        select(literal(RecordKind.ACTION.value), Action.code)
        .join(ActionBarrier, ActionBarrier.action_id == Action.id)
        .where(ActionBarrier.barrier_id == barrier.id),
        select(literal(RecordKind.MATTER.value), Matter.code)
        .join(MatterEffect, MatterEffect.matter_id == Matter.id)
        .where(MatterEffect.barrier_id == barrier.id),
    ]
    rows = session.execute(union_all(*parts)).all()
    return [(RecordKind.BARRIER.value, barrier.code), *((kind, code) for kind, code in rows)]


def count_events(
    session: Session, related: Sequence[Identity], happening: Happening | None = None
) -> int:
    """How many things happened to any of *related*."""
    statement = select(func.count()).select_from(Revision).where(*_about(related, happening))
    return session.scalar(statement) or 0


def list_events(
    session: Session,
    related: Sequence[Identity],
    page: Page,
    happening: Happening | None = None,
    hidden: frozenset[str] = CONTACTS,
) -> list[Event]:
    """One page of what happened to any of *related*, newest first, without *hidden* fields.

    Takes one statement.
    """
    rows = session.scalars(
        select(Revision)
        .where(*_about(related, happening))
        .options(joinedload(Revision.actor))
        .order_by(Revision.number.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return [event_of(row, hidden) for row in rows]


def event_of(revision: Revision, hidden: frozenset[str] = frozenset()) -> Event:
    """Describe *revision*, its actor loaded, without what it says of *hidden* fields."""
    changes = [
        change
        for name, pair in revision.changes.items()
        if name not in hidden
        for change in _field_changes(name, pair)
    ]
    return Event(
        number=revision.number,
        at=revision.at,
        who=revision.actor.name if revision.actor else None,
        verb=revision.verb,
        kind=revision.kind,
        code=revision.code,
        version=revision.version,
        changes=tuple(changes),
    )


def list_versions(session: Session, record: Record) -> list[Version]:
    """Every version of *record* that the history knows, newest first."""
    first = (
        select(func.min(Revision.number))
        .where(Revision.kind == record.kind.value, Revision.code == record.code)
        .where(Revision.version.is_not(None))
        .group_by(Revision.version)
    )
    rows = session.scalars(
        select(Revision)
        .where(Revision.number.in_(first))
        .options(joinedload(Revision.actor))
        .order_by(Revision.number.desc())
    )
    return [
        Version(
            number=row.version or 0,
            at=row.at,
            who=row.actor.name if row.actor else None,
            verb=row.verb,
        )
        for row in rows
    ]


def difference(
    session: Session,
    record: Record,
    first: int,
    last: int,
    hidden: frozenset[str] = CONTACTS,
) -> list[Difference]:
    """What *record* (loaded whole) says otherwise in version *last* than in version *first*.

    A field that was changed and changed back is left out, as are *hidden* ones. Raises NotFound for
    a version that the history does not know.
    """
    rows = _revisions(session, record)
    if not {first, last} <= {row.version for row in rows}:
        raise NotFound("There is no such version.")
    low, high = sorted((first, last))
    said = _said(state_of(record))
    old: State = {}
    new: State = {}
    for row in rows:
        if row.version is None or not low < row.version <= high:
            continue
        for name, (before, after) in _of_fields(row.changes, said):
            old.setdefault(name, before)
            new[name] = after
    if first > last:
        old, new = new, old
    return [
        _difference(change)
        for name in new
        if name not in hidden
        for change in _field_changes(name, [old[name], new[name]])
        if _weight(change.before) != _weight(change.after)
    ]


def state_at(
    session: Session, record: Record, moment: datetime, hidden: frozenset[str] = CONTACTS
) -> State | None:
    """What *record*, loaded whole, said at *moment*: what was done since then is taken back.

    None when it did not exist yet. Lists changed before their rows were told in the history stand
    as they do now.
    """
    if record.created_at > moment:
        return None
    state = state_of(record)
    said = _said(state)
    for row in reversed(_revisions(session, record)):
        if row.at <= moment:
            break
        for name, (before, _after) in _of_fields(row.changes, said):
            state[name] = before
    return {name: value for name, value in state.items() if name not in hidden}


def said_by(state: State) -> list[FieldChange]:
    """What a state says, field by field; what says nothing is left out."""
    fields = (change for name in state for change in _field_changes(name, [None, state[name]]))
    return [field for field in fields if _weight(field.after) is not None]


def map_names(session: Session) -> Names:
    """Names of every account and labels of every term, in two statements."""
    people = session.execute(select(User.id, User.name))
    terms = session.execute(select(Term.scheme, Term.key, Term.label_sv, Term.label_en)).all()
    return Names(
        people={row.id: row.name for row in people},
        terms={f"{scheme}/{key}": {"sv": sv, "en": en} for scheme, key, sv, en in terms},
    )


def _about(
    related: Sequence[Identity], happening: Happening | None
) -> tuple[ColumnElement[bool], ...]:
    within = tuple_(Revision.kind, Revision.code).in_(list(related))
    return (within,) if happening is None else (within, _is(happening))


def _is(happening: Happening) -> ColumnElement[bool]:
    note = or_(Revision.verb == "noted", Revision.verb.endswith(" a note"))
    move = Revision.verb.in_(("moved", "answered", "set the priority"))
    publication = Revision.verb.in_(PUBLICATION_VERBS)
    match happening:
        case Happening.NOTE:
            return note
        case Happening.MOVE:
            return move
        case Happening.PUBLICATION:
            return publication
        case Happening.CHANGE:
            return ~or_(note, move, publication) & (Revision.kind == RecordKind.BARRIER.value)
        case _:
            return Revision.kind == happening.value


def _revisions(session: Session, record: Record) -> Sequence[Revision]:
    return session.scalars(
        select(Revision)
        .where(Revision.kind == record.kind.value, Revision.code == record.code)
        .order_by(Revision.number)
    ).all()


def _said(state: State) -> dict[str, bool]:
    """Names of what a record says, and whether each is a list.

    The history tells of reasons and notes beside that, which are no part of the record.
    """
    texts = {f"{field}_{language}": False for field in TextField for language in Language}
    return texts | {name: isinstance(value, list) for name, value in state.items()}


def _of_fields(
    changes: Mapping[str, Any], said: Mapping[str, bool]
) -> Iterable[tuple[str, list[Any]]]:
    for name, pair in changes.items():
        # The first history told of a list only how long it was.
        counts = said.get(name, False) and any(isinstance(side, int) for side in pair)
        if name in said and not counts:
            yield name, pair


def _field_changes(name: str, pair: Sequence[Any]) -> Iterable[FieldChange]:
    """The change of a field; what consists of parts, such as a flow card, gives one for each."""
    before, after = pair
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        for part in dict.fromkeys((*old, *new)):
            if _weight(old.get(part)) != _weight(new.get(part)):
                yield FieldChange(name, old.get(part), new.get(part), part)
        return
    yield FieldChange(name, before, after)


def _difference(change: FieldChange) -> Difference:
    before, after = change.before, change.after
    if isinstance(before, list) or isinstance(after, list):
        old = [_placeless(row) for row in before or []]
        new = [_placeless(row) for row in after or []]
        return Difference(
            name=change.name,
            part=change.part,
            is_list=True,
            added=tuple(row for row in new if row not in old),
            removed=tuple(row for row in old if row not in new),
        )
    sides = [side for side in (before, after) if isinstance(side, str)]
    pieces: tuple[Piece, ...] = ()
    if any(len(side) > _LONG for side in sides):
        pieces = tuple(word_diff(before or "", after or ""))
    return Difference(name=change.name, part=change.part, before=before, after=after, pieces=pieces)


def _placeless(row: Any) -> Any:
    """A row without its place: one that has only moved is neither added nor removed."""
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if name != "position"}


def _weight(value: Any) -> Any:
    return None if value in ("", []) else value
