"""The staff's page of a matter, and our answer to its consultation."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.inbox.queries import is_following
from kb.matters.area_views import area
from kb.matters.response_operations import move_response
from kb.matters.response_queries import find_response
from kb.matters.staff_queries import get_matter
from kb.publication.desk_queries import get_publication
from kb.records.moves import open_ways
from kb.records.note_queries import list_notes, map_unknown
from kb.security.permissions import Permission
from kb.security.transitions import Machine
from kb.web.addresses import staff_path
from kb.web.drafts import kept_text
from kb.web.moving import MovePage, ask_and_move, asked_way
from kb.words import RecordKind, ResponseState


@area.staff("/matters/<code>", needs=Permission.INTERNAL_READ)
def work(code: str) -> ResponseReturnValue:
    """One matter as we know it, with our answer to its consultation."""
    matter = get_matter(g.session, g.actor, code)
    response = find_response(g.session, g.actor, matter)
    state = response.state if response else ResponseState.NOT_DECIDED
    people = {user.id: user.name for user in list_members(g.session)}
    notes = list_notes(g.session, g.actor, matter)
    return render_template(
        "matters/work.html",
        matter=matter,
        response=response,
        writer=people.get(response.owner_id) if response and response.owner_id else None,
        state=state,
        ways=open_ways(g.actor, Machine.RESPONSE, state),
        notes=notes,
        unknown=map_unknown(g.session, g.actor, notes),
        typed_note=kept_text(staff_path("matter", matter.code, "notes")),
        publication=get_publication(g.session, matter).state,
        is_followed=is_following(g.session, g.actor, matter),
        reader_id=g.actor.user_id,
    )


@area.staff(
    "/matters/<code>/response/<way>", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST")
)
def move(code: str, way: str) -> ResponseReturnValue:
    """One step on with our answer to the consultation of a matter."""
    matter = get_matter(g.session, g.actor, code)
    response = find_response(g.session, g.actor, matter)
    state = response.state if response else ResponseState.NOT_DECIDED
    leading, clash = asked_way(Machine.RESPONSE, state, way)
    page = MovePage(
        way=leading,
        kind=RecordKind.MATTER,
        code=matter.code,
        name=matter.title_sv,
        version=matter.version,
        clash=clash,
        owners=[(user.id, user.name) for user in list_members(g.session)],
        owner_id=g.actor.user_id,
    )
    return ask_and_move(
        page, lambda answers: move_response(g.session, g.actor, matter, way, answers)
    )
