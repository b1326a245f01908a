"""Saving legislative matters with their events."""

from collections.abc import Mapping, Sequence

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
        _carry_imported(matter.events, events)
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


def _carry_imported(old: Sequence[MatterEvent], new: Sequence[MatterEvent]) -> None:
    """Let each of *new* keep what an import told of the same step, wherever it stands now.

    Rows are merged by their place, so what an import told must follow its step when others are put
    before it: the same stage and document, and days that agree as far as both are known.
    """
    linked = [event for event in old if event.document_id is not None]
    for event in new:
        same = next((other for other in linked if _is_same_step(event, other)), None)
        if same is not None:
            linked.remove(same)
        event.document_id = same.document_id if same else None
        event.observed_at = same.observed_at if same else None
        event.import_batch_id = same.import_batch_id if same else None


def _is_same_step(one: MatterEvent, other: MatterEvent) -> bool:
    if (one.stage, one.document) != (other.stage, other.document):
        return False
    days = ((one.date, other.date), (one.until, other.until))
    return all(not a or not b or a.startswith(b) or b.startswith(a) for a, b in days)


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
