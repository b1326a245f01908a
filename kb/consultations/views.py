"""One consultation: what it touches, what we have said before, and our answer to it."""

from collections.abc import Iterable

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.consultations.area_views import area
from kb.consultations.earlier_queries import list_earlier
from kb.consultations.move_operations import begin_response
from kb.consultations.queries import (
    days_until,
    find_end,
    find_matter_of,
    get_document,
    list_likely_matters,
    list_remitted,
)
from kb.consultations.response_queries import Asked, find_response
from kb.consultations.take_up_forms import TakeUpForm
from kb.consultations.tie_operations import take_up as tie
from kb.consultations.touch_queries import map_named, remitted_keys, touch
from kb.discovery.position_queries import Position, list_positions
from kb.errors import Conflict, NotFound
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.matters.staff_queries import get_matter
from kb.models import Document, Matter
from kb.records.moves import open_ways
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.transitions import Machine
from kb.web.addresses import consultation_path, response_path, with_query
from kb.web.errors import sentence_of
from kb.web.i18n import gettext
from kb.words import Closeness, ResponseState

#: Most provisions whose published sentences are gathered for one page.
MOST_KEYS = 8
#: Most sentences that are shown; the rest stand on the pages of the provisions.
MOST_SENTENCES = 20


@area.staff("/consultations/<int:document_id>", needs=Permission.INTERNAL_READ)
def document(document_id: int) -> ResponseReturnValue:
    """A consultation that a source lists."""
    found = get_document(g.session, g.actor, document_id)
    code = find_matter_of(g.session, g.actor, found)
    matter = get_matter(g.session, g.actor, code) if code else None
    return _page(found, matter)


@area.staff("/matters/<code>/consultation", needs=Permission.INTERNAL_READ)
def of_matter(code: str) -> ResponseReturnValue:
    """The consultation of a matter that no source lists."""
    return _page(None, get_matter(g.session, g.actor, code))


@area.staff(
    "/consultations/<int:document_id>/take-up",
    needs=Permission.ADVOCACY_WORK,
    methods=("GET", "POST"),
)
def take_up(document_id: int) -> ResponseReturnValue:
    """Tie a consultation to a matter that is there already."""
    found = get_document(g.session, g.actor, document_id)
    form = TakeUpForm()
    named = map_named(g.session, [found.id])[found.id]
    likely = list_likely_matters(g.session, g.actor, remitted_keys(named))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                matter = get_matter(g.session, g.actor, form.matter.data or "")
                tie(g.session, g.actor, found, matter)
            except NotFound:
                form.matter.errors = [gettext("There is no matter with that code.")]
            except Conflict as error:
                form.form_errors.append(sentence_of(error))
                status = 409
            else:
                told = {"told": "saved"}
                return redirect(with_query(consultation_path(found.id), told), 303)
    elif likely:
        form.matter.data = likely[0][0]
    page = render_template(
        "consultations/take_up.html", form=form, errors=form.errors, document=found, likely=likely
    )
    return page, status


@area.staff("/matters/<code>/consultation/begin", needs=Permission.ADVOCACY_WORK, methods=("POST",))
def begin(code: str) -> ResponseReturnValue:
    """Begin our answer to what no source lists, before anything is decided."""
    matter = get_matter(g.session, g.actor, code)
    response = begin_response(g.session, g.actor, Asked(matter=matter))
    return redirect(response_path(response.id, "edit"), 303)


@area.staff(
    "/consultations/<int:document_id>/begin", needs=Permission.ADVOCACY_WORK, methods=("POST",)
)
def begin_to(document_id: int) -> ResponseReturnValue:
    """Begin our answer to a consultation that belongs to a matter, before anything is decided."""
    found = get_document(g.session, g.actor, document_id)
    code = find_matter_of(g.session, g.actor, found)
    if code is None:
        return redirect(f"{consultation_path(found.id)}/take-up", 303)
    matter = get_matter(g.session, g.actor, code)
    response = begin_response(g.session, g.actor, Asked(matter=matter, document=found))
    return redirect(response_path(response.id, "edit"), 303)


def _page(document: Document | None, matter: Matter | None) -> str:
    response = find_response(g.session, g.actor, matter, document) if matter else None
    state = response.state if response else ResponseState.NOT_DECIDED
    number = document.id if document else -(matter.id if matter else 0)
    alone = () if document or not matter else (matter.id,)
    named = map_named(g.session, [document.id] if document else (), alone)
    touched = touch(g.session, g.actor, named, {number: [matter.id] if matter else []})[number]
    own = response.id if response else None
    people = {user.id: user.name for user in list_members(g.session)}
    ends = (document.deadline_on if document else None) or _end(document, matter)
    law = get_known_law(g.session)
    close = [each for each in touched if each.closeness is not Closeness.PASSING]
    return render_template(
        "consultations/document.html",
        document=document,
        matter=matter,
        response=response,
        state=state,
        writer=people.get(response.owner_id) if response and response.owner_id else None,
        ways=open_ways(g.actor, Machine.RESPONSE, state) if matter else [],
        here=consultation_path(document.id if document else None, matter.code if matter else ""),
        ends=ends,
        days=days_until(ends),
        may_work=can(g.actor, Permission.ADVOCACY_WORK),
        remitted=list_remitted(g.session, remitted_keys(named[number])),
        touched=close,
        passing=[each for each in touched if each.closeness is Closeness.PASSING],
        earlier=list_earlier(g.session, g.actor, named[number], without=own),
        sentences=_sentences(law, [each.key for each in close]),
        law=law,
    )


def _end(document: Document | None, matter: Matter | None) -> str | None:
    if matter is None:
        return None
    if document is None:
        return find_end(matter)
    ends = (each.until for each in matter.events if each.document_id == document.id)
    return next(filter(None, ends), None)


def _sentences(law: KnownLaw, keys: Iterable[str]) -> list[Position]:
    """What we have published on the provisions that are touched, each sentence once."""
    wanted = dict.fromkeys(key for key in keys if "#" in key)
    found = {
        (each.code, each.sentence): each
        for key in list(wanted)[:MOST_KEYS]
        for each in list_positions(g.session, key, law.names)
    }
    newest = sorted(found.values(), key=lambda each: (each.said_on, each.code), reverse=True)
    return newest[:MOST_SENTENCES]
