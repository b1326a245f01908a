"""What a deadline is, and which deadlines the events of a matter tell of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kb.models.snapshots import Words
from kb.words import DeadlineKind, Stage

_WHOLE = len("2026-01-31")


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One day on which something is due, or was and has not been seen to happen."""

    #: What tells it from every other, also when its day is moved: ``L-2026-001.consultation.1``.
    identity: str
    kind: DeadlineKind
    on: date
    title: Words
    #: The record whose page tells more: its kind and code.
    record: tuple[str, str]
    #: The step of a matter that is due; None for what is no step.
    stage: str | None = None
    #: Where the day was read.
    source: str = ""
    #: How often what tells the day has been changed, and when last.
    sequence: int = 0
    changed_at: datetime | None = None
    owner_id: int | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.on < today


def deadlines_of(matter: Mapping[str, Any], today: date) -> Iterator[Deadline]:
    """The deadlines that the events of *matter*, a snapshot, tell of.

    Consultations count until they end; steps that are announced also after their day, for nobody
    has said that they came. The identity is that of the step among the steps of its kind, in the
    order of the matter: a day that is moved keeps it. A day of which only the month is known is
    none that a calendar can hold, and is left out.
    """
    numbers: dict[str, int] = {}
    for event in matter["events"]:
        stage = event["stage"]
        numbers[stage] = numbers.get(stage, 0) + 1
        for kind, text in _days(event, today):
            yield Deadline(
                identity=f"{matter['code']}.{stage}.{numbers[stage]}.{kind}",
                kind=kind,
                on=date.fromisoformat(text),
                title=matter["title"],
                record=("matter", matter["code"]),
                stage=stage,
                source=event["source"],
            )


def _days(event: Mapping[str, Any], today: date) -> Iterator[tuple[DeadlineKind, str]]:
    until, day = event["until"], event["date"]
    if event["stage"] == Stage.CONSULTATION and _is_whole(until) and until >= today.isoformat():
        yield DeadlineKind.CONSULTATION, until
    is_ahead = _is_whole(day) and (event["is_planned"] or day > today.isoformat())
    if is_ahead:
        in_force = event["stage"] in (Stage.IN_FORCE, Stage.APPLIES)
        yield (DeadlineKind.IN_FORCE if in_force else DeadlineKind.STEP), day


def _is_whole(text: str | None) -> bool:
    return text is not None and len(text) == _WHOLE


def in_order(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Deadlines by their days, those of one day by their identity."""
    return sorted(deadlines, key=lambda each: (each.on, each.identity))


def by_month(deadlines: Sequence[Deadline]) -> list[tuple[str, list[Deadline]]]:
    """Deadlines in order, month by month (``2026-12``)."""
    months: dict[str, list[Deadline]] = {}
    for deadline in in_order(deadlines):
        months.setdefault(deadline.on.isoformat()[:7], []).append(deadline)
    return list(months.items())
