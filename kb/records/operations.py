"""Saving what every record shares. The operations of each kind begin and end here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from kb.clock import now
from kb.db.base import Base
from kb.errors import Conflict
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.inbox.operations import tell_followers
from kb.law.linking import get_linker
from kb.models import Citation, OpenQuestion, Record, RecordText, Revision, Term
from kb.readers.drafts import CitationDraft, RecordDraft, TermDraft, TextDraft
from kb.records.queries import find_record, list_changed_terms, list_terms
from kb.records.state import State, differences, state_of
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.markdown import RENDERER, render
from kb.words import PUBLIC_TEXTS, IndexVerb, Pair

Model = TypeVar("Model", bound=Record)
Row = TypeVar("Row", bound=Base)


@dataclass
class Change:
    """What one change came to; filled when its block ends, empty when nothing was changed."""

    #: Field → [before, after].
    differences: dict[str, list[Any]] = field(default_factory=dict)
    #: What the history tells beside that, such as the reason; set inside the block.
    told: dict[str, Any] = field(default_factory=dict)
    revision: Revision | None = None


@contextmanager
def opened(
    session: Session, actor: Actor, model: type[Model], draft: RecordDraft
) -> Iterator[Model]:
    """Find the record that *draft* of the catalogue is about, or begin it, and set what all have.

    Texts that stay inside are written by staff and left as they are. The kind's own operation sets
    the rest inside the block; what changed is written at its end, as ``changing`` does. Raises
    Forbidden, and Invalid for an unknown term.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    record = find_record(session, model, draft.code) or begin_record(session, model, draft.code)
    with changing(session, actor, record):
        set_pair(record, "title", draft.title)
        set_pair(record, "summary", draft.summary)
        record.certainty = draft.certainty
        record.confidence = draft.confidence
        record.checked_on = draft.checked_on
        _merge_texts(session, record, draft)
        set_links(record, "terms", list_terms(session, draft.terms))
        merge_rows(record.citations, citation_rows(draft.citations), "position")
        merge_rows(record.questions, _questions(draft), "position")
        yield record


@contextmanager
def changing(
    session: Session,
    actor: Actor,
    record: Record,
    *,
    verb: str | Deed = "",
    followers: Collection[int] | None = None,
) -> Iterator[Change]:
    """Write what the block changes in *record*, loaded whole: its revision, its index job, news.

    *verb* is what was done in the past tense; "created" or "changed" when it is empty. *followers*
    are ids of whoever follows the record, where that was asked for many at once. A block that
    changes nothing writes nothing, unless it sets a verb: then the act itself is told. The version
    rises with every change. Raises Conflict when somebody else has saved the record meanwhile.
    """
    deed = verb if isinstance(verb, Deed) else Deed(verb)
    is_new = record in session.new
    before: State = {} if is_new else state_of(record)
    change = Change()
    yield change
    change.differences = differences(before, state_of(record))
    if not is_new and not change.differences and not deed.verb:
        return
    # A change in a list alone writes no row of the record's own; the version must rise for it too.
    flag_modified(record, "code")
    if actor.user_id is not None and not deed.is_minor:
        record.changed_at = now()
    try:
        session.flush()
    except StaleDataError:
        raise Conflict("Somebody else has saved the record since it was opened.") from None
    enqueue(session, record.kind, record.code, IndexVerb.REFRESH)
    change.revision = record_revision(
        session,
        actor,
        replace(deed, verb=deed.verb or ("created" if is_new else "changed")),
        record,
        {**change.differences, **change.told},
    )
    if not is_new:
        # Nobody follows what was not there; asking for each of a long sheet costs time.
        tell_followers(session, change.revision, record, followers=followers)


def save_terms(session: Session, actor: Actor, drafts: Iterable[TermDraft]) -> None:
    """Save the vocabularies; a term that is no longer named stays for records that bear it.

    A term that staff have renamed, moved, retired or merged is theirs: it is left alone.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    known = {(term.scheme, term.key): term for term in session.scalars(select(Term))}
    kept = list_changed_terms(session)
    for position, draft in enumerate(drafts):
        if f"{draft.scheme}/{draft.key}" in kept:
            continue
        term = known.get((draft.scheme, draft.key)) or Term(scheme=draft.scheme, key=draft.key)
        before = {} if term.id is None else term_state(term)
        set_pair(term, "label", draft.label)
        set_pair(term, "note", draft.note)
        term.position = position
        session.add(term)
        session.flush()
        changes = differences(before, term_state(term))
        if changes:
            verb = "changed" if before else "created"
            record_revision(session, actor, verb, term_subject(term), changes)


def term_state(term: Term) -> State:
    """What *term* says, as plain data for the history."""
    names = ("label_sv", "label_en", "note_sv", "note_en", "position", "valid_until")
    return {name: getattr(term, name) for name in names}


def term_subject(term: Term) -> Subject:
    """What the history calls *term*."""
    return Subject("term", f"{term.scheme}/{term.key}")


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


def _merge_texts(session: Session, record: Record, draft: RecordDraft) -> None:
    """Set the public texts; those that stay inside are only begun with, and never set again."""
    wanted = [text_row(session, text) for text in draft.texts]
    if record not in session.new:
        kept = [text for text in record.texts if text.field not in PUBLIC_TEXTS]
        wanted = [*(text for text in wanted if text.field in PUBLIC_TEXTS), *kept]
    merge_rows(record.texts, wanted, "field", "language")


def begin_record(session: Session, model: type[Model], code: str) -> Model:
    """Begin a record with *code*; nothing is written yet."""
    record = model(code=code)
    for relation in model.__mapper__.relationships:
        # Written once, so that a list of a new record can be read without asking the database.
        setattr(record, relation.key, [] if relation.uselist else None)
    session.add(record)
    return record


def text_row(session: Session, text: TextDraft) -> RecordText:
    """Make the row of a long text, rendered, references linked as names mean law today.

    Raises Invalid for what cannot be rendered.
    """
    return RecordText(
        field=text.field,
        language=text.language,
        body_md=text.body_md,
        body_html=render(text.body_md, get_linker(session, text.language)),
        rendered_by=RENDERER,
    )


def citation_rows(drafts: Iterable[CitationDraft]) -> list[Citation]:
    """Make the rows of citations, in order."""
    rows = []
    for position, citation in enumerate(drafts):
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
