"""Taking a consultation up: it becomes a step of a matter, and there is an answer to decide on."""

from sqlalchemy.orm import Session

from kb.citations.keys import is_key
from kb.clock import now
from kb.consultations.move_operations import begin_response
from kb.consultations.response_queries import Asked, find_response_to
from kb.errors import Conflict
from kb.models import Document, Matter, MatterEvent, Response
from kb.records.operations import changing, set_pair
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Certainty, Pair, Stage


def take_up(session: Session, actor: Actor, document: Document, matter: Matter) -> Response:
    """Tie *document* to *matter*, loaded whole, as its consultation, and begin our answer to it.

    A consultation that the matter knows by its last day alone becomes this one; else it gets a step
    of its own, in the order of the days. Raises Conflict when we answer it within another matter.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    known = find_response_to(session, actor, document)
    if known is not None and known.matter_id != matter.id:
        raise Conflict("The consultation belongs to another matter already.")
    if not any(event.document_id == document.id for event in matter.events):
        with changing(session, actor, matter):
            _tie(matter, document)
    return begin_response(session, actor, Asked(matter=matter, document=document))


def _tie(matter: Matter, document: Document) -> None:
    for event in matter.events:
        is_free = event.stage is Stage.CONSULTATION and event.document_id is None
        if is_free and document.deadline_on and event.until == document.deadline_on:
            event.imported, event.document_id = document, document.id
            event.observed_at = now()
            return
    step = MatterEvent(
        stage=Stage.CONSULTATION,
        date=document.dated_on,
        until=document.deadline_on,
        document=document.key if document.key and is_key(document.key) else None,
        certainty=Certainty.VERIFIED,
        source=document.url,
        imported=document,
        document_id=document.id,
        observed_at=now(),
        import_batch_id=document.import_batch_id,
        is_planned=False,
        turn=None,
        position=0,
    )
    set_pair(step, "title", Pair(document.title, ""))
    day = document.dated_on or ""
    later = (place for place, event in enumerate(matter.events) if day and (event.date or "") > day)
    matter.events.insert(next(later, len(matter.events)), step)
    for place, event in enumerate(matter.events):
        event.position = place
