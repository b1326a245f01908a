"""Narrow matches by facets and count their values, without sorting a single hit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from kb.search.engine import Query
from kb.search.whoosh_snapshot import Row

Pair = tuple[str, str]
Counts = dict[str, dict[str, int]]


def choices_of(query: Query) -> dict[str, frozenset[Pair]]:
    """Gather the values chosen in each facet; kind is one of them."""
    chosen = {**query.filters, "kind": (*query.filters.get("kind", ()), *query.kinds)}
    return {
        name: frozenset((name, value) for value in values)
        for name, values in chosen.items()
        if values
    }


def narrow(
    rows: Mapping[int, Row], docs: Iterable[int], choices: Mapping[str, frozenset[Pair]]
) -> tuple[list[int], Counts]:
    """Keep the records that agree with every choice, and count the values of all facets.

    A record that only one facet's choice rules out still counts in that facet: the reader sees
    what choosing another value there would give.
    """
    if not choices:
        kept = list(docs)
        return kept, _sorted(Counter(chain.from_iterable(rows[doc].facets for doc in kept)), {})
    kept = []
    counts: Counter[Pair] = Counter()
    for doc in docs:
        facets = rows[doc].facets
        failed = [name for name, pairs in choices.items() if pairs.isdisjoint(facets)]
        if not failed:
            kept.append(doc)
            counts.update(facets)
        elif len(failed) == 1:
            counts.update(pair for pair in facets if pair[0] == failed[0])
    return kept, _sorted(counts, choices)


def _sorted(counts: Counter[Pair], choices: Mapping[str, frozenset[Pair]]) -> Counts:
    """Arrange by facet, most frequent value first; a chosen value stays, with nought if need be."""
    for pairs in choices.values():
        for pair in pairs:
            counts.setdefault(pair, 0)
    arranged: Counts = {}
    for (name, value), count in sorted(
        counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
    ):
        arranged.setdefault(name, {})[value] = count
    return arranged
