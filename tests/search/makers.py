"""Documents for the engines, and how their answers are read."""

from dataclasses import replace

from kb.search.engine import Document, Query
from kb.words import Pair


def make_document(code="H-2026-001", title="Rubrik", *, english="Heading", **changes):
    document = Document(
        kind="barrier",
        code=code,
        title=Pair(title, english),
        summary=Pair("", ""),
        body=Pair("", ""),
    )
    return replace(document, **changes)


def codes(engine, text, **changes):
    return [hit.code for hit in engine.search(Query(text=text, **changes)).hits]


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)
