"""The staff's page of an action, and the steps of the work with it and with its asks."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.advocacy.area_views import area
from kb.advocacy.move_operations import move_action, record_ask_outcome
from kb.advocacy.staff_queries import get_action
from kb.errors import Conflict, NotFound
from kb.inbox.queries import is_following
from kb.models import Action
from kb.publication.desk_queries import get_publication
from kb.publication.queries import map_names
from kb.records.moves import open_ways
from kb.records.note_queries import list_notes, map_unknown
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.transitions import Machine, Transition
from kb.web.addresses import staff_path
from kb.web.drafts import kept_text
from kb.web.moving import MovePage, ask_and_move, asked_way
from kb.words import RecordKind


@area.staff("/actions/<code>", needs=Permission.INTERNAL_READ)
def work(code: str) -> ResponseReturnValue:
    """One action as we know it, with its asks and what to do next."""
    action = get_action(g.session, g.actor, code)
    notes = list_notes(g.session, g.actor, action)
    return render_template(
        "actions/work.html",
        action=action,
        ways=open_ways(g.actor, Machine.ACTION, action.state),
        ask_ways={ask.number: open_ways(g.actor, Machine.ASK, ask.outcome) for ask in action.asks},
        notes=notes,
        unknown=map_unknown(g.session, g.actor, notes),
        typed_note=kept_text(staff_path("action", action.code, "notes")),
        publication=get_publication(g.session, action).state,
        is_followed=is_following(g.session, g.actor, action),
        reader_id=g.actor.user_id,
        may_work=can(g.actor, Permission.ADVOCACY_WORK),
    )


@area.staff("/actions/<code>/move/<way>", needs=Permission.ADVOCACY_WORK, methods=("GET", "POST"))
def move(code: str, way: str) -> ResponseReturnValue:
    """One step on with an action."""
    action = get_action(g.session, g.actor, code)
    return ask_and_move(
        _page(action, asked_way(Machine.ACTION, action.state, way), action.title_sv),
        lambda answers: move_action(g.session, g.actor, action, way, answers),
    )


@area.staff(
    "/actions/<code>/asks/<int(max=9999):number>/move/<way>",
    needs=Permission.ADVOCACY_WORK,
    methods=("GET", "POST"),
)
def move_ask(code: str, number: int, way: str) -> ResponseReturnValue:
    """Record what became of an ask."""
    action = get_action(g.session, g.actor, code)
    ask = next((each for each in action.asks if each.number == number), None)
    if ask is None:
        raise NotFound("There is no such ask.")
    return ask_and_move(
        _page(action, asked_way(Machine.ASK, ask.outcome, way), ask.text_sv),
        lambda answers: record_ask_outcome(g.session, g.actor, action, (number, way), answers),
    )


def _page(action: Action, asked: tuple[Transition, Conflict | None], name: str) -> MovePage:
    way, clash = asked
    return MovePage(
        way=way,
        kind=RecordKind.ACTION,
        code=action.code,
        name=name,
        version=action.version,
        clash=clash,
        act_names=map_names(g.session),
    )
