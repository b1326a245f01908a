"""The paths of the matters that bear on a barrier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kb.matters.stages import (
    Step,
    end_of,
    latest_event,
    next_event,
    next_stage,
    steps_of,
)
from kb.models.snapshots import EffectSnapshot, EventSnapshot, Words
from kb.publication.queries import list_snapshots
from kb.words import RecordKind, Stage


@dataclass(frozen=True, kw_only=True)
class MatterPath:
    """A matter that bears on a barrier: what it does to it, and how far it has come."""

    code: str
    title: Words
    effect: str
    note: Words | None
    steps: list[Step]
    #: What took it furthest; None when nothing has happened yet.
    latest: EventSnapshot | None
    #: What is announced or usually follows; None when the law is in force or the matter has ended.
    next: Stage | None
    #: With what it ended; None while something may come of it.
    ended: EventSnapshot | None
    #: What is announced for a day ahead; None when nothing is.
    coming: EventSnapshot | None


def paths_of(session: Session, effects: Sequence[EffectSnapshot], today: date) -> list[MatterPath]:
    """The paths of those matters in *effects* that are published, in one statement."""
    codes = [effect["matter"] for effect in effects]
    matters = list_snapshots(session, RecordKind.MATTER, codes) if codes else {}
    return [
        _path(effect, matters[effect["matter"]], today)
        for effect in effects
        if effect["matter"] in matters
    ]


def _path(effect: EffectSnapshot, matter: Mapping[str, Any], today: date) -> MatterPath:
    events, procedure = matter["events"], matter["procedure"]
    return MatterPath(
        code=effect["matter"],
        title=matter["title"],
        effect=effect["effect"],
        note=effect["note"],
        steps=steps_of(events, today, procedure),
        latest=latest_event(events, today),
        next=next_stage(events, today, procedure),
        ended=end_of(events, today),
        coming=next_event(events, today),
    )
