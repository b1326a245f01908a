"""The staff's page of a barrier, and every step of the work with it."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.barriers.area_views import area
from kb.barriers.contact_operations import read_contact
from kb.barriers.edit_rules import may_edit_law
from kb.barriers.move_operations import (
    Priority,
    move_barrier,
    reply_to_question,
    set_priority,
)
from kb.barriers.needs import missing_for
from kb.barriers.past_queries import ties_over_time
from kb.barriers.proposal_queries import DECIDED_BY, find_open_proposal, list_open_proposals
from kb.barriers.staff_queries import get_barrier
from kb.barriers.team_operations import Team, set_team, take_ownership
from kb.barriers.work_forms import PriorityForm, ReplyForm, TeamForm
from kb.barriers.work_queries import get_work
from kb.errors import Conflict, Invalid
from kb.inbox.queries import is_following
from kb.models import Barrier
from kb.publication.desk_queries import get_publication, is_changed_since_published
from kb.publication.queries import map_names
from kb.records.moves import four_eyes_ways, open_ways
from kb.records.note_queries import list_notes, map_unknown
from kb.records.work_queries import get_review, list_reviews
from kb.security.permissions import Permission
from kb.security.rules import can, demand, ties_to
from kb.security.transitions import Machine, Need, find_way
from kb.web.addresses import staff_path, with_query
from kb.web.clashes import put_clash, put_clash_over, read_again, status_of
from kb.web.drafts import drop, keep_while_writing, kept_text, left_unsaved
from kb.web.moving import MovePage, ask_and_move, asked_way, put_error
from kb.web.people import name_in_list
from kb.words import ProposalKind, PublicationState, RecordKind

#: The part of the form for editing in which each thing that a way looks for is filled in.
_SECTIONS = {
    Need.TITLE: "report",
    Need.SUMMARY: "report",
    Need.KIND: "report",
    Need.SOURCE: "report",
    Need.ROOT_CAUSE: "law",
    Need.CITATION: "law",
    Need.REMEDY: "law",
    Need.WORK: "all",
    Need.DECIDED_MATTER: "all",
}


@area.staff("/barriers/<code>", needs=Permission.INTERNAL_READ)
def work(code: str) -> ResponseReturnValue:
    """One barrier as we know it: what it is, how far our work has come, and what to do next."""
    barrier = get_barrier(g.session, g.actor, code)
    if code != barrier.code:
        return redirect(url_for("barriers.work", code=barrier.code), 301)
    ties = ties_over_time(g.session, g.actor, barrier)
    notes = list_notes(g.session, g.actor, barrier)
    proposals = list_open_proposals(g.session, g.actor, barrier)
    publication = get_publication(g.session, barrier).state
    may = {
        "decide": [kind for kind, needed in DECIDED_BY.items() if can(g.actor, needed)],
        "propose": _kinds_to_propose(barrier, [each.kind for each in proposals]),
        "edit": can(g.actor, Permission.BARRIER_EDIT, ties),
        "edit_law": may_edit_law(g.actor, barrier),
        "answer": can(g.actor, Permission.BARRIER_SUBMIT, ties),
        "take_over": barrier.owner_id is None and can(g.actor, Permission.BARRIER_TAKE),
        "set_priority": can(g.actor, Permission.PRIORITY_SET),
        "read_contacts": bool(barrier.reported_by)
        and can(g.actor, Permission.RESTRICTED_READ, ties),
    }
    return render_template(
        "barriers/work.html",
        barrier=barrier,
        work=get_work(g.session, g.actor, barrier),
        ways=open_ways(g.actor, Machine.BARRIER, barrier.work_state, ties),
        four_eyes=four_eyes_ways(g.actor, Machine.BARRIER, barrier.work_state, ties),
        reviews=list_reviews(g.session, g.actor, barrier),
        proposals=proposals,
        notes=notes,
        unknown=map_unknown(g.session, g.actor, notes),
        typed_note=kept_text(staff_path("barrier", barrier.code, "notes")),
        publication=publication,
        is_changed=publication is PublicationState.PUBLISHED
        and is_changed_since_published(g.session, barrier),
        is_followed=is_following(g.session, g.actor, barrier),
        may=may,
        reader_id=g.actor.user_id,
    )


@area.staff("/barriers/<code>/move/<way>", needs=Permission.INTERNAL_READ, methods=("GET", "POST"))
def move(code: str, way: str) -> ResponseReturnValue:
    """One step on: what it asks for, what is missing, and the step itself."""
    barrier = get_barrier(g.session, g.actor, code)
    leading, clash = asked_way(Machine.BARRIER, barrier.work_state, way)
    demand(g.actor, leading.permission, ties_over_time(g.session, g.actor, barrier))
    if Need.SURVIVOR in leading.needs:
        return redirect(staff_path("barrier", barrier.code, "merge"), 303)
    missing = missing_for(g.session, barrier, leading)
    page = MovePage(
        way=leading,
        kind=RecordKind.BARRIER,
        code=barrier.code,
        name=barrier.name,
        version=barrier.version,
        clash=clash,
        owners=_people(barrier) if Need.OWNER in leading.asked else (),
        owner_id=barrier.owner_id or barrier.author_id,
        missing=[(need, _where(barrier, need)) for need in missing],
        act_names=map_names(g.session) if Need.EVIDENCE in leading.asked else None,
        given=_proposed(barrier) if way == "drop" else {},
    )
    return ask_and_move(
        page, lambda answers: move_barrier(g.session, g.actor, barrier, way, answers)
    )


@area.staff("/barriers/<code>/contact", needs=Permission.RESTRICTED_READ, methods=("POST",))
def contact(code: str) -> ResponseReturnValue:
    """Who told us of the barrier; whoever reads it from outside the team leaves a trace."""
    barrier = get_barrier(g.session, g.actor, code)
    told_by = read_contact(g.session, g.actor, barrier)
    return render_template("barriers/contact.html", barrier=barrier, told_by=told_by)


@area.staff("/barriers/<code>/team", needs=Permission.INTERNAL_READ, methods=("GET", "POST"))
def team(code: str) -> ResponseReturnValue:
    """Who owns the barrier and who else works with it."""
    barrier = get_barrier(g.session, g.actor, code)
    demand(g.actor, Permission.BARRIER_EDIT, ties_to(g.actor, barrier))
    form = left_unsaved(TeamForm)
    form.offer(_people(barrier))
    if request.method == "GET":
        if not form.is_restored:
            form.open_with(barrier)
    elif form.validate():
        wanted = Team(owner_id=form.owner_id, duties=form.duties)
        try:
            set_team(g.session, g.actor, barrier, form.opened_version, wanted)
        except Invalid as error:
            put_error(form, error)
        except Conflict as error:
            barrier = _clash(form, error, code)
        else:
            return _back(barrier, "team-saved")
    return _form_page("barriers/team.html", barrier, form)


@area.staff("/barriers/<code>/take-over", needs=Permission.BARRIER_TAKE, methods=("POST",))
def take_over(code: str) -> ResponseReturnValue:
    """Become the owner of a barrier that nobody owns."""
    barrier = get_barrier(g.session, g.actor, code)
    take_ownership(g.session, g.actor, barrier)
    return _back(barrier, "team-saved")


@area.staff("/barriers/<code>/priority", needs=Permission.PRIORITY_SET, methods=("GET", "POST"))
def priority(code: str) -> ResponseReturnValue:
    """Put the barrier into the priority set of a year, or take it out."""
    barrier = get_barrier(g.session, g.actor, code)
    form = left_unsaved(PriorityForm)
    keep_while_writing(form)
    if request.method == "GET":
        if not form.is_restored:
            form.open_with(barrier)
            proposal = find_open_proposal(g.session, g.actor, barrier, ProposalKind.PRIORITY)
            if proposal is not None:
                form.year.data, form.reason.data = str(proposal.year), proposal.reason
    elif form.validate():
        wanted = Priority(year=form.wanted, reason=form.reason.data or "")
        try:
            set_priority(g.session, g.actor, barrier, form.opened_version, wanted)
        except Invalid as error:
            put_error(form, error)
        except Conflict as error:
            barrier = _clash(form, error, code)
        else:
            return _back(barrier, "saved")
    return _form_page("barriers/priority.html", barrier, form)


@area.staff(
    "/barriers/<code>/reply/<int(max=999999999):number>",
    needs=Permission.INTERNAL_READ,
    methods=("GET", "POST"),
)
def reply(code: str, number: int) -> ResponseReturnValue:
    """Answer the question with which the barrier was sent back."""
    barrier = get_barrier(g.session, g.actor, code)
    demand(g.actor, Permission.BARRIER_SUBMIT, ties_to(g.actor, barrier))
    review = get_review(g.session, g.actor, barrier, number)
    form = left_unsaved(ReplyForm)
    keep_while_writing(form)
    if request.method == "POST" and form.validate():
        try:
            reply_to_question(g.session, g.actor, barrier, review, form.text.data or "")
        except Invalid as error:
            put_error(form, error)
        except Conflict as error:
            barrier = read_again(lambda: get_barrier(g.session, g.actor, code))
            review = get_review(g.session, g.actor, barrier, number)
            put_clash(form, error, f"{staff_path('barrier', barrier.code)}#review-{review.id}")
        else:
            return _back(barrier, "replied")
    return _form_page("barriers/reply.html", barrier, form, review=review)


def _kinds_to_propose(barrier: Barrier, waiting: list[ProposalKind]) -> list[ProposalKind]:
    """What the reader may propose: what they cannot decide, can be done, and is not proposed."""
    if not can(g.actor, Permission.BARRIER_PROPOSE):
        return []
    possible = [
        ProposalKind.PRIORITY,
        *([ProposalKind.DROP] if find_way(Machine.BARRIER, barrier.work_state, "drop") else []),
    ]
    return [kind for kind in possible if kind not in waiting and not can(g.actor, DECIDED_BY[kind])]


def _proposed(barrier: Barrier) -> dict[str, str]:
    """What the form of the decision is filled in with, where it was proposed."""
    proposal = find_open_proposal(g.session, g.actor, barrier, ProposalKind.DROP)
    if proposal is None or proposal.review_on is None:
        return {}
    return {"reason": proposal.reason, "review_on": proposal.review_on.isoformat()}


def _people(barrier: Barrier) -> list[tuple[int, str]]:
    """Everybody with an open account, and whoever works with the barrier already."""
    people = {user.id: name_in_list(user) for user in list_members(g.session)}
    there = [barrier.owner, *(member.user for member in barrier.members)]
    people = {user.id: name_in_list(user) for user in there if user is not None} | people
    return sorted(people.items(), key=lambda item: item[1])


def _where(barrier: Barrier, need: Need) -> str:
    return staff_path("barrier", barrier.code, "edit", _SECTIONS.get(need, "all"))


def _clash(form: TeamForm | PriorityForm, error: Conflict, code: str) -> Barrier:
    """Say on *form* that somebody was first; returns the barrier as it is now."""
    barrier = read_again(lambda: get_barrier(g.session, g.actor, code))
    put_clash_over(form, error, RecordKind.BARRIER, barrier.code, barrier.version)
    return barrier


def _back(barrier: Barrier, word: str) -> ResponseReturnValue:
    """Go back to the page of the barrier, now that the form is saved."""
    drop()
    return redirect(with_query(staff_path("barrier", barrier.code), {"told": word}), 303)


def _form_page(
    template: str, barrier: Barrier, form: TeamForm | PriorityForm | ReplyForm, **more: object
) -> ResponseReturnValue:
    page = render_template(template, barrier=barrier, form=form, errors=form.errors, **more)
    return page, status_of(form)
