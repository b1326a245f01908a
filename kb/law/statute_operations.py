"""Taking the statute book in: what is new is added, what an older source knew stays.

A source may lack what an earlier one had (a register of amendments, a text), so nothing is removed
because it is missing. Acts come in by the hundred, each hundred in a transaction of its own: an
import that is stopped leaves whole acts behind, and the same file again goes on with the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import now
from kb.db.session import session_scope
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.law.names import STATUTES
from kb.law.statute_row_operations import (
    Intake,
    add_register,
    fill_gaps,
    fill_statute,
    new_statute,
    put_text,
)
from kb.models import ImportBatch, Statute
from kb.readers.archives import FailedFile
from kb.readers.statutes import StatuteFile
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

ACTS_AT_ONCE = 100
#: The longest code that the history keeps.
_MAX_CODE = 80

#: What a source gives: an act, or a file that could not be read.
Row = StatuteFile | FailedFile


@dataclass(frozen=True, kw_only=True)
class StatuteSource:
    """Where statutes come from: the name of the file, and the day whose law it holds."""

    file_name: str
    state_on: str
    rows: Iterable[Row]


def import_statutes(
    sessions: sessionmaker[Session],
    actor: Actor,
    source: StatuteSource,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> ImportBatch:
    """Take everything in that *source* gives, and return the batch.

    *sessions* must write; *progress* is told how many files have been looked at. The batch's report
    holds the counts, the files that failed with their reasons, and what of the notes was not
    understood. Raises Forbidden.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    with session_scope(sessions) as session:
        intake = begin_import(session, actor, source)
    waiting = iter(source.rows)
    while hundred := list(islice(waiting, ACTS_AT_ONCE)):
        with session_scope(sessions) as session:
            take_in(session, actor, hundred, intake)
        progress(len(hundred))
    with session_scope(sessions) as session:
        return end_import(session, actor, intake)


def begin_import(session: Session, actor: Actor, source: StatuteSource) -> Intake:
    """Begin a batch of statutes."""
    demand(actor, Permission.SOURCE_IMPORT)
    batch = ImportBatch(
        source=STATUTES, file_name=source.file_name, started_by_id=actor.user_id, report={}
    )
    session.add(batch)
    session.flush()
    return Intake(batch_id=batch.id, state_on=source.state_on, moment=now())


def end_import(session: Session, actor: Actor, intake: Intake) -> ImportBatch:
    """Close the batch with its report, and tell the history of it."""
    demand(actor, Permission.SOURCE_IMPORT)
    batch = session.get_one(ImportBatch, intake.batch_id)
    batch.report = {"state_on": intake.state_on, **intake.counts.as_data()}
    batch.finished_at = now()
    told = {name: [None, number] for name, number in intake.counts.numbers.items() if number}
    deed = Deed("imported", batch_id=batch.id)
    record_revision(session, actor, deed, Subject("statutes", batch.file_name[:_MAX_CODE]), told)
    return batch


def take_in(session: Session, actor: Actor, rows: Iterable[Row], intake: Intake) -> None:
    """Take in some acts; a file that failed is counted and passed over.

    An older state than one already taken in fills what is lacking and overwrites nothing.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    files = {file.key: file for file in _readable(rows, intake)}
    known = {
        statute.key: statute
        for statute in session.scalars(select(Statute).where(Statute.key.in_(files)))
    }
    for file in files.values():
        statute = known.get(file.key)
        if statute is None:
            statute = new_statute(file, intake)
            session.add(statute)
            session.flush()
            intake.counts.add("new")
            _take_parts(session, statute, file, intake, known_on=None)
        else:
            is_changed = _revise(session, statute, file, intake)
            intake.counts.add("changed" if is_changed else "unchanged")
    session.flush()


def _readable(rows: Iterable[Row], intake: Intake) -> Iterator[StatuteFile]:
    for row in rows:
        intake.counts.add("files")
        if isinstance(row, FailedFile):
            intake.counts.fail(row.path, row.reason)
        else:
            yield row


def _revise(session: Session, statute: Statute, file: StatuteFile, intake: Intake) -> bool:
    """Bring *statute* up to *file*; False when the file has nothing to add."""
    known_on = statute.seen_on
    if intake.state_on < known_on:
        is_filled = fill_gaps(statute, file)
        return _take_parts(session, statute, file, intake, known_on) or is_filled
    if statute.digest == file.digest:
        _see_again(statute, file, intake.state_on)
        return False
    fill_statute(statute, file)
    statute.seen_on = intake.state_on
    statute.digest = file.digest
    statute.import_batch_id = intake.batch_id
    _take_parts(session, statute, file, intake, known_on)
    return True


def _see_again(statute: Statute, file: StatuteFile, state_on: str) -> None:
    """Note that a newer source still says the same; nothing changes for the same one again."""
    statute.seen_on = state_on
    if file.parts:
        statute.text_on = state_on
    if file.register:
        statute.register_on = state_on


def _take_parts(
    session: Session, statute: Statute, file: StatuteFile, intake: Intake, known_on: str | None
) -> bool:
    """Take in text and register, each where it is newer than what is known, or the first.

    *known_on* is the state of the newest source that held the act before. Tells whether there was
    anything to take.
    """
    has_newer_text = bool(file.parts) and (
        statute.text_on is None
        or intake.state_on > statute.text_on
        or intake.state_on == statute.text_on == statute.seen_on
    )
    # The register comes first: it tells when the acts that the text names took effect.
    has_more_lines = bool(file.register) and add_register(session, statute, file, intake, known_on)
    if has_newer_text:
        put_text(session, statute, file, intake)
    if file.register:
        statute.register_on = max(intake.state_on, statute.register_on or "")
    return has_newer_text or has_more_lines
