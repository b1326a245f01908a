"""The form of the public text, and what happens when two people write in it at once."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kb.errors import Conflict, Invalid
from kb.models import Record
from kb.publication.area_views import area
from kb.publication.desk_forms import TextForm, base_said, draft_of, said_by, text_form
from kb.publication.desk_queries import get_publication
from kb.publication.desk_views import DESK, desk_path, open_record, redirect_to_desk
from kb.publication.text_operations import write_public_text
from kb.records.since_queries import values_at
from kb.security.permissions import Permission
from kb.web.clashes import put_clash, read_again, status_of
from kb.web.drafts import drop, keep_while_writing, restored
from kb.web.editing import refuse
from kb.web.merging import Settlement, flat, kept, settle


@area.staff(f"{DESK}/text", needs=Permission.PUBLIC_TEXT_WRITE, methods=("GET", "POST"))
def text(kinds: str, code: str) -> ResponseReturnValue:
    """The public text in both languages side by side."""
    record = open_record(kinds, code)
    theirs = said_by(record)
    if request.method == "GET":
        return _page(record, _opened(record))
    form = text_form(record)(formdata=kept(request.form, theirs))
    if not form.validate():
        return _page(record, form)
    values, told = form.values(), "saved"
    if form.opened_version != record.version:
        base = base_said(record, values_at(g.session, record, form.opened_version))
        settled = settle(form.opened_base, values, theirs, base=base, prose=form.prose)
        if settled.clashes:
            return _conflict(record, settled)
        values, told = settled.values, "merged"
    try:
        write_public_text(g.session, g.actor, record, record.version, draft_of(record, values))
    except Invalid as error:
        refuse(form, error)
        return _page(record, form)
    except Conflict as error:
        record = read_again(lambda: open_record(kinds, code))
        put_clash(form, error, desk_path(record))
        return _page(record, form)
    drop()
    return redirect_to_desk(record, told)


def _opened(record: Record) -> TextForm:
    """The form as the record is, or as it was left unsaved."""
    form_class = text_form(record)
    form = restored(form_class)
    if form is None:
        form = form_class(formdata=None, data=said_by(record))
        form.open_at(record.version)
    return form


def _page(record: Record, form: TextForm) -> ResponseReturnValue:
    keep_while_writing(form)
    page = render_template(
        "publication/text.html",
        record=record,
        publication=get_publication(g.session, record),
        form=form,
        errors=form.errors,
        here=desk_path(record),
    )
    return page, status_of(form)


def _conflict(record: Record, settled: Settlement) -> ResponseReturnValue:
    """Show what both have changed: both texts, what they may come to, and everything else."""
    form = text_form(record)(formdata=None, data=settled.values)
    form.open_over(said_by(record), record.version)
    page = render_template(
        "publication/text_conflict.html",
        record=record,
        form=form,
        clashes=settled.clashes,
        mine={each.field: flat(f"mine-{each.field}", each.mine) for each in settled.clashes},
        here=desk_path(record),
    )
    return page, 409
