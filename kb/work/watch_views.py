"""How the law has moved under a barrier: what was found, and what came of it."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.staff_queries import get_barrier
from kb.errors import Conflict
from kb.law.reading_queries import get_known_law
from kb.models import LawFinding
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web.addresses import staff_path, with_query
from kb.web.errors import sentence_of
from kb.words import FindingVerdict
from kb.work.area_views import area
from kb.work.watch_forms import FindingForm
from kb.work.watch_operations import handle_finding
from kb.work.watch_queries import get_finding, list_findings


@area.staff("/barriers/<code>/findings", needs=Permission.INTERNAL_READ)
def findings(code: str) -> ResponseReturnValue:
    """Every finding of a barrier: what waits to be looked at, and what was said of the rest."""
    barrier = get_barrier(g.session, g.actor, code)
    found = list_findings(g.session, barrier)
    return render_template(
        "work/findings.html",
        barrier=barrier,
        findings=found,
        law=get_known_law(g.session),
        may_judge=can(g.actor, Permission.BARRIER_JUDGE),
    )


@area.staff(
    "/barriers/<code>/findings/<int:number>",
    needs=Permission.BARRIER_JUDGE,
    methods=("GET", "POST"),
)
def finding(code: str, number: int) -> ResponseReturnValue:
    """One finding, and the form that says what came of it."""
    barrier = get_barrier(g.session, g.actor, code)
    found = get_finding(g.session, barrier, number)
    form = FindingForm()
    if request.method == "GET":
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    try:
        handle_finding(
            g.session,
            g.actor,
            found,
            verdict=FindingVerdict(form.verdict.data),
            note=form.note.data or "",
        )
    except Conflict as error:
        form.form_errors.append(sentence_of(error))
        return _page(found, form), 409
    return redirect(with_query(staff_path("barrier", code, "findings"), {"told": "saved"}), 303)


def _page(found: LawFinding, form: FindingForm) -> str:
    return render_template(
        "work/finding.html",
        barrier=found.barrier,
        finding=found,
        form=form,
        errors=form.errors,
        law=get_known_law(g.session),
    )
