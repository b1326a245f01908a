"""Importing a sheet: the file, its columns, what it would do, and what it did."""

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.import_forms import UploadForm, chosen_columns, columns_form
from kb.barriers.import_operations import (
    choose_columns,
    confirm_import,
    drop_import,
    keep_sheet,
)
from kb.barriers.import_plans import Outcome
from kb.barriers.import_queries import (
    SHEET_SOURCE,
    BatchState,
    get_batch,
    list_imports,
    report_rows,
    state_of_batch,
)
from kb.barriers.import_run_operations import MOST_AT_ONCE
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_columns import BY_KEY
from kb.barriers.sheet_queries import get_lists
from kb.db.paging import Page
from kb.errors import Conflict, Invalid
from kb.models import ImportBatch
from kb.readers.sheet_writing import csv_bytes
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.addresses import with_query
from kb.web.errors import sentence_of
from kb.web.forms import StaffForm
from kb.web.i18n import current_language, gettext
from kb.web.labels import _
from kb.web.moving import put_error
from kb.web.routing import keep_changes

PER_PAGE = 50
OUTCOMES = {
    Outcome.FAULTY: _("With faults"),
    Outcome.CREATE: _("New"),
    Outcome.CHANGE: _("Changed"),
    Outcome.UNCHANGED: _("Unchanged"),
}
STATES = {
    BatchState.OPEN: _("Not imported yet"),
    BatchState.WAITING: _("Being imported"),
    BatchState.RUNNING: _("Being imported"),
    BatchState.DONE: _("Imported"),
    BatchState.FAILED: _("Failed"),
}
_ID = "<int(max=2147483647):number>"


@area.staff("/import", needs=Permission.SHEET_IMPORT, methods=("GET", "POST"))
def import_start() -> ResponseReturnValue:
    """Choose a file; it is kept and shown before anything is imported."""
    form = UploadForm()
    if request.method == "POST" and form.validate():
        try:
            batch = keep_sheet(g.session, g.actor, form.upload(), _lists())
        except Invalid as error:
            put_error(form, error)
        else:
            return redirect(url_for("barriers.import_preview", number=batch.id), 303)
    body = render_template(
        "barriers/import_start.html",
        form=form,
        errors=form.errors,
        imports=list_imports(g.session, g.actor),
        states={state: gettext(text) for state, text in STATES.items()},
    )
    return body, 422 if request.method == "POST" else 200


@area.staff(f"/import/{_ID}", needs=Permission.SHEET_IMPORT)
def import_preview(number: int) -> ResponseReturnValue:
    """What the sheet would do: how its columns are read, and every row with its faults."""
    batch = _batch(number)
    if state_of_batch(batch) is not BatchState.OPEN:
        return redirect(url_for("barriers.import_report", number=number), 303)
    form = columns_form(batch.report["header"], batch.report["mapping"])
    return _preview(batch, form)


@area.staff(f"/import/{_ID}/columns", needs=Permission.SHEET_IMPORT, methods=("POST",))
def import_columns(number: int) -> ResponseReturnValue:
    """Read the columns as they were chosen, and look at the rows again."""
    batch = _batch(number)
    header = batch.report["header"]
    form = columns_form(header, {})
    if form.validate():
        try:
            choose_columns(g.session, g.actor, batch, chosen_columns(form, header), _lists())
        except Invalid as error:
            put_error(form, error)
        else:
            return redirect(url_for("barriers.import_preview", number=number), 303)
    return _preview(batch, form), 422


@area.staff(f"/import/{_ID}/run", needs=Permission.SHEET_IMPORT, methods=("POST",))
def import_run(number: int) -> ResponseReturnValue:
    """Import what was shown; when that no longer holds, show what would be done now."""
    batch = _batch(number)
    if state_of_batch(batch) is not BatchState.OPEN:
        return redirect(url_for("barriers.import_report", number=number), 303)
    try:
        confirm_import(g.session, g.actor, batch)
    except Conflict as error:
        # Nothing of the import may stay, but the new preview must.
        g.session.rollback()
        batch = _batch(number)
        pairs = [(name, batch.report["mapping"].get(name, "")) for name in batch.report["header"]]
        choose_columns(g.session, g.actor, batch, pairs, _lists())
        keep_changes()
        form = columns_form(batch.report["header"], batch.report["mapping"])
        form.form_errors.append(sentence_of(error))
        return _preview(batch, form), 409
    return redirect(url_for("barriers.import_report", number=number), 303)


