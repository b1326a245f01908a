"""Doing what a sheet says: whole or not at all up to a length, and beyond it in parts.

There is one writer at a time, so a long sheet lets others in between its parts: each is a
transaction of its own, and the batch is what is told and found again. A fault ends the import at
its row. What came in before it stays, and the same sheet again goes on with the rest, since rows
that came in are known again.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from kb.barriers.edit_operations import LETTER
from kb.barriers.edit_rules import demand_edit
from kb.barriers.import_plans import ImportPlan, Outcome, RowPlan, Upload
from kb.barriers.import_queries import (
    SHEET_SOURCE,
    BatchState,
    find_waiting_import,
    state_of_batch,
)
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_checks import plan_sheet
from kb.barriers.sheet_operations import cite_values, put_values
from kb.barriers.sheet_queries import get_lists, map_external_keys
from kb.clock import now
from kb.db.engine import Database
from kb.db.session import session_scope
from kb.errors import Conflict, Forbidden, KbError, sentence
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.inbox.operations import tell
from kb.models import Barrier, ExternalKey, ImportBatch, User
from kb.readers.spreadsheets import Sheet
from kb.records.code_operations import next_code
from kb.records.operations import Change, begin_record, changing
from kb.records.queries import list_records
from kb.security.actor import Actor, member
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Language, News, State, WorkState

#: More rows than this are left to ``kb worker``, and done in parts.
MOST_AT_ONCE = 500
#: How many rows of a long sheet are written before others may write.
PART = 100
_CHANGED_SINCE = sentence("A barrier was changed since the preview. Look at the preview again.")
_OUR_FAULT = sentence("Something went wrong with us.")

Progress = Callable[[int], None]

logger = logging.getLogger(__name__)


@dataclass
class _Run:
    """An import under way: in whose name, for which batch, and how far it has come."""

    actor: Actor
    source: str
    batch_id: int
    progress: Progress | None = None
    #: Row of the file that is being done.
    at: int = 0
    #: What was done, by row of the file; a new barrier has a code.
    done: dict[int, RowPlan] = field(default_factory=dict)

    @property
    def deed(self) -> Deed:
        """What the history is told of each barrier."""
        return Deed(batch_id=self.batch_id)

    def add(self, rows: Iterable[RowPlan]) -> None:
        """Take *rows* as done."""
        for row in rows:
            self.done[row.number] = row
            if self.progress is not None:
                self.progress(len(self.done))


def check_sheet(
    session: Session, actor: Actor, upload: Upload, mapping: Mapping[str, str], lists: Lists
) -> ImportPlan:
    """Say what *upload* would do, row by row and cell by cell; nothing is written.

    *mapping* goes from names in the file to keys of columns. Raises Forbidden, and Invalid("map")
    when no column says what a row is about.
    """
    demand(actor, Permission.SHEET_IMPORT)
    return plan_sheet(session, actor, upload, mapping, lists)


def run_import(
    session: Session, actor: Actor, plan: ImportPlan, *, batch: ImportBatch | None = None
) -> ImportBatch:
    """Do what *plan* says, in the caller's transaction: a fault on the way undoes all of it.

    The plan was made in the same session. *batch* is the import that was kept for it; one is begun
    otherwise. Raises Conflict when a row is faulty, or a barrier was changed since the plan.
    """
    _demand_sound(actor, plan)
    batch = batch or begin_batch(session, actor, plan.upload)
    run = _Run(actor, plan.upload.source, batch.id)
    run.add(_carried_out(session, run, _to_do(plan), plan.lists))
    _finish(session, run, plan, batch)
    return batch


def import_plan(
    sessions: sessionmaker[Session],
    actor: Actor,
    plan: ImportPlan,
    *,
    batch_id: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Do what *plan* says in transactions of its own; returns the id of its batch.

    Up to MOST_AT_ONCE rows are one transaction, more are PART rows each. *progress* is told how
    many rows are done. Raises Conflict when a row is faulty; and when a row could not be imported:
    the batch then says which and why, and how many rows came in before it.
    """
    _demand_sound(actor, plan)
    if batch_id is None:
        with session_scope(sessions) as session:
            batch_id = begin_batch(session, actor, plan.upload, BatchState.RUNNING).id
    run = _Run(actor, plan.upload.source, batch_id, progress)
    rows = _to_do(plan)
    part = PART if len(rows) > MOST_AT_ONCE else len(rows)
    try:
        for start in range(0, len(rows), part or 1):
            with session_scope(sessions) as session:
                lists = get_lists(session, plan.lists.language)
                done = _carried_out(session, run, rows[start : start + part], lists)
            run.add(done)
        with session_scope(sessions) as session:
            _finish(session, run, plan, session.get_one(ImportBatch, batch_id))
    except Exception as error:
        _stop(sessions, run, plan, error)
        raise Conflict(
            "The import stopped at row %(row)s: %(done)s rows came in. The same sheet again goes "
            "on with the rest.",
            row=run.at,
            done=len(run.done),
        ) from error
    return batch_id


