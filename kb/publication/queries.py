"""What the public reads of one record: the version that stands, older ones, and its links."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from kb.citations.keys import ancestors, is_key, kind_of
from kb.clock import today
from kb.errors import Gone, Moved, NotFound
from kb.law.names import Name, cited_name
from kb.models import (
    Barrier,
    Consent,
    Organisation,
    Publication,
    PublicMark,
    PublicRecord,
    PublicVersion,
)
from kb.models.snapshots import Snapshot, Words
from kb.publication.composing import Naming
from kb.publication.marks import keys_of, marks_of
from kb.security.visibility import published
from kb.words import NotPublishable, PublicationState, RecordKind, WorkState

_KINDS = frozenset(RecordKind)
#: Documents and decisions have no page of their own: the matter or the case that holds them does.
_HOLDERS = (RecordKind.MATTER, RecordKind.CASE)
#: Where a snapshot names one body by its code, and where it names several.
_ONE_BODY = ("waiting_for", "body", "responsible")
_MANY_BODIES = ("counterparts",)
#: How many merges in a row a redirect follows.
_LONGEST_CHAIN = 5


@dataclass(frozen=True, kw_only=True)
class Published:
    """One published version of a record."""

    record_id: int
    record: Any
    number: int
    published_at: datetime
    is_current: bool


@dataclass(frozen=True)
class VersionLine:
    """A version as it stands in the list of versions."""

    number: int
    published_at: datetime


@dataclass(frozen=True)
class Link:
    """A published record that something points at."""

    kind: str
    code: str
    title: Words


class Links:
    """Which of the records that a page points at are published; the others do not exist here."""

    def __init__(self, found: Mapping[tuple[str, str], Link], held: Mapping[str, Link]) -> None:
        self._found = found
        self._held = held

    def find(self, kind: str, code: str | None) -> Link | None:
        """Find the record; None when it is not published or *code* is None."""
        return self._found.get((kind, code)) if code else None

    def source(self, key: str | None) -> Link | None:
        """Find the page of a legal source: its own, or that of the matter or case that holds it."""
        if not key or not is_key(key):
            return None
        kind = kind_of(key)
        own = self._found.get((kind, key)) if kind in ("act", "provision") else None
        return own or self._held.get(key)


def get_published(session: Session, kind: RecordKind, code: str) -> Published:
    """The version that stands.

    Raises NotFound, Gone with the reason class when it is withdrawn, and Moved when it was merged
    with a record that is published.
    """
    row = session.execute(
        select(PublicRecord, PublicVersion)
        .outerjoin(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(PublicRecord.kind == kind, PublicRecord.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such page.")
    public, version = row
    if public.version_id is None:
        heir = _find_heir(session, public)
        if heir is not None:
            raise Moved(kind.value, heir)
        raise Gone(public.withdrawal_reason)
    return _published(version, is_current=True)


def get_version(session: Session, kind: RecordKind, code: str, number: int) -> Published:
    """An older version of a record that is published today; raises as ``get_published`` does.

    It stands as it was, but for a member that has taken back its consent to be named.
    """
    current = get_published(session, kind, code)
    if current.number == number:
        return current
    version = session.scalars(
        select(PublicVersion).where(
            PublicVersion.record_id == current.record_id, PublicVersion.number == number
        )
    ).one_or_none()
    if version is None:
        raise NotFound("There is no such version.")
    return _published(version, is_current=False, hidden=_members_to_hide(session, version))


def list_versions(session: Session, record_id: int) -> Sequence[VersionLine]:
    """Every version of a record, newest first."""
    rows = session.execute(
        select(PublicVersion.number, PublicVersion.published_at)
        .where(PublicVersion.record_id == record_id)
        .order_by(PublicVersion.number.desc())
    )
    return [VersionLine(number, at) for number, at in rows]


def find_links(session: Session, *snapshots: Snapshot) -> Links:
    """Find every published record that *snapshots* point at, in two statements."""
    wanted: set[tuple[str, str]] = set()
    keys: set[str] = set()
    for snapshot in snapshots:
        wanted |= {mark for mark in marks_of(snapshot) if mark[0] in _KINDS}
        keys |= set(keys_of(snapshot))
    for key in keys:
        wanted |= {(kind_of(part), part) for part in (key, *_holders_of(key))}
    return Links(find_titles(session, wanted), _held(session, keys))


def find_titles(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Link]:
    """Those of *wanted* (kind, code) that are published, with their titles."""
    pairs = [(kind, code) for kind, code in wanted if kind in _KINDS]
    rows = session.execute(
        select(PublicRecord.kind, PublicRecord.code, PublicRecord.title_sv, PublicRecord.title_en)
        .where(published())
        .where(tuple_(PublicRecord.kind, PublicRecord.code).in_(pairs))
    )
    return {
        (kind.value, code): Link(kind.value, code, {"sv": sv, "en": en})
        for kind, code, sv, en in rows
    }


def list_snapshots(
    session: Session, kind: RecordKind, codes: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Load the standing snapshots of those records in *codes* that are published, by code."""
    rows = session.execute(
        select(PublicRecord.code, PublicVersion.snapshot)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published(), PublicRecord.kind == kind, PublicRecord.code.in_(list(codes)))
    )
    return dict(rows.all())


