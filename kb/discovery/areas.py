"""The target areas of the strategy with their objectives, as they are published."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.discovery.queries import Entry, list_all
from kb.models.snapshots import AreaSnapshot, Words
from kb.publication.queries import list_snapshots
from kb.words import RecordKind


@dataclass(frozen=True, kw_only=True)
class AreaEntry:
    """A target area; *wording_confirmed* is False while its title is ours."""

    number: str
    title: Words
    text: Words
    wording_confirmed: bool
    objectives: list[Entry]


def list_areas(session: Session) -> list[AreaEntry]:
    """Every target area that has a published objective, in two statements."""
    objectives = list_all(session, RecordKind.OBJECTIVE)
    codes = [objective.code for objective in objectives]
    snapshots = list_snapshots(session, RecordKind.OBJECTIVE, codes)
    areas: dict[str, AreaSnapshot] = {}
    members: dict[str, list[Entry]] = {}
    for objective in objectives:
        area: AreaSnapshot = snapshots[objective.code]["area"]
        areas[area["number"]] = area
        members.setdefault(area["number"], []).append(objective)
    return [_entry(areas[number], members[number]) for number in sorted(areas)]


def _entry(area: AreaSnapshot, objectives: Sequence[Entry]) -> AreaEntry:
    return AreaEntry(
        number=area["number"],
        title=area["title"],
        text=area["text"],
        wording_confirmed=area["wording_confirmed"],
        objectives=list(objectives),
    )
