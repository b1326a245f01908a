"""Documents as lists and one by one, with what ties them together and what they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from kb.clock import today
from kb.db.paging import Page
from kb.documents.ties import PLACES
from kb.errors import NotFound
from kb.models import (
    Document,
    DocumentTie,
    ImportBatch,
    Match,
    Matter,
    MatterEvent,
    NamedSource,
    Record,
)
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.words import DocumentKind, MatchReason

Filters = Mapping[str, Sequence[str]]
#: Orders of the list of documents.
SORTS = ("newest", "deadline", "title")
#: Ministries with fewer documents are not offered as a filter.
_MOST_SENDERS = 30
_OPEN = "open"
#: Sources whose imports are documents or statutes.
_SOURCES = ("government", "riksdag", "statutes")


@dataclass(frozen=True, kw_only=True)
class TiedDocument:
    """A document that another follows on, or that follows on it, and why."""

    document: Document
    is_later: bool
    score: int
    reasons: list[dict[str, str]]


def count_documents(
    session: Session, actor: Actor, filters: Filters
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many documents pass *filters*, and how many each choice would give, in four statements.

    A choice is counted with the other filters on and its own off, as everywhere.
    """
    demand_reading(actor)
    total = session.scalar(select(func.count(Document.id)).where(*_passing(filters))) or 0
    counts = {
        name: _counted(session, column, filters, name)
        for name, column in (
            ("document-kind", Document.kind),
            ("sender", Document.sender),
            ("year", func.substr(Document.dated_on, 1, 4)),
        )
    }
    return total, counts


