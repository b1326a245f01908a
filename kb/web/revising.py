"""Pages on which a record is begun or changed in one form, whatever its kind.

What is typed is kept while it is written; whoever saves second is shown what both have changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.errors import Invalid
from kb.models import Record
from kb.records.editions import Edition
from kb.records.since_queries import values_at
from kb.web.addresses import staff_path, with_query
from kb.web.drafts import autosave_url, drop, kept_data
from kb.web.editing import EditForm, refuse
from kb.web.merging import Settlement, flat, kept, sent_along, settle, undecided
from kb.words import RecordKind

R = TypeVar("R", bound=Record)
Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Editing(Generic[R]):
    """How records of one kind are edited; the words of its pages are ready to be read."""

    kind: RecordKind
    form: type[EditForm]
    #: The record, loaded whole → what its form holds.
    values_of: Callable[[R], dict[str, Any]]
    #: What the history said at an earlier version → what the form would have held then.
    base_of: Callable[[Values], dict[str, Any]]
    #: Gives the choices of the form; the record is None while it does not exist.
    offer: Callable[[EditForm, R | None], None]
    begin: Callable[[Values], R]
    revise: Callable[[R, Edition, Values], object]
    #: The templates of the form, and of what two have changed at once.
    page: str
    conflict: str
    #: Name and address of the list that the records stand in.
    trail: Callable[[], tuple[str, str]]
    heading_new: Callable[[], str]


def begin_page(editing: Editing[R], given: Values) -> ResponseReturnValue:
    """The form of a new record, opened with what is *given*; makes the record when it is sent."""
    if request.method == "GET":
        return _page(editing, _opened(editing, None, given), None)
    form = editing.form()
    editing.offer(form, None)
    if not form.change_rows() and form.validate():
        try:
            record = editing.begin(form.values())
        except Invalid as error:
            refuse(form, error)
        else:
            drop()
            return redirect(_back(editing, record, "saved"), 303)
    return _page(editing, form, None)


def edit_page(editing: Editing[R], record: R) -> ResponseReturnValue:
    """The form of *record*, loaded whole, saved together with what others have saved meanwhile."""
    if request.method == "GET":
        return _page(editing, _opened(editing, record, {}), record)
    theirs = editing.values_of(record)
    form = editing.form(formdata=kept(request.form, theirs))
    editing.offer(form, record)
    mine = editing.form(formdata=sent_along(request.form)).values() if _is_clash() else {}
    open_clashes = undecided(request.form, theirs, mine)
    if open_clashes:
        settled = Settlement(values=form.values(), clashes=open_clashes)
        return _conflict(editing, record, settled, sent=form)
    if form.change_rows() or not form.validate():
        return _page(editing, form, record)
    values, told = form.values(), "saved"
    if form.opened_version != record.version:
        base = editing.base_of(values_at(g.session, record, form.opened_version))
        settled = settle(form.opened_base, values, theirs, base=base, prose=form.prose)
        if settled.clashes:
            return _conflict(editing, record, settled)
        values, told = settled.values, "merged"
    before = record.version
    try:
        editing.revise(record, Edition(before, bool(request.form.get("is_minor"))), values)
    except Invalid as error:
        refuse(form, error)
        return _page(editing, form, record)
    drop()
    return redirect(_back(editing, record, told if record.version != before else "unchanged"), 303)


def _is_clash() -> bool:
    return "clash" in request.form


def _back(editing: Editing[R], record: Record, told: str) -> str:
    return with_query(staff_path(editing.kind, record.code), {"told": told})


def _opened(editing: Editing[R], record: R | None, given: Values) -> EditForm:
    """The form as the record is, or as it was left unsaved."""
    data = kept_data()
    if data is not None:
        form = editing.form(formdata=data)
    else:
        values = editing.values_of(record) if record is not None else dict(given)
        form = editing.form(formdata=None, data=values)
        form.spare_rows()
        form.open_at(record.version if record is not None else 0)
    editing.offer(form, record)
    return form


def _page(editing: Editing[R], form: EditForm, record: R | None) -> ResponseReturnValue:
    page = render_template(
        editing.page,
        form=form,
        errors=form.errors,
        record=record,
        kind=editing.kind,
        trail=editing.trail(),
        heading_new=editing.heading_new(),
        is_restored=request.method == "GET" and kept_data() is not None,
        autosave=autosave_url(),
    )
    return page, 422 if form.errors else 200


def _conflict(
    editing: Editing[R], record: R, settled: Settlement, *, sent: EditForm | None = None
) -> ResponseReturnValue:
    """Show what both have changed: both texts, what they may come to, and everything else.

    *sent* is the form of this page when it came back with something left to choose.
    """
    form = editing.form(formdata=None, data=settled.values)
    form.open_over(editing.values_of(record), record.version)
    if sent is not None:
        # What others have saved since the page was shown is still to be told apart.
        form.version.data, form.base.data = sent.version.data, sent.base.data
    editing.offer(form, record)
    page = render_template(
        editing.conflict,
        form=form,
        record=record,
        kind=editing.kind,
        trail=editing.trail(),
        clashes=settled.clashes,
        is_undecided=sent is not None,
        mine={each.field: flat(f"mine-{each.field}", each.mine) for each in settled.clashes},
    )
    return page, 409
