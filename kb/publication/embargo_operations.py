"""What the clock does at the desk: publishing what has waited for its day, and telling before."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

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

#: How long before the day owner and writer are reminded.
REMINDER = timedelta(days=1)


def publish_due(session: Session, moment: datetime, actor: Actor = SYSTEM) -> int:
    """Publish every approved record whose day has come at *moment*; returns how many.

    What has changed since it was approved is not published: its approval falls, and owner and
    writer are told. They are also reminded of a day that is near, once.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    _remind(session, actor, moment)
    done = 0
    for waiting in _waiting(session, moment):
        record = _load(session, waiting)
        if record is not None:
            done += _publish_one(session, actor, record)
    session.flush()
    return done


def _publish_one(session: Session, actor: Actor, record: Record) -> bool:
    publication = open_publication(session, record)
    if publication.state is not PublicationState.APPROVED:
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
    return True


def _remind(session: Session, actor: Actor, moment: datetime) -> None:
    near = select(Publication).where(
        Publication.publish_at > moment,
        Publication.publish_at <= moment + REMINDER,
        Publication.reminded_at.is_(None),
        Publication.state != PublicationState.NOT_PUBLISHABLE,
    )
    for publication in session.scalars(near.with_for_update(skip_locked=True)).all():
        record = _load(session, publication)
        if record is None or publication.publish_at is None:
            continue
        publication.reminded_at = moment
        told = {"publish_at": [None, publication.publish_at.isoformat()]}
        deed = Deed("reminded of the embargo", is_minor=True)
        revision = record_revision(session, actor, deed, record, told)
        tell(session, _concerned(record, publication), News.EMBARGO, revision, record)


def _waiting(session: Session, moment: datetime) -> list[Publication]:
    return list(
        session.scalars(
            select(Publication)
            .where(Publication.state == PublicationState.APPROVED)
            .where(Publication.publish_at <= moment)
            .order_by(Publication.publish_at, Publication.record_id)
        )
    )


def _load(session: Session, publication: Publication) -> Record | None:
    """The record, loaded whole; None for a kind that does not pass over the desk."""
    row = session.execute(
        select(Record.kind, Record.code).where(Record.id == publication.record_id)
    ).one()
    model = DESK_MODELS.get(row.kind)
    return find_record(session, model, row.code) if model else None


def _concerned(record: Record, publication: Publication) -> list[int]:
    owner = record.owner_id if isinstance(record, Barrier) else None
    return [user for user in (owner, publication.author_id) if user]
