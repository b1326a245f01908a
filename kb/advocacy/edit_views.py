"""Beginning an action, changing it, and taking it on."""

from typing import Any

from flask import g, redirect, request
from flask.typing import ResponseReturnValue

from kb.advocacy.area_views import area
from kb.advocacy.edit_drafts import SCHEME
from kb.advocacy.edit_forms import ActionForm
from kb.advocacy.edit_operations import begin_action, revise_action, take_on_action
from kb.advocacy.edit_values import action_values, base_values, read_action
from kb.advocacy.staff_queries import get_action
from kb.law.reading_queries import get_known_law
from kb.models import Action, Matter, Objective, Organisation
from kb.records.choice_queries import list_offered_records, list_offered_terms
from kb.security.permissions import Permission
from kb.web.addresses import staff_path, with_query
from kb.web.editing import EditForm
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.revising import Editing, begin_page, edit_page
from kb.words import RecordKind


@area.staff("/actions/new", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """A new action; ``?barrier=`` and ``?matter=`` tie it from the beginning."""
    given: dict[str, Any] = {}
    for name, rows in (("barrier", "barriers"), ("matter", "matters")):
        code = request.args.get(name, "")[:40]
        if code:
            given[rows] = [{"code": code}]
    return begin_page(_editing(), given)


@area.staff("/actions/<code>/edit", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def edit(code: str) -> ResponseReturnValue:
    """What an action says, changed together with what others have saved meanwhile."""
    return edit_page(_editing(), get_action(g.session, g.actor, code))


@area.staff("/actions/<code>/take-on", needs=Permission.ADVOCACY_WORK, methods=("POST",))
def take_on(code: str) -> ResponseReturnValue:
    """Own an action that nobody owns."""
    action = get_action(g.session, g.actor, code)
    take_on_action(g.session, g.actor, action)
    return redirect(with_query(staff_path("action", action.code), {"told": "saved"}), 303)


def _editing() -> Editing[Action]:
    law = get_known_law(g.session)
    return Editing(
        kind=RecordKind.ACTION,
        form=ActionForm,
        values_of=lambda action: action_values(action, law.typed),
        base_of=base_values,
        offer=_offer,
        begin=lambda values: begin_action(g.session, g.actor, read_action(values)),
        revise=lambda action, edition, values: revise_action(
            g.session, g.actor, action, edition, read_action(values)
        ),
        page="actions/edit/form.html",
        conflict="actions/edit/conflict.html",
        trail=lambda: (gettext("Asks"), "/staff/asks"),
        heading_new=lambda: gettext("Begin an action"),
    )


def _offer(form: EditForm, action: Action | None) -> None:
    held = action.terms if action else ()
    form.offer("kind", list_offered_terms(g.session, [SCHEME], held)[SCHEME])
    form.offer("objectives", list_offered_records(g.session, Objective))
    form.offer("counterparts-code", list_offered_records(g.session, Organisation))
    matters = list_offered_records(g.session, Matter)
    form.offer("matters-code", matters)
    form.offer("asks-matter", matters, _("None in particular"))