def run_waiting(database: Database, progress: Progress | None = None) -> int:
    """Import the sheets that wait; returns how many were taken up.

    One that cannot be imported is marked as failed with the reason. One that was left in the middle
    by a worker that ended is gone on with.
    """
    taken = 0
    while (claim := _claim(database.writing)) is not None:
        batch_id, is_resumed = claim
        taken += 1
        try:
            with database.reading() as session:
                batch = session.get_one(ImportBatch, batch_id)
                actor = _starter(session, batch)
                plan = check_kept(session, actor, batch, is_resumed=is_resumed)
                _demand_sound(actor, plan)
        except Exception as error:
            with session_scope(database.writing) as session:
                _mark_failed(session.get_one(ImportBatch, batch_id), _failure(error))
            continue
        # Whatever stopped it stands with the batch.
        with suppress(Conflict):
            import_plan(database.writing, actor, plan, batch_id=batch_id, progress=progress)
    return taken


def check_kept(
    session: Session, actor: Actor, batch: ImportBatch, *, is_resumed: bool = False
) -> ImportPlan:
    """Say what the sheet that *batch* keeps would do now; raises Conflict unless it is as shown.

    Of an import that *is_resumed*, rows that have come in already have nothing more to do.
    """
    demand(actor, Permission.SHEET_IMPORT)
    # In the language in which it was shown, so that the two can be held against each other.
    lists = get_lists(session, Language(batch.report["language"]))
    plan = check_sheet(session, actor, kept_upload(batch), batch.report["mapping"], lists)
    shown = batch.report["lines"]
    for row, line in zip(plan.rows, shown, strict=len(plan.rows) == len(shown)):
        is_done = is_resumed and row.outcome is Outcome.UNCHANGED
        if row.as_data() != line and not is_done:
            raise Conflict(_CHANGED_SINCE)
    return plan


def begin_batch(
    session: Session, actor: Actor, upload: Upload, state: BatchState = BatchState.OPEN
) -> ImportBatch:
    """Begin the batch of *upload*, which keeps the sheet; it is flushed."""
    batch = ImportBatch(
        source=SHEET_SOURCE,
        file_name=upload.file_name[:200],
        started_by_id=actor.user_id,
        report={
            "state": state.value,
            "source": upload.source,
            "header": list(upload.sheet.header),
            "rows": [list(row) for row in upload.sheet.rows],
        },
    )
    session.add(batch)
    session.flush()
    return batch


def kept_upload(batch: ImportBatch) -> Upload:
    """The sheet that *batch* keeps."""
    header, rows = batch.report["header"], batch.report["rows"]
    return Upload(
        sheet=Sheet(tuple(header), tuple(tuple(row) for row in rows)),
        file_name=batch.file_name,
        source=batch.report["source"],
    )


def _demand_sound(actor: Actor, plan: ImportPlan) -> None:
    demand(actor, Permission.SHEET_IMPORT)
    if not plan.is_sound:
        raise Conflict("Some rows are faulty, so nothing was imported.")


def _to_do(plan: ImportPlan) -> list[RowPlan]:
    return [row for row in plan.rows if row.outcome is not Outcome.UNCHANGED]


def _claim(sessions: sessionmaker[Session]) -> tuple[int, bool] | None:
    """Take the import that has waited longest: its id, and whether somebody had begun it."""
    with session_scope(sessions) as session:
        batch = find_waiting_import(session, now())
        if batch is None:
            return None
        is_resumed = state_of_batch(batch) is BatchState.RUNNING
        taken = {"state": BatchState.RUNNING.value, "claimed_at": now().isoformat()}
        batch.report = {**batch.report, **taken}
        return batch.id, is_resumed


def _starter(session: Session, batch: ImportBatch) -> Actor:
    """Whoever began *batch*; raises Forbidden when their account is closed."""
    user = session.get(User, batch.started_by_id) if batch.started_by_id is not None else None
    if user is None or not user.is_active:
        raise Forbidden("The account is closed.")
    return member(user.id, user.name, user.role)


def _finish(session: Session, run: _Run, plan: ImportPlan, batch: ImportBatch) -> None:
    """Keep with *batch* what became of each row, and tell the history of it once."""
    rows = tuple(run.done.get(row.number, row) for row in plan.rows)
    told = replace(plan, rows=rows).as_data()
    batch.report = {**batch.report, **told, "state": BatchState.DONE.value}
    batch.finished_at = now()
    _tell_history(session, run, plan.counts)


