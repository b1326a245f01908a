"""What a barrier still lacks before it can move on: all of it is told at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kb.models import Action, Barrier, Matter, MatterEffect
from kb.security.transitions import Need, Transition
from kb.words import CitationRole, Stage

#: Sources of these kinds prove or explain; a barrier rests on the others.
_NOT_RESTED_ON = frozenset({CitationRole.EVIDENCE, CitationRole.PREPARATORY})
_DECIDED = frozenset({Stage.DECISION, Stage.PROMULGATED})
#: Needs that are answered by what is loaded with the barrier.
_IN_RECORD = {
    Need.TITLE: lambda barrier: bool(barrier.working_title or barrier.title_sv),
    Need.SUMMARY: lambda barrier: bool(barrier.working_summary or barrier.summary_sv),
    Need.KIND: lambda barrier: _has_term(barrier, "kind"),
    Need.SOURCE: lambda barrier: barrier.channel is not None or bool(barrier.reported_by),
    Need.ROOT_CAUSE: lambda barrier: _has_term(barrier, "root-cause"),
    Need.CITATION: lambda barrier: bool(barrier.practice_reason) or _rests_on_law(barrier),
    Need.REMEDY: lambda barrier: _has_term(barrier, "remedy"),
}


def missing_for(session: Session, barrier: Barrier, way: Transition) -> list[Need]:
    """Which of the needs of *way* that are looked for in *barrier*, loaded whole, are not met.

    Needs of the public text belong to the publication desk and are passed over here.
    """
    return [need for need in way.looked_for if not _is_met(session, barrier, need)]


def _is_met(session: Session, barrier: Barrier, need: Need) -> bool:
    if need is Need.WORK:
        return bool(barrier.effects) or _has_action(session, barrier)
    if need is Need.DECIDED_MATTER:
        return _has_decided_matter(session, barrier)
    met = _IN_RECORD.get(need)
    return met is None or met(barrier)


def _has_term(barrier: Barrier, scheme: str) -> bool:
    return any(term.scheme == scheme for term in barrier.terms)


def _rests_on_law(barrier: Barrier) -> bool:
    return any(citation.role not in _NOT_RESTED_ON for citation in barrier.citations)


def _has_action(session: Session, barrier: Barrier) -> bool:
    found = select(Action.id).where(Action.barriers.any(Barrier.id == barrier.id)).limit(1)
    return session.scalar(found) is not None


def _has_decided_matter(session: Session, barrier: Barrier) -> bool:
    """Whether a matter of the barrier is decided, and the day it enters into force is known."""
    matters = session.scalars(
        select(Matter)
        .join(MatterEffect, MatterEffect.matter_id == Matter.id)
        .where(MatterEffect.barrier_id == barrier.id)
        .options(selectinload(Matter.events))
    )
    for matter in matters:
        stages = {event.stage for event in matter.events if not event.is_planned}
        # The day of entry into force is planned until it has come.
        has_day = any(event.stage is Stage.IN_FORCE and event.date for event in matter.events)
        if stages & (_DECIDED | {Stage.IN_FORCE}) and has_day:
            return True
    return False
