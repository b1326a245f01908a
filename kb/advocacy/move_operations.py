"""Moving actions on, and recording what became of their asks, as the table of ways allows."""

from sqlalchemy.orm import Session

from kb.clock import today
from kb.errors import Invalid, Missing, NotFound
from kb.inbox.operations import tell
from kb.models import Action
from kb.records.moves import (
    MoveAnswers,
    check_answers,
    check_opened,
    missing_answers,
    way_from,
)
from kb.records.operations import changing
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.transitions import Machine, Need, Transition
from kb.words import ActionState, AskOutcome, News


def move_action(
    session: Session, actor: Actor, action: Action, way_name: str, answers: MoveAnswers
) -> Transition:
    """Move *action* (loaded whole) along the way called *way_name*; its owner is told.

    Whoever begins an action that nobody owns owns it from then on. Raises Conflict when no such way
    leads on from its state or it has changed since it was opened, Missing with all that is not
    answered, Invalid for a day that cannot be right.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    way = way_from(Machine.ACTION, action.state, way_name)
    demand(actor, way.permission)
    check_opened(action, answers)
    _check(way, answers)
    with changing(session, actor, action, verb="moved") as change:
        change.told["way"] = [None, way.name]
        action.state = ActionState(way.target)
        action.state_reason = answers.reason.strip() if Need.REASON in way.needs else ""
        if action.state is ActionState.DOING and action.owner_id is None:
            action.owner_id = actor.user_id
        if action.state is ActionState.DOING and action.started_on is None:
            action.started_on = today().isoformat()
        if action.state is ActionState.DONE:
            action.ended_on = answers.happened_on
    if change.revision is not None and action.owner_id is not None:
        tell(session, [action.owner_id], News.MOVED, change.revision, action)
    return way


def record_ask_outcome(
    session: Session,
    actor: Actor,
    action: Action,
    asked: tuple[int, str],
    answers: MoveAnswers,
) -> Transition:
    """Record what became of an ask of *action*: *asked* is its number and the way it took.

    Raises NotFound for an ask that is not there, Conflict for one with an outcome or an action that
    has changed since, Missing with all that is not answered, Invalid for a source without a number.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    number, way_name = asked
    ask = next((each for each in action.asks if each.number == number), None)
    if ask is None:
        raise NotFound("There is no such ask.")
    way = way_from(Machine.ASK, ask.outcome, way_name)
    demand(actor, way.permission)
    check_opened(action, answers)
    _check(way, answers)
    evidence = answers.evidence
    if evidence is None or evidence.key is None:
        raise Invalid("evidence", "Name the source by its number, such as prop. 2023/24:1.")
    with changing(session, actor, action, verb="moved") as change:
        change.told["way"] = [None, way.name]
        change.told["ask"] = [None, number]
        ask.outcome = AskOutcome(way.target)
        ask.outcome_on = answers.happened_on
        ask.outcome_note_sv, ask.outcome_note_en = answers.how.sv, answers.how.en
        ask.outcome_key = evidence.key
        ask.outcome_page = evidence.page
    if change.revision is not None and action.owner_id is not None:
        tell(session, [action.owner_id], News.MOVED, change.revision, action)
    return way


def _check(way: Transition, answers: MoveAnswers) -> None:
    missing = missing_answers(way, answers)
    if missing:
        raise Missing(missing)
    check_answers(way, answers)
