"""Notes on records of every kind that staff work with: written, changed, pinned and removed."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.errors import Forbidden, Invalid
from kb.models import Note, Record
from kb.records.note_forms import NoteForm
from kb.records.note_operations import edit_note, pin_note, remove_note, write_note
from kb.records.note_queries import get_note
from kb.records.work_queries import get_record
from kb.security.permissions import Permission
from kb.web.addresses import staff_path, with_query
from kb.web.drafts import drop, keep_while_writing, left_unsaved
from kb.web.moving import put_error
from kb.web.routing import Area
from kb.words import RecordKind

area = Area("records")

_KINDS = {
    "barriers": RecordKind.BARRIER,
    "cases": RecordKind.CASE,
    "actions": RecordKind.ACTION,
    "matters": RecordKind.MATTER,
}
_NOTES = f"/<any({', '.join(_KINDS)}):kinds>/<code>/notes"
_ONE = f"{_NOTES}/<int(max=999999999):number>"


@area.staff(_NOTES, needs=Permission.NOTE_WRITE, methods=("GET", "POST"))
def note(kinds: str, code: str) -> ResponseReturnValue:
    """Write a note, on a page of its own; the page of the record has the same form."""
    record = get_record(g.session, g.actor, _KINDS[kinds], code)
    form = left_unsaved(NoteForm)
    if request.method == "POST" and form.validate():
        try:
            write_note(g.session, g.actor, record, form.text.data or "")
        except Invalid as error:
            put_error(form, error)
        else:
            return _back(record, "noted")
    return _page(record, form, None)


@area.staff(_ONE, needs=Permission.NOTE_WRITE, methods=("GET", "POST"))
def edit(kinds: str, code: str, number: int) -> ResponseReturnValue:
    """Change one's own note."""
    record, found = _found(kinds, code, number)
    if found.author_id != g.actor.user_id:
        raise Forbidden("A note is changed by whoever wrote it.")
    form = left_unsaved(NoteForm)
    if request.method == "GET":
        if not form.is_restored:
            form.text.data = found.body_md
    elif form.validate():
        try:
            edit_note(g.session, g.actor, record, found, form.text.data or "")
        except Invalid as error:
            put_error(form, error)
        else:
            return _back(record, "noted")
    return _page(record, form, found)


@area.staff(f"{_ONE}/remove", needs=Permission.NOTE_WRITE, methods=("POST",))
def remove(kinds: str, code: str, number: int) -> ResponseReturnValue:
    """Remove one's own note."""
    record, found = _found(kinds, code, number)
    remove_note(g.session, g.actor, record, found)
    drop(staff_path(record.kind, record.code, "notes", str(number)))
    return _back(record, "note-removed")


@area.staff(f"{_ONE}/pin", needs=Permission.NOTE_WRITE, methods=("POST",))
def pin(kinds: str, code: str, number: int) -> ResponseReturnValue:
    """Pin a note, or let it go: ``pinned`` says which."""
    record, found = _found(kinds, code, number)
    is_pinned = request.form.get("pinned") == "yes"
    pin_note(g.session, g.actor, record, found, is_pinned=is_pinned)
    return _back(record, "saved")


def _found(kinds: str, code: str, number: int) -> tuple[Record, Note]:
    record = get_record(g.session, g.actor, _KINDS[kinds], code)
    return record, get_note(g.session, g.actor, record, number)


def _back(record: Record, word: str) -> ResponseReturnValue:
    """Go back to the notes of the record; what was typed in this form is saved now."""
    drop()
    address = with_query(staff_path(record.kind, record.code), {"told": word})
    return redirect(f"{address}#notes", 303)


def _page(record: Record, form: NoteForm, found: Note | None) -> ResponseReturnValue:
    keep_while_writing(form)
    page = render_template(
        "records/note.html", record=record, form=form, errors=form.errors, note=found
    )
    return page, 422 if request.method == "POST" else 200
