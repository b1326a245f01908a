"""Taking documents in: what is new is added, what has changed is brought up, nothing is removed.

A source that lacks a document this time has not told that it is gone. Documents come in by the
hundred, each few hundred in a transaction of their own: an import that is stopped leaves whole
documents behind, and the same source again goes on with the rest.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, selectinload, sessionmaker

from kb.clock import now
from kb.db.session import session_scope
from kb.documents.title_keys import title_key
from kb.history import Deed, Subject
from kb.history import record as record_revision
from kb.models import Document, ImportBatch, NamedSource
from kb.readers.documents import LISTING, DocumentFile, DocumentStep, FailedDocument, Named
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Stage

DOCUMENTS_AT_ONCE = 400
#: The longest code that the history keeps.
_MAX_CODE = 80
#: Most failures that a report names; the rest are counted.
MAX_FAILURES = 500

#: What a source gives: a document, or one that could not be read.
Row = DocumentFile | FailedDocument


@dataclass(frozen=True, kw_only=True)
class DocumentSource:
    """Where documents come from: the source, the name of the file, and the day that it tells of."""

    #: ``government`` or ``riksdag``.
    source: str
    file_name: str
    #: ``2026-01-29``.
    state_on: str
    rows: Iterable[Row]


@dataclass
class _Intake:
    """One import under way."""

    batch_id: int
    state_on: str
    moment: datetime
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)


def import_documents(
    sessions: sessionmaker[Session],
    actor: Actor,
    source: DocumentSource,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> ImportBatch:
    """Take everything in that *source* gives, and return the batch.

    *sessions* must write; *progress* is told how many documents have been looked at since the last
    time. The batch's report holds the counts and the documents that failed with their reasons.
    Raises Forbidden.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    with session_scope(sessions) as session:
        batch = ImportBatch(
            source=source.source, file_name=source.file_name, started_by_id=actor.user_id
        )
        session.add(batch)
        session.flush()
        intake = _Intake(batch_id=batch.id, state_on=source.state_on, moment=now())
    waiting = iter(source.rows)
    while some := list(islice(waiting, DOCUMENTS_AT_ONCE)):
        with session_scope(sessions) as session:
            take_in(session, actor, some, intake)
        progress(len(some))
    with session_scope(sessions) as session:
        return _end(session, actor, intake)


def take_in(session: Session, actor: Actor, rows: Iterable[Row], intake: _Intake) -> None:
    """Take in some documents; one that failed is counted and passed over.

    A state older than the one that is known overwrites nothing.
    """
    demand(actor, Permission.SOURCE_IMPORT)
    files = {(file.source, file.external_id): file for file in _readable(rows, intake)}
    identity = tuple_(Document.source, Document.external_id)
    statement = select(Document).where(identity.in_(files)).options(selectinload(Document.named))
    known = {(each.source, each.external_id): each for each in session.scalars(statement)}
    for name, file in files.items():
        document = known.get(name)
        intake.counts["deadlines"] += file.deadline_on is not None
        intake.counts["numbered"] += file.key is not None
        if document is None:
            document = Document(source=file.source, external_id=file.external_id)
            document.first_seen_at = intake.moment
            session.add(document)
            _fill(document, file, intake)
            intake.counts["new"] += 1
        elif intake.state_on < document.seen_on and not _is_fuller(file, document):
            intake.counts["older"] += 1
        else:
            is_changed = _bring_up(document, file, intake)
            intake.counts["changed" if is_changed else "unchanged"] += 1
    session.flush()


def _bring_up(document: Document, file: DocumentFile, intake: _Intake) -> bool:
    """Let a known document say what *file* does; False when it does so already."""
    seen_on = max(document.seen_on, intake.state_on)
    whole = _completed(file, document)
    digest = whole.digest
    is_changed = document.digest != digest
    if is_changed:
        _fill(document, whole, intake, digest)
    document.seen_on = seen_on
    return is_changed


def _is_fuller(file: DocumentFile, document: Document) -> bool:
    """Whether *file* tells in full what a list alone has told of: it may be of an earlier day."""
    return LISTING in document.raw and not file.is_listing


def _completed(file: DocumentFile, document: Document) -> DocumentFile:
    """Add to the row of a list what is known of the document in full: steps, references, text."""
    if not file.is_listing or LISTING in document.raw:
        return file
    known = tuple(Named(each.key, each.place) for each in document.named)
    keys = {each.key for each in known}
    return replace(
        file,
        text=document.text or file.text,
        in_force_on=document.in_force_on or file.in_force_on,
        named=(*known, *(each for each in file.named if each.key not in keys)),
        steps=tuple(
            DocumentStep(**{**step, "stage": Stage(step["stage"])}) for step in document.steps
        ),
        raw=document.raw,
    )


def _readable(rows: Iterable[Row], intake: _Intake) -> Iterator[DocumentFile]:
    for row in rows:
        intake.counts["documents"] += 1
        if isinstance(row, DocumentFile):
            yield row
        else:
            intake.counts["failed"] += 1
            if len(intake.failures) < MAX_FAILURES:
                intake.failures.append((row.path, row.reason))


def _fill(
    document: Document, file: DocumentFile, intake: _Intake, digest: str | None = None
) -> None:
    """Let *document* say what *file* does."""
    document.kind = file.kind
    document.key = file.key
    document.diary_number = file.diary_number
    document.title = file.title
    document.title_key = title_key(file.title)
    document.text = file.text
    document.dated_on = file.dated_on
    document.sender = file.sender
    document.deadline_on = file.deadline_on
    document.deadline_text = file.deadline_text
    document.in_force_on = file.in_force_on
    document.steps = [{**asdict(step), "stage": step.stage.value} for step in file.steps]
    document.url = file.url
    document.raw = file.raw
    document.digest = digest or file.digest
    document.seen_on = intake.state_on
    document.import_batch_id = intake.batch_id
    named = [
        NamedSource(position=position, key=named.key, place=named.place)
        for position, named in enumerate(file.named)
    ]
    if [(each.key, each.place) for each in document.named] != [
        (each.key, each.place) for each in named
    ]:
        _replace_named(document, named)


def _replace_named(document: Document, named: list[NamedSource]) -> None:
    """Change the rows that are there in place: two of one position cannot stand side by side."""
    for old, new in zip(document.named, named, strict=False):
        old.key, old.place = new.key, new.place
    count = len(document.named)
    if count > len(named):
        del document.named[len(named) :]
    document.named.extend(named[count:])


def _end(session: Session, actor: Actor, intake: _Intake) -> ImportBatch:
    """Close the batch with its report, and tell the history of it."""
    batch = session.get_one(ImportBatch, intake.batch_id)
    batch.report = {
        "state_on": intake.state_on,
        "counts": dict(intake.counts),
        "failures": [list(failure) for failure in intake.failures],
    }
    batch.finished_at = now()
    told = {name: [None, number] for name, number in intake.counts.items() if number}
    subject = Subject("documents", (batch.file_name or batch.source)[:_MAX_CODE])
    record_revision(session, actor, Deed("imported", batch_id=batch.id), subject, told)
    return batch
