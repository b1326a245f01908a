"""Imports of sheets: their own to whoever began them, and unknown to everybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from kb.errors import NotFound
from kb.models import ImportBatch, Revision
from kb.security.actor import Actor

#: What a batch of changes is called that came from a sheet, and one that came from a bulk edit.
SHEET_SOURCE = "sheet-import"
BULK_SOURCE = "bulk-edit"
_LISTED = 50
#: An import that has written nothing for so long is under way no longer.
LEFT_MINUTES = 10


class BatchState(StrEnum):
    """How far a batch has come."""

    OPEN = "open"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """An import as a line in the list of earlier ones."""

    id: int
    file_name: str
    started_at: datetime
    state: BatchState
    counts: dict[str, int]


def get_batch(session: Session, actor: Actor, source: str, batch_id: int) -> ImportBatch:
    """The batch with *batch_id*; raises NotFound for anybody else's and for another source."""
    batch = session.scalars(
        select(ImportBatch).where(
            ImportBatch.id == batch_id, ImportBatch.source == source, own_batches(actor)
        )
    ).one_or_none()
    if batch is None:
        raise NotFound("There is no such import.")
    return batch


def own_batches(actor: Actor) -> ColumnElement[bool]:
    """Batches that *actor* began."""
    return ImportBatch.started_by_id == actor.user_id


def state_of_batch(batch: ImportBatch) -> BatchState:
    """How far *batch* has come."""
    return BatchState(batch.report["state"])


def list_imports(session: Session, actor: Actor) -> Sequence[ImportLine]:
    """The latest imports that *actor* began, the newest first; of a report only what is shown."""
    rows = session.execute(
        select(
            ImportBatch.id,
            ImportBatch.file_name,
            ImportBatch.started_at,
            ImportBatch.report["state"].as_string(),
            ImportBatch.report["counts"],
        )
        .where(ImportBatch.source == SHEET_SOURCE, own_batches(actor))
        .order_by(ImportBatch.id.desc())
        .limit(_LISTED)
    )
    return [
        ImportLine(
            id=batch_id,
            file_name=file_name,
            started_at=started_at,
            state=BatchState(state),
            counts=counts or {},
        )
        for batch_id, file_name, started_at, state, counts in rows
    ]


def find_waiting_import(session: Session, moment: datetime) -> ImportBatch | None:
    """The import that has waited longest, locked where the database can; None when none waits.

    One that somebody began and left waits too: nothing of it was written for LEFT_MINUTES before
    *moment*.
    """
    left_at = moment - timedelta(minutes=LEFT_MINUTES)
    state = ImportBatch.report["state"].as_string()
    written = select(Revision.id).where(Revision.batch_id == ImportBatch.id, Revision.at > left_at)
    is_left = (
        (state == BatchState.RUNNING)
        & (ImportBatch.report["claimed_at"].as_string() < left_at.isoformat())
        & ~written.exists()
    )
    return session.scalars(
        select(ImportBatch)
        .where(ImportBatch.source == SHEET_SOURCE, ImportBatch.finished_at.is_(None))
        .where(or_(state == BatchState.WAITING, is_left))
        .order_by(ImportBatch.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def report_rows(batch: ImportBatch) -> list[list[str]]:
    """The report as a table, the header first: row, outcome, code, title and what was wrong."""
    table = [["row", "outcome", "code", "title", "column", "value", "fault"]]
    for line in batch.report.get("lines", ()):
        start = [str(line["row"]), line["outcome"], line["code"], line["title"]]
        table += [
            [*start, fault["column"], fault["text"], _filled(fault)] for fault in line["faults"]
        ] or [[*start, "", "", ""]]
    return table


def _filled(fault: dict[str, Any]) -> str:
    sentence: str = fault["sentence"]
    return sentence % fault["values"] if fault["values"] else sentence
