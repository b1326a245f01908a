"""What the index is still to take in: rows written in the transaction of the change.

The index is derived from the database and may lag behind it; a save never fails because of
search, so nothing here holds the database while the index is written. One process feeds the
indexes at a time, and a row is removed only when every index has taken its record in.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kb.db.engine import Database
from kb.db.session import session_scope
from kb.models import SearchJob
from kb.search.engine import Document, SearchEngine
from kb.words import IndexVerb, RecordKind

logger = logging.getLogger(__name__)

Identity = tuple[str, str]
#: Gives the documents of those records that an index may hold, of all of them for None.
DocumentSource = Callable[[Session, Sequence[Identity] | None], Iterable[Document]]

#: How many records one commit of the index takes.
BATCH = 500
#: A record that could not be taken in this often waits until somebody rebuilds the index.
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Index:
    """An index with its name and what feeds it."""

    name: str
    engine: SearchEngine
    source: DocumentSource


def enqueue(session: Session, kind: RecordKind, code: str, verb: IndexVerb) -> None:
    """Ask for the record to be looked at again, in the caller's transaction."""
    session.add(SearchJob(kind=kind, code=code, verb=verb))


def drain(database: Database, indexes: Sequence[Index]) -> int:
    """Bring every index up to the next BATCH of waiting rows; returns how many rows were done.

    What a record is now decides, not what was asked: a record that the source no longer gives is
    removed. A record that breaks is told in the log and on its rows, and the rest go on.
    """
    with _alone(indexes):
        waiting = _waiting(database)
        try:
            _take_in(database, indexes, list(waiting))
            done = list(waiting)
        except Exception:
            logger.exception("a batch of %s records could not be indexed whole", len(waiting))
            done = [each for each in waiting if _is_taken_in(database, indexes, each, waiting)]
        rows = [row for identity in done for row in waiting[identity]]
        _remove(database, rows)
    return len(rows)


def rebuild(database: Database, indexes: Sequence[Index]) -> None:
    """Build every index anew from the database; what waited is then taken in as well."""
    with _alone(indexes):
        with database.reading() as session:
            rows = list(session.scalars(select(SearchJob.id)))
            for index in indexes:
                index.engine.rebuild(index.source(session, None))
        _remove(database, rows)


def count_waiting(session: Session) -> int:
    """How many rows wait."""
    return session.scalar(select(func.count()).select_from(SearchJob)) or 0


def _alone(indexes: Sequence[Index]) -> ExitStack:
    """Keep every other process from feeding *indexes*: it could put older documents back."""
    stack = ExitStack()
    for index in indexes:
        stack.enter_context(index.engine.alone())
    return stack


def _waiting(database: Database) -> dict[Identity, list[int]]:
    """Rows that wait, by record, the oldest first."""
    waiting: dict[Identity, list[int]] = {}
    with database.reading() as session:
        jobs = session.scalars(
            select(SearchJob)
            .where(SearchJob.attempts < MAX_ATTEMPTS)
            .order_by(SearchJob.id)
            .limit(BATCH)
        )
        for job in jobs:
            waiting.setdefault((job.kind.value, job.code), []).append(job.id)
    return waiting


def _take_in(database: Database, indexes: Sequence[Index], identities: Sequence[Identity]) -> None:
    if not identities:
        return
    for index in indexes:
        with database.reading() as session:
            documents = list(index.source(session, identities))
        held = {(document.kind, document.code) for document in documents}
        index.engine.remove([identity for identity in identities if identity not in held])
        index.engine.upsert(documents)


def _is_taken_in(
    database: Database,
    indexes: Sequence[Index],
    identity: Identity,
    waiting: dict[Identity, list[int]],
) -> bool:
    """Take one record in by itself; a fault is written on its rows."""
    try:
        _take_in(database, indexes, [identity])
    except Exception as error:
        logger.exception("%s %s could not be indexed", *identity)
        with session_scope(database.writing) as session:
            for job in session.scalars(
                select(SearchJob).where(SearchJob.id.in_(waiting[identity]))
            ):
                job.attempts += 1
                job.error = f"{type(error).__name__}: {error}"
        return False
    return True


def _remove(database: Database, rows: Sequence[int]) -> None:
    if rows:
        with session_scope(database.writing) as session:
            session.execute(delete(SearchJob).where(SearchJob.id.in_(rows)))
