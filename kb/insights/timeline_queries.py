"""Everything published that has happened with a barrier, as one line of time, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import SWEDEN
from kb.matters.stages import has_happened
from kb.models import PublicMark, PublicRecord, PublicVersion
from kb.models.snapshots import Words
from kb.publication.queries import Published, VersionLine, list_snapshots
from kb.security.visibility import published
from kb.words import RecordKind


class TimelineKind(StrEnum):
    """What sort of thing has happened."""

    STEP = "step"
    ACTION = "action"
    ASK = "ask"
    CASE = "case"
    VERSION = "version"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One dated thing; *word* is of the closed list that belongs to its kind."""

    kind: TimelineKind
    #: As much of a date as is known.
    on: str
    #: A stage, a state, an outcome; empty for what has none.
    word: str
    title: Words | None
    #: The record that tells more: its kind and code.
    record: tuple[str, str]
    source: str = ""


def list_happenings(
    session: Session, found: Published, versions: list[VersionLine], today: date
) -> list[Happening]:
    """What published records tell has happened with the barrier *found*, in two statements.

    Only what lies behind us; what is announced stands on the path of the law.
    """
    barrier = found.record
    codes = [effect["matter"] for effect in barrier["effects"]]
    matters = list_snapshots(session, RecordKind.MATTER, codes) if codes else {}
    happened = [
        *_versions(barrier["code"], versions),
        *(step for matter in matters.values() for step in _steps(matter, today)),
        *(each for snapshot in _naming(session, barrier["code"]) for each in _of(snapshot)),
    ]
    return sorted(
        (each for each in happened if each.on <= today.isoformat()),
        key=lambda each: (each.on, each.record),
        reverse=True,
    )


def _naming(session: Session, code: str) -> list[Mapping[str, Any]]:
    """Snapshots of published actions and cases that name the barrier."""
    rows = session.scalars(
        select(PublicVersion.snapshot)
        .join(PublicRecord, PublicRecord.version_id == PublicVersion.id)
        .join(PublicMark, PublicMark.record_id == PublicRecord.record_id)
        .where(published(), PublicRecord.kind.in_([RecordKind.ACTION, RecordKind.CASE]))
        .where(PublicMark.scheme == "barrier", PublicMark.value == code)
        .order_by(PublicRecord.sort_key)
    )
    return list(rows)


def _steps(matter: Mapping[str, Any], today: date) -> Iterator[Happening]:
    for event in matter["events"]:
        if event["date"] and has_happened(event, today):
            yield Happening(
                kind=TimelineKind.STEP,
                on=event["date"],
                word=event["stage"],
                title=event["title"] or event["label"] or matter["title"],
                record=("matter", matter["code"]),
                source=event["source"],
            )


def _of(snapshot: Mapping[str, Any]) -> Iterator[Happening]:
    if snapshot["kind"] == RecordKind.CASE:
        if snapshot["decided_on"]:
            yield Happening(
                kind=TimelineKind.CASE,
                on=snapshot["decided_on"],
                word="",
                title=snapshot["title"],
                record=("case", snapshot["code"]),
                source=snapshot["identifier"],
            )
        return
    record = ("action", snapshot["code"])
    day = snapshot["ended_on"] or snapshot["started_on"]
    if day:
        yield Happening(
            kind=TimelineKind.ACTION,
            on=day,
            word=snapshot["state"],
            title=snapshot["title"],
            record=record,
        )
    for ask in snapshot["asks"]:
        if ask["outcome_on"]:
            yield Happening(
                kind=TimelineKind.ASK,
                on=ask["outcome_on"],
                word=ask["outcome"],
                title=ask["text"],
                record=record,
            )


def _versions(code: str, versions: list[VersionLine]) -> Iterator[Happening]:
    for version in versions:
        yield Happening(
            kind=TimelineKind.VERSION,
            on=version.published_at.astimezone(SWEDEN).date().isoformat(),
            word=str(version.number),
            title=None,
            record=("barrier", code),
        )
