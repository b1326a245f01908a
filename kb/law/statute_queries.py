"""Reading the statute book: acts, their outline, what a section says and said, what changed it.

Nothing here is secret: the statute book is public, and what rests on it is counted from what is
published alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, fragment_of
from kb.db.paging import Page
from kb.models import (
    AmendedProvision,
    Amendment,
    EarlierWording,
    PublicMark,
    PublicRecord,
    PublicVersion,
    Statute,
    StatutePart,
)
from kb.security.visibility import published
from kb.text.sorting import swedish_order
from kb.words import AmendmentVerb, PartKind, RecordKind

#: Most lines of amendment that a page shows of a chapter or section.
MOST_AMENDMENTS = 200
#: The longest text that the list of acts is searched by.
MAX_QUERY = 100


#: The columns of a wording: those of a part as it is, and those of what it said before.
_PRESENT = (
    StatutePart.fragment,
    StatutePart.kind,
    StatutePart.heading,
    StatutePart.text,
    StatutePart.amended_by,
    null().label("until_on"),
    StatutePart.position.label("place"),
)
_EARLIER = (
    EarlierWording.fragment,
    literal(PartKind.SECTION.value),
    literal(""),
    EarlierWording.text,
    EarlierWording.amended_by,
    EarlierWording.until_on,
    literal(0),
)


@dataclass(frozen=True, kw_only=True)
class OutlinePart:
    """A chapter, heading or section in the outline of an act."""

    kind: PartKind
    fragment: str
    heading: str
    #: Whether words of the part itself are kept.
    has_text: bool
    #: Published barriers that rest on it or on a part of it.
    barriers: int


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a part says, or said until *until_on*, the last source that still had it so."""

    fragment: str
    kind: PartKind
    heading: str
    text: str
    amended_by: str
    until_on: str | None


@dataclass(frozen=True, kw_only=True)
class AmendmentLine:
    """An amending act, when it takes effect, and what it does to the part that is looked at."""

    number: str
    title: str
    in_force_on: str | None
    note: str
    is_understood: bool
    #: Fragment → what is done to it, for the parts that are looked at; empty for the whole act.
    touches: tuple[tuple[str, AmendmentVerb], ...]
    #: The published matter that led to the amending act, and its bill; None when none is known.
    matter: tuple[str, Mapping[str, str]] | None
    bill: str | None


def find_statute(session: Session, key: str) -> Statute | None:
    """The act with *key* in the statute book; None when it holds none."""
    return session.scalars(select(Statute).where(Statute.key == key)).one_or_none()


def list_statutes(
    session: Session, query: str, *, sort: str, only_with_text: bool, page: Page
) -> Sequence[Statute]:
    """A page of the acts whose number or title holds every word of *query*.

    *sort* is ``title``, ``oldest`` or ``newest``, the last two by number.
    """
    orders = {"title": [Statute.title_key, Statute.sort_key], "oldest": [Statute.sort_key]}
    return session.scalars(
        select(Statute)
        .where(*_matching(query, only_with_text=only_with_text))
        .order_by(*orders.get(sort, [Statute.sort_key.desc()]))
        .limit(page.per_page)
        .offset(page.offset)
    ).all()


def count_statutes(session: Session, query: str = "", *, only_with_text: bool = False) -> int:
    """How many acts ``list_statutes`` has in all."""
    statement = select(func.count()).select_from(Statute)
    return session.scalar(statement.where(*_matching(query, only_with_text=only_with_text))) or 0


def list_parts(session: Session, statute: Statute) -> list[OutlinePart]:
    """The outline of *statute*, with the published barriers that rest on each part."""
    barriers = count_barriers_within(session, statute.key)
    rows = session.execute(
        select(
            StatutePart.kind,
            StatutePart.fragment,
            StatutePart.heading,
            (StatutePart.text != "").label("has_text"),
        )
        .where(StatutePart.statute_id == statute.id)
        .order_by(StatutePart.position)
    )
    return [
        OutlinePart(
            kind=row.kind,
            fragment=row.fragment,
            heading=row.heading,
            has_text=row.has_text,
            barriers=barriers.get(row.fragment, 0) if row.fragment else 0,
        )
        for row in rows
    ]


def count_barriers_within(session: Session, act: str) -> dict[str, int]:
    """How many published barriers rest on each part of *act*, by fragment; "" for the act."""
    rows = session.execute(
        select(PublicMark.value, func.count())
        .join(PublicRecord, PublicRecord.record_id == PublicMark.record_id)
        .where(published(), PublicRecord.kind == RecordKind.BARRIER, PublicMark.scheme == "law")
        .where(
            or_(PublicMark.value == act, PublicMark.value.startswith(f"{act}#", autoescape=True))
        )
        .group_by(PublicMark.value)
    )
    return {fragment_of(value): count for value, count in rows}