def _stop(sessions: sessionmaker[Session], run: _Run, plan: ImportPlan, error: Exception) -> None:
    """Keep with the batch what stopped it and where, and what came in before."""
    failure = {**_failure(error), "row": run.at, "done": len(run.done)}
    rows = tuple(run.done.get(row.number, row) for row in plan.rows)
    with session_scope(sessions) as session:
        batch = session.get_one(ImportBatch, run.batch_id)
        batch.report = {**batch.report, **replace(plan, rows=rows).as_data()}
        _mark_failed(batch, failure)
        if run.done:
            _tell_history(session, run, replace(plan, rows=tuple(run.done.values())).counts)


def _tell_history(session: Session, run: _Run, counts: Mapping[str, int]) -> None:
    told = {name: [None, count] for name, count in counts.items() if count}
    subject = Subject("import", str(run.batch_id))
    deed = Deed("imported", batch_id=run.batch_id)
    record_revision(session, run.actor, deed, subject, told)


def _failure(error: Exception) -> dict[str, Any]:
    """Say *error* as plain data; what is no sentence for people goes to the log."""
    if isinstance(error, KbError):
        values = {name: str(value) for name, value in error.values.items()}
        return {"sentence": error.sentence, "values": values}
    logger.error("an import failed", exc_info=error)
    return {"sentence": _OUR_FAULT, "values": {}}


def _mark_failed(batch: ImportBatch, failure: Mapping[str, Any]) -> None:
    """Mark *batch* as failed, unless it has ended already."""
    if state_of_batch(batch) is BatchState.RUNNING:
        batch.report = {
            **batch.report,
            "state": BatchState.FAILED.value,
            "failure": dict(failure),
        }
        batch.finished_at = now()


def _carried_out(
    session: Session, run: _Run, rows: Sequence[RowPlan], lists: Lists
) -> list[RowPlan]:
    """Do *rows*; each is given back as it became: a new barrier has a code."""
    cite_values(session, run.actor, (row.values for row in rows), lists)
    _demand_new(session, run, rows)
    done = [_create(session, run, row, lists) for row in rows if row.outcome is Outcome.CREATE]
    changed = [row for row in rows if row.outcome is Outcome.CHANGE]
    for some, barriers in _whole(session, changed):
        for row in some:
            _change(session, run, barriers[row.code], row, lists)
    return [*done, *changed]


def _demand_new(session: Session, run: _Run, rows: Sequence[RowPlan]) -> None:
    """Raise Conflict when one of the new rows has come in since it was looked at."""
    named = {row.external_id: row for row in rows if row.outcome is Outcome.CREATE}
    for name in map_external_keys(session, run.source, named):
        run.at = named[name].number
        raise Conflict(_CHANGED_SINCE)


def _whole(
    session: Session, rows: Sequence[RowPlan]
) -> Iterator[tuple[Sequence[RowPlan], dict[str, Barrier]]]:
    """Some rows at a time, and the barriers that they change by code, loaded whole."""
    for start in range(0, len(rows), PART):
        some = rows[start : start + PART]
        found = list_records(session, Barrier, [row.code for row in some])
        yield some, {barrier.code: barrier for barrier in found}


def _create(session: Session, run: _Run, row: RowPlan, lists: Lists) -> RowPlan:
    run.at = row.number
    barrier = begin_record(session, Barrier, next_code(session, LETTER))
    if run.actor.user_id is not None:
        # The tie is what is saved of a new row; the number is what the history tells.
        barrier.author = session.get_one(User, run.actor.user_id)
        barrier.author_id = run.actor.user_id
    barrier.state = State.OPEN
    barrier.work_state = WorkState.DRAFT
    demand_edit(run.actor, barrier)
    with changing(session, run.actor, barrier, verb=run.deed) as change:
        put_values(run.actor, barrier, row.values, lists)
    session.add(ExternalKey(source=run.source, external_id=row.external_id, record_id=barrier.id))
    _tell_owner(session, barrier, row, change)
    return replace(row, code=barrier.code)


def _change(session: Session, run: _Run, barrier: Barrier, row: RowPlan, lists: Lists) -> None:
    run.at = row.number
    demand_edit(run.actor, barrier)
    if barrier.version != row.version:
        raise Conflict(_CHANGED_SINCE)
    with changing(session, run.actor, barrier, verb=run.deed) as change:
        put_values(run.actor, barrier, row.values, lists)
    _tell_owner(session, barrier, row, change)


def _tell_owner(session: Session, barrier: Barrier, row: RowPlan, change: Change) -> None:
    if "owner" in row.values and barrier.owner_id is not None and change.revision is not None:
        tell(session, [barrier.owner_id], News.ASSIGNED, change.revision, barrier)
