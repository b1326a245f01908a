"""Our answer to a consultation on its way: whether we answer, who does, and when it went."""

from datetime import date

from sqlalchemy.orm import Session

from kb.consultations.action_operations import make_action
from kb.consultations.response_queries import Asked, find_response
from kb.errors import Conflict, Invalid, Missing
from kb.inbox.operations import tell
from kb.models import Response, User
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
from kb.words import AskOutcome, News, ResponseState

_WHOLE = len("2026-02-28")


def move_response(
    session: Session, actor: Actor, asked: Asked, way_name: str, answers: MoveAnswers
) -> Transition:
    """Move our answer to what is *asked* (its matter loaded whole) along the way called *way_name*.

    The first move makes it. Whoever is to write it is told. Sending it makes the action that it
    becomes, for the barriers that ``asked`` names. Raises Conflict when no such way leads on from
    its state or the matter has changed since it was opened, Missing with all that is not answered,
    Invalid for a day that cannot be right or a writer without an open account.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    matter = asked.matter
    response = find_response(session, actor, matter, asked.document)
    state = response.state if response is not None else ResponseState.NOT_DECIDED
    way = way_from(Machine.RESPONSE, state, way_name)
    demand(actor, way.permission)
    check_opened(matter, answers)
    sent_on = _check(session, way, answers)
    if response is not None and state is ResponseState.SENT:
        _check_unanswered(response)
    with changing(session, actor, matter, verb="moved") as change:
        change.told["way"] = [None, way.name]
        change.told["response"] = [state.value, way.target.value]
    # After the block nobody else holds the matter, so that two first moves cannot both make a row.
    response = response or _begun(session, asked)
    response.state = ResponseState(way.target)
    response.reason = answers.reason.strip() if Need.REASON in way.needs else ""
    response.sent_on = sent_on
    if Need.OWNER in way.needs:
        response.owner_id = answers.owner_id
    session.flush()
    if response.state is ResponseState.SENT:
        make_action(session, actor, response, asked.barriers)
    if change.revision is not None and response.owner_id is not None:
        news = News.ASSIGNED if Need.OWNER in way.needs else News.MOVED
        tell(session, [response.owner_id], news, change.revision, matter)
    return way


def begin_response(session: Session, actor: Actor, asked: Asked) -> Response:
    """Our answer to what is *asked*, begun without a decision: there is then a place to write.

    One that is there already is given back as it is.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    response = find_response(session, actor, asked.matter, asked.document)
    if response is not None:
        return response
    with changing(session, actor, asked.matter, verb="changed") as change:
        change.told["response"] = [None, ResponseState.NOT_DECIDED.value]
    response = _begun(session, asked)
    session.flush()
    return response


def _begun(session: Session, asked: Asked) -> Response:
    response = Response(
        matter=asked.matter,
        document=asked.document,
        state=ResponseState.NOT_DECIDED,
        action=None,
        positions=[],
    )
    session.add(response)
    return response


def _check_unanswered(response: Response) -> None:
    """Raise Conflict when an ask of what was sent has an outcome: it was answered as it stood."""
    asks = response.action.asks if response.action is not None else ()
    if any(ask.outcome is not AskOutcome.OPEN for ask in asks):
        raise Conflict("An ask of this answer has an outcome already. What was sent stands.")


def _check(session: Session, way: Transition, answers: MoveAnswers) -> date | None:
    """Return the day on which it was sent, if the way asks for it."""
    missing = missing_answers(way, answers)
    if missing:
        raise Missing(missing)
    check_answers(way, answers)
    if Need.OWNER in way.needs:
        owner = session.get(User, answers.owner_id)
        if owner is None or not owner.is_active:
            raise Invalid("owner", "Choose somebody with an open account.")
    if Need.HAPPENED_ON not in way.needs or answers.happened_on is None:
        return None
    if len(answers.happened_on) != _WHOLE:
        raise Invalid("happened_on", "Write the whole day, such as 2026-02-28.")
    return date.fromisoformat(answers.happened_on)
