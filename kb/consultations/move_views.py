"""Steps of our answer, each on a page of its own; sending asks which barriers it serves."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.consultations.area_views import area
from kb.consultations.move_operations import move_response
from kb.consultations.queries import find_matter_of, get_document
from kb.consultations.response_queries import Asked, find_response, numbered_asks
from kb.consultations.send_forms import SendForm
from kb.consultations.touch_queries import Touched, map_named, touch
from kb.errors import Conflict, Invalid, NotFound
from kb.matters.staff_queries import get_matter
from kb.models import Response
from kb.records.choice_queries import Offer
from kb.records.moves import MoveAnswers
from kb.security.permissions import Permission
from kb.security.transitions import Machine
from kb.web.addresses import consultation_path, with_query
from kb.web.clashes import give_up, put_clash_over, status_of
from kb.web.drafts import drop, left_unsaved
from kb.web.moving import MovePage, ask_and_move, asked_way, put_error
from kb.words import Closeness, Pair, RecordKind, ResponseState


@dataclass(frozen=True, kw_only=True)
class _Page(MovePage):
    """The page of a move that leads back to its consultation."""

    address: str

    @property
    def url(self) -> str:
        """Address of the consultation."""
        return self.address


@area.staff(
    "/consultations/<int:document_id>/<way>",
    needs=Permission.ADVOCACY_WORK,
    methods=("GET", "POST"),
)
def move(document_id: int, way: str) -> ResponseReturnValue:
    """One step on with our answer to a consultation that a source lists."""
    document = get_document(g.session, g.actor, document_id)
    code = find_matter_of(g.session, g.actor, document)
    if code is None:
        raise NotFound("The consultation belongs to no matter yet.")
    return _move(Asked(matter=get_matter(g.session, g.actor, code), document=document), way)


@area.staff(
    "/matters/<code>/consultation/<way>", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST")
)
def move_of_matter(code: str, way: str) -> ResponseReturnValue:
    """One step on with our answer to the consultation of a matter that no source lists."""
    return _move(Asked(matter=get_matter(g.session, g.actor, code)), way)


@area.staff(
    "/matters/<code>/response/<way>", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST")
)
def old_move(code: str, way: str) -> ResponseReturnValue:
    """Where a step of an answer was taken before it had a page of its own."""
    return redirect(consultation_path(None, code, way), 308)


def _move(asked: Asked, way: str) -> ResponseReturnValue:
    response = find_response(g.session, g.actor, asked.matter, asked.document)
    state = response.state if response else ResponseState.NOT_DECIDED
    leading, clash = asked_way(Machine.RESPONSE, state, way)
    document = asked.document
    page = _Page(
        way=leading,
        kind=RecordKind.MATTER,
        code=asked.matter.code,
        name=document.title if document else asked.matter.title_sv,
        version=asked.matter.version,
        clash=clash,
        owners=[(user.id, user.name) for user in list_members(g.session)],
        owner_id=(response.owner_id if response else None) or g.actor.user_id,
        address=consultation_path(document.id if document else None, asked.matter.code),
    )
    if leading.name == "send":
        return _send(asked, page, response)
    return ask_and_move(
        page, lambda answers: move_response(g.session, g.actor, asked, way, answers)
    )


def _send(asked: Asked, page: _Page, response: Response | None) -> ResponseReturnValue:
    """Note that the answer was sent: on which day, and for which barriers."""
    form = left_unsaved(SendForm)
    touched = _touched(asked)
    form.offer("barriers", [Offer(each.code, Pair(_named(each), _named(each))) for each in touched])
    if request.method == "GET" and not form.is_restored:
        form.version.data = str(page.version)
        form.barriers.data = [each.code for each in touched if each.closeness is Closeness.MATTER]
    if page.clash is not None:
        put_clash_over(form, page.clash, page.kind, page.code, page.version)
    elif request.method == "POST" and form.validate():
        answers = MoveAnswers(happened_on=form.happened_on.data, opened=form.opened_version)
        chosen = replace(asked, barriers=tuple(form.barriers.data or ()))
        try:
            move_response(g.session, g.actor, chosen, "send", answers)
        except Conflict as error:
            give_up()
            put_clash_over(form, error, page.kind, page.code, page.version)
        except Invalid as error:
            put_error(form, error)
        else:
            drop()
            return redirect(with_query(page.url, {"told": "moved"}), 303)
    body = render_template(
        "consultations/send.html",
        form=form,
        errors=form.errors,
        page=page,
        positions=response.positions if response else [],
        asks=numbered_asks(response.positions if response else []),
    )
    return body, status_of(form)


def _touched(asked: Asked) -> Collection[Touched]:
    document, matter = asked.document, asked.matter
    number = document.id if document else -matter.id
    named = map_named(
        g.session, [document.id] if document else (), () if document else (matter.id,)
    )
    found = touch(g.session, g.actor, named, {number: [matter.id]})[number]
    return [each for each in found if each.closeness is not Closeness.PASSING]


def _named(touched: Touched) -> str:
    return f"{touched.code} {touched.name}"
