"""How far a matter has come: a pure function of its dated events, never typed by anyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.models.snapshots import EventSnapshot, MatterSnapshot, Words
from kb.words import ENDING, Procedure, Stage


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
    #: Where the path leaves the straight way here: the word of a Turn.
    turn: str | None = None
    #: How often the step was taken: two reports, two consultations.
    times: int = 1


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
#: The same for an act of the EU, which is applied from a day of its own.
USUAL_EU = (
    Stage.EU_PROPOSAL,
    Stage.EU_POSITION,
    Stage.EU_ADOPTED,
    Stage.IN_FORCE,
    Stage.APPLIES,
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


def stage_of_matter(matter: MatterSnapshot, today: date) -> Stage | None:
    """Return the stage of a whole matter: as it was set by hand, else as its events tell."""
    told = matter.get("set_stage")
    return Stage(told["stage"]) if told else stage_of(matter["events"], today)


def end_of(events: Sequence[EventSnapshot], today: date) -> EventSnapshot | None:
    """Return the event with which the matter ended; None while something may come of it.

    What happens after a matter was laid aside or rejected takes it up again.
    """
    happened = [event for event in events if has_happened(event, today)]
    # Events stand in order of happening; the last whose day is known may still come later.
    last = max(enumerate(happened), key=lambda pair: (pair[1]["date"] or "", pair[0]), default=None)
    return last[1] if last and last[1].get("turn") in ENDING else None


def next_event(events: Sequence[EventSnapshot], today: date) -> EventSnapshot | None:
    """Return the first event that is announced for a day ahead; None when none is."""
    ahead = [
        event
        for event in events
        if event["date"] and event["date"] > today.isoformat()[: len(event["date"])]
    ]
    return min(ahead, key=lambda event: event["date"] or "", default=None)


def steps_of(
    events: Sequence[EventSnapshot], today: date, procedure: str = Procedure.SWEDISH
) -> list[Step]:
    """Lay out the path of the law: what is done, where it stands now, what usually follows.

    A matter in force stands nowhere: all its steps are done. A usual step that was passed over
    without a trace is left out, and so is what usually follows when the matter has ended.
    """
    reached = stage_of(events, today)
    place = ORDER.index(reached) if reached else -1
    usual = USUAL_EU if procedure == Procedure.EU else USUAL
    is_ended = end_of(events, today) is not None
    steps = []
    for stage in ORDER:
        event = _shown(events, stage, today)
        if event is None and (is_ended or stage not in usual or ORDER.index(stage) < place):
            continue
        steps.append(_step(stage, _status(stage, place), event, _times(events, stage, today)))
    return steps


def next_stage(
    events: Sequence[EventSnapshot], today: date, procedure: str = Procedure.SWEDISH
) -> Stage | None:
    """Return the step that is announced, else the one that usually follows; None when none does."""
    announced = next_event(events, today)
    if announced is not None:
        return Stage(announced["stage"])
    steps = steps_of(events, today, procedure)
    return next((step.stage for step in steps if step.status is StepStatus.LATER), None)


def _times(events: Sequence[EventSnapshot], stage: Stage, today: date) -> int:
    """How often the step has been taken."""
    there = (event for event in events if event["stage"] == stage and has_happened(event, today))
    return sum(1 for _event in there)


def _step(stage: Stage, status: StepStatus, event: EventSnapshot | None, times: int) -> Step:
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
        turn=event.get("turn"),
        times=times,
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
