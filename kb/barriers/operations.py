"""Saving barriers."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from kb.models import (
    Barrier,
    BarrierRelation,
    DecisionStep,
    Flow,
    Matter,
    MatterEffect,
    Objective,
    ObjectiveImpact,
    Organisation,
    Principle,
)
from kb.readers.drafts import BarrierDraft, DecisionStepDraft, FlowDraft, RelationDraft
from kb.records.operations import changing, merge_rows, opened, set_links, set_pair
from kb.records.queries import find_named, find_record, list_named
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import WorkState

#: A barrier from the catalogue was recognised before it was written there.
CATALOGUE_WORK_STATE = WorkState.RECOGNISED


def save_barrier(session: Session, actor: Actor, draft: BarrierDraft) -> Barrier:
    """Make the barrier with the draft's code what *draft* says, all but its ties to other barriers.

    Raises Invalid for an objective, principle, matter or body that does not exist.
    """
    with opened(session, actor, Barrier, draft) as barrier:
        barrier.state = draft.state
        barrier.state_since = draft.state_since
        set_pair(barrier, "state_note", draft.state_note)
        barrier.waiting_for = find_named(session, Organisation, draft.waiting_for, "waiting_for")
        barrier.waiting_since = draft.waiting_since
        set_pair(barrier, "interest", draft.interest)
        if barrier.work_state is None or barrier.work_state is WorkState.DRAFT:
            barrier.work_state = CATALOGUE_WORK_STATE
        principles = list_named(session, Principle, draft.principles, "principles")
        set_links(barrier, "principles", principles)
        merge_rows(barrier.impacts, _impacts(session, draft), "objective")
        barrier.flow = _flow(barrier.flow, draft.flow)
        steps = [_step(position, step) for position, step in enumerate(draft.decision_steps)]
        merge_rows(barrier.decision_steps, steps, "step")
        merge_rows(barrier.effects, _effects(session, draft), "matter")
    return barrier


def relate_barriers(
    session: Session, actor: Actor, relations: Mapping[str, Iterable[RelationDraft]]
) -> None:
    """Tie barriers to each other, *relations* by the code of the one that points.

    A step of its own, since two barriers may point at each other.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    for code, drafts in relations.items():
        barrier = find_record(session, Barrier, code)
        if barrier is None:
            continue
        others = list_named(session, Barrier, [draft.barrier for draft in drafts], "related")
        rows = [
            BarrierRelation(position=position, other=other, relation=draft.relation)
            for position, (other, draft) in enumerate(zip(others, drafts, strict=True))
        ]
        with changing(session, actor, barrier):
            merge_rows(barrier.relations, rows, "other")


def _impacts(session: Session, draft: BarrierDraft) -> list[ObjectiveImpact]:
    codes = [impact.objective for impact in draft.impacts]
    objectives = list_named(session, Objective, codes, "objectives")
    return [
        ObjectiveImpact(
            position=position,
            objective=objective,
            direction=impact.direction,
            strength=impact.strength,
            reason_sv=impact.reason.sv,
            reason_en=impact.reason.en,
            certainty=impact.certainty,
        )
        for position, (objective, impact) in enumerate(zip(objectives, draft.impacts, strict=True))
    ]


def _effects(session: Session, draft: BarrierDraft) -> list[MatterEffect]:
    matters = list_named(session, Matter, [item.matter for item in draft.effects], "matters")
    rows = []
    for position, (matter, item) in enumerate(zip(matters, draft.effects, strict=True)):
        row = MatterEffect(position=position, matter=matter, effect=item.effect)
        set_pair(row, "note", item.note)
        rows.append(row)
    return rows


def _flow(flow: Flow | None, draft: FlowDraft | None) -> Flow | None:
    if draft is None:
        return None
    flow = flow or Flow()
    for name in ("sender", "receiver", "data", "purpose", "gap"):
        set_pair(flow, name, getattr(draft, name))
    flow.legal_basis = draft.legal_basis
    flow.secrecy = draft.secrecy
    flow.lifted_by = draft.lifted_by
    return flow


def _step(position: int, draft: DecisionStepDraft) -> DecisionStep:
    step = DecisionStep(
        step=draft.step,
        position=position,
        blocked=draft.blocked,
        human=draft.human,
        provision=draft.provision,
        certainty=draft.certainty,
    )
    set_pair(step, "note", draft.note)
    return step
