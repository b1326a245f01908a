"""What the clock does at the desk: publishing what has waited for its day, and telling before."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.engine import Database
from kb.db.session import session_scope
from kb.errors import Conflict, Missing
from kb.history import Deed
from kb.history import record as record_revision
from kb.inbox.operations import tell, tell_followers
from kb.models import Barrier, Publication, Record
from kb.publication.composed import Composed
from kb.publication.desk_operations import fall_back, open_publication, publish_approved
from kb.publication.desk_queries import DESK_MODELS
from kb.records.queries import find_record
from kb.security.actor import SYSTEM, Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import News, PublicationState

logger = logging.getLogger(__name__)

#: How long before the day owner and writer are reminded.
REMINDER = timedelta(days=1)


def publish_due(database: Database, moment: datetime, actor: Actor = SYSTEM) -> int:
    """Publish every approved record whose day has come at *moment*; returns how many.

    What has changed since it was approved is not published: its approval falls, and owner and
    writer are told. They are also reminded of a day that is near, once. Each record has a
    transaction of its own: one that cannot be published is logged, tried again the next time, and
    keeps none of the others.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    with database.reading() as session:
        near, waiting = _list_near(session, moment), _list_waiting(session, moment)
    for record_id in near:
        _try(database, record_id, lambda session, each: _remind(session, actor, each, moment))
    return sum(
        _try(database, record_id, lambda session, each: _publish_one(session, actor, each, moment))
        for record_id in waiting
    )


def _try(database: Database, record_id: int, do: Callable[[Session, int], bool]) -> bool:
    try:
        with session_scope(database.writing) as session:
            return do(session, record_id)
    except Exception:
        # Whatever is wrong with this one, the day of the others has come as well.
        logger.exception("record %s could not be published on its day", record_id)
        return False


def _publish_one(session: Session, actor: Actor, record_id: int, moment: datetime) -> bool:
    record = _load(session, record_id)
    if record is None:
        return False
    publication = open_publication(session, record)
    if publication.state is not PublicationState.APPROVED or publication.publish_at is None:
        return False
    if publication.publish_at > moment:
        return False
    composed = Composed(session, record)
    try:
        if composed.has_fallen(publication):
            raise Conflict("The record has changed since it was approved.")
        revision = publish_approved(session, actor, composed, publication)
    except (Conflict, Missing) as error:
        fall_back(publication)
        publication.publish_at = None
        changes = {"reason": [None, error.sentence]}
        fallen = record_revision(session, actor, "let the approval fall", record, changes)
        tell(session, _concerned(record, publication), News.ASKED, fallen, record)
        return False
    publication.state = PublicationState.PUBLISHED
    tell(session, _concerned(record, publication), News.MOVED, revision, record)
    tell_followers(session, revision, record, News.MOVED)
    session.flush()
    return True


def _remind(session: Session, actor: Actor, record_id: int, moment: datetime) -> bool:
    publication = session.get(Publication, record_id, with_for_update={"skip_locked": True})
    record = _load(session, record_id)
    if record is None or publication is None or publication.publish_at is None:
        return False
    if publication.reminded_at is not None:
        return False
    publication.reminded_at = moment
    told = {"publish_at": [None, publication.publish_at.isoformat()]}
    deed = Deed("reminded of the embargo", is_minor=True)
    revision = record_revision(session, actor, deed, record, told)
    tell(session, _concerned(record, publication), News.EMBARGO, revision, record)
    return True


def _list_near(session: Session, moment: datetime) -> Sequence[int]:
    return session.scalars(
        select(Publication.record_id).where(
            Publication.publish_at > moment,
            Publication.publish_at <= moment + REMINDER,
            Publication.reminded_at.is_(None),
            Publication.state != PublicationState.NOT_PUBLISHABLE,
        )
    ).all()


def _list_waiting(session: Session, moment: datetime) -> Sequence[int]:
    return session.scalars(
        select(Publication.record_id)
        .where(Publication.state == PublicationState.APPROVED)
        .where(Publication.publish_at <= moment)
        .order_by(Publication.publish_at, Publication.record_id)
    ).all()


def _load(session: Session, record_id: int) -> Record | None:
    """The record, loaded whole; None for a kind that does not pass over the desk."""
    row = session.execute(select(Record.kind, Record.code).where(Record.id == record_id)).one()
    model = DESK_MODELS.get(row.kind)
    return find_record(session, model, row.code) if model else None


def _concerned(record: Record, publication: Publication) -> list[int]:
    owner = record.owner_id if isinstance(record, Barrier) else None
    return [user for user in (owner, publication.author_id) if user]
