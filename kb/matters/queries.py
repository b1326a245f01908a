"""The paths of the matters that bear on a barrier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kb.matters.stages import Step, latest_event, next_stage, steps_of
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
    #: What usually follows; None when the law is in force.
    next: Stage | None


def paths_of(session: Session, effects: Sequence[EffectSnapshot], today: date) -> list[MatterPath]:
    """The paths of those matters in *effects* that are published, in one statement."""
    codes = [effect["matter"] for effect in effects]
    matters = list_snapshots(session, RecordKind.MATTER, codes) if codes else {}
    return [
        MatterPath(
            code=effect["matter"],
            title=matters[effect["matter"]]["title"],
            effect=effect["effect"],
            note=effect["note"],
            steps=steps_of(matters[effect["matter"]]["events"], today),
            latest=latest_event(matters[effect["matter"]]["events"], today),
            next=next_stage(matters[effect["matter"]]["events"], today),
        )
        for effect in effects
        if effect["matter"] in matters
    ]
