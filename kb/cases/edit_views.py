"""Adding a case, changing it, and tying it to a barrier."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.staff_queries import get_barrier
from kb.cases.area_views import area
from kb.cases.edit_forms import CaseForm
from kb.cases.edit_operations import begin_case, revise_case, tie_case
from kb.cases.edit_values import base_values, case_values, read_case
from kb.cases.staff_queries import get_case
from kb.errors import Invalid
from kb.models import Case, Organisation
from kb.records.choice_queries import list_offered_records, list_offered_terms
from kb.records.editions import Edition
from kb.records.since_queries import values_at
from kb.security.permissions import Permission
from kb.web.addresses import staff_path, with_query
from kb.web.drafts import autosave_url, drop, kept_data
from kb.web.editing import refuse
from kb.web.labels import _
from kb.web.merging import Settlement, flat, kept, sent_along, settle, undecided
from kb.words import CaseRelation


@area.staff("/cases/new", needs=Permission.CASE_EDIT, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """A new case; ``?barrier=`` names the barrier that it is added to."""
    barrier = request.values.get("barrier", "")
    if request.method == "GET":
        return _page(_opened(None, barrier), None, barrier)
    form = CaseForm()
    _offer(form, None)
    if not form.change_rows() and form.validate():
        try:
            case = begin_case(g.session, g.actor, read_case(form.values()))
        except Invalid as error:
            refuse(form, error)
        else:
            drop()
            is_tied = any(tie.barrier.code == barrier for tie in case.barriers)
            back = ("barrier", barrier, "edit", "evidence") if is_tied else ("case", case.code)
            return redirect(with_query(staff_path(*back), {"told": "case-created"}), 303)
    return _page(form, None, barrier)


@area.staff("/cases/<code>/edit", needs=Permission.CASE_EDIT, methods=("GET", "POST"))
def edit(code: str) -> ResponseReturnValue:
    """What the case says, changed together with what others have saved meanwhile."""
    case = get_case(g.session, g.actor, code)
    if request.method == "GET":
        return _page(_opened(case), case)
    theirs = case_values(case)
    form = CaseForm(formdata=kept(request.form, theirs))
    _offer(form, case)
    mine = CaseForm(formdata=sent_along(request.form)).values() if "clash" in request.form else {}
    open_clashes = undecided(request.form, theirs, mine)
    if open_clashes:
        settled = Settlement(values=form.values(), clashes=open_clashes)
        return _conflict(case, settled, sent=form)
    if form.change_rows() or not form.validate():
        return _page(form, case)
    values, told = form.values(), "saved"
    if form.opened_version != case.version:
        base = base_values(values_at(g.session, case, form.opened_version))
        settled = settle(form.opened_base, values, theirs, base=base, prose=form.prose)
        if settled.clashes:
            return _conflict(case, settled)
        values, told = settled.values, "merged"
    before = case.version
    edition = Edition(before, is_minor=bool(request.form.get("is_minor")))
    try:
        revise_case(g.session, g.actor, case, edition, read_case(values))
    except Invalid as error:
        refuse(form, error)
        return _page(form, case)
    drop()
    told = told if case.version != before else "unchanged"
    return redirect(with_query(staff_path("case", case.code), {"told": told}), 303)


@area.staff("/cases/tie", needs=Permission.CASE_EDIT, methods=("POST",))
def tie() -> ResponseReturnValue:
    """Tie a case that is here already to a barrier."""
    barrier = get_barrier(g.session, g.actor, request.form.get("barrier", ""))
    case = get_case(g.session, g.actor, request.form.get("case", ""))
    word = request.form.get("relation", "")
    relation = CaseRelation(word) if word in set(CaseRelation) else CaseRelation.RELATED
    tie_case(g.session, g.actor, case, barrier, relation)
    address = staff_path("barrier", barrier.code, "edit", "evidence")
    return redirect(with_query(address, {"told": "saved"}), 303)


def _opened(case: Case | None, barrier: str = "") -> CaseForm:
    """The form as the case is, or as it was left unsaved."""
    data = kept_data()
    if data is not None:
        form = CaseForm(formdata=data)
    elif case is not None:
        form = CaseForm(formdata=None, data=case_values(case))
    else:
        ties = [{"barrier": barrier, "relation": "proves"}] if barrier else []
        form = CaseForm(formdata=None, data={"barriers": ties})
    if data is None:
        form.spare_rows()
        form.open_at(case.version if case else 0)
    _offer(form, case)
    return form


def _offer(form: CaseForm, case: Case | None) -> None:
    offered = list_offered_terms(g.session, ["case-kind"], case.terms if case else ())
    form.offer("kinds", offered["case-kind"])
    form.offer("body", list_offered_records(g.session, Organisation), _("Nobody, or not known"))


def _page(form: CaseForm, case: Case | None, barrier: str = "") -> ResponseReturnValue:
    page = render_template(
        "cases/edit/form.html",
        form=form,
        errors=form.errors,
        case=case,
        from_barrier=barrier,
        is_restored=request.method == "GET" and kept_data() is not None,
        autosave=autosave_url(),
    )
    return page, 422 if form.errors else 200


def _conflict(
    case: Case, settled: Settlement, *, sent: CaseForm | None = None
) -> ResponseReturnValue:
    """Show what both have changed: both texts, what they may come to, and everything else.

    *sent* is the form of this page when it came back with something left to choose.
    """
    form = CaseForm(formdata=None, data=settled.values)
    form.open_over(case_values(case), case.version)
    if sent is not None:
        # What others have saved since the page was shown is still to be told apart.
        form.version.data, form.base.data = sent.version.data, sent.base.data
    _offer(form, case)
    page = render_template(
        "cases/edit/conflict.html",
        form=form,
        case=case,
        clashes=settled.clashes,
        is_undecided=sent is not None,
        mine={each.field: flat(f"mine-{each.field}", each.mine) for each in settled.clashes},
    )
    return page, 409
