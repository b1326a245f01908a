"""Consultations as rows of the list and as pages: their facts, what they touch, our answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kb.clock import today
from kb.consultations.earlier_queries import count_earlier
from kb.consultations.list_queries import Row
from kb.consultations.touch_queries import (
    Touched,
    map_matters,
    map_named,
    remitted_keys,
    touch,
)
from kb.errors import NotFound
from kb.models import Document, Matter, MatterEvent, Organisation, Record, Response, User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.visibility import records_visible_to
from kb.words import Closeness, DocumentKind, Invited, ResponseState, Stage


@dataclass(frozen=True, kw_only=True)
class Remitted:
    """The document that a consultation sends out: its number, and its title where it is known."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A consultation with all that its row in the list says."""

    row: Row
    title: str
    ministry: str
    remitted: tuple[Remitted, ...]
    #: Code of its matter; empty for one that belongs to none.
    matter: str
    touched: tuple[Touched, ...]
    earlier: int
    state: ResponseState
    owner: str | None
    invited: Invited

    @property
    def days_left(self) -> int | None:
        """Days until it closes, below zero when it has; None where the day is not known."""
        return days_until(self.row.ends)


def days_until(ends: str | None) -> int | None:
    """Days from today to *ends*, below zero when it has passed; None for less than a whole day."""
    if ends is None or len(ends) != len("2026-01-31"):
        return None
    return (date.fromisoformat(ends) - today()).days


def get_document(session: Session, actor: Actor, number: int) -> Document:
    """The consultation with the row *number*; NotFound also for whoever may not know."""
    found = session.scalar(
        select(Document)
        .where(Document.id == number, Document.kind == DocumentKind.CONSULTATION)
        .options(selectinload(Document.named))
    )
    if found is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound("There is no such consultation.")
    return found


def list_remitted(session: Session, keys: Sequence[str]) -> list[Remitted]:
    """The documents with *keys*, in that order, by title and address where they were imported."""
    rows = session.execute(
        select(Document.key, Document.title, Document.url)
        .where(Document.key.in_(keys), Document.kind != DocumentKind.CONSULTATION)
        .order_by(Document.id.desc())
    )
    known = {key: (title, url) for key, title, url in rows}
    return [
        Remitted(key=key, title=known.get(key, ("", ""))[0], url=known.get(key, ("", ""))[1])
        for key in dict.fromkeys(keys)
    ]


def find_matter_of(session: Session, actor: Actor, document: Document) -> str | None:
    """Code of the matter that *document* belongs to, by our answer or by a step; None for none."""
    ids = map_matters(session, [document.id]).get(document.id, [])
    return session.scalar(
        select(Matter.code).where(Matter.id.in_(ids[:1]), records_visible_to(actor))
    )


def list_likely_matters(
    session: Session, actor: Actor, keys: Collection[str]
) -> Sequence[tuple[str, str]]:
    """Code and title of the matters that have a document with one of *keys* among their steps."""
    rows = session.execute(
        select(Matter.code, Matter.title_sv)
        .join(MatterEvent, MatterEvent.matter_id == Matter.id)
        .where(MatterEvent.document.in_(keys), records_visible_to(actor))
        .distinct()
        .order_by(Matter.code)
    )
    return [(code, title) for code, title in rows]


def find_end(matter: Matter) -> str | None:
    """Last day of the consultation of *matter*, loaded whole, that no source lists."""
    days = [
        event.until
        for event in matter.events
        if event.stage is Stage.CONSULTATION and event.document_id is None and event.until
    ]
    return max(days, default=None)


def describe(session: Session, actor: Actor, rows: Sequence[Row]) -> list[Listed]:
    """Everything that *rows* say, in a dozen statements however many they are."""
    documents = {row.document_id for row in rows if row.document_id is not None}
    alone = {row.matter_id for row in rows if row.matter_id is not None}
    titles = {
        number: (title, sender)
        for number, title, sender in session.execute(
            select(Document.id, Document.title, Document.sender).where(Document.id.in_(documents))
        )
    }
    named = map_named(session, documents, alone)
    of_documents = map_matters(session, documents)
    belongs = {**of_documents, **{-number: [number] for number in alone}}
    matters = _matters(session, actor, {each for ids in belongs.values() for each in ids})
    touched = touch(session, actor, named, belongs)
    earlier = count_earlier(session, actor, named)
    answers = _answers(session, actor, documents, alone)
    keys = {number: remitted_keys(sources) for number, sources in named.items()}
    remitted = {
        each.key: each
        for each in list_remitted(
            session, sorted({key for found in keys.values() for key in found})
        )
    }
    listed = []
    for row in rows:
        number = row.document_id or -(row.matter_id or 0)
        code, name, body = matters.get(next(iter(belongs.get(number, ())), 0), ("", "", ""))
        title, sender = titles.get(number, (name, body))
        state, invited, owner = answers.get(
            number, (ResponseState.NOT_DECIDED, Invited.UNKNOWN, None)
        )
        listed.append(
            Listed(
                row=row,
                title=title,
                ministry=sender or body,
                remitted=tuple(remitted[key] for key in dict.fromkeys(keys.get(number, ()))),
                matter=code,
                touched=tuple(
                    each
                    for each in touched.get(number, ())
                    if each.closeness is not Closeness.PASSING
                ),
                earlier=earlier.get(number, 0),
                state=state,
                owner=owner,
                invited=invited,
            )
        )
    return listed


def _matters(
    session: Session, actor: Actor, ids: Collection[int]
) -> dict[int, tuple[str, str, str]]:
    """Code, title and responsible body of matters, by id."""
    body = select(Record.id, Record.title_sv).subquery()
    rows = session.execute(
        select(Matter.id, Matter.code, Matter.title_sv, body.c.title_sv)
        .outerjoin(body, body.c.id == Matter.responsible_id)
        .where(Matter.id.in_(ids), records_visible_to(actor))
    )
    return {number: (code, title or code, name or "") for number, code, title, name in rows}


def _answers(
    session: Session, actor: Actor, documents: Collection[int], alone: Collection[int]
) -> dict[int, tuple[ResponseState, Invited, str | None]]:
    if not can(actor, Permission.INTERNAL_READ):
        return {}
    rows = session.execute(
        select(
            Response.document_id, Response.matter_id, Response.state, Response.invited, User.name
        )
        .outerjoin(User, User.id == Response.owner_id)
        .where(
            Response.document_id.in_(documents)
            | (Response.document_id.is_(None) & Response.matter_id.in_(alone))
        )
        .order_by(Response.id.desc())
    )
    return {
        document_id or -matter_id: (state, invited, name)
        for document_id, matter_id, state, invited, name in rows
    }


def find_ministry(session: Session, sender: str) -> Organisation | None:
    """The body that goes by the name *sender*, now or before; None for none."""
    return session.scalar(
        select(Organisation)
        .where((Organisation.title_sv == sender) | Organisation.earlier_names.any(name=sender))
        .order_by(Organisation.code)
        .limit(1)
    )
