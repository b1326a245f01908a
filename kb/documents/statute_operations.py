"""Statutes, committee reports and decisions as the statute book tells of them, as documents.

The statute book names the bill, the committee report and the Riksdag's letter behind an act, and
the day on which an amending act enters into force. Only what may follow on a bill that is here is
taken in: the book itself has pages of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from kb.citations.keys import act_of, is_key, kind_of, label
from kb.citations.naming import keys_by
from kb.clock import today
from kb.documents.import_operations import DocumentSource, Row, import_documents
from kb.law.name_queries import get_law_names
from kb.models import Amendment, Document, ImportBatch, NamedSource, Statute
from kb.readers.documents import DocumentFile, Named
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import DocumentKind, NamedIn

SOURCE = "statutes"
#: Where the Government keeps the text of a statute by its number.
_ADDRESS = "https://rkrattsbaser.gov.se/sfst?bet="
_KINDS = {"bet": DocumentKind.COMMITTEE_REPORT, "rskr": DocumentKind.DECISION}


def take_in_statutes(sessions: sessionmaker[Session], actor: Actor) -> ImportBatch | None:
    """Take in what the statute book knows of bills that are here; None when it is empty.

    Raises Forbidden.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    with sessions() as session:
        state_on = session.scalar(select(Statute.seen_on).order_by(Statute.seen_on.desc()).limit(1))
        rows = list(_rows(session)) if state_on else []
        session.rollback()
    if state_on is None:
        return None
    source = DocumentSource(
        source=SOURCE, file_name="statute book", state_on=state_on[:10], rows=rows
    )
    return import_documents(sessions, actor, source)


def _rows(session: Session) -> Iterator[Row]:
    bills = set(session.scalars(select(Document.key).where(Document.kind == DocumentKind.BILL)))
    listed: set[str] = set()
    told: set[str] = set()
    for row, keys in _with_preparatory(session):
        if bills.isdisjoint(keys):
            continue
        told.add(row.key)
        yield _statute(row, [Named(key, NamedIn.REGISTER) for key in keys])
        for key in keys:
            kind = _KINDS.get(key.partition("/")[0])
            if kind and key not in listed:
                listed.add(key)
                yield DocumentFile(
                    source=SOURCE, external_id=key, kind=kind, key=key, title=label(key).sv
                )
    yield from _amending(session, told)


def _with_preparatory(session: Session) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every statute with the documents that its preparatory works name."""
    keys_in = keys_by(get_law_names(session).names)
    rows = session.execute(
        select(
            Statute.key, Statute.title, Statute.issued_on, Statute.in_force_on, Statute.preparatory
        )
        .where(Statute.preparatory != "")
        .order_by(Statute.sort_key)
    )
    for row in rows:
        keys = keys_in(row.preparatory, _day(row.issued_on))
        yield row, tuple(key for key in keys if kind_of(key) not in ("act", "provision"))


def _amending(session: Session, told: set[str]) -> Iterator[DocumentFile]:
    """Amending acts that enter into force on a day that a bill about the same act proposes."""
    wanted = _acts_and_days(session)
    rows = session.execute(
        select(Statute.key, Amendment.number, Amendment.title, Amendment.in_force_on)
        .join(Amendment, Amendment.statute_id == Statute.id)
        .where(Statute.key.in_({act for act, _day in wanted}), Amendment.in_force_on.is_not(None))
        .order_by(Amendment.number, Statute.sort_key)
    )
    acts: dict[str, list[str]] = defaultdict(list)
    found: dict[str, Any] = {}
    for row in rows:
        key = f"sfs/{row.number}"
        if (row.key, row.in_force_on) in wanted and is_key(key) and key not in told:
            acts[key].append(row.key)
            found[key] = row
    for key, row in found.items():
        yield DocumentFile(
            source=SOURCE,
            external_id=key,
            kind=DocumentKind.STATUTE,
            key=key,
            title=row.title or label(key).sv,
            in_force_on=row.in_force_on,
            url=f"{_ADDRESS}{row.number}",
            named=tuple(Named(act, NamedIn.REGISTER) for act in dict.fromkeys(acts[key])),
        )


def _acts_and_days(session: Session) -> set[tuple[str, str]]:
    """The acts that bills name, with the day on which each bill proposes to be in force."""
    rows = session.execute(
        select(NamedSource.key, Document.in_force_on)
        .join(Document, Document.id == NamedSource.document_id)
        .where(Document.kind == DocumentKind.BILL, Document.in_force_on.is_not(None))
        .where(NamedSource.key.startswith("sfs/"))
    )
    return {(act, day) for key, day in rows if day and (act := act_of(key))}


def _statute(row: Any, named: Iterable[Named]) -> DocumentFile:
    return DocumentFile(
        source=SOURCE,
        external_id=row.key,
        kind=DocumentKind.STATUTE,
        key=row.key,
        title=row.title,
        dated_on=row.issued_on,
        in_force_on=row.in_force_on,
        url=f"{_ADDRESS}{row.key.removeprefix('sfs/')}",
        named=tuple(named),
    )


def _day(text: str | None) -> date:
    """The first day that a date can mean; today for none."""
    return date.fromisoformat(f"{text}-01-01"[:10]) if text else today()
