"""The search engine on Whoosh: Whoosh keeps and writes the index, this package reads and ranks.

Several processes may hold an engine on the same folder: one writes at a time, the others wait,
and every reader sees a commit at its next search.
"""

import errno
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from heapq import nlargest
from pathlib import Path
from typing import Any, TypeVar

from kb.search.engine import (
    NEWEST,
    BrokenIndexError,
    BusyIndexError,
    Document,
    Hit,
    Query,
    Results,
    Status,
)
from kb.search.extracts import Marker
from kb.search.facets import choices_of, narrow
from kb.search.matching import Matches, match
from kb.search.query import MAX_TEXT, parse
from kb.search.showing import show
from kb.search.suggesting import suggest_rows
from kb.search.whoosh_schema import identity_of, row_of
from kb.search.whoosh_snapshot import Snapshot
from kb.search.whoosh_store import LOCK_WAIT_SECONDS, IndexStore

#: Memory of the writer for postings, in megabytes; the rest goes to disk and is merged.
_WRITER_MEGABYTES = 64
_KEPT_RESULTS = 128
MAX_LIMIT = 1_000
#: How often an index that nobody replaces is read before it counts as broken, and how often one
#: that is replaced at each try.
_TRIES, _MOST_TRIES = 3, 50
_MACHINE_TROUBLES = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE,
}  # fmt: skip
_Answer = TypeVar("_Answer")


