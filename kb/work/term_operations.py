"""Keeping the vocabularies. A term is never removed: records and links that bear it go on.

What staff have changed is theirs: a later load of the catalogue leaves it alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.clock import today
from kb.db.begun import is_added
from kb.errors import Conflict, Invalid
from kb.history import Deed
from kb.history import record as record_revision
from kb.models import Record, Term
from kb.records.operations import changing, set_links, term_state, term_subject
from kb.records.queries import list_records
from kb.records.state import differences
from kb.records.term_queries import find_term, list_bearers, list_choosable_terms
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Pair, RecordKind

#: Longest label and longest note, in characters.
MOST_LABEL = 120
MOST_NOTE = 1_000
#: Vocabulary and key together must fit where the history keeps a code.
_MOST_KEY = 39


def add_term(session: Session, actor: Actor, scheme: str, label: Pair, note: Pair) -> Term:
    """Add a term to the end of the vocabulary *scheme*; its key is made of the English label.

    Raises Invalid for a label that is missing or too long, and where such a term is there already.
    """
    demand(actor, Permission.VOCABULARY_EDIT)
    _check(label, note)
    key = _key_of(label.en) or _key_of(label.sv)
    if not key:
        raise Invalid("label_en", "Write a label with letters or digits in it.")
    if find_term(session, scheme, key) is not None:
        raise _is_there_already()
    last = session.scalar(select(func.max(Term.position)).where(Term.scheme == scheme))
    if last is None:
        raise Conflict("There is no such vocabulary.")
    term = Term(scheme=scheme, key=key, position=last + 1)
    _write(term, label, note)
    if not is_added(session, term):
        raise _is_there_already()
    _tell(
        session, actor, "added", term, {"label_sv": [None, label.sv], "label_en": [None, label.en]}
    )
    return term


def _is_there_already() -> Invalid:
    return Invalid("label_en", "There is a term with that label already.")


def rename_term(session: Session, actor: Actor, term: Term, label: Pair, note: Pair) -> None:
    """Call *term* something else; its key stays, so that links and filters go on working.

    Raises Invalid for a label that is missing or too long.
    """
    demand(actor, Permission.VOCABULARY_EDIT)
    _check(label, note)
    before = term_state(term)
    _write(term, label, note)
    changes = differences(before, term_state(term))
    if changes:
        _tell(session, actor, "renamed", term, changes)


def move_term(session: Session, actor: Actor, term: Term, *, is_up: bool) -> None:
    """Let *term* change places with the one before it, or after it; at an end nothing happens."""
    demand(actor, Permission.VOCABULARY_EDIT)
    terms = list(list_choosable_terms(session, term.scheme))
    if term not in terms:
        raise Conflict("A term that is not in use has no place among the others.")
    place = terms.index(term)
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(terms):
        return
    terms[place], terms[other] = terms[other], terms[place]
    first = min(each.position for each in terms)
    for position, each in enumerate(terms, first):
        if each.position != position:
            changes = {"position": [each.position, position]}
            each.position = position
            _tell(session, actor, "moved", each, changes)


def retire_term(
    session: Session, actor: Actor, term: Term, *, last_day: date | None = None
) -> None:
    """Offer *term* no longer after *last_day*, at once when there is none; records keep it.

    Raises Conflict for a term that was merged.
    """
    demand(actor, Permission.VOCABULARY_EDIT)
    if term.merged_into_id is not None:
        raise Conflict("The term was merged with another.")
    until = (last_day or today() - timedelta(days=1)).isoformat()
    if term.valid_until == until:
        return
    changes = {"valid_until": [term.valid_until, until]}
    term.valid_until = until
    _tell(session, actor, "retired", term, changes)


def revive_term(session: Session, actor: Actor, term: Term) -> None:
    """Offer *term* again. Records that went to another term when it was merged stay there."""
    demand(actor, Permission.VOCABULARY_EDIT)
    if term.valid_until is None and term.merged_into_id is None:
        return
    changes = {
        "valid_until": [term.valid_until, None],
        "merged_into": [_code_of(session, term.merged_into_id), None],
    }
    term.valid_until = None
    term.merged_into_id = None
    told = {name: pair for name, pair in changes.items() if pair[0] is not None}
    _tell(session, actor, "revived", term, told)


def merge_terms(session: Session, actor: Actor, term: Term, survivor: Term) -> int:
    """Let *survivor* take over from *term*; returns how many records went over.

    Each record gets a revision of its own. What was published stays as it is until it is published
    anew; the old key finds the survivor. Raises Invalid for a survivor that is the term itself, of
    another vocabulary or not in use.
    """
    demand(actor, Permission.VOCABULARY_EDIT)
    if survivor.id == term.id:
        raise Invalid("survivor", "Choose another term than the one that goes.")
    if survivor not in list_choosable_terms(session, term.scheme):
        raise Invalid("survivor", "Choose a term of the same vocabulary that is in use.")
    bearers = list_bearers(session, term)
    _hand_over(session, actor, term, survivor)
    earlier = session.scalars(select(Term).where(Term.merged_into_id == term.id)).all()
    for each in [term, *earlier]:
        changes = {"merged_into": [_code_of(session, each.merged_into_id), _code(survivor)]}
        each.merged_into_id = survivor.id
        each.valid_until = each.valid_until or (today() - timedelta(days=1)).isoformat()
        _tell(session, actor, "merged", each, changes)
    return len(bearers)


def _hand_over(session: Session, actor: Actor, term: Term, survivor: Term) -> None:
    """Let every record that bears *term* bear *survivor* in its place."""
    codes: dict[RecordKind, list[str]] = {}
    for kind, code in list_bearers(session, term):
        codes.setdefault(kind, []).append(code)
    deed = Deed("changed", is_minor=True)
    for kind, wanted in codes.items():
        model: type[Record] = Record.__mapper__.polymorphic_map[kind].class_
        for record in list_records(session, model, wanted):
            with changing(session, actor, record, verb=deed) as change:
                change.told["reason"] = [None, f"{_code(term)} → {_code(survivor)}"]
                terms = [survivor if each is term else each for each in record.terms]
                set_links(record, "terms", terms)


def _check(label: Pair, note: Pair) -> None:
    for name, text in (("label_sv", label.sv), ("label_en", label.en)):
        if not text.strip():
            raise Invalid(name, "Write the label in both languages.")
        if len(text) > MOST_LABEL:
            raise Invalid(name, "Write at most %(limit)s characters.", limit=MOST_LABEL)
    for name, text in (("note_sv", note.sv), ("note_en", note.en)):
        if len(text) > MOST_NOTE:
            raise Invalid(name, "Write at most %(limit)s characters.", limit=MOST_NOTE)


def _write(term: Term, label: Pair, note: Pair) -> None:
    term.label_sv, term.label_en = label.sv.strip(), label.en.strip()
    term.note_sv, term.note_en = note.sv.strip(), note.en.strip()


def _key_of(label: str) -> str:
    """Make a key of small letters, digits and hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MOST_KEY].strip("-")


def _code(term: Term) -> str:
    return term_subject(term).code


def _code_of(session: Session, term_id: int | None) -> str | None:
    return None if term_id is None else _code(session.get_one(Term, term_id))


def _tell(
    session: Session, actor: Actor, verb: str, term: Term, changes: Mapping[str, object]
) -> None:
    session.flush()
    record_revision(session, actor, verb, term_subject(term), changes)
