"""The form of the public text, and what happens when two people write in it at once."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.errors import Invalid
from kb.models import Record
from kb.publication.area_views import area
from kb.publication.desk_forms import TextForm, draft_of, said_by, text_form
from kb.publication.desk_queries import get_publication
from kb.publication.desk_views import DESK, desk_path, open_record, redirect_to_desk
from kb.publication.text_operations import write_public_text
from kb.security.permissions import Permission
from kb.web.editing import refuse
from kb.web.merging import Clash, settle


@area.staff(f"{DESK}/text", needs=Permission.PUBLIC_TEXT_WRITE, methods=("GET", "POST"))
def text(kinds: str, code: str) -> ResponseReturnValue:
    """The public text in both languages side by side."""
    record = open_record(kinds, code)
    form = text_form(record)
    if request.method == "GET":
        _fill(form, record)
        return _page(record, form), 200
    if not form.validate():
        return _page(record, form), 422
    values, told = form.values(), "saved"
    if form.opened_version != record.version:
        settled = settle(form.opened_base, values, said_by(record), base={})
        values, told = settled.values, "merged"
        if settled.clashes:
            form.process(MultiDict(values))
            _open(form, record)
            return _page(record, form, settled.clashes), 422
    try:
        write_public_text(g.session, g.actor, record, record.version, draft_of(record, values))
    except Invalid as error:
        refuse(form, error)
        return _page(record, form), 422
    return redirect_to_desk(record, told)


def _fill(form: TextForm, record: Record) -> None:
    form.process(MultiDict(said_by(record)))
    _open(form, record)


def _open(form: TextForm, record: Record) -> None:
    """Let the form remember what the record says now, whatever stands in its fields."""
    asked = form.values()
    form.process(MultiDict(said_by(record)))
    form.open_at(record.version)
    base, version = form.base.data, form.version.data
    form.process(MultiDict({**asked, "base": base, "version": version}))


def _page(record: Record, form: TextForm, clashes: tuple[Clash, ...] = ()) -> str:
    return render_template(
        "publication/text.html",
        record=record,
        publication=get_publication(g.session, record),
        form=form,
        errors=form.errors,
        clashes=clashes,
        here=desk_path(record),
    )
