"""The log of everything that was done, by everybody, for those who may read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from kb.clock import SWEDEN
from kb.db.paging import Page
from kb.models import Revision, User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.work.history_queries import Event, event_of

#: Nothing is done before or after these days.
_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = date(9000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What of the log is asked for; None and nothing mean all."""

    user_id: int | None = None
    verb: str = ""
    kind: str = ""
    code: str = ""
    #: First and last day, in Sweden.
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Choices:
    """What the log can be narrowed to."""

    people: Sequence[tuple[int, str]]
    verbs: Sequence[str]
    kinds: Sequence[str]


def count_log(session: Session, actor: Actor, sought: Sought) -> int:
    """How many revisions *sought* names; raises Forbidden for whoever may not read the log."""
    demand(actor, Permission.AUDIT_READ)
    statement = select(func.count()).select_from(Revision).where(*_passing(sought))
    return session.scalar(statement) or 0


def list_log(session: Session, actor: Actor, sought: Sought, page: Page) -> list[Event]:
    """One page of the log, newest first, in one statement."""
    demand(actor, Permission.AUDIT_READ)
    rows = session.scalars(
        select(Revision)
        .where(*_passing(sought))
        .options(joinedload(Revision.actor))
        .order_by(Revision.number.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return [event_of(row) for row in rows]


def each_of_log(session: Session, actor: Actor, sought: Sought) -> Iterator[Event]:
    """Everything that *sought* names, oldest first, read little by little."""
    demand(actor, Permission.AUDIT_READ)
    rows = session.scalars(
        select(Revision)
        .where(*_passing(sought))
        .options(joinedload(Revision.actor))
        .order_by(Revision.number)
        .execution_options(yield_per=500)
    )
    for row in rows:
        yield event_of(row)


def list_choices(session: Session, actor: Actor) -> Choices:
    """Who has done anything, what was done and to what kinds of things."""
    demand(actor, Permission.AUDIT_READ)
    people = session.execute(select(User.id, User.name).order_by(User.name, User.id)).all()
    verbs = session.scalars(select(Revision.verb).distinct().order_by(Revision.verb))
    kinds = session.scalars(select(Revision.kind).distinct().order_by(Revision.kind))
    return Choices([(user_id, name) for user_id, name in people], verbs.all(), kinds.all())


def _passing(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.user_id is not None:
        yield Revision.actor_id == sought.user_id
    if sought.verb:
        yield Revision.verb == sought.verb
    if sought.kind:
        yield Revision.kind == sought.kind
    if sought.code:
        yield Revision.code == sought.code
    if sought.since:
        yield Revision.at >= _begins(sought.since)
    if sought.until:
        yield Revision.at < _begins(sought.until) + timedelta(days=1)


def _begins(day: date) -> datetime:
    # The first and last days of the calendar begin where no clock of another zone can follow.
    return datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time(), SWEDEN)
