"""Saving the strategy, its objectives, and the principles."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.errors import Invalid
from kb.models import EifPrinciple, Objective, Principle, Stakeholder, Strategy, TargetArea
from kb.readers.drafts import (
    AreaDraft,
    EifPrincipleDraft,
    ObjectiveDraft,
    PrincipleDraft,
    StrategyDraft,
)
from kb.records.operations import merge_rows, opened, set_links, set_pair
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand


def save_strategy(session: Session, actor: Actor, draft: StrategyDraft) -> Strategy:
    """Make one version of the strategy, with its target areas, what *draft* says."""
    with opened(session, actor, Strategy, draft) as strategy:
        set_pair(strategy, "short_title", draft.short_title)
        strategy.period_from = draft.period_from
        strategy.period_to = draft.period_to
        set_pair(strategy, "scope", draft.scope)
        strategy.languages = " ".join(draft.languages)
        set_pair(strategy, "note", draft.note)
        set_pair(strategy, "effects_note", draft.effects_note)
        stakeholders = [
            Stakeholder(position=position, name_sv=name.sv, name_en=name.en)
            for position, name in enumerate(draft.stakeholders)
        ]
        merge_rows(strategy.stakeholders, stakeholders, "position")
        merge_rows(strategy.areas, [_area(area) for area in draft.areas], "number")
    return strategy


def save_objective(
    session: Session, actor: Actor, strategy: Strategy, draft: ObjectiveDraft
) -> Objective:
    """Make an objective of *strategy* what *draft* says; Invalid for an unknown target area."""
    demand(actor, Permission.CATALOGUE_LOAD)
    area = next((area for area in strategy.areas if area.number == draft.area), None)
    if area is None:
        raise Invalid("area", f"There is no target area {draft.area}.")
    with opened(session, actor, Objective, draft) as objective:
        objective.area = area
        objective.wording_confirmed = draft.wording_confirmed
    return objective


def save_eif_principles(
    session: Session, actor: Actor, drafts: Iterable[EifPrincipleDraft]
) -> None:
    """Make the principles of the European Interoperability Framework what *drafts* say."""
    demand(actor, Permission.CATALOGUE_LOAD)
    known = {row.number: row for row in session.scalars(select(EifPrinciple))}
    for draft in drafts:
        row = known.get(draft.number) or EifPrinciple(number=draft.number)
        row.grouping = draft.grouping
        set_pair(row, "title", draft.title)
        session.add(row)
    session.flush()


def save_principle(session: Session, actor: Actor, draft: PrincipleDraft) -> Principle:
    """Make a principle of the national framework what *draft* says."""
    with opened(session, actor, Principle, draft) as principle:
        principle.mapping_certainty = draft.mapping_certainty
        wanted = session.scalars(
            select(EifPrinciple).where(EifPrinciple.number.in_(draft.eif))
        ).all()
        if len(wanted) != len(set(draft.eif)):
            raise Invalid("eif", f"Not all of the EIF principles {draft.eif} exist.")
        set_links(principle, "eif_principles", wanted)
    return principle


def _area(draft: AreaDraft) -> TargetArea:
    area = TargetArea(number=draft.number, wording_confirmed=draft.wording_confirmed)
    set_pair(area, "title", draft.title)
    set_pair(area, "text", draft.text)
    return area
