"""Notes on a record: internal talk, read by staff alone."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from kb.errors import NotFound
from kb.models import Note, Record, User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.text.mentions import find_mentions, names_as_handles


def list_notes(session: Session, actor: Actor, record: Record) -> Sequence[Note]:
    """Notes on *record* with who wrote them: the pinned ones first, then the newest."""
    if not can(actor, Permission.INTERNAL_READ):
        return []
    return session.scalars(
        select(Note)
        .where(Note.record_id == record.id)
        .options(joinedload(Note.author))
        .order_by(Note.is_pinned.desc(), Note.written_at.desc(), Note.id.desc())
    ).all()


def map_notes(session: Session, record_ids: Sequence[int]) -> dict[int, list[str]]:
    """The HTML of the notes on each record, for the index that staff search."""
    notes: dict[int, list[str]] = {}
    rows = session.execute(
        select(Note.record_id, Note.body_html)
        .where(Note.record_id.in_(record_ids))
        .order_by(Note.id)
    )
    for record_id, html in rows:
        notes.setdefault(record_id, []).append(html)
    return notes


def get_note(session: Session, actor: Actor, record: Record, note_id: int) -> Note:
    """One note on *record*; raises NotFound when it is not there."""
    note = session.scalars(
        select(Note).where(Note.id == note_id, Note.record_id == record.id)
    ).one_or_none()
    if note is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound("There is no such note.")
    return note


def map_mentioned(session: Session, bodies: Iterable[str]) -> dict[str, int | None]:
    """Every handle that the Markdown *bodies* call upon, and whose it is; None for nobody's."""
    handles = dict.fromkeys(handle for body in bodies for handle in find_mentions(body))
    if not handles:
        return {}
    rows = session.execute(
        select(User.handle, User.id).where(User.handle.in_(handles), User.is_active)
    )
    known = dict(rows.all())
    if len(known) < len(handles):
        known = {**_by_name(session), **known}
    return {handle: known.get(handle) for handle in handles}


def _by_name(session: Session) -> dict[str, int]:
    """Whose name is written ``first.last``; left out are names that two people bear."""
    rows = session.execute(select(User.name, User.id).where(User.is_active)).all()
    written: dict[str, list[int]] = {}
    for name, user_id in rows:
        for handle in names_as_handles(name):
            written.setdefault(handle, []).append(user_id)
    return {handle: users[0] for handle, users in written.items() if len(users) == 1}


def map_unknown(session: Session, actor: Actor, notes: Sequence[Note]) -> dict[int, list[str]]:
    """Handles that are nobody's in *actor*'s own notes, by the id of the note."""
    own = [note for note in notes if note.author_id == actor.user_id]
    known = map_mentioned(session, [note.body_md for note in own])
    return {
        note.id: [handle for handle in find_mentions(note.body_md) if known[handle] is None]
        for note in own
    }
