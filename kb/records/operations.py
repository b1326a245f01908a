"""Saving what every record shares. The operations of each kind begin and end here."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from kb.db.base import Base
from kb.history import record as record_revision
from kb.models import Citation, OpenQuestion, Record, RecordText, Term
from kb.readers.drafts import RecordDraft, TermDraft
from kb.records.queries import find_record, list_terms
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.markdown import RENDERER, render
from kb.words import IndexVerb, Pair

Model = TypeVar("Model", bound=Record)
Row = TypeVar("Row", bound=Base)


def open_record(session: Session, actor: Actor, model: type[Model], draft: RecordDraft) -> Model:
    """Find the record that *draft* is about, or begin it, and set what every kind has.

    Raises Forbidden, and Invalid for an unknown term. The kind's own operation sets the rest and
    ends with ``close_record``.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    record = find_record(session, model, draft.code) or _begun(session, model, draft.code)
    set_pair(record, "title", draft.title)
    set_pair(record, "summary", draft.summary)
    record.certainty = draft.certainty
    record.confidence = draft.confidence
    record.checked_on = draft.checked_on
    merge_rows(record.texts, _texts(draft), "field", "language")
    set_links(record, "terms", list_terms(session, draft.terms))
    merge_rows(record.citations, _citations(draft), "position")
    merge_rows(record.questions, _questions(draft), "position")
    return record


def close_record(session: Session, actor: Actor, record: Record) -> bool:
    """Write the record, its revision and its index job; False, writing nothing, for no change."""
    is_new = record in session.new
    changes = {} if is_new else _changes(session, record)
    if not is_new and not changes:
        return False
    record_revision(session, actor, "created" if is_new else "changed", record, changes)
    enqueue(session, record.kind, record.code, IndexVerb.REFRESH)
    # A change in a list alone writes no row of the record's own; the version must rise for it too.
    flag_modified(record, "code")
    session.flush()
    return True


def save_terms(session: Session, actor: Actor, drafts: Iterable[TermDraft]) -> None:
    """Save the vocabularies; a term that is no longer named stays for records that bear it."""
    demand(actor, Permission.CATALOGUE_LOAD)
    known = {(term.scheme, term.key): term for term in session.scalars(select(Term))}
    for position, draft in enumerate(drafts):
        term = known.get((draft.scheme, draft.key)) or Term(scheme=draft.scheme, key=draft.key)
        set_pair(term, "label", draft.label)
        set_pair(term, "note", draft.note)
        term.position = position
        session.add(term)
    session.flush()


def set_pair(row: Base, name: str, pair: Pair | None) -> None:
    """Set ``name_sv`` and ``name_en``, to empty texts when there is no pair."""
    setattr(row, f"{name}_sv", pair.sv if pair else "")
    setattr(row, f"{name}_en", pair.en if pair else "")


def set_links(record: Record, name: str, wanted: Sequence[Base]) -> None:
    """Tie the record to *wanted*; an equal set, in whatever order, is left alone."""
    if set(getattr(record, name)) != set(wanted):
        setattr(record, name, list(dict.fromkeys(wanted)))


def merge_rows(rows: list[Row], wanted: Iterable[Row], *key: str) -> None:
    """Make *rows* equal to *wanted*: rows with the same *key* are changed in place.

    Changing in place keeps unique constraints whole (new rows are written before old ones go)
    and writes nothing for a row that is as it was.
    """
    old = {tuple(getattr(row, name) for name in key): row for row in rows}
    kept = []
    for row in wanted:
        same = old.get(tuple(getattr(row, name) for name in key))
        kept.append(row if same is None else _copied(row, same))
    if kept != rows:
        rows[:] = kept


def _copied(source: Row, target: Row) -> Row:
    for name, value in vars(source).items():
        if not name.startswith("_") and getattr(target, name) != value:
            setattr(target, name, value)
    return target


def _begun(session: Session, model: type[Model], code: str) -> Model:
    record = model(code=code)
    for relation in model.__mapper__.relationships:
        # Written once, so that a list of a new record can be read without asking the database.
        setattr(record, relation.key, [] if relation.uselist else None)
    session.add(record)
    return record


def _texts(draft: RecordDraft) -> list[RecordText]:
    return [
        RecordText(
            field=text.field,
            language=text.language,
            body_md=text.body_md,
            body_html=render(text.body_md),
            rendered_by=RENDERER,
        )
        for text in draft.texts
    ]


def _citations(draft: RecordDraft) -> list[Citation]:
    rows = []
    for position, citation in enumerate(draft.citations):
        row = Citation(
            position=position,
            role=citation.role,
            key=citation.key,
            text=citation.text,
            page=citation.page,
            certainty=citation.certainty,
            as_of=citation.as_of,
        )
        set_pair(row, "note", citation.note)
        rows.append(row)
    return rows


def _questions(draft: RecordDraft) -> list[OpenQuestion]:
    return [
        OpenQuestion(position=position, question_sv=question.sv, question_en=question.en)
        for position, question in enumerate(draft.questions)
    ]


def _changes(session: Session, record: Record) -> dict[str, Any]:
    """Tell what differs from the stored record: column → [old, new], list → counts."""
    state = inspect(record)
    changes: dict[str, Any] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            changes[column.key] = [old, getattr(record, column.key)]
    for relation in state.mapper.relationships:
        history = state.attrs[relation.key].history
        rows = [row for row in history.sum() if row is not None]
        touched = any(session.is_modified(row) for row in history.unchanged if row)
        if history.has_changes() or touched:
            removed = len(history.deleted)
            changes[relation.key] = [len(rows) - len(history.added), len(rows) - removed]
    return changes
