"""The staff's desk for a barrier or case on its way to the public, and every step of that way."""

from collections.abc import Sequence
from typing import Any

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.why import why_still
from kb.clock import now, today
from kb.discovery.details import Detail, marks_to
from kb.discovery.queries import list_backlinks
from kb.errors import Conflict, Invalid, Missing
from kb.matters.queries import paths_of
from kb.models import Barrier, Record
from kb.publication.area_views import area
from kb.publication.composed import Composed
from kb.publication.consent_operations import (
    forget_handled,
    give_consent,
    handle_leak,
    withdraw_consent,
)
from kb.publication.desk_forms import EmbargoForm, answers_of, way_form
from kb.publication.desk_operations import set_embargo, take_way
from kb.publication.desk_queries import (
    compose_now,
    desk_ties,
    difference,
    find_standing,
    get_publication,
    get_record,
    map_people,
    missing_for_publication,
    shown_digest,
    ways_on,
)
from kb.publication.own_text_views import refuse_own_text
from kb.publication.queries import Published, find_links
from kb.publication.snapshot_texts import texts_of
from kb.security.permissions import Permission
from kb.security.rules import can, demand
from kb.security.transitions import Machine, Transition
from kb.text.leaks import LeakKind
from kb.web.addresses import staff_path, with_query
from kb.web.clashes import put_clash, read_again, status_of
from kb.web.drafts import drop, left_unsaved
from kb.web.errors import sentence_of
from kb.web.field_labels import in_words
from kb.web.forms import StaffForm, row_number
from kb.web.i18n import gettext
from kb.web.labels import _, label
from kb.web.moving import asked_way, put_error
from kb.web.pages import show
from kb.words import RecordKind

DESK = "/<any(barriers, cases):kinds>/<code>/publication"
_KINDS = {"barriers": RecordKind.BARRIER, "cases": RecordKind.CASE}
#: What the fields of a snapshot are called; a field that is not here goes by its own name.
FIELD_LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "texts.consequence": _("What cannot be done"),
    "texts.wanted": _("What would remove it"),
    "texts.analysis": _("The law, step by step"),
    "texts.text": _("What the case says"),
    "state": _("How far the law has come"),
    "state_since": _("Since when"),
    "state_note": _("What that rests on"),
    "interest": _("How a change keeps the interest"),
    "confidence": _("Reliability"),
    "certainty": _("How well it is known"),
    "checked_on": _("Checked against its sources"),
    "terms": _("Classification"),
    "citations": _("Law and sources"),
    "questions": _("What remains to be confirmed"),
    "waiting_for": _("Waiting for"),
    "waiting_since": _("Waiting since"),
    "principles": _("Principles it conflicts with"),
    "impacts": _("The objectives it affects"),
    "flow": _("Where the flow is broken"),
    "decision_steps": _("Which steps a system may take"),
    "effects": _("The path of the law"),
    "related": _("Related barriers"),
    "identifier": _("Reference"),
    "key": _("Legal source"),
    "body": _("Decided by"),
    "decided_on": _("Decided"),
    "outcome": _("Outcome"),
    "barriers": _("What it shows"),
}
#: What the kinds of hits are called.
HIT_LABELS = {
    LeakKind.PERSONAL_NUMBER: _("Personal identity number"),
    LeakKind.COORDINATION_NUMBER: _("Coordination number"),
    LeakKind.PHONE: _("Telephone number"),
    LeakKind.EMAIL: _("E-mail address"),
    LeakKind.CASE_NUMBER: _("Case number"),
    LeakKind.PERSON_NAME: _("Name of a person"),
    LeakKind.PLACE: _("Municipality or region"),
    LeakKind.SECRET_ADDRESS: _("Address with a secret in it"),
    LeakKind.STREET_ADDRESS: _("Street address"),
}
_TOLD = {"publish": "published", "withdraw": "withdrawn"}


def open_record(kinds: str, code: str) -> Record:
    """The record that an address of the desk names; raises NotFound."""
    return get_record(g.session, g.actor, _KINDS[kinds], code)


def desk_path(record: Record, *parts: str) -> str:
    """Address of the desk of *record*, or of what lies below it."""
    return staff_path(record.kind.value, record.code, "publication", *parts)


def field_label(field: str) -> str:
    """Say what *field* of a snapshot is called."""
    return gettext(FIELD_LABELS.get(field, field))


def hit_label(kind: LeakKind) -> str:
    """Say what a hit of *kind* is."""
    return gettext(HIT_LABELS[kind])


