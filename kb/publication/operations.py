"""Publishing: a snapshot is stored once and for all, and lists are pointed at it."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.errors import Conflict
from kb.history import record as record_revision
from kb.law.queries import cited_name
from kb.models import LegalAct, PublicMark, PublicRecord, PublicVersion, Record
from kb.models.snapshots import Snapshot
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.marks import marks_of, moved_on, sort_key_of
from kb.records.queries import list_records
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.sorting import swedish_order
from kb.words import IndexVerb, RecordKind


def naming(session: Session) -> Naming:
    """Gather how acts are cited today, for composing snapshots."""
    return Naming({act.code: cited_name(act) for act in list_records(session, LegalAct)})


def publish(session: Session, actor: Actor, record: Record, names: Naming) -> bool:
    """Publish *record* (loaded whole) as it now is; False when the public reads just that already.

    Raises Forbidden. The version is permanent; its number follows on the last one.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    snapshot = compose(record, names)
    public = session.get(PublicRecord, record.id)
    if public is not None and _stands(session, public, snapshot):
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


def _stands(session: Session, public: PublicRecord, snapshot: Snapshot) -> bool:
    if public.version_id is None:
        return False
    version = session.get_one(PublicVersion, public.version_id)
    return version.snapshot == snapshot


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
