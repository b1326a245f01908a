"""Watching the law under our barriers, and saying what came of what was found.

A finding is a task. Nothing about a barrier is changed by it: a person looks, and decides.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.errors import Conflict, Invalid
from kb.history import Deed
from kb.history import record as record_revision
from kb.inbox.operations import tell, tell_followers
from kb.models import Barrier, LawFinding
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import FindingKind, FindingVerdict, News
from kb.work.watch_queries import Found, find_movements, sameness

#: The longest note on a finding, in characters.
MAX_NOTE = 2_000


def watch_law(session: Session, actor: Actor) -> list[LawFinding]:
    """Add a finding for whatever has moved and was not found before; gives the new ones.

    The owner and the followers of the barrier are told. One cause is one finding a barrier,
    whatever number of its provisions it touches; provisions that turn out to be touched as well
    join a finding that still waits.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    known = {
        sameness(finding.barrier_id, finding.kind, finding.cause): finding
        for finding in session.scalars(select(LawFinding))
    }
    added = []
    for found in find_movements(session):
        finding = known.get(found.sameness)
        if finding is not None:
            _complete(finding, found)
            continue
        barrier = session.get_one(Barrier, found.barrier_id)
        finding = LawFinding(
            barrier=barrier,
            kind=found.kind,
            cause=found.cause,
            keys=list(found.keys),
            happens_on=found.happens_on,
        )
        session.add(finding)
        session.flush()
        _tell(session, actor, finding, barrier)
        added.append(finding)
    session.flush()
    return added


def handle_finding(
    session: Session,
    actor: Actor,
    finding: LawFinding,
    *,
    verdict: FindingVerdict,
    note: str,
) -> LawFinding:
    """Say what came of looking at *finding*, whose barrier must be loaded.

    A verdict changes nothing about the barrier: that is done by an edit or a move of its own.
    Raises Conflict when somebody has said so already, Invalid without a note.
    """
    demand(actor, Permission.BARRIER_JUDGE)
    # Only this column: a whole refresh would let go of the barrier.
    session.refresh(finding, ["handled_at"], with_for_update=True)
    if finding.handled_at is not None:
        raise Conflict("Somebody has already said what came of it.")
    if not note.strip():
        raise Invalid("note", "Say in a few words why.")
    if len(note) > MAX_NOTE:
        raise Invalid("note", "The note is longer than %(limit)s characters.", limit=MAX_NOTE)
    finding.handled_at = now()
    finding.handled_by_id = actor.user_id
    finding.verdict = verdict
    finding.note = note.strip()
    told = {"law-finding": [_told(finding), {"verdict": verdict.value, "note": finding.note}]}
    record_revision(session, actor, Deed("judged", is_minor=True), finding.barrier, told)
    return finding


def _complete(finding: LawFinding, found: Found) -> None:
    """Let a finding that still waits say what is known by now."""
    if finding.handled_at is not None:
        return
    more = [key for key in found.keys if key not in finding.keys]
    if more:
        finding.keys = [*finding.keys, *more]
    if found.kind is FindingKind.REPEALED:
        finding.kind = found.kind
    if found.happens_on and finding.kind is not FindingKind.RESOLUTION:
        finding.happens_on = found.happens_on


def _tell(session: Session, actor: Actor, finding: LawFinding, barrier: Barrier) -> None:
    deed = Deed("noticed")
    revision = record_revision(
        session, actor, deed, barrier, {"law-finding": [None, _told(finding)]}
    )
    if barrier.owner_id is not None:
        tell(session, [barrier.owner_id], News.CHANGED, revision, barrier)
    tell_followers(session, revision, barrier, News.CHANGED)


def _told(finding: LawFinding) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "cause": finding.cause,
        "keys": list(finding.keys),
        "happens_on": finding.happens_on,
    }
