"""Cases beside a barrier: those that prove it, and those that could be tied to it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kb.models import Barrier, Case, CaseBarrier
from kb.records.choice_queries import Offer
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import Pair


def list_cases_of(session: Session, actor: Actor, barrier: Barrier) -> Sequence[Case]:
    """Cases that are tied to *barrier*, with their ties, in order of code."""
    return session.scalars(
        select(Case)
        .join(CaseBarrier, CaseBarrier.case_id == Case.id)
        .where(CaseBarrier.barrier_id == barrier.id, records_visible_to(actor))
        .options(selectinload(Case.barriers))
        .order_by(Case.code)
    ).all()


def list_other_cases(session: Session, actor: Actor, barrier: Barrier) -> list[Offer]:
    """Cases that are not tied to *barrier*, to choose among."""
    tied = select(CaseBarrier.case_id).where(CaseBarrier.barrier_id == barrier.id)
    rows = session.execute(
        select(Case.code, Case.title_sv, Case.title_en)
        .where(Case.id.not_in(tied), records_visible_to(actor))
        .order_by(Case.code)
    )
    return [Offer(code, Pair(f"{code} {sv}", f"{code} {en or sv}")) for code, sv, en in rows]
