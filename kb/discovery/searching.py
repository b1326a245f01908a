"""Asking the public index, and checking against the database what may be shown of its answer.

The index may lag behind the database for a moment: a record that has just been withdrawn is left
out here even while the index still holds it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from kb.citations.keys import act_of, kind_of
from kb.citations.references import read_reference
from kb.discovery.queries import Entry, list_by_identity, list_records_by_identity
from kb.law.name_queries import find_book_entry, get_law_names
from kb.records.synonym_queries import map_synonyms
from kb.search.engine import Hit, Piece, Query, SearchEngine
from kb.search.expansions import used_synonyms
from kb.search.query import parse
from kb.security.actor import Actor
from kb.words import RecordKind

#: Facets that search offers; ``kind`` is that of the record.
FACETS = ("kind", "state", "sector", "objective")


#: Gives those of the records (kind, code) that the reader may see, as rows.
Lookup = Callable[[Session, Sequence[tuple[str, str]]], Mapping[tuple[str, str], Entry]]


@dataclass(frozen=True, kw_only=True)
class FoundEntry(Entry):
    """A hit as a row: the published record, and its texts with what was hit marked."""

    title_pieces: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    #: The language of the texts shown.
    language: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of an answer."""

    total: int
    entries: list[FoundEntry]
    #: The record that the text names exactly, such as a code or a provision; None otherwise.
    direct: Entry | None
    facets: Mapping[str, Mapping[str, int]]
    #: Codes of what the reader should know about how the text was read.
    notices: tuple[str, ...]
    #: Words and phrases that were looked for as well, since they mean the same.
    also: tuple[str, ...] = ()


def lookup_for(actor: Actor) -> Lookup:
    """Return the lookup that shows every record that *actor* may read, as it is now."""

    def lookup(
        session: Session, identities: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Entry]:
        return list_records_by_identity(session, actor, identities)

    return lookup


def find(
    session: Session, engine: SearchEngine, query: Query, lookup: Lookup = list_by_identity
) -> Found:
    """Answer *query* from *engine*; what the text names exactly comes first.

    *lookup* says which records may be shown: the published ones, unless staff search.
    """
    parsed = parse(query.text)
    fields = [term.text for term in parsed.terms if term.field == "law"]
    cited = _read_law(session, [query.text, *fields], lookup)
    keys, law = cited[query.text], {text: cited[text] for text in fields}
    synonyms = used_synonyms(parsed, map_synonyms(session)) if parsed.wanted else {}
    results = engine.search(replace(query, keys=keys, law=law, synonyms=synonyms))
    entries = lookup(session, [(hit.kind, hit.code) for hit in results.hits])
    shown = [
        _found(hit, entries[hit.kind, hit.code])
        for hit in results.hits
        if (hit.kind, hit.code) in entries
    ]
    return Found(
        total=results.total,
        entries=shown,
        direct=_direct(query, keys, shown) or _from_book(session, query, keys),
        facets={name: results.facets.get(name, {}) for name in FACETS},
        notices=results.notices,
        also=tuple(dict.fromkeys(word for others in synonyms.values() for word in others)),
    )


def _read_law(session: Session, texts: Sequence[str], lookup: Lookup) -> dict[str, tuple[str, ...]]:
    """What each of *texts* cites.

    The name of an act leads to it only if the statute book holds the act or the reader may see
    its record: what a withdrawn act is called is not told.
    """
    known = get_law_names(session)
    read = {text: read_reference(text, known.names) for text in texts}
    by_number = {key for text in texts for key in read_reference(text, {})}
    named = {key: act_of(key) for keys in read.values() for key in keys if key not in by_number}
    acts = {act for act in named.values() if act and act not in known.acts}
    seen = lookup(session, [(RecordKind.ACT.value, act) for act in acts])
    hidden = {act for act in acts if (RecordKind.ACT.value, act) not in seen}
    return {
        text: tuple(key for key in keys if named.get(key) not in hidden)
        for text, keys in read.items()
    }


def _from_book(session: Session, query: Query, keys: Sequence[str]) -> Entry | None:
    """The page of the statute book that the text names, where nothing published is that page."""
    if query.offset or len(keys) != 1:
        return None
    named = find_book_entry(session, keys[0])
    if named is None:
        return None
    return Entry(
        kind=kind_of(keys[0]),
        code=keys[0],
        title={"sv": named.sv, "en": named.en},
        summary={"sv": "", "en": ""},
        state=None,
        status=None,
        moved_on=None,
        note=None,
    )


def _found(hit: Hit, entry: Entry) -> FoundEntry:
    return FoundEntry(
        **vars(entry),
        title_pieces=hit.title,
        extract=hit.extract,
        language=hit.language,
        score=hit.score,
    )


def _direct(query: Query, keys: Sequence[str], shown: Sequence[FoundEntry]) -> Entry | None:
    """The first hit, when it is the very thing that the text names."""
    if query.offset or not shown:
        return None
    first = shown[0]
    is_code = first.code.casefold() == query.text.strip().casefold()
    return first if is_code or (len(keys) == 1 and first.code == keys[0]) else None
