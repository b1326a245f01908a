"""The fields of the index on Whoosh, and how a document becomes a row of it."""

import json
import zlib
from typing import Any

from whoosh import columns, fields

from kb.citations.keys import is_key, label
from kb.search.analysis import (
    STOP_WORDS,
    LayeredAnalyzer,
    LineAnalyzer,
    exact_name,
    normal,
)
from kb.search.compounds import WORDS
from kb.search.engine import Document

#: Raise it when what is written to the index changes, in the schema or in the analysis.
_FORM = 2

#: Boosts of the fields with text; the reader's own language counts a little more.
TEXT_BOOSTS = {"title": 6.0, "summary": 3.0, "body": 1.0}
NAMES_BOOST = 8.0
OWN_LANGUAGE_BOOST = 1.3


def index_form() -> str:
    """Name the form of the index: an index of any other form must be rebuilt.

    The word lists shape the tokens, so a changed list is another form without anyone's thought.
    """
    lists = json.dumps([sorted(WORDS), {key: sorted(value) for key, value in STOP_WORDS.items()}])
    return f"{_FORM}-{zlib.crc32(lists.encode()):08x}"


def make_schema() -> fields.Schema:
    """Make the schema; identities and keys are whole lines, texts are layered tokens."""
    texts = {
        f"{name}_{language}": fields.TEXT(analyzer=LayeredAnalyzer(language), stored=True)
        for name in TEXT_BOOSTS
        for language in ("sv", "en")
    }
    return fields.Schema(
        identity=fields.ID(unique=True),
        names=fields.TEXT(analyzer=LayeredAnalyzer("sv", has_stop_words=False)),
        exact=fields.ID(analyzer=LineAnalyzer()),
        keys=fields.ID(analyzer=LineAnalyzer()),
        facts=fields.COLUMN(columns.VarBytesColumn()),  # type: ignore[no-untyped-call]
        **texts,
    )


def identity_of(kind: str, code: str) -> str:
    """One text for kind and code; no kind holds a space."""
    return f"{kind} {code}"


def row_of(document: Document) -> dict[str, Any]:
    """Lay out *document* for Whoosh's writer."""
    facts = {
        "kind": document.kind,
        "code": document.code,
        "moved_on": document.moved_on,
        "weight": document.weight,
        "digest": document.digest,
        "facets": {name: list(values) for name, values in document.facets.items()},
    }
    names = [document.code, *document.names]
    if is_key(document.code):
        names.append(label(document.code).sv)
    row: dict[str, Any] = {
        "identity": identity_of(document.kind, document.code),
        "names": "\n".join(names),
        "exact": exact_name(document.code),
        "keys": "\n".join(document.keys),
        "facts": json.dumps(facts, ensure_ascii=False).encode(),
    }
    for name in TEXT_BOOSTS:
        pair = getattr(document, name)
        row[f"{name}_sv"] = normal(pair.sv)
        row[f"{name}_en"] = normal(pair.en)
    return row
