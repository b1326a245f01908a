"""What feeds the two indexes: the public one snapshots, the internal one records."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from sqlalchemy.orm import Session

from kb.law.queries import map_all_act_names
from kb.models import Barrier, Record
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.marks import moved_on
from kb.publication.queries import iterate_snapshots, map_act_names
from kb.records.note_queries import map_notes
from kb.records.queries import list_records
from kb.search.documents import document_of
from kb.search.engine import Document
from kb.words import TextField

#: Which records the documents are wanted of, as (kind, code); None means all.
Identities = Sequence[tuple[str, str]] | None

_INTERNAL_TEXTS = (TextField.INTERNAL, TextField.WORKAROUND)
#: Every kind of record there is, so that a new one is searched without being named here.
_MODELS: tuple[type[Record], ...] = tuple(
    mapper.class_
    for mapper in Record.__mapper__.self_and_descendants
    if mapper.polymorphic_identity is not None
)


def public_documents(session: Session, identities: Identities = None) -> Iterator[Document]:
    """Documents of everything that is published, as it was published."""
    names = map_act_names(session)
    for snapshot, moved in iterate_snapshots(session, identities):
        yield document_of(snapshot, moved_on=moved, act_names=names)


def internal_documents(session: Session, identities: Identities = None) -> Iterator[Document]:
    """Documents of every record as it is now, published or not."""
    names = Naming(map_all_act_names(session), names_every_member=True)
    for model in _MODELS:
        kind = str(model.__mapper__.polymorphic_identity)
        codes = None if identities is None else [code for k, code in identities if k == kind]
        records = list_records(session, model, codes)
        notes = map_notes(session, [record.id for record in records])
        for record in records:
            snapshot = compose(record, names)
            inside = _with_the_inside(record, dict(snapshot), notes.get(record.id, []))
            yield document_of(inside, moved_on=moved_on(snapshot), act_names=names.act_names)


def _with_the_inside(
    record: Record, snapshot: dict[str, Any], notes: Sequence[str]
) -> dict[str, Any]:
    """Add what only staff may find: the working title, internal texts, notes."""
    inside = [text.body_html for text in record.texts if text.field in _INTERNAL_TEXTS]
    if isinstance(record, Barrier):
        inside.append(escape(record.working_summary))
        title = snapshot["title"]
        snapshot["title"] = {"sv": record.name, "en": title["en"] or record.name}
    words = " ".join([*inside, *notes])
    snapshot["texts"] = {**snapshot["texts"], "inside": {"sv": words, "en": ""}}
    return snapshot
