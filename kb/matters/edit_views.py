"""Beginning a matter, changing it, what it does to barriers, and its stage set by hand."""

from collections.abc import Mapping
from typing import Any

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.documents.matching import STAGES
from kb.documents.queries import get_document
from kb.errors import Invalid
from kb.law.reading_queries import get_known_law
from kb.matters.area_views import area
from kb.matters.edit_forms import EffectsForm, MatterForm, StageForm
from kb.matters.edit_operations import begin_matter, revise_matter, set_stage
from kb.matters.edit_values import (
    base_values,
    effect_values,
    matter_values,
    read_effects,
    read_matter,
)
from kb.matters.effect_operations import set_effects
from kb.matters.effect_queries import list_effects
from kb.matters.staff_queries import get_matter
from kb.models import Matter, Organisation
from kb.records.choice_queries import list_offered_records
from kb.security.permissions import Permission
from kb.web.addresses import staff_path, with_query
from kb.web.editing import EditForm, refuse
from kb.web.forms import row_number
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.revising import Editing, begin_page, edit_page
from kb.words import Pair, RecordKind, Stage


@area.staff("/matters/new", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """A new matter; ``?document=`` begins it with an imported document."""
    number = row_number(request.args.get("document", ""))
    return begin_page(_editing(), _given(number) if number else {})


@area.staff("/matters/<code>/edit", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def edit(code: str) -> ResponseReturnValue:
    """What a matter says, changed together with what others have saved meanwhile."""
    return edit_page(_editing(), get_matter(g.session, g.actor, code))


@area.staff("/matters/<code>/effects", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def effects(code: str) -> ResponseReturnValue:
    """What the matter does to barriers, as somebody judges it."""
    matter = get_matter(g.session, g.actor, code)
    if request.method == "GET":
        known = effect_values(list_effects(g.session, g.actor, matter))
        form = EffectsForm(formdata=None, data=known)
        form.spare_rows()
        return _effects_page(matter, form)
    form = EffectsForm()
    if form.change_rows() or not form.validate():
        return _effects_page(matter, form)
    try:
        set_effects(g.session, g.actor, matter, read_effects(form.values()))
    except Invalid as error:
        refuse(form, error)
        return _effects_page(matter, form)
    return redirect(with_query(staff_path("matter", matter.code), {"told": "saved"}), 303)


@area.staff("/matters/<code>/stage", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def stage(code: str) -> ResponseReturnValue:
    """Set the stage by hand, with a reason, or let the steps tell it again."""
    matter = get_matter(g.session, g.actor, code)
    form = StageForm()
    if request.method == "GET":
        form.stage.data = matter.set_stage.value if matter.set_stage else None
        form.reason_sv.data = matter.set_stage_reason_sv
        form.reason_en.data = matter.set_stage_reason_en
        return _stage_page(matter, form)
    if "clear" in request.form:
        set_stage(g.session, g.actor, matter, None, Pair("", ""))
    elif form.validate():
        reason = Pair(form.reason_sv.data or "", form.reason_en.data or "")
        set_stage(g.session, g.actor, matter, Stage(form.stage.data), reason)
    else:
        return _stage_page(matter, form), 422
    return redirect(with_query(staff_path("matter", matter.code), {"told": "saved"}), 303)


def _editing() -> Editing[Matter]:
    law = get_known_law(g.session)
    return Editing(
        kind=RecordKind.MATTER,
        form=MatterForm,
        values_of=lambda matter: matter_values(matter, law.typed),
        base_of=base_values,
        offer=_offer,
        begin=lambda values: begin_matter(g.session, g.actor, read_matter(values)),
        revise=lambda matter, edition, values: revise_matter(
            g.session, g.actor, matter, edition, read_matter(values)
        ),
        page="matters/edit/form.html",
        conflict="matters/edit/conflict.html",
        trail=lambda: (gettext("Matters"), "/staff/matters"),
        heading_new=lambda: gettext("Begin a matter"),
    )


def _offer(form: EditForm, matter: Matter | None) -> None:
    form.offer("responsible", list_offered_records(g.session, Organisation), _("Not known"))
    others = [
        offer
        for offer in list_offered_records(g.session, Matter)
        if matter is None or offer.value != matter.code
    ]
    form.offer("continued_by", others, _("Nothing"))


def _given(number: int) -> Mapping[str, Any]:
    """What an imported document says of the matter that begins with it."""
    document = get_document(g.session, g.actor, number)
    law = get_known_law(g.session)
    bodies = list_offered_records(g.session, Organisation)
    step = {
        "stage": STAGES[document.kind].value,
        "date": document.dated_on or "",
        "until": document.deadline_on or "",
        "document": law.typed(document.key) if document.key else "",
        "title_sv": document.title,
        "certainty": "verified",
        "occurrence": "happened",
        "source": document.url,
    }
    return {
        "title_sv": document.title[:200],
        "responsible": next(
            (body.value for body in bodies if body.label.sv == document.sender), ""
        ),
        "steps": [step],
    }


def _effects_page(matter: Matter, form: EffectsForm) -> ResponseReturnValue:
    page = render_template("matters/effects.html", matter=matter, form=form, errors=form.errors)
    return page, 422 if form.errors else 200


def _stage_page(matter: Matter, form: StageForm) -> str:
    return render_template("matters/stage.html", matter=matter, form=form, errors=form.errors)
