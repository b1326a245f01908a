"""Suggestions while a reader types: titles and names with the words so far, the last unfinished."""

from heapq import nlargest

from kb.search.analysis import exact_name
from kb.search.clauses import Scores, fields_for, find_prefix, find_word
from kb.search.engine import Hit
from kb.search.extracts import Marker, mark
from kb.search.matching import telling_words
from kb.search.query import MAX_TERMS, MAX_TEXT, Parsed, Term, TermKind
from kb.search.whoosh_snapshot import Snapshot

#: One letter would suggest everything.
_MIN_TYPED = 2


def suggest_rows(snapshot: Snapshot, text: str, language: str, limit: int) -> tuple[Hit, ...]:
    """Suggest records, a record whose code begins like *text* before all others."""
    words = telling_words(text[:MAX_TEXT], language)[:MAX_TERMS]
    if not words or len(words[-1]) < _MIN_TYPED:
        return ()
    scores = _titles_with(snapshot, words, language)
    typed = exact_name(text[:MAX_TEXT])
    rows, ranks = snapshot.rows, snapshot.ranks

    def order(doc: int) -> tuple[bool, float, int]:
        is_code = rows[doc].code.casefold().startswith(typed)
        return (is_code, scores[doc] * rows[doc].weight, -ranks[doc])

    marker = _marker(words)
    best = nlargest(max(0, limit), scores, key=order)
    return tuple(_suggestion(snapshot, doc, scores[doc], marker, language) for doc in best)


def _titles_with(snapshot: Snapshot, words: list[str], language: str) -> Scores:
    """Find the records whose title or names hold all *words*, the last of them as a beginning."""
    fields = fields_for(language, ("title",))
    *whole, begun = words
    scores = find_prefix(snapshot, begun, fields)
    for word in whole:
        found = find_word(snapshot, word, fields)
        scores = {doc: score + found[doc] for doc, score in scores.items() if doc in found}
    return scores


def _marker(words: list[str]) -> Marker:
    """Make a marker for the words typed."""
    *whole, begun = words
    terms = [Term(kind=TermKind.WORD, text=word) for word in whole]
    return Marker(Parsed((*terms, Term(kind=TermKind.PREFIX, text=begun)), ()))


def _suggestion(snapshot: Snapshot, doc: int, score: float, marker: Marker, language: str) -> Hit:
    """Make a hit with a title alone."""
    texts = snapshot.texts(doc)
    shown = language if texts[f"title_{language}"] else {"sv": "en", "en": "sv"}[language]
    title = texts[f"title_{shown}"]
    row = snapshot.rows[doc]
    return Hit(
        kind=row.kind,
        code=row.code,
        language=shown,
        title=mark(title, marker.find(title, shown)),
        extract=(),
        score=round(score * row.weight, 6),
    )