def _find_heir(session: Session, public: PublicRecord) -> str | None:
    """Code of the published record that the withdrawn one lives on as, over several merges.

    One that was taken up again is no duplicate any more, and leads nowhere.
    """
    for _step in range(_LONGEST_CHAIN):
        if public.moved_to is None or not _is_duplicate(session, public):
            return None
        following = session.scalars(
            select(PublicRecord).where(
                PublicRecord.kind == public.kind, PublicRecord.code == public.moved_to
            )
        ).one_or_none()
        if following is None:
            return None
        if following.version_id is not None:
            return following.code
        public = following
    return None


def _is_duplicate(session: Session, public: PublicRecord) -> bool:
    state = session.scalar(select(Barrier.work_state).where(Barrier.id == public.record_id))
    return state is WorkState.DUPLICATE


def _published(
    version: PublicVersion, *, is_current: bool, hidden: Collection[str] = ()
) -> Published:
    return Published(
        record_id=version.record_id,
        record=without_bodies(version.snapshot, hidden) if hidden else version.snapshot,
        number=version.number,
        published_at=version.published_at,
        is_current=is_current,
    )


def _members_to_hide(session: Session, version: PublicVersion) -> Sequence[str]:
    """Members that *version* names by their code and that no longer agree to it."""
    codes = bodies_of(version.snapshot)
    if not codes:
        return ()
    return session.scalars(
        select(Organisation.code)
        .join(Consent, Consent.organisation_id == Organisation.id)
        .where(Consent.record_id == version.record_id, Consent.withdrawn_on.is_not(None))
        .where(Organisation.code.in_(codes), Organisation.is_member)
    ).all()


def _holders_of(key: str) -> tuple[str, ...]:
    return ancestors(key) if kind_of(key) == "provision" else ()


def _held(session: Session, keys: set[str]) -> dict[str, Link]:
    documents = [key for key in keys if kind_of(key) not in ("act", "provision")]
    if not documents:
        return {}
    rows = session.execute(
        select(
            PublicMark.value,
            PublicRecord.kind,
            PublicRecord.code,
            PublicRecord.title_sv,
            PublicRecord.title_en,
        )
        .join(PublicRecord, PublicRecord.record_id == PublicMark.record_id)
        .where(published(), PublicRecord.kind.in_(_HOLDERS))
        .where(PublicMark.scheme == "is", PublicMark.value.in_(documents))
        # The last one stands: a case before a matter, the first matter before later ones.
        .order_by(PublicRecord.kind.desc(), PublicRecord.code.desc())
    )
    return {
        value: Link(kind.value, code, {"sv": sv, "en": en}) for value, kind, code, sv, en in rows
    }


def iterate_snapshots(
    session: Session, identities: Sequence[tuple[str, str]] | None = None
) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """Every standing snapshot with the date on which something last happened.

    *identities* (kind, code) leaves only those of them that are published.
    """
    statement = (
        select(PublicVersion.snapshot, PublicRecord.moved_on)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published())
        .order_by(PublicRecord.record_id)
    )
    if identities is not None:
        statement = statement.where(tuple_(PublicRecord.kind, PublicRecord.code).in_(identities))
    rows = session.execute(statement.execution_options(yield_per=500))
    return ((snapshot, moved_on) for snapshot, moved_on in rows)


