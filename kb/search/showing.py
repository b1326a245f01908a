"""Make the hit that a reader sees: in which language, with what title and extract."""

from typing import Any

from kb.search.engine import Hit, Piece
from kb.search.extracts import Found, Marker, cut, mark
from kb.search.whoosh_snapshot import Snapshot

_OTHER = {"sv": "en", "en": "sv"}
_FIELDS = ("title", "summary", "body")


def show(snapshot: Snapshot, doc: int, score: float, marker: Marker, language: str) -> Hit:
    """Show a record in the reader's language, or in the other when only that one matched."""
    texts = snapshot.texts(doc)
    found = _find(texts, marker, language)
    if _asked(found) != marker.asked or not texts[f"title_{language}"]:
        other = _OTHER[language]
        found_there = _find(texts, marker, other)
        is_better = len(_asked(found_there)) > len(_asked(found))
        if texts[f"title_{other}"] and (is_better or not texts[f"title_{language}"]):
            language, found = other, found_there
    row = snapshot.rows[doc]
    return Hit(
        kind=row.kind,
        code=row.code,
        language=language,
        title=mark(texts[f"title_{language}"], found["title"]),
        extract=_extract(texts, found, language),
        score=round(score, 6),
    )


def _extract(
    texts: dict[str, Any], found: dict[str, list[Found]], language: str
) -> tuple[Piece, ...]:
    """Cut from the body when a word is found there, else from the summary."""
    summary, body = texts[f"summary_{language}"], texts[f"body_{language}"]
    if found["body"] or not summary:
        return cut(body, found["body"])
    return cut(summary, found["summary"])


def _find(texts: dict[str, Any], marker: Marker, language: str) -> dict[str, list[Found]]:
    """Find the words asked for in each text of one language."""
    return {field: marker.find(texts[f"{field}_{language}"], language) for field in _FIELDS}


def _asked(found: dict[str, list[Found]]) -> set[str]:
    """Gather which of the words asked for were found."""
    return {one.asked for each in found.values() for one in each}
