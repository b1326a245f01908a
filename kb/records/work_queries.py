"""What staff have made of a record: the bare record itself, and its reviews."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kb.errors import NotFound
from kb.models import Record, Review
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.visibility import records_visible_to
from kb.words import RecordKind


def get_record(session: Session, actor: Actor, kind: RecordKind, code: str) -> Record:
    """The bare record of *kind* with *code*, in any letter case.

    Raises NotFound, also for whoever may not know that it exists.
    """
    record = session.scalars(
        select(Record)
        .where(Record.kind == kind, Record.code == code.upper())
        .where(records_visible_to(actor))
    ).one_or_none()
    if record is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound(f"There is no {kind} {code}.")
    return record


def list_reviews(session: Session, actor: Actor, record: Record) -> Sequence[Review]:
    """Every review of *record* with who made it and who answered, the newest first."""
    if not can(actor, Permission.INTERNAL_READ):
        return []
    return session.scalars(
        select(Review)
        .where(Review.record_id == record.id)
        .options(joinedload(Review.reviewer), joinedload(Review.replied_by))
        .order_by(Review.reviewed_at.desc(), Review.id.desc())
    ).all()


def get_review(session: Session, actor: Actor, record: Record, review_id: int) -> Review:
    """One review of *record*; raises NotFound when it is not there."""
    for review in list_reviews(session, actor, record):
        if review.id == review_id:
            return review
    raise NotFound("There is no such review.")
