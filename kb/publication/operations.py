"""Publishing: a snapshot is stored once and for all, and lists are pointed at it."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.errors import Conflict
from kb.history import record as record_revision
from kb.models import PublicMark, PublicRecord, PublicVersion, Record
from kb.models.snapshots import Snapshot
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.marks import marks_of, moved_on, sort_key_of
from kb.publication.queries import map_act_names
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.sorting import swedish_order
from kb.words import IndexVerb, RecordKind


def naming(session: Session) -> Naming:
    """Gather how published acts are cited today, for composing snapshots."""
    return Naming(map_act_names(session))


def publish(session: Session, actor: Actor, record: Record, names: Naming) -> bool:
    """Publish *record* (loaded whole) as it now is; False when the public reads just that already.

    The version is permanent; its number follows on the last one. Marks and dates are brought up
    to today even when the version stands, since a matter moves on by the calendar. Raises
    Forbidden, and Conflict for a withdrawn record: taking that back is a decision of its own.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    _lock(session, record)
    snapshot = compose(record, names)
    public = session.get(PublicRecord, record.id)
    if public is not None and public.version_id is None:
        raise Conflict("A withdrawn record is not published again by a change.")
    version = _standing(session, public)
    if public is not None and version is not None and version.snapshot == snapshot:
        _point(session, public, version, snapshot)
        return False
    version = PublicVersion(
        record_id=record.id,
        number=_next_number(session, record),
        snapshot=dict(snapshot),
        published_by_id=actor.user_id,
    )
    session.add(version)
    session.flush()
    _point(session, public or PublicRecord(record_id=record.id), version, snapshot)
    record_revision(session, actor, "published", record, {"version": [None, version.number]})
    enqueue(session, record.kind, record.code, IndexVerb.REFRESH)
    session.flush()
    return True


def withdraw(session: Session, actor: Actor, record: Record, *, reason: str) -> None:
    """Take *record* out of public view; a notice with *reason*, a class of reasons, stays behind.

    Its versions are kept but answer as the record does. Raises Forbidden, and Conflict when it is
    not published.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    public = session.get(PublicRecord, record.id)
    if public is None or public.version_id is None:
        raise Conflict("Only a published record can be withdrawn.")
    public.version_id = None
    public.withdrawn_at = now()
    public.withdrawal_reason = reason
    _set_marks(session, public, ())
    record_revision(session, actor, "withdrew", record, {"reason": [None, reason]})
    enqueue(session, record.kind, record.code, IndexVerb.REMOVE)
    session.flush()


def _lock(session: Session, record: Record) -> None:
    """Let two who publish the same record wait for each other; SQLite has one writer anyway."""
    session.execute(select(Record.id).where(Record.id == record.id).with_for_update())


def _standing(session: Session, public: PublicRecord | None) -> PublicVersion | None:
    if public is None or public.version_id is None:
        return None
    return session.get_one(PublicVersion, public.version_id)


def _next_number(session: Session, record: Record) -> int:
    last = session.scalar(
        select(func.max(PublicVersion.number)).where(PublicVersion.record_id == record.id)
    )
    return (last or 0) + 1


def _point(
    session: Session, public: PublicRecord, version: PublicVersion, snapshot: Snapshot
) -> None:
    public.kind = RecordKind(snapshot["kind"])
    public.code = snapshot["code"]
    public.version_id = version.id
    public.title_sv = snapshot["title"]["sv"]
    public.title_en = snapshot["title"]["en"]
    public.sort_key = sort_key_of(snapshot)
    public.title_key_sv = swedish_order(public.title_sv)
    public.title_key_en = swedish_order(public.title_en)
    public.moved_on = moved_on(snapshot)
    public.withdrawn_at = None
    public.withdrawal_reason = ""
    session.add(public)
    session.flush()
    _set_marks(session, public, marks_of(snapshot))


def _set_marks(session: Session, public: PublicRecord, wanted: Iterable[tuple[str, str]]) -> None:
    statement = select(PublicMark).where(PublicMark.record_id == public.record_id)
    old = {(mark.scheme, mark.value): mark for mark in session.scalars(statement)}
    for pair in set(wanted) - set(old):
        session.add(PublicMark(record_id=public.record_id, scheme=pair[0], value=pair[1]))
    for pair in set(old) - set(wanted):
        session.delete(old[pair])
