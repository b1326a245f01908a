"""The way of a record to the public, as staff see it: how far it has come, and what is missing."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.errors import NotFound
from kb.models import (
    Barrier,
    Case,
    Publication,
    PublicRecord,
    PublicVersion,
    Record,
    Revision,
    User,
)
from kb.models.snapshots import Snapshot
from kb.publication.author_queries import has_written
from kb.publication.kinds import compose
from kb.publication.leak_queries import list_leaks, list_named_members
from kb.publication.queries import public_naming
from kb.publication.snapshot_texts import Say, as_it_is, texts_of
from kb.publication.tie_queries import list_public, public_part, ties_of, with_ties_to
from kb.records.queries import find_record, list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission, Tie
from kb.security.rules import Ties, can, text_ties, ties_to
from kb.security.transitions import Machine, Need, Transition, ways_from
from kb.security.visibility import published
from kb.text.differences import Piece, word_diff
from kb.words import Language, PublicationState, RecordKind

#: Records that pass over the desk; the others are published with the catalogue.
DESK_MODELS: dict[RecordKind, type[Record]] = {RecordKind.BARRIER: Barrier, RecordKind.CASE: Case}
#: Closed lists (of ``kb.web.labels``) that fields of a snapshot take their word from.
_WORDS = {"state": "state", "confidence": "confidence", "certainty": "certainty"}
#: Ways that somebody takes because of the words that they were shown.
JUDGED = frozenset({"approve", "publish", "send-back", "withdraw"})


@dataclass(frozen=True)
class FieldDifference:
    """A field that says something else than the public reads.

    *words* is the closed list that both sides take their word from; None for text.
    """

    field: str
    language: Language | None
    before: str
    after: str
    pieces: list[Piece]
    words: str | None


def get_record(session: Session, actor: Actor, kind: RecordKind, code: str) -> Record:
    """The barrier or case with *code*, in any letter case, loaded whole.

    Raises NotFound, also for whoever may not know that it exists.
    """
    record = find_record(session, DESK_MODELS[kind], code.upper())
    if record is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound(f"There is no {kind} {code}.")
    return record


def get_publication(session: Session, record: Record) -> Publication:
    """How far *record* has come on its way to the public.

    A row, or a fresh one that is not saved: what came with the catalogue has none, and is published
    or withdrawn as the public sees it.
    """
    found = session.get(Publication, record.id)
    return found or Publication(
        record_id=record.id, state=_implied_state(session, record), reason="", approved_digest=""
    )


def is_public(session: Session, record: Record) -> bool:
    """Whether the public reads a version of *record* today."""
    return find_standing(session, record) is not None


def find_standing(session: Session, record: Record) -> PublicVersion | None:
    """The version that the public reads; None when it reads none."""
    return session.scalars(
        select(PublicVersion)
        .join(PublicRecord, PublicRecord.version_id == PublicVersion.id)
        .where(published(), PublicRecord.record_id == record.id)
    ).one_or_none()


def compose_now(session: Session, record: Record) -> Snapshot:
    """Compose *record*, loaded whole, for those who review it; it is plain JSON.

    It names every record that it is tied to. ``public_part`` is what would be published of it now:
    a tie to what is not public appears when its record is next published after the other one.
    An approval holds for all of it, and does not fall when the other one is published.
    """
    return compose(record, public_naming(session))


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of *snapshot*, whatever the order of its names."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def has_fallen(session: Session, record: Record, publication: Publication) -> bool:
    """Whether an approval no longer holds: what would be published is not what was approved."""
    if publication.state is not PublicationState.APPROVED:
        return False
    return digest_of(compose_now(session, record)) != publication.approved_digest


def current_state(session: Session, record: Record, publication: Publication) -> PublicationState:
    """The state that counts: an approval that has fallen leaves a text that is being written."""
    is_fallen = has_fallen(session, record, publication)
    return PublicationState.DRAFTED if is_fallen else publication.state


def difference(session: Session, record: Record, say: Say = as_it_is) -> list[FieldDifference]:
    """What *record*, loaded whole, would change for the public, field by field; empty when nothing.

    Against nothing at all when the public reads no version of it. *say* is that of ``texts_of``.
    """
    standing = find_standing(session, record)
    before = {
        (text.field, text.language): text.text
        for text in (texts_of(standing.snapshot, say) if standing else ())
    }
    after = {
        (text.field, text.language): text.text
        for text in texts_of(_public_now(session, record), say)
    }
    return [
        _difference(key, before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys((*before, *after))
        if before.get(key, "") != after.get(key, "")
    ]


def is_changed_since_published(session: Session, record: Record) -> bool:
    """Whether *record*, loaded whole, says something else than the public reads of it."""
    standing = find_standing(session, record)
    return standing is not None and standing.snapshot != _public_now(session, record)


def changed_since_published(
    session: Session, record_ids: Collection[int] | None = None
) -> set[int]:
    """Ids of the barriers and cases that say something else than the public reads of them.

    All of them, or those of *record_ids*. Only those that were saved since they were last published
    are composed: a statement, and about a dozen for each kind whatever their number. A term that
    was renamed since is therefore not seen here; the page of the record shows it.
    """
    candidates = _saved_since(session, record_ids)
    if not candidates:
        return set()
    rows = session.execute(
        select(PublicRecord.record_id, PublicVersion.snapshot)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(PublicRecord.record_id.in_(candidates))
    )
    standing = {record_id: snapshot for record_id, snapshot in rows}  # noqa: C416  (typed)
    names = public_naming(session)
    composed = {
        record.id: compose(record, names)
        for kind, model in DESK_MODELS.items()
        for record in list_records(
            session, model, [code for its, code in candidates.values() if its is kind]
        )
    }
    public = list_public(session, *map(ties_of, composed.values()))
    return {
        record_id
        for record_id, snapshot in composed.items()
        if with_ties_to(snapshot, public) != standing[record_id]
    }


def desk_ties(session: Session, actor: Actor, record: Record, publication: Publication) -> Ties:
    """How *actor* is tied to *record* and its public text.

    Whoever wrote anything that the public would read since a text was last published counts as its
    author, on whatever page it was written: the one who approves must be another.
    """
    if isinstance(record, Barrier):
        ties = ties_to(actor, record, publication)
    else:
        ties = text_ties(actor, publication)
    if Tie.TEXT_AUTHOR not in ties and has_written(session, actor, record):
        ties |= {Tie.TEXT_AUTHOR}
    return ties


def missing_for_publication(session: Session, record: Record, way: Transition) -> list[Need]:
    """What *way* looks for in *record*, loaded whole, and does not find, in order of the table."""
    return [need for need in way.looked_for if not _is_there(session, record, need)]


def list_unsettled(session: Session, record: Record) -> list[Need]:
    """What stops *record*, loaded whole, whoever has approved it: open hits, and no consent."""
    needs = (Need.HANDLED_LEAKS, Need.CONSENTS)
    return [need for need in needs if not _is_there(session, record, need)]


def _is_there(session: Session, record: Record, need: Need) -> bool:
    match need:
        case Need.PUBLIC_TEXT:
            return bool(record.title_sv.strip() and record.summary_sv.strip())
        case Need.HANDLED_LEAKS:
            return all(leak.is_settled for leak in list_leaks(session, record))
        case Need.CONSENTS:
            return all(member.is_settled for member in list_named_members(session, record))
        case _:
            return True


def shown_digest(session: Session, record: Record, way: Transition) -> str:
    """Digest of what somebody who is about to take *way* is shown of *record*.

    What would be published, or what the public reads when that is to be withdrawn. Empty for a way
    that is no judgement on words.
    """
    if way.name not in JUDGED:
        return ""
    if way.name != "withdraw":
        return digest_of(compose_now(session, record))
    standing = find_standing(session, record)
    return digest_of(standing.snapshot) if standing else ""


def _public_now(session: Session, record: Record) -> Mapping[str, Any]:
    return public_part(session, compose_now(session, record))


def _implied_state(session: Session, record: Record) -> PublicationState:
    public = session.get(PublicRecord, record.id)
    if public is None:
        return PublicationState.UNDECIDED
    return PublicationState.WITHDRAWN if public.version_id is None else PublicationState.PUBLISHED


def _difference(key: tuple[str, Language | None], before: str, after: str) -> FieldDifference:
    field, language = key
    return FieldDifference(
        field=field,
        language=language,
        before=before,
        after=after,
        pieces=word_diff(before, after),
        words=_WORDS.get(field),
    )


def _saved_since(
    session: Session, record_ids: Collection[int] | None
) -> dict[int, tuple[RecordKind, str]]:
    """Kind and code of published records that were saved after their last publication, by id."""
    last = (
        select(Revision.kind, Revision.code, func.max(Revision.version).label("version"))
        .where(Revision.verb == "published")
        .group_by(Revision.kind, Revision.code)
        .subquery()
    )
    statement = (
        select(PublicRecord.record_id, PublicRecord.kind, PublicRecord.code)
        .join(Record, Record.id == PublicRecord.record_id)
        .outerjoin(last, (last.c.kind == PublicRecord.kind) & (last.c.code == PublicRecord.code))
        .where(published(), PublicRecord.kind.in_(DESK_MODELS))
        .where(Record.version > func.coalesce(last.c.version, 0))
    )
    if record_ids is not None:
        statement = statement.where(PublicRecord.record_id.in_(record_ids))
    return {record_id: (kind, code) for record_id, kind, code in session.execute(statement)}


def ways_on(state: PublicationState, *, is_public: bool) -> list[Transition]:
    """The ways on from *state*: what is public is not kept inside, what is not is not withdrawn."""
    shut = "keep-inside" if is_public else "withdraw"
    return [way for way in ways_from(Machine.PUBLICATION, state) if way.name != shut]


def map_people(session: Session, *user_ids: int | None) -> dict[int, str]:
    """Names of the people with those ids, open accounts or not."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {user_id: name for user_id, name in rows}  # noqa: C416  (typed)