def list_wordings(session: Session, statute: Statute, fragment: str) -> list[Wording]:
    """What the part says now, then what older sources had, newest first, in one statement.

    Of a chapter, every section and heading in it; a paragraph or an item stands in its section.
    """
    section = fragment.partition("S")[0].partition("N")[0]
    present = select(*_PRESENT).where(StatutePart.statute_id == statute.id)
    statement: Any
    if "P" in fragment:
        earlier = select(*_EARLIER).where(
            EarlierWording.statute_id == statute.id,
            EarlierWording.fragment == section,
            EarlierWording.text != "",
        )
        both: CompoundSelect[Any] = union_all(
            present.where(StatutePart.fragment == section), earlier
        )
        statement = both.order_by("until_on", "place")
    else:
        inside = StatutePart.fragment.startswith(f"{fragment}P", autoescape=True)
        statement = present.where(or_(StatutePart.fragment == fragment, inside)).order_by(
            StatutePart.position
        )
    wordings = [
        Wording(
            fragment=row[0],
            kind=PartKind(row[1]),
            heading=row[2],
            text=row[3],
            amended_by=row[4],
            until_on=row[5],
        )
        for row in session.execute(statement)
    ]
    now_said = [wording for wording in wordings if wording.until_on is None]
    before = [wording for wording in wordings if wording.until_on is not None]
    return [*now_said, *sorted(before, key=lambda wording: wording.until_on or "", reverse=True)]


def list_amendments(session: Session, statute: Statute, fragment: str = "") -> list[AmendmentLine]:
    """What has amended the part, newest first; the whole register when no part is named.

    Of a chapter, what touches any section in it; of a paragraph, what touches its section. One
    statement, with the published matter that holds the amending act.
    """
    touched = _touching(fragment) if fragment else None
    statement: Select[Any] = (
        select(
            Amendment,
            AmendedProvision.fragment,
            AmendedProvision.verb,
            PublicRecord.code,
            PublicVersion.snapshot,
        )
        .outerjoin(AmendedProvision, AmendedProvision.amendment_id == Amendment.id)
        .outerjoin(
            PublicMark,
            (PublicMark.scheme == "is") & (PublicMark.value == "sfs/" + Amendment.number),
        )
        .outerjoin(
            PublicRecord,
            (PublicRecord.record_id == PublicMark.record_id)
            & (PublicRecord.kind == RecordKind.MATTER) & published(),
        )
        .outerjoin(PublicVersion, PublicVersion.id == PublicRecord.version_id)
        .where(Amendment.statute_id == statute.id)
        # Of lines without a day, the year of the act tells; the two databases sort None apart.
        .order_by(
            func.coalesce(Amendment.in_force_on, func.substr(Amendment.number, 1, 4)).desc(),
            Amendment.position.desc(),
        )
        .order_by(AmendedProvision.position)
    )  # fmt: skip
    if touched is not None:
        statement = statement.where(touched)
    return _lines(session.execute(statement))


def exists_in_book(session: Session, statute: Statute, fragment: str) -> bool:
    """Whether text, register or earlier wordings know the part *fragment* of *statute*."""
    section = fragment.partition("S")[0].partition("N")[0]
    part = select(StatutePart.id).where(
        StatutePart.statute_id == statute.id, StatutePart.fragment == section
    )
    touched = (
        select(Amendment.id)
        .join(AmendedProvision, AmendedProvision.amendment_id == Amendment.id)
        .where(Amendment.statute_id == statute.id, _touching(section))
    )
    return bool(session.scalar(select(or_(part.exists(), touched.exists()))))


def map_statutes(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """Titles of those acts that the statute book holds, of all that *keys* belong to."""
    acts = {act for key in keys if (act := act_of(key))}
    rows = session.execute(select(Statute.key, Statute.title).where(Statute.key.in_(acts)))
    return dict(rows.all())


def _matching(query: str, *, only_with_text: bool) -> list[ColumnElement[bool]]:
    """Every word of *query* stands in the number or in the title."""
    conditions: list[ColumnElement[bool]] = [Statute.has_text.is_(True)] if only_with_text else []
    return conditions + [
        or_(
            Statute.number.startswith(word, autoescape=True),
            Statute.title_key.contains(swedish_order(word), autoescape=True),
            # The key that sorts is cut; the end of a long title stands here alone.
            Statute.title.contains(word, autoescape=True),
        )
        for word in query[:MAX_QUERY].split()
    ]


def _touching(fragment: str) -> ColumnElement[bool]:
    """Lines that touch the section, or the chapter that holds it, or anything in a chapter."""
    section = fragment.partition("S")[0].partition("N")[0]
    chapter, sign, _ = section.partition("P")
    if not sign:
        inside = AmendedProvision.fragment.startswith(f"{chapter}P", autoescape=True)
        return or_(AmendedProvision.fragment == chapter, inside)
    return AmendedProvision.fragment.in_([section, *([chapter] if chapter else [])])


def _lines(rows: Iterable[Any]) -> list[AmendmentLine]:
    """Gather the rows of each amendment into one line."""
    gathered: dict[int, tuple[Amendment, dict[tuple[str, AmendmentVerb], None], Any]] = {}
    for amendment, fragment, verb, code, snapshot in rows:
        _, touches, matter = gathered.setdefault(
            amendment.id, (amendment, {}, (code, snapshot) if code else None)
        )
        if fragment is not None:
            touches[fragment, verb] = None
        if code and matter is None:
            gathered[amendment.id] = (amendment, touches, (code, snapshot))
    return [_line(*each) for each in gathered.values()]


def _line(amendment: Amendment, touches: Iterable[Any], matter: Any) -> AmendmentLine:
    events = matter[1]["events"] if matter else []
    documents = [event["document"] for event in events if event["document"]]
    return AmendmentLine(
        number=amendment.number,
        title=amendment.title,
        in_force_on=amendment.in_force_on,
        note=amendment.note,
        is_understood=not amendment.unread,
        touches=tuple(touches),
        matter=(matter[0], matter[1]["title"]) if matter else None,
        bill=next((key for key in documents if key.startswith("prop/")), None),
    )
