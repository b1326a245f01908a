"""What every move needs, whatever it moves: the way, and what the form of the move answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kb.citations.keys import is_key
from kb.clock import is_partial_date, today
from kb.errors import Conflict, Invalid, NotFound, NotOpen
from kb.models import Record
from kb.security.actor import Actor
from kb.security.permissions import Scope, Tie
from kb.security.rules import can
from kb.security.transitions import (
    TRANSITIONS,
    Machine,
    Need,
    Transition,
    find_way,
    ways_from,
)
from kb.words import NoObstacle, Pair, ScreeningQuestion

#: How far a permission reaches that needs a second pair of eyes.
_FOUR_EYES = frozenset({Scope.NOT_LOGGED, Scope.NOT_OWNED, Scope.NOT_WRITTEN})
_NOTHING = Pair("", "")


@dataclass(frozen=True)
class ScreeningAnswer:
    """One answer of the screening; the reason belongs to it."""

    is_yes: bool
    reason: str


@dataclass(frozen=True)
class Evidence:
    """The source that shows it: its key, or how it is named where it has none, and the page."""

    key: str | None
    text: str = ""
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class MoveAnswers:
    """What was answered to what a way asks for; the rest stays empty."""

    reason: str = ""
    question: str = ""
    owner_id: int | None = None
    screening: Mapping[ScreeningQuestion, ScreeningAnswer] = field(default_factory=dict)
    no_obstacle: NoObstacle | None = None
    review_on: date | None = None
    #: As much of the date as is known.
    happened_on: str | None = None
    how: Pair = _NOTHING
    remains: Pair = _NOTHING
    evidence: Evidence | None = None
    #: The version that was on the page; None when nobody was shown a page, as in a script.
    opened: int | None = None


NO_ANSWERS = MoveAnswers()


def way_from(machine: Machine, state: StrEnum, name: str) -> Transition:
    """The way called *name* from *state*.

    Raises NotFound when there is no such way at all, NotOpen when it does not begin here.
    """
    named = [way for way in TRANSITIONS if way.machine is machine and way.name == name]
    if not named:
        raise NotFound(f"There is no way {name}.")
    way = find_way(machine, state, name)
    if way is None:
        sources = [each for each in type(state) if any(each in way.sources for way in named)]
        raise NotOpen(machine, name, state, sources)
    return way


def check_opened(record: Record, answers: MoveAnswers) -> None:
    """Raise Conflict when *record* says something else than on the page that was answered."""
    if answers.opened is not None and answers.opened != record.version:
        raise Conflict("Somebody else has saved the record since it was opened.")


def missing_answers(way: Transition, answers: MoveAnswers) -> list[Need]:
    """What *way* asks for and *answers* leave out, in the order of the table."""
    given = {
        Need.REASON: answers.reason.strip(),
        Need.QUESTION: answers.question.strip(),
        Need.OWNER: answers.owner_id,
        Need.SCREENING: _is_screened(answers.screening),
        Need.NO_OBSTACLE: answers.no_obstacle,
        Need.REVIEW_ON: answers.review_on,
        Need.HAPPENED_ON: answers.happened_on,
        Need.HOW: answers.how.sv.strip(),
        Need.REMAINS: answers.remains.sv.strip(),
        Need.EVIDENCE: answers.evidence and (answers.evidence.key or answers.evidence.text.strip()),
    }
    return [need for need in way.asked if not given.get(need)]


def check_answers(way: Transition, answers: MoveAnswers) -> None:
    """Raise Invalid for an answer that cannot be right, whatever is being moved."""
    if Need.REVIEW_ON in way.needs and answers.review_on and answers.review_on <= today():
        raise Invalid("review_on", "Choose a day that has not come yet.")
    if Need.HAPPENED_ON in way.needs and answers.happened_on:
        _check_happened(answers.happened_on)
    evidence = answers.evidence
    if Need.EVIDENCE in way.needs and evidence and evidence.key and not is_key(evidence.key):
        raise Invalid("evidence", "This is not the number of a source that we know.")


def open_ways(
    actor: Actor, machine: Machine, state: StrEnum, ties: frozenset[Tie] = frozenset()
) -> list[Transition]:
    """The ways on from *state* that *actor*, with *ties* to what is moved, may take."""
    return [way for way in ways_from(machine, state) if can(actor, way.permission, ties)]


def four_eyes_ways(
    actor: Actor, machine: Machine, state: StrEnum, ties: frozenset[Tie]
) -> list[Transition]:
    """The ways that *actor* could take, were it not that somebody else must look."""
    return [
        way
        for way in ways_from(machine, state)
        if actor.scope_of(way.permission) in (Scope.NOT_LOGGED, Scope.NOT_OWNED)
        and not can(actor, way.permission, ties)
    ]


def _is_screened(answers: Mapping[ScreeningQuestion, ScreeningAnswer]) -> bool:
    return all(
        question in answers and answers[question].reason.strip() for question in ScreeningQuestion
    )


def _check_happened(text: str) -> None:
    if not is_partial_date(text):
        raise Invalid("happened_on", "Write a year, a month or a day: 2026, 2026-02 or 2026-02-28.")
    if text > today().isoformat()[: len(text)]:
        raise Invalid("happened_on", "Write a day that has come.")
