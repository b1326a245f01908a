"""Saving legislative matters with their events."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from kb.models import Matter, MatterEvent, Organisation
from kb.readers.drafts import EventDraft, MatterDraft
from kb.records.operations import changing, merge_rows, opened, set_pair
from kb.records.queries import find_named, find_record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand


def save_matter(session: Session, actor: Actor, draft: MatterDraft) -> Matter:
    """Make the matter what *draft* says, all but its successor; Invalid for an unknown body."""
    with opened(session, actor, Matter, draft) as matter:
        matter.procedure = draft.procedure
        matter.responsible = find_named(session, Organisation, draft.responsible, "responsible")
        events = [_event(position, event) for position, event in enumerate(draft.events)]
        merge_rows(matter.events, events, "position")
    return matter


def continue_matters(session: Session, actor: Actor, successors: Mapping[str, str | None]) -> None:
    """Set which matter took each question up again, by code; Invalid for an unknown one.

    A step of its own, since the successor may be saved after the matter it continues.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    for code, successor in successors.items():
        matter = find_record(session, Matter, code)
        if matter is not None:
            with changing(session, actor, matter):
                matter.continued_by = find_named(session, Matter, successor, "continued_by")


def _event(position: int, draft: EventDraft) -> MatterEvent:
    event = MatterEvent(
        position=position,
        stage=draft.stage,
        date=draft.date,
        until=draft.until,
        document=draft.document,
        is_planned=draft.is_planned,
        certainty=draft.certainty,
        source=draft.source,
    )
    set_pair(event, "title", draft.title)
    return event
