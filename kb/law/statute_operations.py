"""Taking the statute book in: what is new is added, what an older source knew stays.

A source may lack what an earlier one had (a register of amendments, a text), so nothing is removed
because it is missing. Acts come in by the hundred, each hundred in a transaction of its own: an
import that is stopped leaves whole acts behind, and the same file again goes on with the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import now
from kb.db.session import session_scope
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.law.names import STATUTES
from kb.law.statute_row_operations import (
    ImportCounts,
    add_register,
    fill_statute,
    new_statute,
    put_text,
)
from kb.models import ImportBatch, Statute
from kb.readers.statute_archives import FailedFile
from kb.readers.statutes import StatuteFile
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

ACTS_AT_ONCE = 100

#: What a source gives: an act, or a file that could not be read.
Row = StatuteFile | FailedFile


def import_statutes(
    sessions: sessionmaker[Session],
    actor: Actor,
    rows: Iterable[Row],
    *,
    file_name: str,
    state_on: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> ImportBatch:
    """Take *rows* in, as the state of the statute book on the day *state_on*; gives the batch.

    *sessions* must write; *progress* is told how many files have been looked at. The batch's report
    holds the counts, the files that failed with their reasons, and what of the notes was not
    understood. Raises Forbidden.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    with session_scope(sessions) as session:
        batch = begin_import(session, actor, file_name)
        batch_id = batch.id
    counts = ImportCounts()
    waiting = iter(rows)
    while hundred := list(islice(waiting, ACTS_AT_ONCE)):
        with session_scope(sessions) as session:
            take_in(session, actor, hundred, counts, batch_id=batch_id, state_on=state_on)
        progress(len(hundred))
    with session_scope(sessions) as session:
        return end_import(session, actor, batch_id, counts, state_on=state_on)


def begin_import(session: Session, actor: Actor, file_name: str) -> ImportBatch:
    """Begin a batch of statutes."""
    demand(actor, Permission.SOURCE_IMPORT)
    batch = ImportBatch(source=STATUTES, file_name=file_name, started_by_id=actor.user_id)
    session.add(batch)
    session.flush()
    return batch


def end_import(
    session: Session, actor: Actor, batch_id: int, counts: ImportCounts, *, state_on: str
) -> ImportBatch:
    """Close the batch with its report, and tell the history of it."""
    demand(actor, Permission.SOURCE_IMPORT)
    batch = session.get_one(ImportBatch, batch_id)
    batch.report = {"state_on": state_on, **counts.as_data()}
    batch.finished_at = now()
    told = {name: [None, number] for name, number in counts.numbers.items() if number}
    deed = Deed("imported", batch_id=batch_id)
    record_revision(session, actor, deed, Subject("statutes", batch.file_name[:80]), told)
    return batch


def take_in(
    session: Session,
    actor: Actor,
    rows: Iterable[Row],
    counts: ImportCounts,
    *,
    batch_id: int,
    state_on: str,
) -> None:
    """Take in some acts; *counts* is told of each. A file that failed is counted and passed over.

    An older state than one already taken in fills what is lacking and overwrites nothing.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    files = {file.key: file for file in _readable(rows, counts)}
    known = {
        statute.key: statute
        for statute in session.scalars(select(Statute).where(Statute.key.in_(files)))
    }
    moment = now()
    for file in files.values():
        statute = known.get(file.key)
        if statute is None:
            statute = new_statute(file, state_on=state_on, batch_id=batch_id, moment=moment)
            session.add(statute)
            session.flush()
            counts.add("new")
        elif statute.digest == file.digest:
            _see_again(statute, file, state_on)
            counts.add("unchanged")
            continue
        elif not _revise(session, statute, file, state_on=state_on, batch_id=batch_id):
            counts.add("unchanged")
            continue
        else:
            counts.add("changed")
        _take_parts(session, statute, file, counts, state_on=state_on, moment=moment)
    session.flush()


def _readable(rows: Iterable[Row], counts: ImportCounts) -> Iterator[StatuteFile]:
    for row in rows:
        counts.add("files")
        if isinstance(row, FailedFile):
            counts.fail(row.path, row.reason)
        else:
            yield row


def _see_again(statute: Statute, file: StatuteFile, state_on: str) -> None:
    """Note that a newer source still says the same; nothing changes for the same or an older."""
    if state_on <= statute.seen_on:
        return
    statute.seen_on = state_on
    if file.parts:
        statute.text_on = state_on
    if file.register:
        statute.register_on = state_on


def _revise(
    session: Session, statute: Statute, file: StatuteFile, *, state_on: str, batch_id: int
) -> bool:
    """Bring the head of *statute* up to *file*; False when an older *file* has nothing to add."""
    if state_on < statute.seen_on:
        lacks = (file.parts and not statute.has_text) or (file.register and not statute.register_on)
        return bool(lacks)
    fill_statute(statute, file)
    statute.seen_on = state_on
    statute.digest = file.digest
    statute.import_batch_id = batch_id
    return True


def _take_parts(
    session: Session,
    statute: Statute,
    file: StatuteFile,
    counts: ImportCounts,
    *,
    state_on: str,
    moment: datetime,
) -> None:
    """Take in text and register, each where it is newer than what is known, or the first."""
    if file.parts and (statute.text_on is None or state_on >= statute.text_on):
        put_text(session, statute, file, counts, state_on=state_on)
    if file.register:
        add_register(session, statute, file, counts, moment=moment)
        statute.register_on = max(state_on, statute.register_on or "")
