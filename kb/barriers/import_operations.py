"""Taking barriers in from a sheet: looked at first, then whole or not at all.

A row is known again by its code, else by what it is called in the file's source, else by its title.
What is new comes in as a draft whose author is whoever imports; a barrier that is there already is
changed only where a cell says something else, and a sheet that comes in twice changes nothing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
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
from kb.barriers.sheet_columns import check_mapping
from kb.barriers.sheet_operations import put_values
from kb.barriers.sheet_queries import get_lists
from kb.clock import now
from kb.db.session import session_scope
from kb.errors import Conflict, Forbidden, Invalid, KbError
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

#: More rows than this are left to ``kb worker``: a page should not be waited for.
MOST_AT_ONCE = 500
MAX_SOURCE = 60
#: How many barriers that are to be changed are loaded whole at a time.
_LOADED = 100

Progress = Callable[[int], None]

logger = logging.getLogger(__name__)


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
    session: Session,
    actor: Actor,
    plan: ImportPlan,
    *,
    batch: ImportBatch | None = None,
    progress: Progress | None = None,
) -> ImportBatch:
    """Do what *plan* says, in the caller's transaction: a fault on the way undoes all of it.

    *batch* is the import that was kept for it; one is begun otherwise. *progress* is told how many
    rows are done. Raises Conflict when a row is faulty, or a barrier was changed since the plan.
    """
    demand(actor, Permission.SHEET_IMPORT)
    if not plan.is_sound:
        raise Conflict("Some rows are faulty, so nothing was imported.")
    batch = batch or _begin_batch(session, actor, plan.upload)
    lines: dict[int, RowPlan] = {}
    for done, row in enumerate(_carried_out(session, actor, plan, batch), start=1):
        lines[row.number] = row
        if progress is not None:
            progress(done)
    finished = replace(plan, rows=tuple(lines[number] for number in sorted(lines)))
    batch.report = {**batch.report, **finished.as_data(), "state": BatchState.DONE.value}
    batch.finished_at = now()
    told = {name: [None, count] for name, count in finished.counts.items() if count}
    deed = Deed("imported", batch_id=batch.id)
    record_revision(session, actor, deed, Subject("import", str(batch.id)), told)
    session.flush()
    return batch


def keep_sheet(session: Session, actor: Actor, upload: Upload, lists: Lists) -> ImportBatch:
    """Keep *upload* for *actor* to look at, its columns guessed; nothing is imported yet."""
    demand(actor, Permission.SHEET_IMPORT)
    batch = _begin_batch(session, actor, upload)
    choose_columns(session, actor, batch, [], lists)
    return batch


def choose_columns(
    session: Session,
    actor: Actor,
    batch: ImportBatch,
    pairs: Iterable[tuple[str, str]],
    lists: Lists,
) -> None:
    """Read the columns of the kept sheet as *pairs* say, and keep what it would do.

    Raises Conflict for an import that is no longer open, Invalid("map") as ``check_mapping``.
    """
    demand(actor, Permission.SHEET_IMPORT)
    _demand_open(batch)
    upload = kept_upload(batch)
    mapping = check_mapping(upload.sheet.header, pairs)
    try:
        told: dict[str, Any] = check_sheet(session, actor, upload, mapping, lists).as_data()
    except Invalid:
        # Which column says what a row is about is then still to be chosen.
        told = {"mapping": mapping, "counts": {}, "lines": [], "ignored": [], "told": []}
    batch.report = {**batch.report, **told, "language": lists.language.value}
    session.flush()


def confirm_import(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Import the kept sheet as it was shown: at once, or by the worker when it is long.

    Raises Conflict when it has faults, or when what it would do is no longer what was shown.
    """
    demand(actor, Permission.SHEET_IMPORT)
    _demand_open(batch)
    counts = batch.report["counts"]
    if counts.get(Outcome.FAULTY) or not counts:
        raise Conflict("Some rows are faulty, so nothing was imported.")
    if counts[Outcome.CREATE] + counts[Outcome.CHANGE] > MOST_AT_ONCE:
        batch.report = {**batch.report, "state": BatchState.WAITING.value}
        session.flush()
    else:
        _run_kept(session, actor, batch)


