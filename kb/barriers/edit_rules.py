"""Who may change what a barrier says, and what must hold together in it before it is saved."""

from collections.abc import Iterator
from dataclasses import fields

from kb.barriers.edit_drafts import (
    SCHEMES,
    EffectsDraft,
    FlowSectionDraft,
    LadderDraft,
    LawDraft,
    ObjectivesDraft,
    RelationsDraft,
    ScoresDraft,
    Section,
)
from kb.errors import Invalid, Locked
from kb.models import Barrier
from kb.security.actor import Actor
from kb.security.permissions import Permission, Scope
from kb.security.rules import can, demand, ties_to
from kb.words import WorkState

#: Before a barrier is recognised its author proposes the law behind it; then it is the lawyers'.
OPEN_TO_PROPOSALS = frozenset({WorkState.DRAFT, WorkState.SUBMITTED, WorkState.UNDER_ASSESSMENT})
#: Sections that say what law stands behind a barrier: what is blocked by which provision.
OF_THE_LAW = (LawDraft, FlowSectionDraft, LadderDraft)
SCORES = ("severity", "reach", "resolvability")


def may_edit_law(actor: Actor, barrier: Barrier) -> bool:
    """Whether *actor* may change the sections OF_THE_LAW of *barrier* (its team loaded).

    The analysis in the public text is none of them: advocacy may word it, and a lawyer approves it.
    """
    if not can(actor, Permission.LAW_EDIT, ties_to(actor, barrier)):
        return False
    is_expert = actor.scope_of(Permission.LAW_EDIT) is not Scope.OWN
    # A barrier that has only just been begun has no state of its own yet.
    return is_expert or (barrier.work_state or WorkState.DRAFT) in OPEN_TO_PROPOSALS


def demand_edit(actor: Actor, barrier: Barrier, sections: tuple[Section, ...] = ()) -> None:
    """Raise Forbidden unless *actor* may change *barrier*, and its law where *sections* do."""
    demand(actor, Permission.BARRIER_EDIT, ties_to(actor, barrier))
    is_about_law = any(isinstance(section, OF_THE_LAW) for section in sections)
    if is_about_law and not may_edit_law(actor, barrier):
        raise locked_law()


def locked_law() -> Locked:
    """The refusal for whoever may change a barrier and not the law behind it."""
    return Locked(
        "The law behind a barrier is locked once it is recognised: only a legal expert may change "
        "the provisions, the flow and the steps. Propose a change in a note."
    )


def is_term_of_law(scheme: str) -> bool:
    """Whether terms of the vocabulary *scheme* stand in a section that is OF_THE_LAW."""
    return any(
        SCHEMES.get(field.name) == scheme for section in OF_THE_LAW for field in fields(section)
    )


def faults_of(section: Section, barrier: Barrier | None = None) -> Iterator[Invalid]:
    """Everything in *section* that does not hold together, each naming its field.

    *barrier* is the record that is changed; None while it is begun. A row is named by its place.
    """
    match section:
        case ScoresDraft():
            yield from _of_scores(section)
            yield from _of_horizon(section, barrier)
            yield from _of_stakes(section)
        case ObjectivesDraft():
            yield from _of_impacts(section)
        case RelationsDraft():
            yield from _of_relations(section, barrier)
        case EffectsDraft():
            yield from _of_effects(section)
        case _:
            return


def _of_scores(draft: ScoresDraft) -> Iterator[Invalid]:
    for name in SCORES:
        score = getattr(draft, name)
        if score.value is not None and not 1 <= score.value <= 4:
            yield Invalid(name, "Choose a value from 1 to 4.")
        if score.value is not None and not score.reason:
            yield Invalid(f"{name}_reason", "Give the reason for the value you have chosen.")
        if score.value is None and score.reason:
            yield Invalid(name, "Choose the value that the reason is for.")


def _of_horizon(draft: ScoresDraft, barrier: Barrier | None) -> Iterator[Invalid]:
    before = barrier.horizon_year if barrier else None
    if barrier is None or before is None or draft.horizon_year == before:
        return
    if not draft.horizon_reason or draft.horizon_reason == barrier.horizon_reason:
        yield Invalid("horizon_reason", "Say why the year is changed.")


def _of_stakes(draft: ScoresDraft) -> Iterator[Invalid]:
    low, high = draft.stake_from, draft.stake_to
    if low is None and high is None:
        return
    if low is not None and high is not None and low > high:
        yield Invalid("stake_to", "The highest figure must not be lower than the lowest.")
    if draft.stake_unit is None:
        yield Invalid("stake_unit", "Say whether the figure is in kronor or in hours.")
    if draft.stake_year is None:
        yield Invalid("stake_year", "Say which year the figure is from.")
    if not draft.stake_source:
        yield Invalid("stake_source", "Say where the figure comes from.")


def _of_impacts(draft: ObjectivesDraft) -> Iterator[Invalid]:
    seen = set()
    for place, impact in enumerate(draft.impacts):
        if impact.objective in seen:
            yield Invalid(f"impacts-{place}-objective", "The objective is named twice.")
        seen.add(impact.objective)
        if not 1 <= impact.strength <= 3:
            yield Invalid(f"impacts-{place}-strength", "Choose a strength from 1 to 3.")
        if not impact.reason.sv and not impact.reason.en:
            yield Invalid(f"impacts-{place}-reason_sv", "Say how the barrier does this.")


def _of_effects(draft: EffectsDraft) -> Iterator[Invalid]:
    seen = set()
    for place, effect in enumerate(draft.effects):
        if effect.matter in seen:
            yield Invalid(f"effects-{place}-matter", "The matter is named twice.")
        seen.add(effect.matter)


def _of_relations(draft: RelationsDraft, barrier: Barrier | None) -> Iterator[Invalid]:
    seen = set()
    for place, tie in enumerate(draft.relations):
        if barrier is not None and tie.barrier == barrier.code:
            yield Invalid(f"relations-{place}-barrier", "A barrier cannot be tied to itself.")
        if tie.barrier in seen:
            yield Invalid(f"relations-{place}-barrier", "The barrier is named twice.")
        seen.add(tie.barrier)