def get_latest_code(session: Session, kind: RecordKind) -> str:
    """The code of the last published record of *kind*, in order of code; raises NotFound."""
    code = session.scalar(
        select(PublicRecord.code)
        .where(published(), PublicRecord.kind == kind)
        .order_by(PublicRecord.sort_key.desc())
        .limit(1)
    )
    if code is None:
        raise NotFound(f"No {kind} has been published.")
    return code


def find_identity(session: Session, code: str) -> tuple[str, str] | None:
    """The record that *code* alone names, in any letter case; None when none was ever published.

    Where several kinds share a code, the first kind in the order of ``RecordKind`` has it.
    """
    rows = session.execute(
        select(PublicRecord.kind, PublicRecord.code).where(
            PublicRecord.code.in_({code, code.upper(), code.lower()})
        )
    )
    found = dict(rows.all())
    return next(((kind.value, found[kind]) for kind in RecordKind if kind in found), None)


def list_addresses(session: Session) -> Sequence[tuple[str, str, datetime]]:
    """Kind, code and moment of publication of every published record, for the site map."""
    rows = session.execute(
        select(PublicRecord.kind, PublicRecord.code, PublicVersion.published_at)
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published())
        .order_by(PublicRecord.kind, PublicRecord.sort_key)
    )
    return [(kind.value, code, at) for kind, code, at in rows]


def count_published(session: Session) -> int:
    """How many records are published."""
    return session.scalar(select(func.count()).select_from(PublicRecord).where(published())) or 0


def count_kept_inside(session: Session) -> dict[NotPublishable, int]:
    """How many records are kept inside for each class of reasons: all that the public may know."""
    rows = session.execute(
        select(Publication.not_publishable, func.count())
        .where(Publication.state == PublicationState.NOT_PUBLISHABLE)
        .group_by(Publication.not_publishable)
    )
    found = {reason: count for reason, count in rows if reason}
    return {reason: found.get(reason, 0) for reason in NotPublishable}


def map_act_names(session: Session) -> dict[str, str]:
    """How each published act is cited today, by its key."""
    return {key: cited_name(names, today()) for key, names in _public_names(session)}


def public_naming(session: Session) -> Naming:
    """What composing for the public asks for: cited names of acts, and consents that stand."""
    rows = session.execute(
        select(Consent.record_id, Organisation.code)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .where(Consent.withdrawn_on.is_(None))
    )
    consents: dict[int, frozenset[str]] = {}
    for record_id, code in rows:
        consents[record_id] = consents.get(record_id, frozenset()) | {code}
    return Naming(map_act_names(session), consents)


def bodies_of(snapshot: Mapping[str, Any]) -> list[str]:
    """Codes of the bodies that *snapshot* names by a tie of its own."""
    one = [snapshot[name] for name in _ONE_BODY if snapshot.get(name)]
    return [*one, *(code for name in _MANY_BODIES for code in snapshot.get(name, []))]


def without_bodies(snapshot: Mapping[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """A copy of *snapshot* that no longer names the bodies with *codes*."""
    copy = dict(snapshot)
    for name in _ONE_BODY:
        if copy.get(name) in codes:
            copy[name] = None
    for name in _MANY_BODIES:
        if name in copy:
            copy[name] = [code for code in copy[name] if code not in codes]
    return copy


def map_names(session: Session) -> dict[str, str]:
    """Every name that a published act goes by today, case-folded, and the act's key."""
    return {
        name.name.casefold(): key
        for key, names in _public_names(session)
        for name in names
        if name.holds(today())
    }


def list_withdrawn(session: Session) -> set[tuple[str, str]]:
    """Kind and code of every record that was published once and has been withdrawn."""
    rows = session.execute(
        select(PublicRecord.kind, PublicRecord.code).where(PublicRecord.version_id.is_(None))
    )
    return {(kind.value, code) for kind, code in rows}


def _public_names(session: Session) -> Iterator[tuple[str, list[Name]]]:
    rows = session.execute(
        select(PublicRecord.code, PublicVersion.snapshot["names"])
        .join(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(published(), PublicRecord.kind == RecordKind.ACT)
    )
    return ((code, [Name(**name) for name in names]) for code, names in rows)
