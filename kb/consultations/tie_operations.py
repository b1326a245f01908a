"""Taking a consultation up: it becomes a step of a matter, and there is an answer to decide on."""

from sqlalchemy.orm import Session

from kb.consultations.move_operations import begin_response
from kb.consultations.response_queries import Asked, find_response_to
from kb.documents.events import add_event
from kb.errors import Conflict
from kb.models import Document, Matter, Response
from kb.records.operations import changing
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Stage


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
            add_event(matter, document, Stage.CONSULTATION)
    return begin_response(session, actor, Asked(matter=matter, document=document))
