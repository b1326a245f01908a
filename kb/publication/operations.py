"""Publishing: a snapshot is stored once and for all, and lists are pointed at it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kb.clock import now
from kb.errors import Conflict
from kb.history import record as record_revision
from kb.inbox.queries import AT_THE_DOOR
from kb.models import (
    Mail,
    Notification,
    Publication,
    PublicMark,
    PublicRecord,
    PublicVersion,
    Record,
    Revision,
)
from kb.models.snapshots import Snapshot
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.marks import marks_of, moved_on, sort_key_of
from kb.publication.queries import public_naming
from kb.publication.tie_queries import Identity, public_part
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.sorting import swedish_order
from kb.words import IndexVerb, PublicationState, RecordKind

#: How the occasion of a letter begins that gathers what lies in an inbox.
_DIGEST = "digest/"


def naming(session: Session, coming: Collection[Identity] = ()) -> Naming:
    """Gather how published acts are cited today and who agrees to be named, for composing.

    *coming* are records that are published in the same transaction: ties to them are kept.
    """
    return replace(public_naming(session), coming=frozenset(coming))


def publish(session: Session, actor: Actor, record: Record, names: Naming) -> bool:
    """Publish *record* (loaded whole) as it now is; False when the public reads just that already.

    So the catalogue is published: what staff write passes over the desk, which has its own rules.
    Raises Forbidden, and Conflict for a withdrawn record: taking that back is a decision of its
    own.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    lock_record(session, record)
    public = session.get(PublicRecord, record.id, populate_existing=True)
    if public is not None and public.version_id is None:
        raise Conflict("A withdrawn record is not published again by a change.")
    snapshot = public_part(session, compose(record, names), names.coming)
    return put_out(session, actor, record, snapshot) is not None


def put_out(
    session: Session, actor: Actor, record: Record, snapshot: Snapshot, verb: str = "published"
) -> Revision | None:
    """Make *snapshot* the version of *record* that the public reads; its row is locked by now.

    Who may decide that was asked before, and ties to what is not public were left out
    (``public_part``). *verb* says what was done: "published" ends the authorship of all who have
    written in the text until then, so it is only for a text that was approved.

    The version is permanent; its number follows on the last one. Marks and dates are brought up to
    today even when the version stands, since a matter moves on by the calendar. None when the
    public reads just that already.
    """
    public = session.get(PublicRecord, record.id, populate_existing=True)
    version = _standing(session, public)
    if public is not None and version is not None and version.snapshot == snapshot:
        _point(session, public, version, snapshot)
        return None
    version = PublicVersion(
        record_id=record.id,
        number=_next_number(session, record),
        snapshot=dict(snapshot),
        published_by_id=actor.user_id,
    )
    session.add(version)
    session.flush()
    _point(session, public or PublicRecord(record_id=record.id), version, snapshot)
    changes = {"version": [None, version.number]}
    revision = record_revision(session, actor, verb, record, changes)
    enqueue(session, record.kind, record.code, IndexVerb.REFRESH)
    session.flush()
    return revision


def withdraw(
    session: Session, actor: Actor, record: Record, *, reason: str, moved_to: str | None = None
) -> Revision:
    """Take *record* out of public view; a notice with *reason*, a class of reasons, stays behind.

    Its versions are kept but answer as the record does. Readers are sent on to *moved_to*, the code
    of the record that it was merged with, once that is published. Mail that waits is not sent.
    Raises Forbidden, and Conflict when it is not published.
    """
    demand(actor, Permission.RECORD_WITHDRAW)
    lock_record(session, record)
    public = session.get(PublicRecord, record.id, populate_existing=True)
    if public is None or public.version_id is None:
        raise Conflict("Only a published record can be withdrawn.")
    public.version_id = None
    public.withdrawn_at = now()
    public.withdrawal_reason = reason
    public.moved_to = moved_to
    _set_marks(session, public, ())
    publication = session.get(Publication, record.id)
    if publication is not None:
        publication.state = PublicationState.WITHDRAWN
        let_approval_fall(publication)
    revision = record_revision(session, actor, "withdrew", record, {"reason": [None, reason]})
    enqueue(session, record.kind, record.code, IndexVerb.REMOVE)
    _hold_mail(session, record)
    session.flush()
    return revision


def let_approval_fall(publication: Publication) -> None:
    """Take back an approval, and the day that was set for publishing what was approved."""
    publication.approver_id = None
    publication.approved_at = None
    publication.approved_digest = ""
    publication.publish_at = None
    publication.reminded_at = None


def lock_record(session: Session, record: Record) -> None:
    """Let two who publish the same record wait for each other; SQLite has one writer anyway.

    Raises Conflict when somebody has saved it since it was loaded.
    """
    version = session.scalar(select(Record.version).where(Record.id == record.id).with_for_update())
    if version != record.version:
        raise Conflict("Somebody else has saved the record since it was opened.")


def _hold_mail(session: Session, record: Record) -> None:
    """Keep what is told of *record* in the inboxes, and out of every letter that is not sent yet.

    A letter that waits is taken back; what else it told is written into the next. One that stands
    at the door of the server may have been sent already, and is left to whoever has it in hand.
    """
    about = Notification.record_id == record.id
    waiting = session.scalars(
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.occasion.startswith(_DIGEST))
        .where(Mail.body.contains(record.code, autoescape=True), Mail.error != AT_THE_DOOR)
    ).all()
    for mail in waiting:
        session.execute(
            update(Notification)
            .where(Notification.user_id == mail.user_id, ~about)
            .where(Notification.mailed_at == mail.written_at)
            .values(mailed_at=None)
        )
        session.delete(mail)
    session.execute(
        update(Notification).where(about, Notification.mailed_at.is_(None)).values(mailed_at=now())
    )


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
    public.moved_to = None
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
