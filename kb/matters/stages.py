"""How far a matter has come: a pure function of its dated events, never typed by anyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.models.snapshots import EventSnapshot, Words
from kb.words import Stage


class StepStatus(StrEnum):
    """Where a step lies on the path."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the path of a law, with what it left behind as far as that is known."""

    stage: Stage
    status: StepStatus
    date: str | None = None
    #: How the document is cited, and its official address.
    document: Words | None = None
    url: str | None = None
    title: Words | None = None
    is_planned: bool = False


#: The steps that every path shows even when nothing is known of them; the rest show when they
#: happened. A request from outside, a council draft or a follow-up may well never come.
USUAL = (
    Stage.DIRECTIVE,
    Stage.REPORT,
    Stage.CONSULTATION,
    Stage.BILL,
    Stage.DECISION,
    Stage.IN_FORCE,
)
ORDER = tuple(Stage)


def has_happened(event: EventSnapshot, today: date) -> bool:
    """Whether the event lies behind us: not planned, and its date, where one is known, has come.

    An event that was only planned is never taken to have happened: the plan may have changed.
    """
    when = event["date"]
    return not event["is_planned"] and (when is None or when <= today.isoformat())


def latest_event(events: Sequence[EventSnapshot], today: date) -> EventSnapshot | None:
    """Return the event that took the matter furthest, the later of two at one stage."""
    happened = [event for event in events if has_happened(event, today)]
    # Events stand in order of happening, and max keeps the first of equals.
    return max(reversed(happened), key=_place, default=None)


def stage_of(events: Sequence[EventSnapshot], today: date) -> Stage | None:
    """Return the stage that the matter has reached; None when nothing has happened."""
    event = latest_event(events, today)
    return Stage(event["stage"]) if event else None


def steps_of(events: Sequence[EventSnapshot], today: date) -> list[Step]:
    """Lay out the path of the law: what is done, where it stands now, what usually follows.

    A matter in force stands nowhere: all its steps are done. A usual step that was passed over
    without a trace is left out.
    """
    reached = stage_of(events, today)
    place = ORDER.index(reached) if reached else -1
    steps = []
    for stage in ORDER:
        event = _shown(events, stage, today)
        if event is None and (stage not in USUAL or ORDER.index(stage) < place):
            continue
        steps.append(_step(stage, _status(stage, place), event))
    return steps


def next_stage(events: Sequence[EventSnapshot], today: date) -> Stage | None:
    """Return the step that usually follows; None when none does."""
    later = (step.stage for step in steps_of(events, today) if step.status is StepStatus.LATER)
    return next(later, None)


def _step(stage: Stage, status: StepStatus, event: EventSnapshot | None) -> Step:
    if event is None:
        return Step(stage=stage, status=status)
    return Step(
        stage=stage,
        status=status,
        date=event["date"],
        document=event["label"],
        url=event["url"],
        title=event["title"],
        is_planned=event["is_planned"],
    )


def _status(stage: Stage, place: int) -> StepStatus:
    where = ORDER.index(stage)
    if where < place or (where == place and place >= ORDER.index(Stage.IN_FORCE)):
        return StepStatus.DONE
    return StepStatus.NOW if where == place else StepStatus.LATER


def _shown(events: Sequence[EventSnapshot], stage: Stage, today: date) -> EventSnapshot | None:
    """Return the event that stands for *stage*: the first that happened, else the one planned.

    Of several, one whose day is known comes before one with a year alone.
    """
    there = [event for event in events if event["stage"] == stage]
    happened = [event for event in there if has_happened(event, today)]
    return max(happened or there, key=lambda event: len(event["date"] or ""), default=None)


def _place(event: EventSnapshot) -> tuple[int, str]:
    return ORDER.index(Stage(event["stage"])), event["date"] or ""
