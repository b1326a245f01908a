"""Which barriers a consultation touches, and how closely.

A consultation names sources of law, and remits a document that names more. A barrier is touched
where it rests on the same: the same section before the chapter, the chapter before the act. An act
is named by much that is not about it (förvaltningslagen in every second report), so that an act
alone only counts where a title names it; elsewhere it is named in passing and told apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, ancestors, fragment_of, is_key, kind_of
from kb.models import Barrier, Citation, Document, MatterEffect, MatterEvent, NamedSource, Response
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import Closeness, NamedIn, Stage, WorkState

#: What is no barrier of its own is touched by nothing.
NO_BARRIER = (WorkState.DUPLICATE, WorkState.NOT_AN_OBSTACLE)


#: What is told of a barrier.
_COLUMNS = (Barrier.id, Barrier.code, Barrier.working_title, Barrier.title_sv, Barrier.work_state)
#: The closest first.
ORDER = tuple(Closeness)


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A barrier that a consultation touches, why, and the key that both name."""

    id: int
    code: str
    name: str
    work_state: WorkState
    closeness: Closeness
    #: What the consultation names; the code of the matter where that ties them.
    key: str


@dataclass(frozen=True)
class Named:
    """A source that a consultation names, itself or in the document that it remits."""

    key: str
    place: NamedIn


@dataclass(frozen=True)
class Touching:
    """Keys that touch a barrier where a consultation names them."""

    anywhere: Collection[str]
    #: Those that only touch one where a title or a register names them.
    in_title: Collection[str]


