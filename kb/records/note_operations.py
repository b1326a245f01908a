"""Writing notes on a record. A note changes nothing in the record, and no membership either.

Staff search in notes, so whatever is done to what one says is told to the index too.
"""

from sqlalchemy.orm import Session

from kb.clock import now
from kb.errors import Forbidden, Invalid
from kb.history import Deed
from kb.history import record as record_revision
from kb.inbox.operations import tell, tell_followers
from kb.law.linking import get_linker
from kb.models import Note, Record, Revision
from kb.records.note_queries import map_mentioned
from kb.search.outbox import enqueue
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.text.markdown import RENDERER, render
from kb.words import IndexVerb, Language, News

#: Longest note, in characters.
MOST_CHARACTERS = 20_000


def write_note(session: Session, actor: Actor, record: Record, text: str) -> Note:
    """Leave *text*, Markdown, as a note on *record*; raises Invalid when there is none.

    Those whom it mentions are told, then those who follow the record. A handle that is nobody's
    tells nobody; ``map_mentioned`` finds it for the writer.
    """
    demand(actor, Permission.NOTE_WRITE)
    if actor.user_id is None:
        raise Forbidden("A note is written by somebody.")
    body = _checked(text)
    note = Note(
        record_id=record.id,
        author_id=actor.user_id,
        body_md=body,
        body_html=render(body, get_linker(session, Language.SV)),
        rendered_by=RENDERER,
    )
    session.add(note)
    session.flush()
    revision = record_revision(session, actor, "noted", record, {"note": [None, note.id]})
    _tell_mentioned(session, record, revision, body, without="")
    tell_followers(session, revision, record, News.NOTED)
    _index(session, record)
    return note


def edit_note(session: Session, actor: Actor, record: Record, note: Note, text: str) -> Note:
    """Change one's own note; it is marked as edited, and who is newly mentioned is told.

    Raises Invalid for an empty text, Forbidden for anybody else's note.
    """
    demand(actor, Permission.NOTE_WRITE)
    _demand_own(actor, note)
    body = _checked(text)
    before = note.body_md
    if body == before:
        return note
    note.body_md = body
    note.body_html = render(body, get_linker(session, Language.SV))
    note.rendered_by = RENDERER
    note.edited_at = now()
    changes = {"note": [note.id, note.id]}
    revision = record_revision(session, actor, _minor("edited a note"), record, changes)
    _tell_mentioned(session, record, revision, body, without=before)
    _index(session, record)
    return note


def remove_note(session: Session, actor: Actor, record: Record, note: Note) -> None:
    """Remove one's own note; the history tells that it was there. Raises Forbidden for another's.

    The history keeps nothing of what it said: a note is talk, and no part of the record. The index
    lets go of it as soon as it has taken the record in again.
    """
    demand(actor, Permission.NOTE_WRITE)
    _demand_own(actor, note)
    changes = {"note": [note.id, None]}
    session.delete(note)
    record_revision(session, actor, _minor("removed a note"), record, changes)
    _index(session, record)


def pin_note(
    session: Session, actor: Actor, record: Record, note: Note, *, is_pinned: bool
) -> None:
    """Keep *note* above the others, or let it go back among them."""
    demand(actor, Permission.NOTE_WRITE)
    if note.is_pinned == is_pinned:
        return
    note.is_pinned = is_pinned
    verb = "pinned a note" if is_pinned else "unpinned a note"
    record_revision(session, actor, _minor(verb), record, {"note": [note.id, note.id]})
    session.flush()


def _index(session: Session, record: Record) -> None:
    enqueue(session, record.kind, record.code, IndexVerb.REFRESH)
    session.flush()


def _minor(verb: str) -> Deed:
    return Deed(verb, is_minor=True)


def _checked(text: str) -> str:
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid("text", "Write a note.")
    if len(body) > MOST_CHARACTERS:
        raise Invalid("text", "Write at most %(limit)s characters.", limit=MOST_CHARACTERS)
    return body


def _demand_own(actor: Actor, note: Note) -> None:
    if note.author_id != actor.user_id:
        raise Forbidden("A note is changed by whoever wrote it.")


def _tell_mentioned(
    session: Session, record: Record, revision: Revision, body: str, *, without: str
) -> None:
    """Tell those whom *body* mentions and the text before, *without*, did not."""
    already = map_mentioned(session, [without]) if without else {}
    mentioned = map_mentioned(session, [body])
    users = [user for handle, user in mentioned.items() if user and handle not in already]
    tell(session, users, News.MENTIONED, revision, record)