class WhooshEngine:
    """A search index in a folder of its own; created when first used.

    Making the object touches nothing, so that a broken index can be rebuilt through it. All
    calls but ``rebuild`` raise BrokenIndexError over a damaged index or one of an older form;
    ``status`` is the cheap way to ask.
    """

    def __init__(self, folder: Path, *, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> None:
        self._store = IndexStore(folder, lock_wait_seconds=lock_wait_seconds)
        self._reading = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int] | None = None
        self._results: OrderedDict[object, Results] = OrderedDict()

    def upsert(self, documents: Iterable[Document]) -> None:
        """Add records or replace those with the same identity, all in one commit."""
        rows = {(each.kind, each.code): row_of(each) for each in documents}
        if rows:
            with self._writer() as writer:
                for row in rows.values():
                    writer.update_document(**row)

    def remove(self, identities: Iterable[tuple[str, str]]) -> None:
        """Take records out; unknown ones are no error and cost no commit."""
        lines = [identity_of(kind, code) for kind, code in identities]
        known = self._read(
            lambda snapshot: [line for line in lines if snapshot.holders("identity", line)]
        )
        if known:
            with self._writer() as writer:
                for line in known:
                    writer.delete_by_term("identity", line)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new index beside the old one and swap it in whole; works on a broken one.

        Of documents with the same identity the first is taken. Other writers wait meanwhile.
        """
        with self._store.locked():
            fresh, name = self._store.create()
            try:
                with _writing(fresh) as writer:
                    _add_all(writer, documents)
            except BaseException:
                self._store.discard(name)
                raise
            finally:
                fresh.close()
            self._store.point_to(name)
            self._store.sweep()

    def search(self, query: Query) -> Results:
        """Answer *query*; never raises for what a reader may have typed."""
        return self._read(lambda snapshot: self._remembered(snapshot, query))

    def suggest(self, text: str, language: str, limit: int) -> tuple[Hit, ...]:
        """Records whose title or name begins like *text*, best first."""
        shown, most = _language(language), min(limit, MAX_LIMIT)
        return self._read(lambda snapshot: suggest_rows(snapshot, text, shown, most))

    def status(self) -> Status:
        """Tell how large the index is."""
        return self._read(
            lambda snapshot: Status(len(snapshot.rows), snapshot.segments, self._store.size())
        )

    def digests(self) -> Mapping[tuple[str, str], str]:
        """Return kind and code of every record held, in order, with the digest of its document."""
        return self._read(
            lambda snapshot: {
                (row.kind, row.code): row.digest
                for row in sorted(snapshot.rows.values(), key=lambda row: (row.kind, row.code))
            }
        )

    def alone(self) -> AbstractContextManager[None]:
        """Keep others from feeding the index meanwhile."""
        return self._store.locked("FEED")

    def close(self) -> None:
        """Let go of open files; the next call opens them again."""
        with self._reading:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = self._stamp = None
            self._results.clear()

    def _remembered(self, snapshot: Snapshot, query: Query) -> Results:
        """Answer from what was answered before, while the index stays the same."""
        key = _cache_key(query)
        known = self._results.get(key)
        if known is None:
            known = self._results[key] = _answer(snapshot, query)
            if len(self._results) > _KEPT_RESULTS:
                self._results.popitem(last=False)
        self._results.move_to_end(key)
        return known

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        """Give a writer on the current index, alone; commits at the end, or nothing at all."""
        self._store.ensure()
        with self._store.locked():
            current = self._store.open_current()
            try:
                with _writing(current) as writer:
                    yield writer
            except Exception as error:  # what Whoosh raises over damage has no common name
                if _is_trouble_of_the_machine(error):
                    raise
                raise BrokenIndexError("The search index cannot be written; rebuild it.") from error
            finally:
                current.close()

    def _read(self, ask: Callable[[Snapshot], _Answer]) -> _Answer:
        """Ask the index as it is now, one thread at a time."""
        with self._reading:
            failures = 0
            for tries in range(1, _MOST_TRIES + 1):
                before = self._store.stamp()
                try:
                    self._store.ensure()
                    return ask(self._fresh_snapshot())
                except BusyIndexError:
                    raise
                except Exception as error:
                    if _is_trouble_of_the_machine(error):
                        raise
                    # Over damaged files Whoosh raises nearly anything; and a rebuild or a merge
                    # elsewhere may have deleted files that were to be read.
                    self._snapshot = None
                    failures += before == self._store.stamp()
                    if failures == _TRIES or tries == _MOST_TRIES:
                        raise BrokenIndexError(
                            "The search index cannot be read; rebuild it."
                        ) from error
        raise AssertionError("The last try returns or raises.")

    def _fresh_snapshot(self) -> Snapshot:
        """Open, reopen or refresh, whichever is due."""
        stamp = self._store.stamp()
        if self._snapshot is None or stamp != self._stamp:
            self.close()
            opened = self._store.open_current()
            self._snapshot = Snapshot(opened, opened.searcher())
            self._stamp = stamp
        elif not self._snapshot.is_current():
            self._results.clear()
            self._snapshot = self._snapshot.refreshed()
        return self._snapshot


def _is_trouble_of_the_machine(error: Exception) -> bool:
    """Whether a rebuild would not help: a full disk, missing rights, too many open files."""
    return isinstance(error, OSError) and error.errno in _MACHINE_TROUBLES


@contextmanager
def _writing(opened: Any) -> Iterator[Any]:
    """Give a writer that commits at the end, or leaves the index as it was."""
    # Of a segment in one file Whoosh's reader holds a copy in memory, the size of the index.
    writer = opened.writer(limitmb=_WRITER_MEGABYTES, compound=False)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add_all(writer: Any, documents: Iterable[Document]) -> None:
    """Add documents to an empty index, the first of each identity."""
    seen = set()
    for document in documents:
        identity = (document.kind, document.code)
        if identity not in seen:
            seen.add(identity)
            writer.add_document(**row_of(document))


def _answer(snapshot: Snapshot, query: Query) -> Results:
    """Match, narrow, order and show."""
    language = _language(query.language)
    parsed = parse(query.text)
    matches = match(snapshot, parsed, query, language)
    kept, counts = narrow(snapshot.rows, matches.scores, choices_of(query))
    marker = Marker(parsed, [other for others in query.synonyms.values() for other in others])
    hits = tuple(
        show(snapshot, doc, matches.scores[doc], marker, language)
        for doc in _page(snapshot, matches, kept, query)
    )
    return Results(total=len(kept), hits=hits, facets=counts, notices=matches.notices)


def _page(snapshot: Snapshot, matches: Matches, docs: list[int], query: Query) -> list[int]:
    """Return the records of the page asked for, in their order."""
    rows, ranks, tiers, scores = snapshot.rows, snapshot.ranks, matches.tiers, matches.scores
    by_date = query.sort == NEWEST or matches.is_listing

    def order(doc: int) -> tuple[int, str | float, int]:
        main = rows[doc].moved_on if by_date else scores[doc]
        return (tiers.get(doc, 0), main, -ranks[doc])

    offset = max(0, query.offset)
    limit = max(0, min(query.limit, MAX_LIMIT))
    if offset >= len(docs):
        return []
    return nlargest(offset + limit, docs, key=order)[offset:]


def _language(language: str) -> str:
    """Return the language to read and show in; Swedish unless English was asked for."""
    return "en" if language == "en" else "sv"


def _cache_key(query: Query) -> object:
    """What a query's answer depends on, beside the index; a long text is cut as the parser does."""
    filters = tuple(sorted((name, tuple(values)) for name, values in query.filters.items()))
    # One character more than the parser reads, since that one makes the notice.
    text = query.text[: MAX_TEXT + 1]
    page = (query.sort, query.offset, query.limit)
    read_as = (tuple(query.keys), tuple(sorted(query.law.items())))
    synonyms = tuple(sorted(query.synonyms.items()))
    return (text, query.language, tuple(query.kinds), filters, page, read_as, synonyms)
