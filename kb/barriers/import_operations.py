"""Sheets of barriers on their way in: kept, looked at, and then imported as they were shown.

A row is known again by its code, else by what it is called in the file's source, else by its title.
What is new comes in as a draft whose author is whoever imports; a barrier that is there already is
changed only where a cell says something else, and a sheet that comes in twice changes nothing.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from kb.barriers.import_plans import Outcome, Upload
from kb.barriers.import_queries import BatchState, state_of_batch
from kb.barriers.import_run_operations import (
    MOST_AT_ONCE,
    begin_batch,
    check_kept,
    check_sheet,
    kept_upload,
    run_import,
)
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_columns import check_mapping
from kb.errors import Conflict, Invalid
from kb.models import ImportBatch
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand


def keep_sheet(session: Session, actor: Actor, upload: Upload, lists: Lists) -> ImportBatch:
    """Keep *upload* for *actor* to look at, its columns guessed; nothing is imported yet."""
    demand(actor, Permission.SHEET_IMPORT)
    batch = begin_batch(session, actor, upload)
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
        run_import(session, actor, check_kept(session, actor, batch), batch=batch)


def drop_import(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Throw a kept sheet away that was not imported; raises Conflict for one that was, in part."""
    demand(actor, Permission.SHEET_IMPORT)
    if state_of_batch(batch) not in (BatchState.OPEN, BatchState.FAILED):
        raise Conflict("The sheet has been imported already.")
    if batch.report.get("failure", {}).get("done"):
        # The history leads to it from every barrier that came in.
        raise Conflict("A part of the sheet has been imported already.")
    session.delete(batch)
    session.flush()


def _demand_open(batch: ImportBatch) -> None:
    if state_of_batch(batch) is not BatchState.OPEN:
        raise Conflict("The sheet has been imported already.")