class Keys:
    """Keys that something of ours rests on, looked up by what a consultation names."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._in_chapter: dict[str, list[str]] = defaultdict(list)
        self._in_act: dict[str, list[str]] = defaultdict(list)
        self._sources: set[str] = set()
        for key in filter(is_key, keys):
            self._sources.add(key.partition("#")[0])
            section = section_key(key)
            self._whole[section].append(key)
            for holder in ancestors(section):
                held = self._in_chapter if fragment_of(holder) else self._in_act
                held[holder].append(key)

    def may_tie(self, key: str) -> bool:
        """Whether anything of ours is in the act, or is the document, of *key*; fast."""
        return key.partition("#")[0] in self._sources

    def tied_to(self, named: Named) -> Iterator[tuple[str, Closeness]]:
        """Keys of ours that *named* is tied to, each as closely as it is."""
        if not is_key(named.key):
            return
        if kind_of(named.key) not in ("act", "provision"):
            if named.place is not NamedIn.TEXT:
                yield from ((key, Closeness.DOCUMENT) for key in self._whole.get(named.key, ()))
            return
        section = section_key(named.key)
        in_act = Closeness.PASSING if named.place is NamedIn.TEXT else Closeness.ACT
        same = Closeness.SECTION if fragment_of(section) else in_act
        yield from ((key, same) for key in self._whole.get(section, ()))
        yield from ((key, Closeness.CHAPTER) for key in self._in_chapter.get(section, ()))
        yield from ((key, in_act) for key in self._in_act.get(section, ()))
        for holder in ancestors(section):
            wide = Closeness.CHAPTER if fragment_of(holder) else in_act
            yield from ((key, wide) for key in self._whole.get(holder, ()))


def section_key(key: str) -> str:
    """The section or article that *key* lies in; the key itself for a chapter, act or document."""
    fragment = fragment_of(key)
    if not fragment:
        return key
    act = act_of(key) or ""
    if act.startswith("sfs/"):
        return f"{act}#{fragment.partition('S')[0].partition('N')[0]}"
    return f"{act}#{fragment.partition('.')[0]}"


def map_named(
    session: Session, documents: Collection[int], matters: Collection[int] = ()
) -> dict[int, list[Named]]:
    """What each consultation names, itself and by what it remits, in four statements at most.

    *documents* are ids, and *matters* those of consultations that no source lists: such a one names
    what its step left behind and what the matter cites. A matter stands under its id below zero.
    """
    named: dict[int, list[Named]] = {number: [] for number in documents}
    named |= {-number: [] for number in matters}
    for number, key, place in session.execute(
        select(NamedSource.document_id, NamedSource.key, NamedSource.place)
        .where(NamedSource.document_id.in_(documents))
        .order_by(NamedSource.document_id, NamedSource.position)
    ):
        named[number].append(Named(key, place))
    if matters:
        steps = select(MatterEvent.matter_id, MatterEvent.document).where(
            MatterEvent.matter_id.in_(matters), MatterEvent.stage == Stage.CONSULTATION
        )
        cited = select(Citation.record_id, Citation.key).where(Citation.record_id.in_(matters))
        for number, told in session.execute(steps.union_all(cited)):
            if told:
                named[-number].append(Named(told, NamedIn.REGISTER))
    remits = {number: remitted_keys(sources) for number, sources in named.items()}
    inside = _inside(session, {key for keys in remits.values() for key in keys})
    for number, keys in remits.items():
        named[number] += [each for key in keys for each in inside[key]]
    return named


def remitted_keys(named: Iterable[Named]) -> list[str]:
    """Numbers of the documents that a consultation remits: those that its title names."""
    return [
        each.key
        for each in named
        if each.place is not NamedIn.TEXT
        and is_key(each.key)
        and kind_of(each.key) not in ("act", "provision", "case")
    ]


def _inside(session: Session, keys: Collection[str]) -> Mapping[str, list[Named]]:
    """What the documents with *keys* name, by the key of the document."""
    inside: dict[str, list[Named]] = defaultdict(list)
    if not keys:
        return inside
    for holder, key, place in session.execute(
        select(Document.key, NamedSource.key, NamedSource.place)
        .join(NamedSource, NamedSource.document_id == Document.id)
        .where(Document.key.in_(keys))
        .order_by(NamedSource.document_id, NamedSource.position)
    ):
        if key != holder:
            inside[holder or ""].append(Named(key, place))
    return inside


def map_matters(session: Session, documents: Collection[int]) -> dict[int, list[int]]:
    """Ids of the matters that each of *documents* belongs to, by an answer or by a step."""
    found: dict[int, list[int]] = defaultdict(list)
    answered = select(Response.document_id, Response.matter_id).where(
        Response.document_id.in_(documents)
    )
    stepped = select(MatterEvent.document_id, MatterEvent.matter_id).where(
        MatterEvent.document_id.in_(documents)
    )
    for document_id, matter_id in session.execute(answered.union_all(stepped)):
        if document_id is not None and matter_id not in found[document_id]:
            found[document_id].append(matter_id)
    return found


def touch(
    session: Session,
    actor: Actor,
    named: Mapping[int, Collection[Named]],
    matters: Mapping[int, Collection[int]],
) -> dict[int, list[Touched]]:
    """The barriers that each consultation touches, the closest first, in three statements.

    *named* and *matters* are what each of them names and belongs to, under any number of its own.
    """
    barriers = _tied_barriers(session, actor, {each for ids in matters.values() for each in ids})
    keys = Keys(session.scalars(_cited(actor)))
    ties = {
        number: _closest(
            pair for each in sources for pair in ((each, *tie) for tie in keys.tied_to(each))
        )
        for number, sources in named.items()
    }
    citing = _citing(session, actor, {key for tie in ties.values() for key in tie})
    result: dict[int, list[Touched]] = {}
    for number in {*named, *matters}:
        found: dict[int, Touched] = {}
        for matter_id in matters.get(number, ()):
            for touched in barriers[matter_id]:
                found.setdefault(touched.id, touched)
        for key, (closeness, source) in ties.get(number, {}).items():
            for barrier in citing[key]:
                here = Touched(**barrier, closeness=closeness, key=source)
                known = found.get(here.id)
                if known is None or _place(closeness) < _place(known.closeness):
                    found[here.id] = here
        result[number] = sorted(
            found.values(), key=lambda each: (_place(each.closeness), each.code)
        )
    return result


def find_touching(session: Session, actor: Actor) -> Touching:
    """Everything that consultations name and that touches a barrier, in two statements."""
    keys = Keys(session.scalars(_cited(actor)))
    anywhere, in_title = [], []
    named = select(NamedSource.key).union(select(Citation.key).where(Citation.key.is_not(None)))
    for key in session.scalars(named):
        if not keys.may_tie(key):
            continue
        found = {closeness for _, closeness in keys.tied_to(Named(key, NamedIn.TITLE))}
        if found & {Closeness.SECTION, Closeness.CHAPTER}:
            anywhere.append(key)
        elif found:
            in_title.append(key)
    return Touching(anywhere, in_title)


def _closest(
    ties: Iterable[tuple[Named, str, Closeness]],
) -> dict[str, tuple[Closeness, str]]:
    """Key of ours → how closely it is tied at best, and by which key of the consultation."""
    best: dict[str, tuple[Closeness, str]] = {}
    for named, key, closeness in ties:
        if key not in best or _place(closeness) < _place(best[key][0]):
            best[key] = (closeness, named.key)
    return best


def _place(closeness: Closeness) -> int:
    return ORDER.index(closeness)


def _cited(actor: Actor) -> Any:
    return (
        select(Citation.key)
        .join(Barrier, Barrier.id == Citation.record_id)
        .where(Citation.key.is_not(None), *_alive(actor))
        .distinct()
    )


def _alive(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return records_visible_to(actor), Barrier.work_state.not_in(NO_BARRIER)


def _citing(
    session: Session, actor: Actor, keys: Collection[str]
) -> Mapping[str, list[dict[str, Any]]]:
    """Barriers by the key that they cite, as what ``Touched`` says of each."""
    citing: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if not keys:
        return citing
    rows = session.execute(
        select(Citation.key, *_COLUMNS)
        .join(Barrier, Barrier.id == Citation.record_id)
        .where(Citation.key.in_(keys), *_alive(actor))
        .order_by(Barrier.code)
    )
    for row in rows:
        citing[row.key].append(_told(row))
    return citing


def _tied_barriers(
    session: Session, actor: Actor, matters: Collection[int]
) -> Mapping[int, list[Touched]]:
    tied: dict[int, list[Touched]] = defaultdict(list)
    if not matters:
        return tied
    rows = session.execute(
        select(MatterEffect.matter_id, *_COLUMNS)
        .join(Barrier, Barrier.id == MatterEffect.barrier_id)
        .where(MatterEffect.matter_id.in_(matters), *_alive(actor))
        .order_by(Barrier.code)
    )
    for row in rows:
        tied[row.matter_id].append(Touched(**_told(row), closeness=Closeness.MATTER, key=""))
    return tied


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": row.code,
        "name": row.working_title or row.title_sv or row.code,
        "work_state": row.work_state,
    }
