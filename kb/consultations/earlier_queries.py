"""What we have said before of the law that a consultation names: our asks and our answers.

Internal, unlike the position memory of ``kb.discovery``, which holds what was published.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from kb.consultations.response_queries import numbered_asks
from kb.consultations.touch_queries import Keys, Named
from kb.models import Action, Ask, Matter, Response, ResponsePosition
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.visibility import records_visible_to
from kb.words import Closeness, Pair, ResponseState, Stance


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An ask or a position of ours on a provision, as it was said."""

    #: ``action`` for an ask, ``matter`` for a position of an answer that became none.
    kind: str
    code: str
    #: Number of the ask within its action, or of the position within its answer.
    number: int
    target: str
    text: Pair
    wording: str
    #: What our answer said of the proposal; None for an ask that was no answer.
    stance: Stance | None
    #: As much of the day as is known; None for what is not sent yet.
    said_on: str | None
    #: The ask whose words can be used again; None for a position.
    ask_id: int | None
    #: The answer that a position stands in; None for an ask.
    response_id: int | None


def count_earlier(
    session: Session, actor: Actor, named: Mapping[int, Collection[Named]]
) -> dict[int, int]:
    """How many asks and positions of ours are on what each consultation names; two statements."""
    asks = session.execute(
        select(Ask.target, func.count())
        .join(Action, Action.id == Ask.action_id)
        .where(Ask.target.is_not(None), records_visible_to(actor))
        .group_by(Ask.target)
    ).all()
    said = session.execute(
        select(ResponsePosition.target, func.count())
        .join(Response, Response.id == ResponsePosition.response_id)
        .where(ResponsePosition.target.is_not(None), _has_no_ask(), _may_know(actor))
        .group_by(ResponsePosition.target)
    ).all()
    numbers: dict[str, int] = defaultdict(int)
    for key, number in (*asks, *said):
        numbers[key or ""] += number
    keys = Keys(numbers)
    return {
        number: sum(numbers[key] for key in _tied(keys, sources))
        for number, sources in named.items()
    }


def list_earlier(
    session: Session, actor: Actor, named: Iterable[Named], *, without: int | None = None
) -> list[Earlier]:
    """Our asks and positions on what is *named*, newest first, what is not sent last.

    *without* is the answer that is being written, whose own positions are not earlier ones.
    """
    targets = session.scalars(
        select(Ask.target)
        .where(Ask.target.is_not(None))
        .union(select(ResponsePosition.target).where(ResponsePosition.target.is_not(None)))
    )
    wanted = _tied(Keys(key for key in targets if key), named)
    found = [
        *_asks(session, actor, wanted),
        *_positions(session, actor, wanted, without),
    ]
    own = None
    if without is not None:
        own = session.scalar(select(Action.code).join(Response, Response.action_id == Action.id)
                             .where(Response.id == without))  # fmt: skip
    kept = [each for each in found if own is None or each.code != own]
    return sorted(
        kept, key=lambda each: (each.said_on or "", each.code, -each.number), reverse=True
    )


def _tied(keys: Keys, named: Iterable[Named]) -> set[str]:
    return {
        key
        for each in named
        for key, closeness in keys.tied_to(each)
        if closeness is not Closeness.PASSING
    }


def _asks(session: Session, actor: Actor, targets: Collection[str]) -> list[Earlier]:
    rows = session.execute(
        select(Ask, Action.code, Action.ended_on, Action.started_on)
        .join(Action, Action.id == Ask.action_id)
        .where(Ask.target.in_(targets), records_visible_to(actor))
    ).all()
    stances = _stances(session, actor, {ask.action_id for ask, *_ in rows})
    return [
        Earlier(
            kind="action",
            code=code,
            number=ask.number,
            target=ask.target or "",
            text=Pair(ask.text_sv, ask.text_en),
            wording=ask.proposed_wording,
            stance=stances.get((ask.action_id, ask.number)),
            said_on=ended or started,
            ask_id=ask.id,
            response_id=None,
        )
        for ask, code, ended, started in rows
    ]


def _stances(
    session: Session, actor: Actor, actions: Collection[int]
) -> dict[tuple[int, int], Stance]:
    """What the answers that became *actions* said, by action and number of the ask."""
    responses = session.scalars(
        select(Response)
        .where(Response.action_id.in_(actions), _may_know(actor))
        .options(selectinload(Response.positions))
    )
    return {
        (response.action_id or 0, number): position.stance
        for response in responses
        for number, position in numbered_asks(response.positions)
    }


def _positions(
    session: Session, actor: Actor, targets: Collection[str], without: int | None
) -> list[Earlier]:
    rows = session.execute(
        select(ResponsePosition, Response, Matter.code)
        .join(Response, Response.id == ResponsePosition.response_id)
        .join(Matter, Matter.id == Response.matter_id)
        .where(ResponsePosition.target.in_(targets), _has_no_ask(), _may_know(actor))
        .where(Response.id != (without or 0))
    ).all()
    return [
        Earlier(
            kind="matter",
            code=code,
            number=position.position + 1,
            target=position.target or "",
            text=Pair(position.text_sv, position.text_en),
            wording=position.proposed_wording,
            stance=position.stance,
            said_on=response.sent_on.isoformat() if response.sent_on else None,
            ask_id=None,
            response_id=response.id,
        )
        for position, response, code in rows
    ]


def _has_no_ask() -> ColumnElement[bool]:
    """Positions that became no ask: not sent yet, or asking for nothing."""
    says = (
        (ResponsePosition.text_sv != "")
        | (ResponsePosition.text_en != "")
        | (ResponsePosition.proposed_wording != "")
    )
    asking = ResponsePosition.stance.in_([Stance.APPROVES_PARTLY, Stance.REJECTS]) & says
    return or_(Response.state != ResponseState.SENT, ~asking)


def _may_know(actor: Actor) -> ColumnElement[bool]:
    return true() if can(actor, Permission.INTERNAL_READ) else false()
