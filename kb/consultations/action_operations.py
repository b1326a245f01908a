"""The action that an answer becomes when it is sent: unpublished, with our asks."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.consultations.queries import find_ministry
from kb.consultations.response_queries import numbered_asks
from kb.models import Action, Ask, Barrier, Response, ResponsePosition, Term
from kb.records.choice_queries import choose_records
from kb.records.code_operations import next_code
from kb.records.operations import begin_record, changing, merge_rows, set_links
from kb.records.queries import find_record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import ActionState, Certainty

#: What the codes of actions begin with.
LETTER = "P"


def make_action(
    session: Session, actor: Actor, response: Response, barriers: Collection[str]
) -> Action:
    """Make the action that *response*, loaded whole and just sent, is to the world.

    Its asks are the positions that ask for something (``numbered_asks``). An answer that was sent
    before keeps its action, whose asks become what is said now. *barriers* are codes of those that
    it serves. Nothing is published by it. Raises Invalid for a barrier that does not exist.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    known = find_record(session, Action, response.action.code) if response.action else None
    action = known or begin_record(session, Action, next_code(session, LETTER))
    matter, document = response.matter, response.document
    with changing(session, actor, action):
        action.title_sv = f"Remissvar: {document.title if document else matter.title_sv}"
        action.state = ActionState.DONE
        action.started_on = action.ended_on = str(response.sent_on)
        action.owner_id = response.owner_id
        set_links(action, "matters", [matter])
        fields = ["barriers"] * len(barriers)
        set_links(action, "barriers", choose_records(session, Barrier, list(barriers), fields))
        ministry = find_ministry(session, document.sender) if document else matter.responsible
        if ministry is not None:
            set_links(action, "counterparts", [ministry])
        kind = Term.scheme == "action-type", Term.key == "consultation-response"
        set_links(action, "terms", session.scalars(select(Term).where(*kind)).all())
        asks = [_ask(number, each, matter.id) for number, each in numbered_asks(response.positions)]
        merge_rows(action.asks, asks, "number")
    response.action = action
    session.flush()
    return action


def _ask(number: int, position: ResponsePosition, matter_id: int) -> Ask:
    """The ask that *position* becomes; where it has a wording alone, its proposal stands for it."""
    return Ask(
        number=number,
        text_sv=position.text_sv or position.text_en or position.proposal,
        text_en=position.text_en,
        target=position.target,
        matter_id=matter_id,
        proposed_wording=position.proposed_wording,
        certainty=Certainty.VERIFIED,
    )
