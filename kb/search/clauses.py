"""What one term of a query finds: records with BM25 scores over fields, languages and layers."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kb.search.analysis import (
    EXACT_WEIGHT,
    LANGUAGES,
    PART_MARK,
    STEM_WEIGHT,
    STOP_WORDS,
    normal,
    query_tokens,
    words_in,
)
from kb.search.whoosh_schema import NAMES_BOOST, OWN_LANGUAGE_BOOST, TEXT_BOOSTS
from kb.search.whoosh_snapshot import Snapshot

#: A prefix stands for this many words at most.
MAX_EXPANSION = 50

Scores = dict[int, float]


class Field(NamedTuple):
    """A field to look in, the language its words were stemmed in, and what a hit there counts."""

    name: str
    language: str
    boost: float


NAMES = Field("names", "sv", NAMES_BOOST)


def fields_for(language: str, texts: Iterable[str] = tuple(TEXT_BOOSTS)) -> list[Field]:
    """List the fields of the given *texts* in both languages, and the names."""
    return [
        Field(
            f"{text}_{each}",
            each,
            TEXT_BOOSTS[text] * (OWN_LANGUAGE_BOOST if each == language else 1.0),
        )
        for text in texts
        for each in LANGUAGES
    ] + [NAMES]


def find_word(
    snapshot: Snapshot, word: str, fields: Sequence[Field], *, has_parts: bool = True
) -> Scores:
    """Find a word as written, by its stem, and, unless told not to, as part of a compound."""
    found: Scores = {}
    for field in fields:
        for token, weight in query_tokens(word, field.language):
            if has_parts or not token.startswith(PART_MARK):
                _add(found, snapshot, field, token, weight * field.boost)
    return _with_idf(found, snapshot)


def find_prefix(snapshot: Snapshot, prefix: str, fields: Sequence[Field]) -> Scores:
    """Find the words that begin with *prefix*; a record counts by all of them together."""
    found: Scores = {}
    words = snapshot.expand([field.name for field in fields], prefix, MAX_EXPANSION)
    for field in fields:
        for word in words:
            _add(found, snapshot, field, word, (EXACT_WEIGHT + STEM_WEIGHT) * field.boost)
    return _with_idf(found, snapshot)


def find_phrase(snapshot: Snapshot, phrase: str, fields: Sequence[Field]) -> Scores:
    """Find words as written, in this order and distance, within one field."""
    words = [word.text for word in words_in(normal(phrase))]
    found: Scores = {}
    for field in fields:
        stop_words = STOP_WORDS[field.language] if field is not NAMES else frozenset()
        placed = [(place, word) for place, word in enumerate(words) if word not in stop_words]
        factor = (EXACT_WEIGHT + STEM_WEIGHT) * field.boost * max(1, len(placed))
        if len(placed) == 1:
            _add(found, snapshot, field, placed[0][1], factor)
        elif placed:
            for doc in _holding_phrase(snapshot, field.name, placed):
                found[doc] = found.get(doc, 0.0) + factor
    return _with_idf(found, snapshot)


def _holding_phrase(snapshot: Snapshot, field: str, placed: list[tuple[int, str]]) -> set[int]:
    """Records with every word of *placed* at its distance from the others, rarest word first."""
    lists = {word: snapshot.postings(field, word).ids for _, word in placed}
    rarest_first = sorted(placed, key=lambda item: len(lists[item[1]]))
    docs: set[int] = set(lists[rarest_first[0][1]])
    for _, word in rarest_first[1:]:
        docs.intersection_update(lists[word])
    starts: dict[int, set[int]] = {}
    for place, word in rarest_first:
        if not docs:
            return set()
        positions = snapshot.positions(field, word, docs)
        for doc, found in positions.items():
            begins = {position - place for position in found}
            starts[doc] = starts[doc] & begins if doc in starts else begins
        docs = {doc for doc in positions if starts[doc]}
    return docs


def _add(found: Scores, snapshot: Snapshot, field: Field, token: str, weight: float) -> None:
    """Add what *token* scores in *field* to what was found before."""
    postings = snapshot.postings(field.name, token)
    get = found.get
    for doc, score in zip(postings.ids, postings.scores, strict=True):
        found[doc] = get(doc, 0.0) + weight * score


def _with_idf(found: Scores, snapshot: Snapshot) -> Scores:
    """Let what few records hold count for more."""
    if not found:
        return found
    total, holding = len(snapshot.rows), len(found)
    idf = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return {doc: score * idf for doc, score in found.items()}
