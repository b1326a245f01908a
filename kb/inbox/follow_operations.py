"""Following records and saved searches. What it brings is written by ``kb.inbox.operations``."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kb.db.begun import begun
from kb.errors import NotFound
from kb.inbox.queries import get_search
from kb.models import Follow, Record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.visibility import records_visible_to
from kb.words import RecordKind


def follow_record(session: Session, actor: Actor, kind: str, code: str) -> Record:
    """Let *actor* hear of what happens to a record; following twice is following once.

    Raises NotFound for a record that does not exist, or that *actor* may not read.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    record = _get_record(session, actor, kind, code)

    def find() -> Follow | None:
        follows = (Follow.user_id == actor.user_id) & (Follow.record_id == record.id)
        return session.scalars(select(Follow).where(follows)).one_or_none()

    if find() is None:
        begun(session, Follow(user_id=actor.user_id, record_id=record.id), find)
    return record


def unfollow_record(session: Session, actor: Actor, kind: str, code: str) -> Record:
    """Let *actor* hear no more of a record, followed or not; raises NotFound as above."""
    demand(actor, Permission.ACCOUNT_KEEP)
    record = _get_record(session, actor, kind, code)
    session.execute(
        delete(Follow).where(Follow.user_id == actor.user_id, Follow.record_id == record.id)
    )
    return record


def follow_search(session: Session, actor: Actor, search_id: int) -> None:
    """Let *actor*'s digest say what is new in a saved search of theirs; NotFound for another's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    search = get_search(session, actor, search_id)

    def find() -> Follow | None:
        follows = (Follow.user_id == actor.user_id) & (Follow.saved_search_id == search.id)
        return session.scalars(select(Follow).where(follows)).one_or_none()

    if find() is None:
        begun(session, Follow(user_id=actor.user_id, saved_search_id=search.id), find)


def unfollow_search(session: Session, actor: Actor, search_id: int) -> None:
    """Leave a saved search of *actor*'s own out of their digest; NotFound for another's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    search = get_search(session, actor, search_id)
    session.execute(delete(Follow).where(Follow.saved_search_id == search.id))


def _get_record(session: Session, actor: Actor, kind: str, code: str) -> Record:
    found = None
    if kind in set(RecordKind):
        found = session.scalars(
            select(Record)
            .where(Record.kind == RecordKind(kind), Record.code == code)
            .where(records_visible_to(actor))
        ).one_or_none()
    if found is None:
        raise NotFound("There is no such record.")
    return found


def follow_on(session: Session, record: Record, successor: Record) -> None:
    """Let whoever follows *record* follow *successor* as well, which continues it."""
    have = select(Follow.user_id).where(Follow.record_id == successor.id)
    followers = session.scalars(
        select(Follow.user_id).where(Follow.record_id == record.id, Follow.user_id.not_in(have))
    ).all()
    session.add_all(Follow(user_id=user_id, record_id=successor.id) for user_id in followers)
    session.flush()
