"""Logging a barrier step by step, and changing any part of what it says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.barriers import edit_values as fields
from kb.barriers.area_views import area
from kb.barriers.edit_drafts import SCHEMES, Section
from kb.barriers.edit_forms import (
    EverythingForm,
    EvidenceForm,
    FlowForm,
    LawForm,
    ObjectivesForm,
    ReportForm,
    ScoresForm,
)
from kb.barriers.edit_operations import begin_barrier, revise_barrier
from kb.barriers.edit_rules import OF_THE_LAW, demand_edit, faults_of, locked_law, may_edit_law
from kb.barriers.staff_queries import get_barrier
from kb.cases.edit_queries import list_cases_of, list_other_cases
from kb.errors import Invalid, NotFound
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import Barrier, Matter, Objective, Organisation, Principle
from kb.records.choice_queries import Offer, list_offered_records, list_offered_terms
from kb.records.editions import Edition
from kb.records.since_queries import values_at
from kb.security.permissions import Permission
from kb.security.rules import can, is_close, ties_to
from kb.web.addresses import staff_path, with_query
from kb.web.drafts import autosave_url, drop, kept_data
from kb.web.editing import EditForm, refuse
from kb.web.labels import _
from kb.web.merging import Settlement, flat, kept, sent_along, settle, undecided
from kb.words import CaseRelation, DecisionPart, Pair

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A section of a barrier, with a page of its own."""

    name: str
    heading: str
    form: type[EditForm]
    #: What the barrier says in its fields.
    values: Callable[[Barrier, KnownLaw], dict[str, Any]]
    #: What its fields say, read back.
    reads: tuple[Callable[[Values], Section], ...]
    #: Whether it says what law stands behind the barrier.
    is_law: bool = False


#: The sections in the order in which a new barrier goes through them.
STEPS = (
    Step(
        name="report",
        heading=_("What was reported"),
        form=ReportForm,
        values=lambda barrier, law: fields.report_values(barrier),
        reads=(fields.read_report,),
    ),
    Step(
        name="law",
        heading=_("The law behind it"),
        form=LawForm,
        values=fields.law_values,
        reads=(fields.read_law,),
        is_law=True,
    ),
    Step(
        name="flow",
        heading=_("Flow of information and decision"),
        form=FlowForm,
        values=fields.flow_values,
        reads=(fields.read_flow, fields.read_ladder),
        is_law=True,
    ),
    Step(
        name="objectives",
        heading=_("Objectives that it stops"),
        form=ObjectivesForm,
        values=lambda barrier, law: fields.objectives_values(barrier),
        reads=(fields.read_objectives,),
    ),
    Step(
        name="scores",
        heading=_("How bad it is"),
        form=ScoresForm,
        values=lambda barrier, law: fields.scores_values(barrier),
        reads=(fields.read_scores,),
    ),
    Step(
        name="evidence",
        heading=_("Cases, matters and related barriers"),
        form=EvidenceForm,
        values=lambda barrier, law: fields.evidence_values(barrier),
        reads=(fields.read_effects, fields.read_relations),
    ),
)
EVERYTHING = Step(
    name="all",
    heading=_("Everything"),
    form=EverythingForm,
    values=lambda barrier, law: {
        name: value for step in STEPS for name, value in step.values(barrier, law).items()
    },
    reads=tuple(read for step in STEPS for read in step.reads),
)
_CONTACT = "reported_by"
_BY_NAME = {step.name: step for step in (*STEPS, EVERYTHING)}


