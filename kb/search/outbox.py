"""What the index is still to take in: rows written in the transaction of the change.

The index is derived from the database and may lag behind it; a save never fails because of
search. One drain at a time takes the rows, newest state of each record once, and removes them
when the index has taken it in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kb.models import SearchJob
from kb.search.engine import Document, SearchEngine
from kb.words import IndexVerb, RecordKind

Identity = tuple[str, str]
#: Gives the documents of those records that an index may hold, of all of them for None.
DocumentSource = Callable[[Session, Sequence[Identity] | None], Iterable[Document]]

#: How many records one commit of the index takes.
BATCH = 500


@dataclass(frozen=True)
class Index:
    """An index with its name and what feeds it."""

    name: str
    engine: SearchEngine
    source: DocumentSource


def enqueue(session: Session, kind: RecordKind, code: str, verb: IndexVerb) -> None:
    """Ask for the record to be looked at again, in the caller's transaction."""
    session.add(SearchJob(kind=kind, code=code, verb=verb))


def drain(session: Session, indexes: Iterable[Index]) -> int:
    """Bring every index up to the next BATCH of waiting rows; returns how many rows were done.

    What a record is now decides, not what was asked: a record that the source no longer gives is
    removed. Nothing is lost when it stops half-way, since the rows go last.
    """
    jobs = session.scalars(select(SearchJob).order_by(SearchJob.id).limit(BATCH)).all()
    if not jobs:
        return 0
    identities = list(dict.fromkeys((job.kind.value, job.code) for job in jobs))
    for index in indexes:
        documents = list(index.source(session, identities))
        held = {(document.kind, document.code) for document in documents}
        index.engine.remove([identity for identity in identities if identity not in held])
        index.engine.upsert(documents)
    session.execute(delete(SearchJob).where(SearchJob.id.in_([job.id for job in jobs])))
    session.flush()
    return len(jobs)


def rebuild(session: Session, indexes: Iterable[Index]) -> None:
    """Build every index anew from the database; what waited is then taken in as well."""
    waiting = session.scalars(select(SearchJob.id)).all()
    for index in indexes:
        index.engine.rebuild(index.source(session, None))
    session.execute(delete(SearchJob).where(SearchJob.id.in_(waiting)))
    session.flush()


def count_waiting(session: Session) -> int:
    """How many rows wait."""
    return session.scalar(select(func.count()).select_from(SearchJob)) or 0
