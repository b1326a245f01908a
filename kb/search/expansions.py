"""Words of a query that mean the same as others: which of them are looked for as well."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kb.search.analysis import normal, words_in
from kb.search.query import Parsed, TermKind

#: Word or phrase, in small letters → those that mean the same.
Synonyms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Run:
    """Neighbouring words of a query that have synonyms together, or one word; *others* are they."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


def cut_runs(parsed: Parsed, synonyms: Synonyms) -> list[Run]:
    """Cut the plain words of a query into runs, the longest that has synonyms first.

    Phrases and prefixes are meant as they stand, and are no part of it.
    """
    known = {_words(key): others for key, others in synonyms.items()}
    longest = max(map(len, known), default=1)
    runs: list[Run] = []
    for is_plain, terms in groupby(parsed.wanted, lambda term: term.kind is TermKind.WORD):
        if is_plain:
            words = [word for term in terms for word in _words(term.text)]
            runs += _cut(words, known, longest)
    return runs


def used_synonyms(parsed: Parsed, synonyms: Synonyms) -> dict[str, tuple[str, ...]]:
    """Those of *synonyms* that the words of a query call for."""
    return {" ".join(run.words): run.others for run in cut_runs(parsed, synonyms) if run.others}


def _cut(
    words: list[str], known: Mapping[tuple[str, ...], tuple[str, ...]], longest: int
) -> Iterator[Run]:
    place = 0
    while place < len(words):
        lengths = range(min(longest, len(words) - place), 0, -1)
        tried = (tuple(words[place : place + length]) for length in lengths)
        found = next((each for each in tried if each in known), (words[place],))
        yield Run(found, known.get(found, ()))
        place += len(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_in(normal(text)))
