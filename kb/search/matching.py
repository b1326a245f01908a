"""Which records answer a query, and how well: tiers first, then all words, then any word."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from kb.citations.keys import ancestors, fragment_of, is_key
from kb.citations.references import read_reference
from kb.search.analysis import STOP_WORDS, compound_words, exact_name, normal, words_in
from kb.search.clauses import (
    NAMES,
    Field,
    Scores,
    fields_for,
    find_phrase,
    find_prefix,
    find_word,
)
from kb.search.engine import ANY_WORD, Query
from kb.search.expansions import cut_runs
from kb.search.query import MAX_TEXT, Parsed, Term, TermKind
from kb.search.whoosh_snapshot import Snapshot

#: The record asked for by its code or key stands above those that rest on the key, and both
#: above those that merely hold the words.
ITSELF = 2
RESTING = 1
#: What only holds words that mean the same stands below those that hold the words asked for.
BY_SYNONYM = -1
#: What a word that means the same counts for.
SYNONYM_WEIGHT = 0.5
#: Fields of the grammar that are facets of the record.
_FACET_FIELDS = {"kind", "state", "sector"}


@dataclass(frozen=True, kw_only=True)
class Matches:
    """The records that answer, before any facet has narrowed them."""

    scores: Scores
    #: ITSELF, RESTING or BY_SYNONYM; records that only hold the words are not in it.
    tiers: dict[int, int]
    notices: tuple[str, ...]
    #: Whether no word was asked for, so that the order can only be by date.
    is_listing: bool


def match(snapshot: Snapshot, parsed: Parsed, query: Query, language: str) -> Matches:
    """Find the records that answer *query*, which was read as *parsed*."""
    tiers = _find_tiers(snapshot, query)
    notices = [str(notice) for notice in parsed.notices]
    is_listing = not parsed.wanted and not tiers
    if parsed.wanted:
        clauses, wider = _find_clauses(snapshot, parsed, query, language)
        exact = _all_words(clauses)
        scores = {**_all_words(wider), **exact}
        if not scores and not tiers and len(clauses) > 1:
            exact = scores = _any_word(wider)
            notices += [ANY_WORD] if scores else []
        tiers = {**dict.fromkeys(scores.keys() - exact.keys(), BY_SYNONYM), **tiers}
    else:
        scores = dict.fromkeys(tiers or snapshot.rows, 0.0)
    scores = {**dict.fromkeys(tiers, 0.0), **scores}
    kept = _within_fields(snapshot, parsed, scores, query)
    rows = snapshot.rows
    return Matches(
        scores={doc: scores[doc] * rows[doc].weight for doc in kept},
        tiers={doc: tier for doc, tier in tiers.items() if doc in kept},
        notices=tuple(notices),
        is_listing=is_listing,
    )


def telling_words(text: str, language: str) -> list[str]:
    """List the words of *text* that are looked for; stop words are not."""
    words = [word.text for word in words_in(normal(text))]
    return [word for word in words if word not in STOP_WORDS[language]]


def _find_tiers(snapshot: Snapshot, query: Query) -> dict[int, int]:
    """Find the records that the text names, and those that rest on the keys it was read as."""
    tiers: dict[int, int] = {}
    for key in filter(is_key, query.keys):
        for each in (key, *_holding_sections(key)):
            itself = snapshot.holders("exact", exact_name(each))
            resting = snapshot.holders("keys", each)
            if itself or resting:
                for doc in resting:
                    tiers.setdefault(doc, RESTING)
                tiers.update(dict.fromkeys(itself, ITSELF))
                break
    code = exact_name(query.text[:MAX_TEXT])
    if code:
        tiers.update(dict.fromkeys(snapshot.holders("exact", code), ITSELF))
    return tiers


def _holding_sections(key: str) -> list[str]:
    """List the sections or articles that hold *key*: what rests on 37 § answers for its items."""
    return [each for each in ancestors(key) if {"P", "A"} & set(fragment_of(each))]


def _find_clauses(
    snapshot: Snapshot, parsed: Parsed, query: Query, language: str
) -> tuple[list[Scores], list[Scores]]:
    """Look each wanted term up, as it stands and with its synonyms; stop words alone give none."""
    fields = fields_for(language)
    clauses = []
    for term in parsed.wanted:
        if term.kind is TermKind.PHRASE:
            clauses.append(find_phrase(snapshot, term.text, fields))
        elif term.kind is TermKind.PREFIX:
            clauses.append(find_prefix(snapshot, term.text, fields))
    wider = list(clauses)
    for run in cut_runs(parsed, query.synonyms):
        words = telling_words(" ".join(run.words), language)
        found = [_find_whole_or_parts(snapshot, word, fields) for word in words]
        clauses += found
        wider += [_widened(snapshot, found, run.others, fields)] if run.others else found
    return clauses, wider


def _widened(
    snapshot: Snapshot, clauses: list[Scores], others: Sequence[str], fields: Sequence[Field]
) -> Scores:
    """Records that hold all the words of a run, and at a lower weight any that means the same."""
    scores: Scores = {}
    for other in others:
        is_word = len(list(words_in(normal(other)))) == 1
        find = _find_whole_or_parts if is_word else find_phrase
        for doc, score in find(snapshot, other, fields).items():
            scores[doc] = max(scores.get(doc, 0.0), score * SYNONYM_WEIGHT)
    return {**scores, **_all_words(clauses)}


def _find_whole_or_parts(snapshot: Snapshot, word: str, fields: Sequence[Field]) -> Scores:
    """Look a word up; a compound that nobody wrote is looked up by all of its parts together."""
    found = find_word(snapshot, word, fields)
    parts = compound_words(word) if not found else ()
    if len(parts) < 2:
        return found
    return _all_words([find_word(snapshot, part, fields) for part in parts])


def _all_words(clauses: list[Scores]) -> Scores:
    """Records that every clause found, with the sum of their scores."""
    if not clauses:
        return {}
    smallest = min(clauses, key=len)
    return {
        doc: sum(clause[doc] for clause in clauses)
        for doc in smallest
        if all(doc in clause for clause in clauses)
    }


def _any_word(clauses: list[Scores]) -> Scores:
    """Records that any clause found; those that more of them found come first."""
    scores: Scores = {}
    counts: dict[int, int] = {}
    for clause in clauses:
        for doc, score in clause.items():
            scores[doc] = scores.get(doc, 0.0) + score
            counts[doc] = counts.get(doc, 0) + 1
    return {doc: score * counts[doc] / len(clauses) for doc, score in scores.items()}


def _within_fields(snapshot: Snapshot, parsed: Parsed, scores: Scores, query: Query) -> set[int]:
    """Keep the records that have the fields asked for and nothing that was excluded."""
    kept = set(scores)
    wanted = [_find_field(snapshot, term, kept, query) for term in parsed.fields]
    kept = reduce(set.intersection, wanted, kept)
    for term in parsed.unwanted:
        kept -= _find_unwanted(snapshot, term, kept, query)
    return kept


def _find_field(snapshot: Snapshot, term: Term, docs: set[int], query: Query) -> set[int]:
    """Find which of *docs* have the value of a field."""
    if term.field in _FACET_FIELDS:
        pair = (term.field, term.text.casefold())
        return {doc for doc in docs if pair in snapshot.rows[doc].facets}
    if term.field == "code":
        return snapshot.holders("exact", exact_name(term.text))
    keys = query.law.get(term.text) or read_reference(term.text, {})
    if keys:
        return set().union(*(snapshot.holders("keys", key) for key in keys))
    words = telling_words(term.text, "sv")
    found = [set(find_word(snapshot, word, [NAMES], has_parts=False)) for word in words]
    return set.intersection(*found) if found else set()


def _find_unwanted(snapshot: Snapshot, term: Term, docs: set[int], query: Query) -> set[int]:
    """Find what a term excludes: the word itself in any form, not every compound with it."""
    if term.kind is TermKind.FIELD:
        return _find_field(snapshot, term, docs, query)
    language = query.language
    fields = fields_for(language)
    if term.kind is TermKind.PHRASE:
        return set(find_phrase(snapshot, term.text, fields))
    if term.kind is TermKind.PREFIX:
        return set(find_prefix(snapshot, term.text, fields))
    found: set[int] = set()
    for word in telling_words(term.text, language):
        found |= find_word(snapshot, word, fields, has_parts=False).keys()
    return found
