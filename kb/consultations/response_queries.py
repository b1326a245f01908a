"""Our answers to consultations: of one matter, of one document, by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from kb.errors import NotFound
from kb.models import Action, Document, Matter, Response, ResponsePosition
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.words import Stance

#: Stances that ask for something; the others ask for what was proposed already.
_ASKING = frozenset({Stance.APPROVES_PARTLY, Stance.REJECTS})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The consultation that is answered: its matter, and the document where a source lists it."""

    matter: Matter
    document: Document | None = None
    #: Codes of the barriers that the action serves which the answer becomes when it is sent.
    barriers: tuple[str, ...] = ()


def find_response(
    session: Session, actor: Actor, matter: Matter, document: Document | None = None
) -> Response | None:
    """Our answer with its positions and action, to *document* or to what no source lists.

    None when nothing is decided yet, or for whoever may not know.
    """
    document_id = document.id if document is not None else None
    return session.scalar(
        _responses(actor)
        .where(
            Response.matter_id == matter.id, Response.document_id.is_not_distinct_from(document_id)
        )
        .order_by(Response.id)
        .limit(1)
    )


def find_response_to(session: Session, actor: Actor, document: Document) -> Response | None:
    """Our answer to *document*, whatever matter it belongs to; None for none yet."""
    return session.scalar(
        _responses(actor).where(Response.document_id == document.id).order_by(Response.id).limit(1)
    )


def get_response(session: Session, actor: Actor, number: int) -> Response:
    """Our answer with the row *number*, whole; NotFound also for whoever may not know."""
    response = session.scalar(_responses(actor).where(Response.id == number))
    if response is None:
        raise NotFound("There is no such answer.")
    return response


def list_responses(session: Session, actor: Actor, matter: Matter) -> Sequence[Response]:
    """Every answer of ours within *matter*, the oldest first."""
    return session.scalars(
        _responses(actor).where(Response.matter_id == matter.id).order_by(Response.id)
    ).all()


def numbered_asks(positions: Iterable[ResponsePosition]) -> list[tuple[int, ResponsePosition]]:
    """Those of *positions* that become asks when the answer is sent, numbered as the asks are.

    A position asks for something when it rejects, or approves in part, and says what in words or
    in a wording. Approval asks for nothing that was not proposed, and a bare stance names nothing
    that could be met later.
    """
    asking = (
        position
        for position in positions
        if position.stance in _ASKING
        and (position.text_sv or position.text_en or position.proposed_wording)
    )
    return list(enumerate(asking, 1))


def _responses(actor: Actor) -> Select[Response]:
    statement = select(Response).options(
        joinedload(Response.matter),
        joinedload(Response.document),
        joinedload(Response.action).selectinload(Action.asks),
        selectinload(Response.positions).joinedload(ResponsePosition.earlier_ask),
    )
    return statement.where(true() if can(actor, Permission.INTERNAL_READ) else false())
