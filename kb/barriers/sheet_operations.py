"""Putting what a sheet or a bulk edit says into barriers, within a change that is under way."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from kb.barriers.edit_rules import may_edit_law
from kb.barriers.sheet_cells import (
    Lists,
    OwnerCell,
    ProvisionsCell,
    TermsCell,
    Value,
    WordCell,
    cause_of,
)
from kb.barriers.sheet_columns import BY_KEY, OF_THE_LAW
from kb.errors import Forbidden
from kb.history import Subject
from kb.history import record as record_revision
from kb.law.operations import cite_provisions
from kb.models import Barrier, Citation, Term
from kb.records.operations import set_links
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Certainty, Channel, CitationRole


def put_values(actor: Actor, barrier: Barrier, values: Mapping[str, Value], lists: Lists) -> None:
    """Put *values*, by the key of their column, into *barrier*, loaded whole.

    To be called within ``changing``; whether the actor may change the barrier was settled before,
    and the provisions that it is to rest on were begun by ``cite_values``. Raises Forbidden when a
    column of the law is changed and the actor may not change the law of this barrier.
    """
    if OF_THE_LAW & values.keys() and not may_edit_law(actor, barrier):
        raise Forbidden(f"Not allowed: {Permission.LAW_EDIT.sentence}")
    for key, value in values.items():
        match BY_KEY[key].cell:
            case TermsCell(scheme):
                set_terms(barrier, scheme, _keys(value), lists.terms[scheme])
            case ProvisionsCell():
                _set_causes(barrier, _keys(value))
            case OwnerCell():
                owner = lists.people.get(str(value)) if value else None
                # Of a barrier that is only just begun, the tie decides and not the number.
                barrier.owner = owner
                set_owner(barrier, owner.id if owner else None)
            case WordCell(attribute, _):
                setattr(barrier, attribute, Channel(str(value)) if value else None)
            case cell:
                setattr(barrier, cell.attribute, value)  # type: ignore[attr-defined]


def cite_values(
    session: Session, actor: Actor, rows: Iterable[Mapping[str, Value]], lists: Lists
) -> None:
    """Begin the provisions that *rows* cite and that have no record yet, in one statement for all.

    Raises Forbidden for somebody who may not say what law a barrier rests on.
    """
    keys = [key for values in rows for key in _keys(values.get("provisions"))]
    if keys:
        cite_provisions(session, actor, keys, lists.law)


def set_terms(barrier: Barrier, scheme: str, keys: Iterable[str], terms: Iterable[Term]) -> None:
    """Make the terms of *scheme* that *barrier* bears those of *terms* with *keys*."""
    wanted = set(keys)
    chosen = [term for term in terms if term.key in wanted]
    others = [term for term in barrier.terms if term.scheme != scheme]
    set_links(barrier, "terms", [*others, *chosen])


def set_owner(barrier: Barrier, owner_id: int | None) -> None:
    """Make *owner_id* (nobody, when None) the owner, who has no duty in the team beside that."""
    barrier.owner_id = owner_id
    kept = [row for row in barrier.members if row.user_id != owner_id]
    if kept != barrier.members:
        barrier.members[:] = kept


def record_export(
    session: Session, actor: Actor, filters: Mapping[str, Iterable[str]], form: str
) -> None:
    """Tell in the history that *actor* took the barriers that pass *filters* out as *form*."""
    demand(actor, Permission.INTERNAL_READ)
    if actor.user_id is None:
        raise Forbidden("Only somebody with an account takes barriers out.")
    told = {name: [None, list(values)] for name, values in filters.items()}
    record_revision(
        session, actor, "exported", Subject("export", "barriers"), {"form": [None, form], **told}
    )
    session.flush()


def _set_causes(barrier: Barrier, keys: tuple[str, ...]) -> None:
    """Make *keys* what causes *barrier*: what is said of those that stay is left as it is."""
    kept = [row for row in barrier.citations if cause_of(row) is None or row.key in keys]
    had = {cause_of(row) for row in kept}
    new = [
        Citation(role=CitationRole.CAUSES, key=key, certainty=Certainty.INFERENCE)
        for key in keys
        if key not in had
    ]
    barrier.citations[:] = [*kept, *new]
    for position, row in enumerate(barrier.citations):
        row.position = position


def _keys(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
