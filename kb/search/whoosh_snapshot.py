"""One state of the index on Whoosh, read into what matching needs: postings, lengths, facts.

Whoosh's matchers cost several calls a posting, so each list is read once and kept in arrays with
its scores ready. A commit makes a new snapshot; rows of unchanged segments go along into it.
"""

import json
from array import array
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from whoosh.reading import TermNotFound

#: Postings kept ready at most; eight bytes each. Beyond it all are let go and read again.
MAX_KEPT_POSTINGS = 1_000_000
#: BM25: how soon more of the same word stops counting, and how much long texts lose.
_K1 = 1.2
_B = 0.5


class Row(NamedTuple):
    """The facts of one record that filters, counts and sorting need."""

    kind: str
    code: str
    moved_on: str
    weight: float
    #: Which state of the document it was made of.
    digest: str
    #: (facet, value) pairs, kind among them.
    facets: tuple[tuple[str, str], ...]


class Postings(NamedTuple):
    """The records that hold a token, with its BM25 score in each before idf and boost."""

    ids: "array[int]"
    scores: "array[float]"


_NOTHING = Postings(array("L"), array("f"))


class Snapshot:
    """One state of the index. Not for two threads at once: Whoosh's files have one position."""

    def __init__(self, opened: Any, searcher: Any, earlier: "Snapshot | None" = None) -> None:
        self._index = opened
        self._searcher = searcher
        self._leaves: list[tuple[Any, int]] = searcher.reader().leaf_readers()
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0
        self._norms: dict[str, list[float]] = {}
        self._segment_rows: dict[str, list[Row]] = {}
        self._segment_lengths: dict[tuple[str, str], array[int]] = {}
        if earlier:
            kept = {leaf.segment().segment_id() for leaf, _ in self._leaves if leaf.doc_count_all()}
            known = earlier._segment_lengths.items()
            self._segment_lengths = {key: value for key, value in known if key[0] in kept}
        self.rows: dict[int, Row] = {}
        self._read_rows(earlier._segment_rows if earlier else {})

    def is_current(self) -> bool:
        """Whether nothing has been committed since, by this process or another."""
        return bool(self._searcher.up_to_date())

    def refreshed(self) -> "Snapshot":
        """Return a snapshot of the index as it is now."""
        # Not by Searcher.refresh: it keeps segments that the commit has merged away or whose
        # records it has removed, so that removed records would go on being found.
        fresh = Snapshot(self._index, self._index.searcher(), self)
        self._searcher.close()
        return fresh

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()

    @property
    def segments(self) -> int:
        """How many segments the index consists of."""
        return sum(1 for leaf, _ in self._leaves if leaf.doc_count_all())

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The order of records that are equal in all else: by weight, kind and code."""
        rows = self.rows
        ordered = sorted(rows, key=lambda doc: (-rows[doc].weight, rows[doc].kind, rows[doc].code))
        return {doc: rank for rank, doc in enumerate(ordered)}

    def texts(self, doc: int) -> dict[str, Any]:
        """Return the stored texts of a record, by field."""
        stored: dict[str, Any] = self._searcher.stored_fields(doc)
        return stored

    def holders(self, field: str, token: str) -> set[int]:
        """Return the records that hold *token* in a field of whole lines."""
        found: set[int] = set()
        for leaf, base in self._leaves:
            try:
                found.update(base + doc for doc in leaf.postings(field, token).all_ids())
            except TermNotFound:
                continue
        return found

    def postings(self, field: str, token: str) -> Postings:
        """Return the records that hold *token* in a field of text."""
        key = (field, token)
        known = self._postings.get(key)
        if known is not None:
            return known
        if self._kept > MAX_KEPT_POSTINGS:
            self._postings.clear()
            self._kept = 0
        read = self._read_postings(field, token)
        self._postings[key] = read
        self._kept += len(read.ids) + 1
        return read

    def positions(self, field: str, token: str, docs: Collection[int]) -> dict[int, list[int]]:
        """Return where *token* stands in those of *docs* that hold it, counted in words."""
        found = {}
        for leaf, base in self._leaves:
            try:
                matcher = leaf.postings(field, token)
            except TermNotFound:
                continue
            while matcher.is_active():
                doc = base + matcher.id()
                if doc in docs:
                    found[doc] = list(matcher.value_as("positions"))
                matcher.next()
        return found

    def expand(self, fields: Iterable[str], prefix: str, limit: int) -> list[str]:
        """List words as written that begin with *prefix*, shortest first, at most *limit*."""
        found: set[str] = set()
        for field in fields:
            for leaf, _ in self._leaves:
                if leaf.doc_count_all():
                    terms = islice(leaf.expand_prefix(field, prefix), limit)
                    found.update(term.decode() for term in terms)
        return sorted(found, key=lambda word: (len(word), word))[:limit]

    def _read_rows(self, known: dict[str, list[Row]]) -> None:
        """Fill ``rows``, taking those of segments that were there before from *known*."""
        for leaf, base in self._leaves:
            if not leaf.doc_count_all():
                continue
            segment = leaf.segment().segment_id()
            rows = known.get(segment) or _rows_of(leaf)
            self._segment_rows[segment] = rows
            self.rows.update((base + doc, rows[doc]) for doc in leaf.all_doc_ids())

    def _read_postings(self, field: str, token: str) -> Postings:
        """Read one posting list from all segments, and score it."""
        ids, scores = array("L"), array("f")
        norms = self._norms_of(field)
        for leaf, base in self._leaves:
            try:
                matcher = leaf.postings(field, token)
            except TermNotFound:
                continue
            while matcher.is_active():
                doc = base + matcher.id()
                weight = matcher.weight()
                ids.append(doc)
                scores.append(weight * (_K1 + 1) / (weight + norms[doc]))
                matcher.next()
        return Postings(ids, scores) if ids else _NOTHING

    def _norms_of(self, field: str) -> list[float]:
        """What BM25 sets against a word's frequency, by record: more in longer texts."""
        known = self._norms.get(field)
        if known is not None:
            return known
        lengths = [length for leaf, _ in self._leaves for length in self._lengths_in(leaf, field)]
        filled = [length for length in lengths if length]
        average = sum(filled) / len(filled) if filled else 1.0
        norms = [_K1 * (1 - _B + _B * length / average) for length in lengths]
        self._norms[field] = norms
        return norms

    def _lengths_in(self, leaf: Any, field: str) -> "array[int]":
        """Length of a field in each record of a segment; read once in a segment's life."""
        count = leaf.doc_count_all()
        if not count:
            return array("L")
        key = (leaf.segment().segment_id(), field)
        if key not in self._segment_lengths:
            lengths = (leaf.doc_field_length(doc, field) or 0 for doc in range(count))
            self._segment_lengths[key] = array("L", lengths)
        return self._segment_lengths[key]


def _rows_of(leaf: Any) -> list[Row]:
    """Read the facts of every record of a segment, removed ones too."""
    column = leaf.column_reader("facts")
    return [_row(column[doc]) for doc in range(leaf.doc_count_all())]


def _row(stored: bytes) -> Row:
    """Read the facts of one record."""
    facts = json.loads(stored)
    pairs = [("kind", facts["kind"])]
    pairs += [(name, value) for name, values in facts["facets"].items() for value in values]
    return Row(
        kind=facts["kind"],
        code=facts["code"],
        moved_on=facts["moved_on"],
        weight=facts["weight"],
        digest=facts["digest"],
        facets=tuple(dict.fromkeys(pairs)),
    )