@area.staff("/barriers/new", needs=Permission.BARRIER_EDIT, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """The first step of a new barrier: a working title is enough to make it a draft."""
    step = STEPS[0]
    is_sent = request.method == "POST"
    form = step.form(formdata=request.form if is_sent else kept_data())
    offer_choices(form, None)
    if is_sent and form.validate():
        try:
            barrier = begin_barrier(g.session, g.actor, fields.read_report(form.values()))
        except Invalid as error:
            refuse(form, error)
        else:
            drop()
            return redirect(_onward(barrier, step, "created"), 303)
    return _page(step, form, None)


@area.staff("/barriers/<code>/edit", needs=Permission.BARRIER_EDIT)
def edit(code: str) -> ResponseReturnValue:
    """Lead to the first section."""
    return redirect(url_for("barriers.edit_section", code=code.upper(), section=STEPS[0].name), 303)


@area.staff("/barriers/<code>/edit/<section>", needs=Permission.BARRIER_EDIT, methods=("GET",))
def edit_section(code: str, section: str) -> ResponseReturnValue:
    """One section as it is, or as it was left unsaved."""
    barrier, step = _opened(code, section)
    data = kept_data()
    law = get_known_law(g.session)
    if data is None:
        form = step.form(formdata=None, data=step.values(barrier, law))
        leave_out_contact(form, barrier)
        _lay_out(form)
        offer_choices(form, barrier)
        form.open_at(barrier.version)
    else:
        form = step.form(formdata=data)
        leave_out_contact(form, barrier)
        offer_choices(form, barrier)
    return _page(step, form, barrier, law=law, is_restored=data is not None)


@area.staff("/barriers/<code>/edit/<section>", needs=Permission.BARRIER_EDIT, methods=("POST",))
def save_section(code: str, section: str) -> ResponseReturnValue:
    """Save a section, together with what others have saved since it was opened."""
    barrier, step = _opened(code, section)
    law = get_known_law(g.session)
    theirs = step.values(barrier, law)
    form = step.form(formdata=kept(request.form, theirs))
    leave_out_contact(form, barrier)
    offer_choices(form, barrier)
    mine = step.form(formdata=sent_along(request.form)).values() if "clash" in request.form else {}
    open_clashes = undecided(request.form, theirs, mine)
    if open_clashes:
        settled = Settlement(values=form.values(), clashes=open_clashes)
        return _conflict(step, barrier, settled, theirs, sent=form)
    if form.change_rows():
        offer_choices(form, barrier)
        return _page(step, form, barrier, law=law)
    if not form.validate():
        return _page(step, form, barrier, law=law)
    values, told = form.values(), "saved"
    if not may_edit_law(g.actor, barrier):
        # The fields were not on the page: that they are empty says nothing.
        hidden = STEPS if step is EVERYTHING else ()
        for each in hidden:
            values |= each.values(barrier, law) if each.is_law else {}
    if _CONTACT in theirs and _CONTACT not in form:
        values[_CONTACT] = theirs[_CONTACT]
    if form.opened_version != barrier.version:
        base = fields.base_values(values_at(g.session, barrier, form.opened_version))
        settled = settle(form.opened_base, values, theirs, base=base, prose=form.prose)
        if settled.clashes:
            return _conflict(step, barrier, settled, theirs)
        values, told = settled.values, "merged"
    before = barrier.version
    if not _saved(form, step, barrier, values):
        return _page(step, form, barrier, law=law)
    drop()
    if barrier.version == before:
        told = "unchanged"
    elif step is not EVERYTHING and _unread(law, values) - _unread(law, theirs):
        address = url_for("barriers.edit_section", code=barrier.code, section=step.name)
        return redirect(with_query(address, {"told": "references-unread"}), 303)
    return redirect(_onward(barrier, step, told), 303)


def _opened(code: str, section: str) -> tuple[Barrier, Step]:
    """The barrier and the section, for whoever may change it."""
    step = _BY_NAME.get(section)
    barrier = get_barrier(g.session, g.actor, code)
    if step is None:
        raise NotFound(f"There is no section {section}.")
    demand_edit(g.actor, barrier)
    if step.is_law and not may_edit_law(g.actor, barrier):
        raise locked_law()
    return barrier, step


def _saved(form: EditForm, step: Step, barrier: Barrier, values: Values) -> bool:
    """Save *values* unless something in them is wrong, which the form then says."""
    drafts = [read(values) for read in step.reads]
    if not may_edit_law(g.actor, barrier):
        drafts = [draft for draft in drafts if not isinstance(draft, OF_THE_LAW)]
    wrong = [fault for draft in drafts for fault in faults_of(draft, barrier)]
    if not wrong:
        edition = Edition(barrier.version, is_minor=bool(request.form.get("is_minor")))
        try:
            revise_barrier(g.session, g.actor, barrier, edition, *drafts)
        except Invalid as error:
            wrong = [error]
    for fault in wrong:
        refuse(form, fault)
    return not wrong


def _page(
    step: Step,
    form: EditForm,
    barrier: Barrier | None,
    *,
    law: KnownLaw | None = None,
    is_restored: bool = False,
) -> ResponseReturnValue:
    if barrier is None:
        is_restored = request.method == "GET" and kept_data() is not None
    has_cases = step.name in ("evidence", EVERYTHING.name)
    page = render_template(
        "barriers/edit/section.html",
        form=form,
        errors=form.errors,
        step=step,
        steps=STEPS,
        barrier=barrier,
        may_edit_law=barrier is None or may_edit_law(g.actor, barrier),
        cases=list_cases_of(g.session, g.actor, barrier) if has_cases and barrier else (),
        other_cases=list_other_cases(g.session, g.actor, barrier) if has_cases and barrier else (),
        may_edit_cases=can(g.actor, Permission.CASE_EDIT),
        relations=list(CaseRelation),
        unread=sorted(_unread(law, form.values())) if law else (),
        retired=sorted(_retired(law, form.values())) if law else (),
        is_restored=is_restored,
        autosave=autosave_url(),
    )
    return page, 422 if form.errors else 200


def _conflict(
    step: Step,
    barrier: Barrier,
    settled: Settlement,
    theirs: Values,
    *,
    sent: EditForm | None = None,
) -> ResponseReturnValue:
    """Show what both have changed: both texts, what they may come to, and everything else.

    *sent* is the form of this page when it came back with something left to choose.
    """
    form = step.form(formdata=None, data=settled.values)
    leave_out_contact(form, barrier)
    offer_choices(form, barrier)
    form.open_over({name: theirs[name] for name in theirs if name in form}, barrier.version)
    if sent is not None:
        # What others have saved since the page was shown is still to be told apart.
        form.version.data, form.base.data = sent.version.data, sent.base.data
    page = render_template(
        "barriers/edit/conflict.html",
        form=form,
        step=step,
        steps=STEPS,
        barrier=barrier,
        clashes=settled.clashes,
        is_undecided=sent is not None,
        mine={clash.field: flat(f"mine-{clash.field}", clash.mine) for clash in settled.clashes},
        may_edit_law=may_edit_law(g.actor, barrier),
    )
    return page, 409


def offer_choices(form: EditForm, barrier: Barrier | None) -> None:
    """Give the fields of *form* what there is to choose among, and say what must be filled in."""
    if "working_title" in form:
        # What has a public title, as all that came with the catalogue, is known by that.
        form["working_title"].flags.required = barrier is None or not barrier.title_sv
    schemes = {name: scheme for name, scheme in SCHEMES.items() if name in form}
    if schemes:
        held = barrier.terms if barrier else ()
        offered = list_offered_terms(g.session, schemes.values(), held)
        for name, scheme in schemes.items():
            form.offer(name, offered[scheme])
    for name, model, empty in (
        ("waiting_for", Organisation, _("Nobody's, or not known")),
        ("impacts-objective", Objective, ""),
        ("principles", Principle, ""),
        ("effects-matter", Matter, ""),
    ):
        if name.partition("-")[0] in form:
            form.offer(name, _with_codes(list_offered_records(g.session, model), model), empty)


def _with_codes(offers: list[Offer], model: type) -> list[Offer]:
    """Put the code before the title, for records that are known by their codes."""
    if model is Organisation:
        return offers
    return [
        Offer(
            offer.value, Pair(f"{offer.value} {offer.label.sv}", f"{offer.value} {offer.label.en}")
        )
        for offer in offers
    ]


def leave_out_contact(form: EditForm, barrier: Barrier) -> None:
    """Leave who told us out of the form of whoever does not work with the barrier."""
    if _CONTACT in form and not is_close(ties_to(g.actor, barrier)):
        del form[_CONTACT]


def _lay_out(form: EditForm) -> None:
    """End lists with an empty row; the ladder has a row for each of its steps."""
    if "steps" in form:
        there = {entry.form.step.data for entry in form["steps"].entries}
        for part in DecisionPart:
            if part.value not in there:
                form["steps"].add({"step": part.value, "certainty": "inference"})
    form.spare_rows()


def _onward(barrier: Barrier, step: Step, told: str) -> str:
    """Where to go after saving: the next step, or the page of the barrier."""
    address = staff_path("barrier", barrier.code)
    if request.form.get("then") == "go-on" and step is not EVERYTHING:
        names = [each.name for each in STEPS if not each.is_law or may_edit_law(g.actor, barrier)]
        following = names[names.index(step.name) + 1 :]
        address = (
            url_for("barriers.edit_section", code=barrier.code, section=following[0])
            if following
            else url_for("barriers.check", code=barrier.code)
        )
    return with_query(address, {"told": told})


def _references(values: Values) -> Iterator[str]:
    """Everything that was typed as a provision the barrier rests on."""
    for row in values.get("citations", ()):
        yield row["reference"]
    for row in values.get("steps", ()):
        yield row["reference"]
    yield from (values[name] for name in fields.FLOW_REFERENCES if name in values)


def _unread(law: KnownLaw, values: Values) -> set[str]:
    return {text for text in _references(values) if text and not law.read(text).keys}


def _retired(law: KnownLaw, values: Values) -> set[str]:
    return {text for text in _references(values) if text and law.read(text).retired}
