"""Saving advocacy actions with their asks."""

from sqlalchemy.orm import Session

from kb.models import Action, Ask, Barrier, Matter, Objective, Organisation
from kb.readers.drafts import ActionDraft, AskDraft
from kb.records.operations import merge_rows, opened, set_links, set_pair
from kb.records.queries import find_named, list_named
from kb.security.actor import Actor


def save_action(session: Session, actor: Actor, draft: ActionDraft) -> Action:
    """Make the action what *draft* says; raises Invalid for anything it names and is not there."""
    with opened(session, actor, Action, draft) as action:
        action.state = draft.state
        action.started_on = draft.started_on
        action.ended_on = draft.ended_on
        barriers = list_named(session, Barrier, draft.barriers, "barriers")
        matters = list_named(session, Matter, draft.matters, "matters")
        objectives = list_named(session, Objective, draft.objectives, "objectives")
        counterparts = list_named(session, Organisation, draft.counterparts, "counterparts")
        set_links(action, "barriers", barriers)
        set_links(action, "matters", matters)
        set_links(action, "objectives", objectives)
        set_links(action, "counterparts", counterparts)
        asks = [_ask(session, number, ask) for number, ask in enumerate(draft.asks, 1)]
        merge_rows(action.asks, asks, "number")
    return action


def _ask(session: Session, number: int, draft: AskDraft) -> Ask:
    ask = Ask(
        number=number,
        text_sv=draft.text.sv,
        text_en=draft.text.en,
        target=draft.target,
        matter=find_named(session, Matter, draft.matter, "matter"),
        outcome=draft.outcome,
        outcome_on=draft.outcome_on,
        outcome_key=draft.outcome_key,
        certainty=draft.certainty,
    )
    set_pair(ask, "outcome_note", draft.outcome_note)
    return ask
