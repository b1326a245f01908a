"""Records by their codes."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from kb.errors import Invalid
from kb.models import Record, Revision, Term

Model = TypeVar("Model", bound=Record)


def find_record(session: Session, model: type[Model], code: str) -> Model | None:
    """Find the record of *model* with *code*, everything that belongs to it loaded."""
    return session.scalars(_with_parts(model).where(model.code == code)).unique().one_or_none()


def list_records(
    session: Session, model: type[Model], codes: Collection[str] | None = None
) -> Sequence[Model]:
    """Records of *model*, all or those with *codes*, loaded whole, in order of code."""
    if codes is not None and not codes:
        return []
    statement = _with_parts(model).order_by(model.code)
    if codes is not None:
        statement = statement.where(model.code.in_(codes))
    return session.scalars(statement).unique().all()


def list_named(
    session: Session, model: type[Model], codes: Iterable[str], field: str
) -> list[Model]:
    """Return bare records in the order of *codes*; raises Invalid(*field*) for an unknown one."""
    wanted = list(codes)
    found = {
        record.code: record
        for record in session.scalars(select(model).where(model.code.in_(wanted)))
    }
    for code in wanted:
        if code not in found:
            raise Invalid(field, f"There is no {model.__name__.lower()} {code}.")
    return [found[code] for code in wanted]


def find_named(session: Session, model: type[Model], code: str | None, field: str) -> Model | None:
    """Return the bare record with *code*; None for no code, Invalid(*field*) for an unknown one."""
    return list_named(session, model, [code], field)[0] if code else None


def list_terms(session: Session, pairs: Iterable[tuple[str, str]]) -> list[Term]:
    """Terms by (scheme, key), in that order; raises Invalid(scheme) for an unknown one.

    The key of a term that was merged stands for the term that took over.
    """
    wanted = list(pairs)
    schemes = {scheme for scheme, _ in wanted}
    terms = session.scalars(select(Term).where(Term.scheme.in_(schemes))).all()
    found = {(term.scheme, term.key): term for term in terms}
    by_id = {term.id: term for term in terms}
    for scheme, key in wanted:
        if (scheme, key) not in found:
            raise Invalid(scheme, f"There is no term {key} in {scheme}.")
    listed = (found[pair] for pair in wanted)
    return [by_id[term.merged_into_id] if term.merged_into_id else term for term in listed]


def list_changed_terms(session: Session) -> set[str]:
    """Terms that a person has changed, as scheme/key."""
    rows = session.scalars(
        select(Revision.code).where(Revision.kind == "term", Revision.actor_id.is_not(None))
    )
    return set(rows)


def _with_parts(model: type[Model]) -> Any:
    """Select *model* with its lists loaded in a statement each, and its single ties joined."""
    options = []
    for relation in model.__mapper__.relationships:
        attribute = getattr(model, relation.key)
        load = selectinload(attribute) if relation.uselist else joinedload(attribute)
        options.append(load)
        inner = [tie for tie in relation.mapper.relationships if not tie.uselist]
        if relation.uselist and not issubclass(relation.mapper.class_, Record):
            options += [load.joinedload(getattr(relation.mapper.class_, tie.key)) for tie in inner]
    return select(model).options(*options)


def is_empty(session: Session) -> bool:
    """Whether there is no record at all yet."""
    return session.scalars(select(Record.id).limit(1)).first() is None
