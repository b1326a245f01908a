"""Changing many barriers: from the chosen rows of the list to a preview, the change, and back."""

from collections import Counter
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.barriers.area_views import area
from kb.barriers.bulk_forms import FIELDS, BulkForm
from kb.barriers.bulk_operations import (
    UNDO_MINUTES,
    apply_bulk,
    begin_bulk,
    choose_change,
    may_undo,
    undo_bulk,
)
from kb.barriers.bulk_plans import What, change_of
from kb.barriers.import_queries import BULK_SOURCE, BatchState, get_batch, state_of_batch
from kb.barriers.sheet_queries import get_lists
from kb.barriers.sheet_views import read_query
from kb.errors import Invalid
from kb.models import ImportBatch
from kb.security.permissions import Permission
from kb.web.addresses import with_query
from kb.web.i18n import current_language, gettext
from kb.web.labels import _
from kb.web.moving import put_error

CHANGES = {
    What.OWNER: _("Owner"),
    What.ADD_TERM: _("A word is added"),
    What.REMOVE_TERM: _("A word is taken away"),
    What.CHANNEL: _("How we came to know of it"),
    What.REVIEW_ON: _("Day to look at it again"),
    What.FOLLOW: _("You follow it"),
}
_ID = "<int(max=2147483647):number>"


@area.staff("/bulk", needs=Permission.BULK_EDIT, methods=("POST",))
def bulk_begin() -> ResponseReturnValue:
    """Take the chosen rows of the list, or all that its filters give, to be changed together."""
    filters = read_query(request.form.get("query", ""))
    wants_all = request.form.get("all") == "1"
    codes = request.form.getlist("code")
    try:
        batch = begin_bulk(g.session, g.actor, codes, filters if wants_all else None)
    except Invalid as error:
        word = "too-many-chosen" if "limit" in error.values else "none-chosen"
        return redirect(with_query("/staff/barriers", {**filters, "told": word}), 303)
    return redirect(url_for("barriers.bulk_choose", number=batch.id), 303)


@area.staff(f"/bulk/{_ID}", needs=Permission.BULK_EDIT, methods=("GET", "POST"))
def bulk_choose(number: int) -> ResponseReturnValue:
    """Choose what is to be changed."""
    batch = _batch(number)
    if state_of_batch(batch) is not BatchState.OPEN:
        return redirect(url_for("barriers.bulk_result", number=number), 303)
    form = BulkForm()
    form.offer(list_members(g.session), get_lists(g.session, current_language()))
    if request.method == "POST" and form.validate():
        change = form.change()
        if form.is_open and change is not None:
            form[FIELDS[change.what]].errors = [gettext("Choose what it is to be.")]
        elif change is not None:
            try:
                choose_change(g.session, g.actor, batch, change)
            except Invalid as error:
                name = FIELDS.get(change.what, error.field)
                put_error(form, Invalid(name, error.sentence, **error.values))
            else:
                return redirect(url_for("barriers.bulk_preview", number=number), 303)
        else:
            form.form_errors.append(gettext("Choose first what is to be changed."))
    body = render_template("barriers/bulk_choose.html", batch=batch, form=form, errors=form.errors)
    return body, 422 if request.method == "POST" else 200


@area.staff(f"/bulk/{_ID}/preview", needs=Permission.BULK_EDIT)
def bulk_preview(number: int) -> ResponseReturnValue:
    """What would be changed, barrier by barrier, and what would be left out and why."""
    batch = _batch(number)
    if state_of_batch(batch) is not BatchState.OPEN or change_of(batch) is None:
        return redirect(url_for("barriers.bulk_choose", number=number), 303)
    return render_template("barriers/bulk_preview.html", batch=batch, **_shown(batch))


@area.staff(f"/bulk/{_ID}/apply", needs=Permission.BULK_EDIT, methods=("POST",))
def bulk_apply(number: int) -> ResponseReturnValue:
    """Change what was previewed."""
    batch = _batch(number)
    if state_of_batch(batch) is BatchState.OPEN:
        apply_bulk(g.session, g.actor, batch)
    return redirect(url_for("barriers.bulk_result", number=number), 303)


@area.staff(f"/bulk/{_ID}/result", needs=Permission.BULK_EDIT)
def bulk_result(number: int) -> ResponseReturnValue:
    """What was changed, what was left out, and for some minutes the way back."""
    batch = _batch(number)
    if state_of_batch(batch) is BatchState.OPEN:
        return redirect(url_for("barriers.bulk_choose", number=number), 303)
    return render_template(
        "barriers/bulk_result.html",
        batch=batch,
        may_undo=may_undo(batch),
        minutes=UNDO_MINUTES,
        kept=batch.report.get("kept", []),
        **_shown(batch),
    )


@area.staff(f"/bulk/{_ID}/undo", needs=Permission.BULK_EDIT, methods=("POST",))
def bulk_undo(number: int) -> ResponseReturnValue:
    """Put back what was changed."""
    undo_bulk(g.session, g.actor, _batch(number))
    return redirect(url_for("barriers.bulk_result", number=number, told="undone"), 303)


def _batch(number: int) -> ImportBatch:
    return get_batch(g.session, g.actor, BULK_SOURCE, number)


def _shown(batch: ImportBatch) -> dict[str, Any]:
    """The change and its rows in the reader's language."""
    change = change_of(batch)
    if change is None:
        return {"heading": "", "lines": [], "total": 0, "left_out": 0}
    lists = get_lists(g.session, current_language())
    words = {"yes": gettext("Followed")} if change.what is What.FOLLOW else {}
    lines = [
        {
            **line,
            "before": words.get("".join(line["before"])) or change.in_words(line["before"], lists),
            "after": words.get("".join(line["after"])) or change.in_words(line["after"], lists),
            "left_out": _in_own_words(line["left_out"]),
        }
        for line in batch.report["lines"]
    ]
    counts = Counter(bool(line["left_out"]) for line in lines)
    return {
        "heading": gettext(CHANGES[change.what]),
        "lines": lines,
        "total": counts[False],
        "left_out": counts[True],
    }


def _in_own_words(sentence: str) -> str:
    return gettext(sentence) if sentence else ""