def drop_import(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Throw a kept sheet away that was not imported; raises Conflict for one that was."""
    demand(actor, Permission.SHEET_IMPORT)
    if state_of_batch(batch) not in (BatchState.OPEN, BatchState.FAILED):
        raise Conflict("The sheet has been imported already.")
    session.delete(batch)
    session.flush()


def run_waiting(sessions: sessionmaker[Session], progress: Progress | None = None) -> int:
    """Import the sheets that wait, each in a transaction of its own; returns how many were done.

    One that cannot be imported is marked as failed with the reason, and changes nothing else.
    """
    done = 0
    while True:
        try:
            with session_scope(sessions) as session:
                batch = find_waiting_import(session)
                if batch is None:
                    return done
                failing = batch.id
                user = session.get_one(User, batch.started_by_id)
                if not user.is_active:
                    raise Forbidden("The account is closed.")
                actor = member(user.id, user.name, user.role)
                _run_kept(session, actor, batch, progress)
        except KbError as error:
            _fail(sessions, failing, error.sentence, error.values)
        except Exception:
            logger.exception("import %s failed", failing)
            _fail(sessions, failing, "Something went wrong with us.", {})
        done += 1


def kept_upload(batch: ImportBatch) -> Upload:
    """The sheet that *batch* keeps."""
    header, rows = batch.report["header"], batch.report["rows"]
    return Upload(
        sheet=Sheet(tuple(header), tuple(tuple(row) for row in rows)),
        file_name=batch.file_name,
        source=batch.report["source"],
    )


def _begin_batch(session: Session, actor: Actor, upload: Upload) -> ImportBatch:
    batch = ImportBatch(
        source=SHEET_SOURCE,
        file_name=upload.file_name[:200],
        started_by_id=actor.user_id,
        report={
            "state": BatchState.OPEN.value,
            "source": upload.source,
            "header": list(upload.sheet.header),
            "rows": [list(row) for row in upload.sheet.rows],
        },
    )
    session.add(batch)
    session.flush()
    return batch


def _demand_open(batch: ImportBatch) -> None:
    if state_of_batch(batch) is not BatchState.OPEN:
        raise Conflict("The sheet has been imported already.")


def _run_kept(
    session: Session, actor: Actor, batch: ImportBatch, progress: Progress | None = None
) -> None:
    # In the language in which it was shown, so that the two can be held against each other.
    lists = get_lists(session, Language(batch.report["language"]))
    plan = check_sheet(session, actor, kept_upload(batch), batch.report["mapping"], lists)
    if [row.as_data() for row in plan.rows] != batch.report["lines"]:
        raise Conflict("A barrier was changed since the preview. Look at the preview again.")
    run_import(session, actor, plan, batch=batch, progress=progress)


def _carried_out(
    session: Session, actor: Actor, plan: ImportPlan, batch: ImportBatch
) -> Iterable[RowPlan]:
    """Do one row after the other, and yield each as it became: a new barrier has a code."""
    changed: list[RowPlan] = []
    for row in plan.rows:
        if row.outcome is Outcome.CREATE:
            yield _create(session, actor, row, plan, batch)
        elif row.outcome is Outcome.CHANGE:
            changed.append(row)
        else:
            yield row
    for start in range(0, len(changed), _LOADED):
        some = changed[start : start + _LOADED]
        barriers = {
            barrier.code: barrier
            for barrier in list_records(session, Barrier, [row.code for row in some])
        }
        for row in some:
            _change(session, actor, barriers[row.code], row, (plan.lists, batch))
            yield row


def _create(
    session: Session, actor: Actor, row: RowPlan, plan: ImportPlan, batch: ImportBatch
) -> RowPlan:
    barrier = begin_record(session, Barrier, next_code(session, LETTER))
    if actor.user_id is not None:
        # The tie is what is saved of a new row; the number is what the history tells.
        barrier.author = session.get_one(User, actor.user_id)
        barrier.author_id = actor.user_id
    barrier.state = State.OPEN
    barrier.work_state = WorkState.DRAFT
    demand_edit(actor, barrier)
    with changing(session, actor, barrier, verb=Deed(batch_id=batch.id)) as change:
        put_values(session, actor, barrier, row.values, plan.lists)
    session.add(
        ExternalKey(source=plan.upload.source, external_id=row.external_id, record_id=barrier.id)
    )
    _tell_owner(session, barrier, row, change)
    return replace(row, code=barrier.code)


def _change(
    session: Session,
    actor: Actor,
    barrier: Barrier,
    row: RowPlan,
    within: tuple[Lists, ImportBatch],
) -> None:
    lists, batch = within
    demand_edit(actor, barrier)
    if barrier.version != row.version:
        raise Conflict("A barrier was changed since the preview. Look at the preview again.")
    with changing(session, actor, barrier, verb=Deed(batch_id=batch.id)) as change:
        put_values(session, actor, barrier, row.values, lists)
    _tell_owner(session, barrier, row, change)


def _tell_owner(session: Session, barrier: Barrier, row: RowPlan, change: Change) -> None:
    if "owner" in row.values and barrier.owner_id is not None and change.revision is not None:
        tell(session, [barrier.owner_id], News.ASSIGNED, change.revision, barrier)


def _fail(
    sessions: sessionmaker[Session], batch_id: int, sentence: str, values: Mapping[str, object]
) -> None:
    filled = {name: str(value) for name, value in values.items()}
    with session_scope(sessions) as session:
        batch = session.get_one(ImportBatch, batch_id)
        failure = {"sentence": sentence, "values": filled}
        batch.report = {**batch.report, "state": BatchState.FAILED.value, "failure": failure}
        batch.finished_at = now()