@area.staff(DESK, needs=Permission.INTERNAL_READ)
def desk(kinds: str, code: str) -> ResponseReturnValue:
    """How far a record has come on its way to the public, and what comes next."""
    return _desk_page(open_record(kinds, code))


@area.staff(f"{DESK}/move/<way>", needs=Permission.INTERNAL_READ, methods=("GET", "POST"))
def move(kinds: str, code: str, way: str) -> ResponseReturnValue:
    """One step on: what it does, what it asks for, what is missing, and the step itself."""
    composed = _composed(kinds, code)
    publication = get_publication(g.session, composed.record)
    state = composed.current_state(publication)
    leading, clash = asked_way(Machine.PUBLICATION, state, way)
    ties = desk_ties(g.session, g.actor, composed.record, publication)
    refuse_own_text(composed.record, leading, ties)
    demand(g.actor, leading.permission, ties)
    form = way_form(leading)
    needs: Sequence[str] | None = None
    if clash is not None:
        _put_clash(form, clash, composed, leading)
    elif request.method == "GET":
        _open_words(form, shown_digest(composed, leading))
    elif form.validate():
        try:
            take_way(g.session, g.actor, composed, way, answers_of(form))
        except Missing as error:
            needs = error.needs
        except Invalid as error:
            put_error(form, error)
        except Conflict as error:
            composed = read_again(lambda: _composed(kinds, code))
            _put_clash(form, error, composed, leading)
        else:
            drop()
            return redirect_to_desk(composed.record, _TOLD.get(way, "moved"))
    return _way_page(composed, leading, form, needs)


@area.staff(f"{DESK}/difference", needs=Permission.INTERNAL_READ)
def differing(kinds: str, code: str) -> ResponseReturnValue:
    """What the record says now beside what the public reads, field by field."""
    record = open_record(kinds, code)
    standing = find_standing(g.session, record)
    return render_template(
        "publication/difference.html",
        record=record,
        fields=difference(Composed(g.session, record), standing, in_words),
        field_label=field_label,
        standing=standing,
        here=desk_path(record),
    )


@area.staff(f"{DESK}/preview", needs=Permission.INTERNAL_READ)
def preview(kinds: str, code: str) -> ResponseReturnValue:
    """The page as the public would read it, were the record published as it is now."""
    record = open_record(kinds, code)
    snapshot: Any = compose_now(g.session, record)
    standing = find_standing(g.session, record)
    found = Detail(
        published=Published(
            record_id=record.id,
            record=snapshot,
            number=standing.number + 1 if standing else 1,
            published_at=now(),
            is_current=True,
        ),
        versions=[],
        links=find_links(g.session, snapshot),
        backlinks=list_backlinks(g.session, marks_to(record.kind, snapshot), apart_from=record.id),
    )
    if not isinstance(record, Barrier):
        return show("publication/preview_case.html", found, here=desk_path(record))
    matters = paths_of(g.session, snapshot["effects"], today())
    return show(
        "publication/preview_barrier.html",
        found,
        why=why_still(snapshot, found.links, matters, today()),
        matters=matters,
        here=desk_path(record),
    )


@area.staff(f"{DESK}/leaks", needs=Permission.PUBLIC_TEXT_WRITE, methods=("POST",))
def leaks(kinds: str, code: str) -> ResponseReturnValue:
    """Say why something that the scanner found may stand, or take that back."""
    record = open_record(kinds, code)
    sent = request.form
    try:
        forgotten = row_number(sent.get("forget", ""))
        if forgotten:
            forget_handled(g.session, g.actor, record, forgotten)
        else:
            found = (sent.get("kind", ""), sent.get("text", ""))
            handle_leak(g.session, g.actor, record, found, sent.get("reason", ""))
    except Invalid as error:
        return _desk_page(record, sentence_of(error)), 422
    return redirect_to_desk(record, "leak-handled")


@area.staff(f"{DESK}/consents", needs=Permission.PUBLIC_TEXT_WRITE, methods=("POST",))
def consents(kinds: str, code: str) -> ResponseReturnValue:
    """Note that a member agrees to be named, or no longer does."""
    record = open_record(kinds, code)
    member = request.form.get("member", "")
    told = "consent-saved"
    try:
        if request.form.get("action") == "withdraw":
            is_named = withdraw_consent(g.session, g.actor, record, member)
            told = "consent-in-text" if is_named else "consent-withdrawn"
        else:
            given_by = request.form.get("given_by", "")
            give_consent(g.session, g.actor, record, member, given_by)
    except Invalid as error:
        return _desk_page(record, sentence_of(error)), 422
    return redirect_to_desk(record, told)