def list_documents(
    session: Session, actor: Actor, filters: Filters, *, sort: str, page: Page
) -> Sequence[Document]:
    """Documents that pass *filters*, without their texts, in one statement."""
    demand_reading(actor)
    orders: dict[str, list[Any]] = {
        "newest": [Document.dated_on.is_(None), Document.dated_on.desc()],
        "deadline": [Document.deadline_on.is_(None), Document.deadline_on],
        "title": [Document.title_key],
    }
    statement = (
        select(Document)
        .options(defer(Document.text), defer(Document.raw))
        .where(*_passing(filters))
        .order_by(*orders[sort], Document.id.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return session.scalars(statement).all()


def get_document(session: Session, actor: Actor, document_id: int) -> Document:
    """One document with what it names.

    Raises NotFound, also for whoever may not know that it exists.
    """
    found = session.get(Document, document_id, options=[selectinload(Document.named)])
    if found is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound("There is no such document.")
    return found


def list_tied(session: Session, document: Document) -> list[TiedDocument]:
    """Documents before and after *document*, in the order of the path, in two statements."""
    found = []
    for mine, other, is_later in (
        (DocumentTie.later_id, DocumentTie.earlier_id, False),
        (DocumentTie.earlier_id, DocumentTie.later_id, True),
    ):
        rows = session.execute(
            select(Document, DocumentTie.score, DocumentTie.reasons)
            .join(DocumentTie, other == Document.id)
            .options(defer(Document.text), defer(Document.raw))
            .where(mine == document.id)
        )
        found += [
            TiedDocument(document=row[0], is_later=is_later, score=row.score, reasons=row.reasons)
            for row in rows
        ]
    return sorted(
        found,
        key=lambda tied: (
            PLACES[tied.document.kind],
            tied.document.dated_on or "",
            tied.document.id,
        ),
    )


def list_naming(session: Session, document: Document, limit: int = 50) -> Sequence[Document]:
    """Documents that name *document* by its number, newest first."""
    if document.key is None:
        return []
    statement = (
        select(Document)
        .options(defer(Document.text), defer(Document.raw))
        .where(Document.named.any(NamedSource.key == document.key))
        .order_by(Document.dated_on.desc(), Document.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def list_matters_of(session: Session, document: Document) -> Sequence[Any]:
    """Code and titles of the matters that have *document* as a step."""
    statement = (
        select(Record.code, Record.title_sv, Record.title_en)
        .join(MatterEvent, MatterEvent.matter_id == Record.id)
        .where(MatterEvent.document_id == document.id)
        .distinct()
        .order_by(Record.code)
    )
    return session.execute(statement).all()


def count_matches(
    session: Session, actor: Actor, filters: Filters
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many matches wait, and how many each choice of a filter would give."""
    demand_reading(actor)
    statement = select(func.count(Match.id)).join(Document).where(*_waiting(filters))
    kinds = _match_counts(session, Document.kind, filters, "document-kind")
    matters = _match_counts(session, Record.code, filters, "matter")
    return session.scalar(statement) or 0, {"document-kind": kinds, "matter": matters}


def list_matches(session: Session, actor: Actor, filters: Filters, page: Page) -> Sequence[Match]:
    """Matches that wait, those with the newest documents first, the surest of equals first."""
    demand_reading(actor)
    statement = (
        select(Match)
        .join(Match.document)
        .options(
            joinedload(Match.document).options(defer(Document.text), defer(Document.raw)),
            joinedload(Match.matter),
        )
        .where(*_waiting(filters))
        .order_by(
            Document.dated_on.is_(None), Document.dated_on.desc(), Match.score.desc(), Match.id
        )
        .limit(page.per_page)
        .offset(page.offset)
    )
    return session.scalars(statement).all()


def count_waiting(session: Session, matter: Matter | None = None) -> int:
    """How many matches wait for somebody to decide, in all or for *matter*."""
    statement = select(func.count(Match.id)).where(Match.verdict.is_(None))
    if matter is not None:
        statement = statement.where(Match.matter_id == matter.id)
    return session.scalar(statement) or 0


def get_match(session: Session, actor: Actor, match_id: int) -> Match:
    """One match with its document and its matter; NotFound, also for who may not know of it."""
    options = [joinedload(Match.document), joinedload(Match.matter)]
    found = session.get(Match, match_id, options=options)
    if found is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound("There is no such match.")
    return found


def list_imports(session: Session, actor: Actor, page: Page) -> Sequence[ImportBatch]:
    """Imports of documents and statutes, the latest first."""
    demand_reading(actor)
    statement = (
        select(ImportBatch)
        .where(ImportBatch.source.in_(_SOURCES))
        .order_by(ImportBatch.started_at.desc(), ImportBatch.id.desc())
        .limit(page.per_page)
        .offset(page.offset)
    )
    return session.scalars(statement).all()


def count_imports(session: Session) -> int:
    """How many imports of documents and statutes there were."""
    return (
        session.scalar(select(func.count(ImportBatch.id)).where(ImportBatch.source.in_(_SOURCES)))
        or 0
    )


def demand_reading(actor: Actor) -> None:
    """Raise NotFound for whoever may not know that there are documents."""
    if not can(actor, Permission.INTERNAL_READ):
        raise NotFound("There is no such page.")


def surest(reasons: Sequence[Mapping[str, str]]) -> MatchReason:
    """The surest of *reasons*."""
    return MatchReason(reasons[0]["why"])


def _passing(filters: Filters, apart_from: str = "") -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    for name, values in filters.items():
        if name == apart_from or not values:
            continue
        if name == "document-kind":
            known = [value for value in values if value in set(DocumentKind)]
            wanted.append(Document.kind.in_([DocumentKind(value) for value in known]))
        elif name == "sender":
            wanted.append(Document.sender.in_(values))
        elif name == "year":
            wanted.append(func.substr(Document.dated_on, 1, 4).in_(values))
        elif name == "deadline" and _OPEN in values:
            wanted.append(Document.deadline_on >= today().isoformat())
        elif name == "q":
            wanted += [
                Document.title.icontains(word, autoescape=True) for word in values[0].split()
            ]
    return wanted


def _counted(session: Session, column: Any, filters: Filters, name: str) -> dict[str, int]:
    rows = session.execute(
        select(column, func.count(Document.id))
        .where(*_passing(filters, apart_from=name), column.is_not(None), column != "")
        .group_by(column)
        .order_by(func.count(Document.id).desc())
        .limit(_MOST_SENDERS)
    )
    return {str(getattr(value, "value", value)): count for value, count in rows}


def _waiting(filters: Filters, apart_from: str = "") -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Match.verdict.is_(None)]
    kinds = [value for value in filters.get("document-kind", ()) if value in set(DocumentKind)]
    if kinds and apart_from != "document-kind":
        wanted.append(Document.kind.in_([DocumentKind(value) for value in kinds]))
    if filters.get("matter") and apart_from != "matter":
        codes = select(Record.id).where(Record.code.in_(filters["matter"]))
        wanted.append(Match.matter_id.in_(codes))
    return wanted


def _match_counts(session: Session, column: Any, filters: Filters, name: str) -> dict[str, int]:
    rows = session.execute(
        select(column, func.count(Match.id))
        .select_from(Match)
        .join(Document, Document.id == Match.document_id)
        .join(Record, Record.id == Match.matter_id)
        .where(*_waiting(filters, apart_from=name))
        .group_by(column)
        .order_by(column)
    )
    return {str(getattr(value, "value", value)): count for value, count in rows}
