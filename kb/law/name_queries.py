"""The table of names by which law is cited: the catalogue's, well-known ones, the statute book's.

Building it takes a tenth of a second once the statute book is in, so it is kept for as long as
nothing in it has changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select, union_all
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, fragment_of, label
from kb.citations.names import ActName, ActNames, names_of_title
from kb.law.names import STATUTES
from kb.law.statute_queries import exists_in_book, find_statute
from kb.models import ActName as CatalogueName
from kb.models import ImportBatch, KnownName, LegalAct, Statute
from kb.words import Pair


@dataclass(frozen=True)
class LawNames:
    """What references are read with."""

    names: ActNames
    #: Keys of the acts that the statute book holds.
    acts: frozenset[str]


@dataclass(frozen=True)
class _Kept:
    """A table, and what it was made from."""

    imported: Any
    written: Sequence[Any]
    law: LawNames


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def get_law_names(session: Session) -> LawNames:
    """Every name that is known, in two statements while nothing has changed and three otherwise."""
    imported = session.scalar(
        select(func.max(ImportBatch.finished_at)).where(ImportBatch.source == STATUTES)
    )
    written = session.execute(
        union_all(
            select(CatalogueName.name, LegalAct.code, CatalogueName.valid_from,
                   CatalogueName.valid_until).join(LegalAct, LegalAct.id == CatalogueName.act_id),
            select(KnownName.name, KnownName.key, KnownName.valid_from, KnownName.valid_until),
        )
    ).all()  # fmt: skip
    engine = session.get_bind().engine
    kept = _KEPT.get(engine)
    if kept is None or (kept.imported, kept.written) != (imported, written):
        kept = _KEPT[engine] = _Kept(imported, written, _read_names(session, written))
    return kept.law


def _read_names(session: Session, written: Sequence[Any]) -> LawNames:
    statutes = session.execute(
        select(
            Statute.key,
            Statute.number,
            Statute.title,
            func.coalesce(Statute.in_force_on, Statute.issued_on).label("begins"),
        )
    ).all()
    own = [ActName(*row) for row in written]
    taken = {name.name.casefold() for name in own}
    derived = [
        name
        for name in derive_names((row.key, row.number, row.title, row.begins) for row in statutes)
        if name.name.casefold() not in taken
    ]
    return LawNames(ActNames([*own, *derived]), frozenset(row.key for row in statutes))


def name_of_statute(statute: Statute) -> str:
    """What *statute* is called in a citation: ``kommunallagen``, else its number."""
    names = names_of_title(statute.title, statute.number)
    return next((name for name in names if " " not in name), statute.number)


def find_book_entry(session: Session, key: str) -> Pair | None:
    """What the page of *key* in the statute book is called; None where there is no such page."""
    statute = find_statute(session, act_of(key) or "")
    if statute is None:
        return None
    fragment = fragment_of(key)
    if not fragment:
        return Pair(statute.title, statute.title)
    if not exists_in_book(session, statute, fragment):
        return None
    return label(key, name_of_statute(statute))


def derive_names(acts: Iterable[tuple[str, str, str, str | None]]) -> Iterator[ActName]:
    """The names that follow from titles: of key, number, title and the day on which each begins.

    A title that several acts have had means each until the day before the next one begins; the
    first of them bears it from ever.
    """
    found = sorted(
        (name.casefold(), begins or number[:4], key, name)
        for key, number, title, begins in acts
        for name in names_of_title(title, number)
    )
    for _, bearers in groupby(found, key=lambda row: row[0]):
        rows = list(bearers)
        for place, (_folded, begins, key, name) in enumerate(rows):
            following = rows[place + 1][1] if place + 1 < len(rows) else None
            yield ActName(
                name=name,
                key=key,
                valid_from=begins if place else None,
                valid_until=_day_before(following) if following else None,
            )


def _day_before(day: str) -> str:
    """The day before a whole date or a month; of a year alone, the year before it."""
    if len(day) == len("2025"):
        return str(int(day) - 1)
    first = day if len(day) == len("2025-07-01") else f"{day}-01"
    return (date.fromisoformat(first) - timedelta(days=1)).isoformat()
