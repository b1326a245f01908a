"""Logging a barrier, and changing the internal account of it section by section."""

from functools import singledispatch

from sqlalchemy.orm import Session

from kb.barriers.edit_drafts import (
    EffectsDraft,
    FlowSectionDraft,
    LadderDraft,
    LawDraft,
    ObjectivesDraft,
    RelationsDraft,
    ReportDraft,
    ScoresDraft,
    Section,
    TypedImpact,
)
from kb.barriers.edit_law_operations import set_flow, set_ladder, set_law
from kb.barriers.edit_rules import SCORES, demand_edit, faults_of
from kb.clock import today
from kb.errors import Invalid
from kb.models import (
    Barrier,
    BarrierRelation,
    Matter,
    MatterEffect,
    Objective,
    ObjectiveImpact,
    Principle,
    User,
)
from kb.records.choice_queries import choose_records, choose_terms
from kb.records.code_operations import next_code
from kb.records.editions import Edition, deed_on
from kb.records.operations import begin_record, changing, merge_rows, set_links, set_pair
from kb.records.text_operations import set_inside_text
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import State, TextField, WorkState

#: What the codes of barriers begin with.
LETTER = "H"


def begin_barrier(session: Session, actor: Actor, report: ReportDraft) -> Barrier:
    """Log a barrier as a draft of which *actor* is author and owner; it has a code from now on.

    Raises Invalid for a report without a working title, or with a term that does not exist.
    """
    demand(actor, Permission.BARRIER_EDIT)
    barrier = begin_record(session, Barrier, next_code(session, LETTER))
    barrier.author = barrier.owner = _account(session, actor)
    barrier.state = State.OPEN
    barrier.work_state = WorkState.DRAFT
    with changing(session, actor, barrier):
        _set(report, barrier, session, actor)
    return barrier


def revise_barrier(
    session: Session,
    actor: Actor,
    barrier: Barrier,
    version: int | Edition,
    *sections: Section,
) -> Barrier:
    """Make those parts of *barrier*, loaded whole, that *sections* name what they say.

    One revision tells of all of them; sections that change nothing write nothing. Raises Forbidden,
    Conflict when the barrier is no longer at *version*, and Invalid with the name of the field.
    """
    demand_edit(actor, barrier, sections)
    deed = deed_on(barrier, version)
    for section in sections:
        for fault in faults_of(section, barrier):
            raise fault
    with changing(session, actor, barrier, verb=deed):
        for section in sections:
            _set(section, barrier, session, actor)
    return barrier


@singledispatch
def _set(section: Section, barrier: Barrier, session: Session, actor: Actor) -> None:
    """Put what *section* says into *barrier*."""
    raise TypeError(f"No way to save {type(section).__name__}.")


_set.register(LawDraft, set_law)
_set.register(FlowSectionDraft, set_flow)
_set.register(LadderDraft, set_ladder)


@_set.register
def _report(section: ReportDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    if not section.working_title and not barrier.title_sv:
        raise Invalid("working_title", "Give it a working title.")
    barrier.working_title = section.working_title
    barrier.working_summary = section.working_summary
    barrier.reported_by = section.reported_by
    barrier.channel = section.channel
    barrier.reported_on = section.reported_on
    barrier.workaround_risk = section.workaround_risk
    chosen = {"kind": ("kinds", section.kinds), "sector": ("sectors", section.sectors)}
    set_links(barrier, "terms", choose_terms(session, barrier.terms, chosen))
    set_inside_text(session, barrier, TextField.INTERNAL, section.internal)
    set_inside_text(session, barrier, TextField.WORKAROUND, section.workaround)


@_set.register
def _objectives(section: ObjectivesDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    codes = [impact.objective for impact in section.impacts]
    fields = [f"impacts-{place}-objective" for place in range(len(codes))]
    objectives = choose_records(session, Objective, codes, fields)
    rows = [
        _impact(place, objective, impact)
        for place, (objective, impact) in enumerate(zip(objectives, section.impacts, strict=True))
    ]
    merge_rows(barrier.impacts, rows, "objective")
    places = ["principles"] * len(section.principles)
    principles = choose_records(session, Principle, section.principles, places)
    set_links(barrier, "principles", principles)
    chosen = {"prerequisite": ("prerequisites", section.prerequisites)}
    set_links(barrier, "terms", choose_terms(session, barrier.terms, chosen))


def _impact(place: int, objective: Objective, impact: TypedImpact) -> ObjectiveImpact:
    return ObjectiveImpact(
        position=place,
        objective=objective,
        direction=impact.direction,
        strength=impact.strength,
        reason_sv=impact.reason.sv,
        reason_en=impact.reason.en,
        certainty=impact.certainty,
    )


@_set.register
def _scores(section: ScoresDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    for name in SCORES:
        score = getattr(section, name)
        setattr(barrier, name, score.value)
        setattr(barrier, f"{name}_reason", score.reason)
    barrier.horizon_year = section.horizon_year
    barrier.horizon_reason = section.horizon_reason
    barrier.stake_from = section.stake_from
    barrier.stake_to = section.stake_to
    barrier.stake_unit = section.stake_unit
    barrier.stake_year = section.stake_year
    barrier.stake_source = section.stake_source


@_set.register
def _effects(section: EffectsDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    codes = [effect.matter for effect in section.effects]
    fields = [f"effects-{place}-matter" for place in range(len(codes))]
    matters = choose_records(session, Matter, codes, fields)
    before = {row.matter: row for row in barrier.effects}
    rows = []
    for place, (matter, effect) in enumerate(zip(matters, section.effects, strict=True)):
        row = MatterEffect(position=place, matter=matter, effect=effect.effect)
        set_pair(row, "note", effect.note)
        old = before.get(matter)
        is_same = old is not None and old.effect is effect.effect
        # Who said so, and when, is told of the judgement itself and not of the words beside it.
        row.assessed_by_id = old.assessed_by_id if old and is_same else actor.user_id
        row.assessed_on = old.assessed_on if old and is_same else today()
        rows.append(row)
    merge_rows(barrier.effects, rows, "matter")


@_set.register
def _relations(section: RelationsDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    codes = [tie.barrier for tie in section.relations]
    fields = [f"relations-{place}-barrier" for place in range(len(codes))]
    others = choose_records(session, Barrier, codes, fields)
    rows = [
        BarrierRelation(position=place, other=other, relation=tie.relation)
        for place, (other, tie) in enumerate(zip(others, section.relations, strict=True))
    ]
    merge_rows(barrier.relations, rows, "other")


def _account(session: Session, actor: Actor) -> User | None:
    """The account that acts; None for the system."""
    return session.get(User, actor.user_id) if actor.user_id is not None else None
