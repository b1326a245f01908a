"""Vocabularies as they are kept: terms with their use, and what became of old ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from kb.clock import today
from kb.errors import NotFound
from kb.models import Record, RecordTerm, Term
from kb.words import RecordKind


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """One vocabulary: how many terms it has, and how many of them may be chosen today."""

    scheme: str
    terms: int
    choosable: int


@dataclass(frozen=True, kw_only=True)
class UsedTerm:
    """A term with how many records bear it; *survivor* is the term that took over from it."""

    term: Term
    uses: int
    is_choosable: bool
    survivor: Term | None


def list_choosable_terms(session: Session, scheme: str) -> Sequence[Term]:
    """Terms of *scheme* that may be chosen today, in their order."""
    return session.scalars(
        select(Term).where(Term.scheme == scheme, is_choosable()).order_by(Term.position, Term.id)
    ).all()


def list_vocabularies(session: Session) -> list[Vocabulary]:
    """Every vocabulary, in the order in which they were first filled."""
    choosable = func.count(Term.id).filter(is_choosable())
    rows = session.execute(
        select(Term.scheme, func.count(Term.id), choosable)
        .group_by(Term.scheme)
        .order_by(func.min(Term.id))
    )
    return [Vocabulary(scheme=name, terms=all_, choosable=now) for name, all_, now in rows]


def list_used_terms(session: Session, scheme: str) -> list[UsedTerm]:
    """Every term of *scheme*, the retired ones last; NotFound for a vocabulary without any."""
    survivor = aliased(Term)
    uses = (
        select(func.count())
        .select_from(RecordTerm)
        .where(RecordTerm.term_id == Term.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Term, survivor, uses, is_choosable())
        .outerjoin(survivor, survivor.id == Term.merged_into_id)
        .where(Term.scheme == scheme)
        .order_by(is_choosable().desc(), Term.position, Term.id)
    ).all()
    if not rows:
        raise NotFound("There is no such vocabulary.")
    return [
        UsedTerm(term=term, survivor=other, uses=count, is_choosable=bool(now))
        for term, other, count, now in rows
    ]


def get_term(session: Session, scheme: str, key: str) -> Term:
    """The term with *key* in *scheme*, retired or not; raises NotFound when there is none."""
    term = find_term(session, scheme, key)
    if term is None:
        raise NotFound("There is no such term.")
    return term


def find_term(session: Session, scheme: str, key: str) -> Term | None:
    """The term with *key* in *scheme*, retired or not; None when there is none."""
    statement = select(Term).where(Term.scheme == scheme, Term.key == key)
    return session.scalars(statement).one_or_none()


def list_bearers(session: Session, term: Term) -> Sequence[tuple[RecordKind, str]]:
    """Kind and code of every record that bears *term*."""
    rows = session.execute(
        select(Record.kind, Record.code)
        .join(RecordTerm, RecordTerm.record_id == Record.id)
        .where(RecordTerm.term_id == term.id)
        .order_by(Record.kind, Record.code)
    )
    return [(kind, code) for kind, code in rows]


def with_merged(
    session: Session, filters: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """*filters* (scheme to keys) that find the same whether asked by an old key or by a new one.

    What was published before a merge bears the old key until it is published anew, so that each key
    stands for the term that took over and for all that it took over from.
    """
    if not filters:
        return {}
    rows = session.execute(
        select(Term.id, Term.scheme, Term.key, Term.merged_into_id)
        .where(Term.scheme.in_(list(filters)))
        .where(or_(Term.merged_into_id.is_not(None), Term.id.in_(select(Term.merged_into_id))))
    ).all()
    heads = {(scheme, key): into or own for own, scheme, key, into in rows}
    groups: dict[int, list[str]] = {}
    for (_scheme, key), head in heads.items():
        groups.setdefault(head, []).append(key)
    return {
        scheme: tuple(
            dict.fromkeys(
                each for key in keys for each in (key, *groups.get(heads.get((scheme, key), 0), ()))
            )
        )
        for scheme, keys in filters.items()
    }


def is_choosable() -> ColumnElement[bool]:
    """Terms that may be chosen today for what does not bear them yet.

    A date known in part holds whole: a term that is in use until 2026 is so all of that year.
    """
    day = today().isoformat()
    known = func.substr(day, 1, func.length(Term.valid_until))
    return (
        or_(Term.valid_until.is_(None), Term.valid_until >= known)
        & or_(Term.valid_from.is_(None), Term.valid_from <= day)
        & Term.merged_into_id.is_(None)
    )


def may_be_chosen(term: Term) -> bool:
    """Whether *term* may be chosen today: the same rule as ``is_choosable``, for a term at hand."""
    day = today().isoformat()
    until = term.valid_until
    has_begun = term.valid_from is None or term.valid_from <= day
    is_in_use = until is None or until >= day[: len(until)]
    return has_begun and is_in_use and term.merged_into_id is None
