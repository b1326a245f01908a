"""How the record of each kind becomes its snapshot: one function a kind, and the table of them."""

from collections.abc import Callable
from typing import Any

from kb.citations.keys import ancestors, official_url
from kb.matters.told import observed_on
from kb.models import (
    Action,
    Ask,
    Barrier,
    Case,
    DecisionStep,
    Flow,
    LegalAct,
    Matter,
    MatterEvent,
    Objective,
    Organisation,
    Principle,
    Provision,
    Record,
    Strategy,
)
from kb.models.snapshots import (
    ActionSnapshot,
    ActSnapshot,
    AskSnapshot,
    BarrierSnapshot,
    CaseSnapshot,
    DecisionStepSnapshot,
    EventSnapshot,
    FlowSnapshot,
    MatterSnapshot,
    ObjectiveSnapshot,
    OrganisationSnapshot,
    PrincipleSnapshot,
    ProvisionSnapshot,
    SetStageSnapshot,
    Snapshot,
    StrategySnapshot,
)
from kb.publication.composing import Naming, area_snapshot, common, words, words_or_none
from kb.words import RecordKind


def compose(record: Record, naming: Naming) -> Snapshot:
    """Compose the snapshot of *record*, which must be loaded whole (see ``kb.records.queries``)."""
    snapshot: Snapshot = COMPOSERS[record.kind](record, naming)
    return snapshot


def _barrier(barrier: Barrier, naming: Naming) -> BarrierSnapshot:
    return {
        **common(barrier, naming),
        "state": barrier.state.value,
        "state_since": barrier.state_since,
        "state_note": words(barrier, "state_note"),
        "waiting_for": naming.body(barrier, barrier.waiting_for),
        "waiting_since": barrier.waiting_since,
        "interest": words(barrier, "interest"),
        "principles": [principle.code for principle in barrier.principles],
        "impacts": [
            {
                "objective": impact.objective.code,
                "direction": impact.direction.value,
                "strength": impact.strength,
                "reason": words(impact, "reason"),
                "certainty": impact.certainty.value,
            }
            for impact in barrier.impacts
        ],
        "flow": _flow(barrier.flow, naming) if barrier.flow else None,
        "decision_steps": [_decision_step(step, naming) for step in barrier.decision_steps],
        "effects": [
            {
                "matter": effect.matter.code,
                "effect": effect.effect.value,
                "note": words_or_none(effect, "note"),
            }
            for effect in barrier.effects
        ],
        "related": [
            {"barrier": tie.other.code, "relation": tie.relation.value} for tie in barrier.relations
        ],
    }


def _flow(flow: Flow, naming: Naming) -> FlowSnapshot:
    return {
        "sender": words(flow, "sender"),
        "receiver": words(flow, "receiver"),
        "data": words(flow, "data"),
        "purpose": words(flow, "purpose"),
        "gap": words(flow, "gap"),
        "legal_basis": naming.source(flow.legal_basis),
        "secrecy": naming.source(flow.secrecy),
        "lifted_by": naming.source(flow.lifted_by),
    }


def _decision_step(step: DecisionStep, naming: Naming) -> DecisionStepSnapshot:
    return {
        "step": step.step.value,
        "blocked": step.blocked.value,
        "human": step.human.value,
        "provision": naming.source(step.provision),
        "note": words_or_none(step, "note"),
        "certainty": step.certainty.value,
    }


def _act(act: LegalAct, naming: Naming) -> ActSnapshot:
    return {
        **common(act, naming),
        "names": [
            {
                "name": name.name,
                "kind": name.kind.value,
                "valid_from": name.valid_from,
                "valid_until": name.valid_until,
            }
            for name in act.names
        ],
        "in_force_on": act.in_force_on,
        "repealed_on": act.repealed_on,
        "replaced_by": act.replaced_by,
        "has_text": act.has_text,
        "note": words(act, "note"),
        "url": official_url(act.code),
    }


def _provision(provision: Provision, naming: Naming) -> ProvisionSnapshot:
    above = list(ancestors(provision.code))
    return {
        **common(provision, naming),
        "act": above[-1],
        "label": naming.words(provision.code),
        "ancestors": above,
        "wording": provision.wording,
        "wording_on": provision.wording_on,
        "wording_source": provision.wording_source,
        "url": official_url(provision.code),
    }


