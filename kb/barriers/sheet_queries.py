"""Barriers as rows of a sheet, some hundred at a time, and what their cells are read against."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from kb.barriers.list_queries import Filters, ids_matching
from kb.barriers.sheet_cells import Lists
from kb.barriers.sheet_columns import OF_CONTACTS, written_row
from kb.law.reading_queries import get_known_law
from kb.models import Barrier, ExternalKey, Record, Term, User
from kb.readers.cells import MAX_ROWS
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can, ties_to
from kb.security.visibility import records_visible_to
from kb.words import Language

#: How many barriers are in memory at once.
BATCH = 500
#: Before the hash of its title, which stands for a row that has no name of its own.
TITLE_PREFIX = "title/"
_SCHEMES = ("kind", "sector", "root-cause", "remedy")


def get_lists(session: Session, language: Language, site: str = "") -> Lists:
    """Everything that the cells of a sheet are read against, in four statements."""
    terms: dict[str, list[Term]] = {scheme: [] for scheme in _SCHEMES}
    statement = select(Term).where(Term.scheme.in_(_SCHEMES)).order_by(Term.position, Term.id)
    for term in session.scalars(statement):
        terms[term.scheme].append(term)
    return Lists(
        language=language,
        site=site,
        terms=terms,
        law=get_known_law(session),
        people={user.email: user for user in session.scalars(select(User))},
    )


def iterate_written(
    session: Session, actor: Actor, filters: Filters, lists: Lists
) -> Iterator[list[str]]:
    """Yield the rows of the barriers that pass *filters*, in order of code, MAX_ROWS at most.

    Cells that *actor* may not read are empty, as ``hidden_from`` says for each barrier.
    A constant number of statements for every BATCH rows, which are let go before the next.
    """
    ids = iter(ids_matching(session, actor, filters, most=MAX_ROWS))
    while some := list(islice(ids, BATCH)):
        barriers = sorted(list_by_id(session, actor, some), key=lambda each: each.code)
        lists.external_ids.clear()
        lists.external_ids.update(map_external_ids(session, some))
        for barrier in barriers:
            yield written_row(barrier, lists, hidden_from(actor, barrier))


def hidden_from(actor: Actor, barrier: Barrier) -> frozenset[str]:
    """Columns of *barrier*, its team loaded, that a sheet must not show to *actor*."""
    may_read = can(actor, Permission.RESTRICTED_READ, ties_to(actor, barrier))
    return frozenset() if may_read else OF_CONTACTS


def list_by_code(session: Session, actor: Actor, codes: Collection[str]) -> Sequence[Barrier]:
    """Those barriers with *codes* that *actor* may read, as far as a sheet needs them."""
    return session.scalars(
        _for_a_sheet().where(Record.code.in_(codes), records_visible_to(actor))
    ).all()


def map_external_keys(
    session: Session, source: str, external_ids: Collection[str]
) -> dict[str, str]:
    """Code of each barrier that is called one of *external_ids* in *source*, by that name."""
    rows = session.execute(
        select(ExternalKey.external_id, Record.code)
        .join(Record, Record.id == ExternalKey.record_id)
        .where(ExternalKey.source == source, ExternalKey.external_id.in_(external_ids))
    )
    return dict(rows.all())


def map_external_ids(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What each of the records *ids* is called where it came from, by its id."""
    rows = session.execute(
        select(ExternalKey.record_id, ExternalKey.external_id)
        .where(ExternalKey.record_id.in_(ids))
        .where(ExternalKey.external_id.not_like(f"{TITLE_PREFIX}%"))
        .order_by(ExternalKey.source.desc(), ExternalKey.external_id.desc())
    )
    return dict(rows.all())


def list_by_id(session: Session, actor: Actor, ids: Collection[int]) -> Sequence[Barrier]:
    """Those of the barriers *ids* that *actor* may read, as far as a sheet needs them."""
    return session.scalars(
        _for_a_sheet().where(Barrier.id.in_(ids), records_visible_to(actor))
    ).all()


def _for_a_sheet() -> Select[Barrier]:
    return select(Barrier).options(
        selectinload(Barrier.terms),
        selectinload(Barrier.citations),
        selectinload(Barrier.members),
        joinedload(Barrier.owner),
    )