@area.staff(f"{DESK}/embargo", needs=Permission.RECORD_PUBLISH, methods=("GET", "POST"))
def embargo(kinds: str, code: str) -> ResponseReturnValue:
    """The day before which the record is not published, and on which it is if it is approved."""
    record = open_record(kinds, code)
    form = left_unsaved(EmbargoForm)
    if request.method == "GET":
        if not form.is_restored:
            form.open_with(get_publication(g.session, record).publish_at)
    elif form.validate():
        try:
            set_embargo(g.session, g.actor, record, form.publish_at)
        except Invalid as error:
            form.day.errors = [sentence_of(error)]
        except Conflict as error:
            record = read_again(lambda: open_record(kinds, code))
            put_clash(form, error, desk_path(record))
        else:
            drop()
            return redirect_to_desk(record, "embargo-saved")
    body = render_template(
        "publication/embargo.html",
        record=record,
        form=form,
        errors=form.errors,
        here=desk_path(record),
    )
    return body, status_of(form)


def redirect_to_desk(record: Record, told: str) -> ResponseReturnValue:
    """Go back to the desk of *record*, which says what was done."""
    return redirect(with_query(desk_path(record), {"told": told}), 303)


def _composed(kinds: str, code: str) -> Composed:
    """What the record that an address names would say: made once for the whole request."""
    return Composed(g.session, open_record(kinds, code))


def _open_words(form: StaffForm, digest: str) -> None:
    """Let *form* stand for the words that are shown; points ticked over others count no more."""
    if "clearance" in form and form["seen"].data not in (None, digest):
        form["clearance"].data = []
    form["seen"].data = digest


def _put_clash(form: StaffForm, error: Conflict, composed: Composed, way: Transition) -> None:
    """Say on *form* that somebody was first, and let it stand for what the record says by now."""
    record = composed.record
    since = ("history",) if isinstance(record, Barrier) else ("publication",)
    put_clash(form, error, staff_path(record.kind, record.code, *since))
    _open_words(form, shown_digest(composed, way))


def _desk_page(record: Record, problem: str = "") -> str:
    composed = Composed(g.session, record)
    publication = get_publication(g.session, record)
    state = composed.current_state(publication)
    standing = find_standing(g.session, record)
    ties = desk_ties(g.session, g.actor, record, publication)
    ways = ways_on(state, is_public=standing is not None)
    return render_template(
        "publication/desk.html",
        record=record,
        publication=publication,
        state=state,
        is_fallen=state is not publication.state,
        standing=standing,
        changes=len(difference(composed, standing)) if standing else 0,
        ways=[way for way in ways if can(g.actor, way.permission, ties)],
        others=[
            way
            for way in ways
            if can(g.actor, way.permission) and not can(g.actor, way.permission, ties)
        ],
        people=map_people(g.session, publication.author_id, publication.approver_id),
        leaks=composed.leaks,
        members=composed.members,
        may={
            "write": can(g.actor, Permission.PUBLIC_TEXT_WRITE),
            "publish": can(g.actor, Permission.RECORD_PUBLISH),
        },
        field_label=field_label,
        hit_label=hit_label,
        problem=problem,
        here=desk_path(record),
    )


def _way_page(
    composed: Composed, way: Transition, form: StaffForm, needs: Sequence[str] | None
) -> ResponseReturnValue:
    """The page of a step; for approving with the text in both languages, the hits, the members.

    *needs* is what the step was refused for; None to look for it.
    """
    if needs is None:
        needs = missing_for_publication(composed, way)
    shown: dict[str, Any] = {
        "record": composed.record,
        "form": form,
        "errors": form.errors,
        "is_refused": request.method == "POST",
        "way": way,
        "missing": [label(str(need), "need") for need in needs],
        "here": desk_path(composed.record),
        "standing": find_standing(g.session, composed.record),
    }
    if way.name != "approve":
        return render_template("publication/way.html", **shown), status_of(form)
    page = render_template(
        "publication/review.html",
        texts=[text for text in texts_of(composed.snapshot, in_words) if text.text],
        leaks=composed.leaks,
        members=composed.members,
        may={"write": can(g.actor, Permission.PUBLIC_TEXT_WRITE)},
        field_label=field_label,
        hit_label=hit_label,
        **shown,
    )
    return page, status_of(form)
