"""The peer that search is measured against: SQLite's own full-text index, in memory.

Used by ``kb bench search`` alone. It is given the same documents and answers with the same things:
a total, the first twenty records and an extract of each.
"""

import re
import sqlite3
from collections.abc import Iterable

from kb.search.engine import Document

_WORD = re.compile(r"\w+")
_TABLE = "CREATE VIRTUAL TABLE records USING fts5(code UNINDEXED, title, body)"
_COUNT = "SELECT count(*) FROM records WHERE records MATCH ?"
_HITS = (
    "SELECT code, snippet(records, 2, '[', ']', '…', 32) FROM records WHERE records MATCH ? "
    "ORDER BY bm25(records, 0, 6, 1) LIMIT 20 OFFSET ?"
)


class Fts5Peer:
    """A full-text index that lives as long as the object."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(_TABLE)
        self._connection.executemany(
            "INSERT INTO records VALUES (?, ?, ?)",
            ((d.code, d.title.sv, f"{d.summary.sv} {d.body.sv}") for d in documents),
        )

    def search(self, text: str, offset: int = 0) -> tuple[int, list[tuple[str, str]]]:
        """Return how many records hold all words of *text*, and twenty of them with extracts."""
        words = " ".join(f'"{word}"' for word in _WORD.findall(text))
        total = self._connection.execute(_COUNT, (words,)).fetchone()[0]
        return total, self._connection.execute(_HITS, (words, offset)).fetchall()