def _case(case: Case, naming: Naming) -> CaseSnapshot:
    return {
        **common(case, naming),
        "identifier": case.identifier,
        "key": case.key,
        "body": naming.body(case, case.body),
        "decided_on": case.decided_on,
        "outcome": words(case, "outcome"),
        "barriers": [
            {
                "barrier": tie.barrier.code,
                "relation": tie.relation.value,
                "note": words_or_none(tie, "note"),
            }
            for tie in case.barriers
        ],
    }


def _matter(matter: Matter, naming: Naming) -> MatterSnapshot:
    return {
        **common(matter, naming),
        "procedure": matter.procedure.value,
        "procedure_number": matter.procedure_number,
        "set_stage": _set_stage(matter),
        "responsible": naming.body(matter, matter.responsible),
        "continued_by": matter.continued_by.code if matter.continued_by else None,
        "events": [_event(event, naming) for event in matter.events],
    }


def _set_stage(matter: Matter) -> SetStageSnapshot | None:
    if matter.set_stage is None:
        return None
    return {"stage": matter.set_stage.value, "reason": words(matter, "set_stage_reason")}


def _event(event: MatterEvent, naming: Naming) -> EventSnapshot:
    source = naming.source(event.document)
    return {
        "stage": event.stage.value,
        "date": event.date,
        "until": event.until,
        "document": event.document,
        "label": source["label"] if source else None,
        "url": source["url"] if source else None,
        "title": words_or_none(event, "title"),
        "is_planned": event.is_planned,
        "certainty": event.certainty.value,
        "source": event.source,
        "turn": event.turn.value if event.turn else None,
        "observed_on": observed_on(event),
    }


def _action(action: Action, naming: Naming) -> ActionSnapshot:
    return {
        **common(action, naming),
        "state": action.state.value,
        "started_on": action.started_on,
        "ended_on": action.ended_on,
        "counterparts": [
            code for body in action.counterparts if (code := naming.body(action, body))
        ],
        "barriers": [barrier.code for barrier in action.barriers],
        "matters": [matter.code for matter in action.matters],
        "objectives": [objective.code for objective in action.objectives],
        "asks": [_ask(ask, naming) for ask in action.asks],
    }


def _ask(ask: Ask, naming: Naming) -> AskSnapshot:
    return {
        "number": ask.number,
        "text": words(ask, "text"),
        "target": naming.source(ask.target),
        "matter": ask.matter.code if ask.matter else None,
        "proposed_wording": ask.proposed_wording,
        "outcome": ask.outcome.value,
        "outcome_on": ask.outcome_on,
        "outcome_note": words_or_none(ask, "outcome_note"),
        "outcome_key": naming.source(ask.outcome_key),
        "outcome_page": ask.outcome_page,
        "certainty": ask.certainty.value,
    }


def _objective(objective: Objective, naming: Naming) -> ObjectiveSnapshot:
    return {
        **common(objective, naming),
        "area": area_snapshot(objective.area),
        "wording_confirmed": objective.wording_confirmed,
    }


def _strategy(strategy: Strategy, naming: Naming) -> StrategySnapshot:
    return {
        **common(strategy, naming),
        "short_title": words(strategy, "short_title"),
        "period_from": strategy.period_from,
        "period_to": strategy.period_to,
        "scope": words(strategy, "scope"),
        "languages": strategy.languages.split(),
        "stakeholders": [words(stakeholder, "name") for stakeholder in strategy.stakeholders],
        "note": words(strategy, "note"),
        "effects_note": words(strategy, "effects_note"),
        "areas": [area_snapshot(area) for area in strategy.areas],
    }


def _principle(principle: Principle, naming: Naming) -> PrincipleSnapshot:
    return {
        **common(principle, naming),
        "eif": [
            {"number": eif.number, "title": words(eif, "title")} for eif in principle.eif_principles
        ],
        "mapping_certainty": principle.mapping_certainty.value,
    }


def _organisation(organisation: Organisation, naming: Naming) -> OrganisationSnapshot:
    return {
        **common(organisation, naming),
        "is_member": organisation.is_member,
        "earlier_names": [earlier.name for earlier in organisation.earlier_names],
        "note": words(organisation, "note"),
    }


COMPOSERS: dict[RecordKind, Callable[[Any, Naming], Any]] = {
    RecordKind.BARRIER: _barrier,
    RecordKind.ACT: _act,
    RecordKind.PROVISION: _provision,
    RecordKind.CASE: _case,
    RecordKind.MATTER: _matter,
    RecordKind.ACTION: _action,
    RecordKind.OBJECTIVE: _objective,
    RecordKind.STRATEGY: _strategy,
    RecordKind.PRINCIPLE: _principle,
    RecordKind.ORGANISATION: _organisation,
}
