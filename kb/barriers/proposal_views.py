"""Proposing priority, or that a barrier is not pursued, and declining a proposal."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.proposal_forms import DeclineForm, ProposalForm
from kb.barriers.proposal_operations import decline_proposal, propose
from kb.barriers.proposal_queries import get_open_proposal
from kb.barriers.staff_queries import get_barrier
from kb.errors import Invalid, NotFound
from kb.models import Barrier
from kb.security.permissions import Permission
from kb.web.addresses import staff_path, with_query
from kb.web.moving import put_error
from kb.words import ProposalKind


@area.staff(
    "/barriers/<code>/propose/<kind>", needs=Permission.BARRIER_PROPOSE, methods=("GET", "POST")
)
def proposing(code: str, kind: str) -> ResponseReturnValue:
    """Propose to the administrators that the barrier gets priority, or is not pursued."""
    barrier = get_barrier(g.session, g.actor, code)
    if kind not in set(ProposalKind):
        raise NotFound(f"Nothing called {kind} can be proposed.")
    wanted = ProposalKind(kind)
    form = ProposalForm()
    del form["review_on" if wanted is ProposalKind.PRIORITY else "year"]
    if request.method == "POST" and form.validate():
        try:
            propose(g.session, g.actor, barrier, form.draft(wanted))
        except Invalid as error:
            put_error(form, error)
        else:
            return _back(barrier, "proposed")
    page = render_template(
        "barriers/propose.html", barrier=barrier, form=form, errors=form.errors, kind=wanted
    )
    return page, 422 if request.method == "POST" else 200


@area.staff(
    "/barriers/<code>/proposals/<int(max=999999999):number>/decline",
    needs=Permission.BARRIER_DROP,
    methods=("GET", "POST"),
)
def declining(code: str, number: int) -> ResponseReturnValue:
    """Decline what was proposed, with a reason that whoever proposed it is told."""
    barrier = get_barrier(g.session, g.actor, code)
    proposal = get_open_proposal(g.session, g.actor, barrier, number)
    form = DeclineForm()
    if request.method == "POST" and form.validate():
        decline_proposal(g.session, g.actor, barrier, proposal, form.reason.data or "")
        return _back(barrier, "proposal-declined")
    page = render_template(
        "barriers/decline.html",
        barrier=barrier,
        proposal=proposal,
        form=form,
        errors=form.errors,
    )
    return page, 422 if request.method == "POST" else 200


def _back(barrier: Barrier, word: str) -> ResponseReturnValue:
    return redirect(with_query(staff_path("barrier", barrier.code), {"told": word}), 303)
