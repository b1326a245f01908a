"""Why is this still a barrier? Computed from what is published, when the page is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.clock import days_since
from kb.matters.queries import MatterPath
from kb.models.snapshots import BarrierSnapshot, Words
from kb.publication.queries import Link, Links
from kb.words import Confidence, Effect, Stage, State

#: Below this, our own reading is shown as one that a lawyer has to confirm.
UNSURE = frozenset({Confidence.LOW, Confidence.LOW_MEDIUM})


@dataclass(frozen=True)
class LatestStep:
    """The step that took the law furthest, and the matter it belongs to."""

    stage: str
    date: str | None
    document: Words | None
    matter: Link
    #: With what the matter ended: the word of a Turn; None while something may come of it.
    turn: str | None = None


@dataclass(frozen=True, kw_only=True)
class Why:
    """The parts of the answer; the template puts them into one sentence."""

    state: str
    state_since: str | None
    is_resolved: bool
    is_confirmed: bool
    waiting_for: Link | None
    waiting_since: str | None
    #: Days of waiting; None when the day it began is not known.
    days: int | None
    latest: LatestStep | None
    #: When it was last compared with its sources; what happened since is not known.
    known_on: str | None
    #: The step that usually follows; None when no matter is under way.
    next: Stage | None


def why_still(
    barrier: BarrierSnapshot, links: Links, matters: Sequence[MatterPath], today: date
) -> Why:
    """Say how far the law has come with *barrier* and whose move it is."""
    leading = _leading(matters) if barrier["state"] != State.RESOLVED else _removing(matters)
    return Why(
        state=barrier["state"],
        state_since=barrier["state_since"],
        is_resolved=barrier["state"] == State.RESOLVED,
        is_confirmed=barrier["confidence"] not in UNSURE,
        waiting_for=links.find("organisation", barrier["waiting_for"]),
        waiting_since=barrier["waiting_since"],
        days=days_since(barrier["waiting_since"], today),
        known_on=barrier["checked_on"],
        latest=_latest(leading, links),
        next=leading.next if leading else None,
    )


def _leading(matters: Sequence[MatterPath]) -> MatterPath | None:
    """The matter that tells how far the way out has come; one that makes it worse does not.

    What is still moving tells more than a law that is in force and did not remove the barrier.
    """
    moved = [matter for matter in matters if matter.latest and matter.effect != Effect.WOULD_WORSEN]
    return max(moved, key=_rank, default=None)


def _removing(matters: Sequence[MatterPath]) -> MatterPath | None:
    """The matter that removed the barrier, else whichever came furthest."""
    removed = [matter for matter in matters if matter.latest and matter.effect == Effect.REMOVED]
    return removed[0] if removed else _leading(matters)


def _rank(matter: MatterPath) -> tuple[bool, bool, int]:
    stage = Stage(matter.latest["stage"]) if matter.latest else Stage.REQUEST
    place = list(Stage).index(stage)
    is_moving = matter.ended is None and place < list(Stage).index(Stage.IN_FORCE)
    return is_moving, matter.effect != Effect.UNKNOWN, place


def _latest(matter: MatterPath | None, links: Links) -> LatestStep | None:
    link = links.find("matter", matter.code) if matter else None
    if matter is None or matter.latest is None or link is None:
        return None
    event = matter.latest
    turn = matter.ended.get("turn") if matter.ended else None
    return LatestStep(event["stage"], event["date"], event["label"], link, turn)
