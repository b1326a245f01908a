"""What the task list knows of consultations: answers to write, and decisions that are due."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kb.consultations.list_queries import Wanted, list_rows
from kb.consultations.queries import Listed, describe
from kb.db.paging import Page
from kb.models import Document, Matter, MatterEvent, Record, Response
from kb.security.actor import Actor
from kb.words import ResponseState, Role, Stage

#: Most consultations that are looked through for what they touch, what closes first.
MOST_LOOKED_AT = 200


def answers_to_write() -> Any:
    """Select our answers that are to be written: the matter, the last day, the document if any.

    The last day is that of the document, else that of the matter's consultation.
    """
    ends = func.coalesce(Document.deadline_on, func.max(MatterEvent.until)).label("ends")
    return (
        select(
            Matter.kind,
            Matter.code,
            Matter.title_sv,
            Matter.title_en,
            Record.changed_at.label("at"),
            ends,
            Response.document_id,
            Document.title.label("asked"),
        )
        .select_from(Matter)
        .join(Response, Response.matter_id == Matter.id)
        .outerjoin(Document, Document.id == Response.document_id)
        .outerjoin(
            MatterEvent,
            (MatterEvent.matter_id == Matter.id)
            & (MatterEvent.stage == Stage.CONSULTATION)
            & or_(Response.document_id.is_(None), MatterEvent.document_id == Response.document_id),
        )
        .where(Response.state == ResponseState.ANSWERING)
        .group_by(Record.id, Matter.id, Response.id, Document.id)
    )


def list_undecided(session: Session, actor: Actor, most: int) -> Iterator[Listed]:
    """Consultations that close within two weeks, touch a barrier, and have no decision.

    They wait for whoever works with advocacy, and for nobody else.
    """
    if actor.role is not Role.ADVOCACY:
        return
    filters = {"state": [ResponseState.NOT_DECIDED.value]}
    page = Page(1, MOST_LOOKED_AT, MOST_LOOKED_AT)
    rows = list_rows(session, actor, Wanted("2-weeks", filters), page=page)
    touching = (each for each in describe(session, actor, rows) if each.touched) if rows else ()
    for number, listed in enumerate(touching):
        if number == most:
            return
        yield listed
