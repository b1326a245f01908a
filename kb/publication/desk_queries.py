"""The way of a record to the public, as staff see it: how far it has come, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from kb.clock import now
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
from kb.publication.author_queries import list_written
from kb.publication.composed import Composed, digest_of
from kb.publication.kinds import compose
from kb.publication.queries import public_naming
from kb.publication.snapshot_texts import Say, as_it_is, texts_of
from kb.publication.tie_queries import list_public, ties_of, with_ties_to
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


@dataclass(frozen=True, kw_only=True)
class Due:
    """A record whose public text waits for somebody, in the state that counts."""

    record: Record
    state: PublicationState


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
    """Compose *record*, loaded whole, for those who review it; it is plain JSON."""
    return Composed(session, record).snapshot


def has_fallen(session: Session, record: Record, publication: Publication) -> bool:
    """Whether an approval no longer holds: what would be published is not what was approved."""
    return Composed(session, record).has_fallen(publication)


def difference(
    composed: Composed, standing: PublicVersion | None, say: Say = as_it_is
) -> list[FieldDifference]:
    """What *composed* would change for the public, field by field; empty when nothing.

    Against nothing at all when the public reads no version of it: *standing* is None. *say* is that
    of ``texts_of``.
    """
    before = {
        (text.field, text.language): text.text
        for text in (texts_of(standing.snapshot, say) if standing else ())
    }
    after = {(text.field, text.language): text.text for text in texts_of(composed.public, say)}
    return [
        _difference(key, before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys((*before, *after))
        if before.get(key, "") != after.get(key, "")
    ]


def is_changed_since_published(session: Session, record: Record) -> bool:
    """Whether *record*, loaded whole, says something else than the public reads of it."""
    standing = find_standing(session, record)
    return standing is not None and standing.snapshot != Composed(session, record).public


def changed_since_published(
    session: Session, record_ids: Collection[int] | None = None, *, most: int | None = None
) -> set[int]:
    """Ids of the barriers and cases that say something else than the public reads of them.

    All of them, or those of *record_ids*. Only those that were saved since they were last published
    are composed, the latest saved *most* of them: a statement, and about a dozen for each kind
    whatever their number. A term that was renamed since is therefore not seen here; the page of the
    record shows it.
    """
    candidates = _saved_since(session, record_ids, most)
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
    written = list_written(session, actor, [record])
    return _ties(actor, record, publication, written)


def list_due(session: Session, actor: Actor, publications: Iterable[Publication]) -> list[Due]:
    """What *actor* may do next with each of *publications*, whose records pass over the desk.

    By the rules of the desk itself: an approval that has fallen is a text being written, and who
    has written in a record approves no text of it. What *actor* cannot take on is left out. A known
    number of statements, whatever their number.
    """
    of = {publication.record_id: publication for publication in publications}
    codes = session.execute(select(Record.id, Record.kind, Record.code).where(Record.id.in_(of)))
    wanted: dict[RecordKind, list[str]] = {}
    for _id, kind, code in codes:
        wanted.setdefault(kind, []).append(code)
    records = [
        record
        for kind, model in DESK_MODELS.items()
        for record in list_records(session, model, wanted.get(kind, []))
    ]
    written = list_written(session, actor, records)
    naming = public_naming(session)
    found = []
    for record in records:
        publication = of[record.id]
        state = Composed(session, record, naming).current_state(publication)
        ties = _ties(actor, record, publication, written)
        is_open = state is PublicationState.DRAFTED and publication.author_id == actor.user_id
        ways = [] if _waits_for_its_day(state, publication) else _onward(state)
        if is_open or any(can(actor, way.permission, ties) for way in ways):
            found.append(Due(record=record, state=state))
    return found


def _waits_for_its_day(state: PublicationState, publication: Publication) -> bool:
    day = publication.publish_at
    return state is PublicationState.APPROVED and day is not None and day > now()


def _ties(actor: Actor, record: Record, publication: Publication, written: set[int]) -> Ties:
    if isinstance(record, Barrier):
        ties = ties_to(actor, record, publication)
    else:
        ties = text_ties(actor, publication)
    return ties | {Tie.TEXT_AUTHOR} if record.id in written else ties


def _onward(state: PublicationState) -> list[Transition]:
    """The ways that bring a text that waits in *state* closer to the public."""
    ways = ways_from(Machine.PUBLICATION, state)
    return [way for way in ways if way.name in ("approve", "publish")]


def missing_for_publication(composed: Composed, way: Transition) -> list[Need]:
    """What *way* looks for in *composed* and does not find, in order of the table."""
    return [need for need in way.looked_for if not _is_there(composed, need)]


def list_unsettled(composed: Composed) -> list[Need]:
    """What stops *composed*, whoever has approved it: open hits, and no consent."""
    needs = (Need.HANDLED_LEAKS, Need.CONSENTS)
    return [need for need in needs if not _is_there(composed, need)]


def _is_there(composed: Composed, need: Need) -> bool:
    match need:
        case Need.PUBLIC_TEXT:
            record = composed.record
            return bool(record.title_sv.strip() and record.summary_sv.strip())
        case Need.HANDLED_LEAKS:
            return all(leak.is_settled for leak in composed.leaks)
        case Need.CONSENTS:
            return all(member.is_settled for member in composed.members)
        case _:
            return True


def shown_digest(composed: Composed, way: Transition) -> str:
    """Digest of what somebody who is about to take *way* is shown of a record.

    What would be published, or what the public reads when that is to be withdrawn. Empty for a way
    that is no judgement on words.
    """
    if way.name not in JUDGED:
        return ""
    if way.name != "withdraw":
        return composed.digest
    standing = find_standing(composed.session, composed.record)
    return digest_of(standing.snapshot) if standing else ""


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
    session: Session, record_ids: Collection[int] | None, most: int | None
) -> dict[int, tuple[RecordKind, str]]:
    """Kind and code of published records that were saved after their last publication, by id."""
    last = (
        select(func.max(Revision.version))
        .where(Revision.kind == cast(PublicRecord.kind, String))
        .where(Revision.code == PublicRecord.code, Revision.verb == "published")
        .correlate(PublicRecord)
        .scalar_subquery()
    )
    statement = (
        select(PublicRecord.record_id, PublicRecord.kind, PublicRecord.code)
        .join(Record, Record.id == PublicRecord.record_id)
        .where(published(), PublicRecord.kind.in_(DESK_MODELS))
        .where(Record.version > func.coalesce(last, 0))
        .order_by(Record.changed_at.desc(), Record.id)
        .limit(most)
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
