"""The page on which everything is read once more before a barrier is submitted."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.edit_rules import demand_edit, may_edit_law
from kb.barriers.edit_views import STEPS, Step, leave_out_contact, offer_choices
from kb.barriers.needs import missing_for
from kb.barriers.similar_views import similar_to
from kb.barriers.staff_queries import get_barrier
from kb.cases.edit_queries import list_cases_of
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import Barrier
from kb.security.permissions import Permission
from kb.security.rules import can, ties_to
from kb.security.transitions import Machine, Need, find_way
from kb.web.editing import answer

#: The section and the field in which each thing that is looked for is filled in.
_PLACES = {
    Need.TITLE: ("report", "working_title"),
    Need.SUMMARY: ("report", "working_summary"),
    Need.KIND: ("report", "kinds"),
    Need.SOURCE: ("report", "channel"),
}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One section with what was filled in: label, texts, and where it is changed."""

    step: Step
    rows: list[dict[str, object]]


@area.staff("/barriers/<code>/check", needs=Permission.BARRIER_EDIT)
def check(code: str) -> ResponseReturnValue:
    """Everything that was filled in, what is missing, and the button that submits it."""
    barrier = get_barrier(g.session, g.actor, code)
    demand_edit(g.actor, barrier)
    law = get_known_law(g.session)
    way = find_way(Machine.BARRIER, barrier.work_state, "submit")
    missing = missing_for(g.session, barrier, way) if way else []
    typed = [law.typed(row.key) if row.key else row.text for row in barrier.citations]
    return render_template(
        "barriers/edit/check.html",
        barrier=barrier,
        sections=[_answers(step, barrier, law) for step in STEPS],
        missing=[(need, _place(barrier, need)) for need in missing],
        may_submit=way is not None and can(g.actor, way.permission, ties_to(g.actor, barrier)),
        cases=list_cases_of(g.session, g.actor, barrier),
        similar=similar_to(typed, barrier.name, without=barrier.code),
        title=barrier.name,
        summary=barrier.working_summary,
    )


def _answers(step: Step, barrier: Barrier, law: KnownLaw) -> Answers:
    form = step.form(formdata=None, data=step.values(barrier, law))
    leave_out_contact(form, barrier)
    offer_choices(form, barrier)
    may_change = not step.is_law or may_edit_law(g.actor, barrier)
    address = url_for("barriers.edit_section", code=barrier.code, section=step.name)
    rows: Iterator[dict[str, object]] = (
        {
            "term": field.label.text,
            "value": answer(field),
            "url": f"{address}#{field.id}" if may_change else "",
        }
        for field in form
        if field.name not in ("csrf_token", "version", "base")
    )
    return Answers(step=step, rows=list(rows))


def _place(barrier: Barrier, need: Need) -> str:
    section, field = _PLACES.get(need, ("all", ""))
    address = url_for("barriers.edit_section", code=barrier.code, section=section)
    return f"{address}#{field}" if field else address
