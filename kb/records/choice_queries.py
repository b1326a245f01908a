"""What forms offer to choose among: terms, and records by their codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kb.errors import Invalid
from kb.models import Record, Term
from kb.records.term_queries import is_choosable, may_be_chosen
from kb.text.sorting import counting_order
from kb.words import Pair

Model = TypeVar("Model", bound=Record)


@dataclass(frozen=True)
class Offer:
    """One thing to choose: what is sent, and what is read."""

    value: str
    label: Pair


def list_offered_terms(
    session: Session, schemes: Iterable[str], held: Iterable[Term] = ()
) -> dict[str, list[Offer]]:
    """Terms of *schemes* that may be chosen today, and those *held* already, in their order."""
    wanted = list(schemes)
    offered: dict[str, list[Offer]] = {scheme: [] for scheme in wanted}
    held_ids = [term.id for term in held]
    statement = (
        select(Term)
        .where(Term.scheme.in_(wanted))
        .where(or_(is_choosable(), Term.id.in_(held_ids)))
        .order_by(Term.position, Term.id)
    )
    for term in session.scalars(statement):
        offered[term.scheme].append(Offer(term.key, Pair(term.label_sv, term.label_en)))
    return offered


def list_offered_records(session: Session, model: type[Model]) -> list[Offer]:
    """Every record of *model* by its code as one counts, in one statement."""
    rows = session.execute(select(model.code, model.title_sv, model.title_en))
    offers = [Offer(code, Pair(sv, en)) for code, sv, en in rows]
    return sorted(offers, key=lambda offer: counting_order(offer.value))


def choose_terms(
    session: Session, held: Sequence[Term], chosen: dict[str, tuple[str, tuple[str, ...]]]
) -> list[Term]:
    """Terms of a record that holds *held*, after those of some schemes were chosen anew.

    *chosen* maps a scheme to the name of its field and the keys. Raises Invalid(field) for a term
    that does not exist, or may not be chosen today and was not held before.
    """
    rest = [term for term in held if term.scheme not in chosen]
    found = {
        (term.scheme, term.key): term
        for term in session.scalars(select(Term).where(Term.scheme.in_(chosen)))
    }
    picked = []
    for scheme, (field, keys) in chosen.items():
        for key in keys:
            term = found.get((scheme, key))
            if term is None or not (term in held or may_be_chosen(term)):
                raise Invalid(field, "Choose among the values that are offered.")
            picked.append(term)
    return [*rest, *picked]


def choose_records(
    session: Session, model: type[Model], codes: Sequence[str], fields: Sequence[str]
) -> list[Model]:
    """Bare records in the order of *codes*; raises Invalid with the field of an unknown one.

    *fields* names the field of each of *codes*.
    """
    if not codes:
        return []
    found = {
        record.code: record
        for record in session.scalars(select(model).where(model.code.in_(codes)))
    }
    for code, field in zip(codes, fields, strict=True):
        if code not in found:
            raise Invalid(field, "There is nothing with the code %(code)s.", code=code[:40])
    return [found[code] for code in codes]