@area.staff(f"/import/{_ID}/drop", needs=Permission.SHEET_IMPORT, methods=("POST",))
def import_drop(number: int) -> ResponseReturnValue:
    """Throw away a sheet that was not imported."""
    drop_import(g.session, g.actor, _batch(number))
    return redirect(url_for("barriers.import_start", told="import-dropped"), 303)


@area.staff(f"/import/{_ID}/report", needs=Permission.SHEET_IMPORT)
def import_report(number: int) -> ResponseReturnValue:
    """What the import did, row by row, or how far it has come."""
    batch = _batch(number)
    state = state_of_batch(batch)
    if state is BatchState.OPEN:
        return redirect(url_for("barriers.import_preview", number=number), 303)
    failure = batch.report.get("failure")
    return render_template(
        "barriers/import_report.html",
        batch=batch,
        state=state.value,
        failure=_said(failure) if failure else "",
        stopped_at=failure.get("row") if failure else None,
        came_in=failure.get("done", 0) if failure else 0,
        rows=_rows(batch),
    )


@area.staff(f"/import/{_ID}/report.csv", needs=Permission.SHEET_IMPORT)
def import_report_csv(number: int) -> ResponseReturnValue:
    """The report as a table: a line for each row, and for each fault of a row."""
    header, *rows = report_rows(_batch(number))
    answer = Response(b"".join(csv_bytes(header, rows, bom=True)), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"import-{number}.csv")
    return answer


def _batch(number: int) -> ImportBatch:
    return get_batch(g.session, g.actor, SHEET_SOURCE, number)


def _lists() -> Lists:
    return get_lists(g.session, current_language())


def _preview(batch: ImportBatch, form: StaffForm) -> str:
    counts: dict[str, int] = batch.report["counts"]
    return render_template(
        "barriers/import_preview.html",
        batch=batch,
        form=form,
        fields=[form[f"column_{place}"] for place in range(len(batch.report["header"]))],
        errors=form.errors,
        rows=_rows(batch),
        todo=counts.get(Outcome.CREATE, 0) + counts.get(Outcome.CHANGE, 0),
        is_long=counts.get(Outcome.CREATE, 0) + counts.get(Outcome.CHANGE, 0) > MOST_AT_ONCE,
    )


def _rows(batch: ImportBatch) -> dict[str, Any]:
    """One page of the rows with one outcome: what the address asks for, else faults first."""
    report = batch.report
    counts: dict[str, int] = report["counts"]
    first = next((outcome for outcome in OUTCOMES if counts.get(outcome)), Outcome.UNCHANGED)
    asked = request.args.get("show", "")
    shown = asked if asked in set(Outcome) else first.value
    lines = [line for line in report["lines"] if line["outcome"] == shown]
    page: Page = listings.read_page(len(lines), PER_PAGE)
    here = request.path if request.method == "GET" else _preview_path(batch)
    return {
        "shown": shown,
        "page": page,
        "page_url": lambda number: with_query(here, {"show": shown, "page": str(number)}),
        "parts": [
            {
                "label": gettext(text),
                "url": with_query(here, {"show": outcome.value}),
                "is_current": outcome.value == shown,
                "count": counts.get(outcome, 0),
            }
            for outcome, text in OUTCOMES.items()
        ],
        "lines": [_shown(line) for line in lines[page.offset : page.offset + page.per_page]],
    }


def _preview_path(batch: ImportBatch) -> str:
    return url_for("barriers.import_preview", number=batch.id)


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """A row in the reader's language."""
    is_swedish = current_language().value == "sv"

    def named(key: str) -> str:
        # What the file itself calls a column stands as it is.
        if key not in BY_KEY:
            return key
        return BY_KEY[key].name.sv if is_swedish else BY_KEY[key].name.en

    changes = [(named(key), before, after) for key, (before, after) in line["changes"].items()]
    faults = [(named(fault["column"]), fault["text"], _said(fault)) for fault in line["faults"]]
    return {**line, "changes": changes, "faults": faults}


def _said(fault: dict[str, Any]) -> str:
    original: str = fault["sentence"]
    sentence = gettext(original)
    return sentence % fault["values"] if fault["values"] else sentence
