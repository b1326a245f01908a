"""What a public text would give away: what the scanner finds in it, and the members it names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.config import PROJECT_FOLDER
from kb.models import Consent, EarlierName, HandledLeak, LegalAct, Organisation, Record
from kb.publication.kinds import compose
from kb.publication.queries import public_naming
from kb.publication.snapshot_texts import written_in
from kb.readers.places import Place, read_places
from kb.text.leaks import Hit, LeakKind, scan
from kb.words import Language, RecordKind

#: Longest text of a hit that is kept, as the column has it.
HIT_LENGTH = 200
#: How much of the text is shown on either side of a hit, in characters.
_CONTEXT = 60
#: Ties of a record to one body.
_BODIES = ("waiting_for", "body", "responsible")
_GOVERNED = re.compile(r"\s+(?:kommun|kommunen|kommunens|kommuns|stad|stads)$")


@dataclass(frozen=True)
class LeakPlace:
    """Where a hit stands: the field, its language, and the words around it."""

    field: str
    language: Language | None
    before: str
    after: str


@dataclass(frozen=True)
class Leak:
    """Something that the scanner found, wherever in the public text it stands."""

    kind: LeakKind
    text: str
    places: tuple[LeakPlace, ...]
    #: Why it may stand there; None while nobody has said.
    handled: HandledLeak | None
    #: A place whose body has agreed to be named in this record.
    is_agreed: bool

    @property
    def is_settled(self) -> bool:
        """Whether it stops nothing."""
        return self.handled is not None or self.is_agreed


@dataclass(frozen=True)
class NamedMember:
    """A member of the association that a record is tied to, or that its public text names."""

    name: str
    #: Code of the body, or the code that it would get with its first consent.
    code: str
    consent: Consent | None
    #: Whether the text itself names it. A tie is left out of what is published until the member
    #: agrees; words are not, so they stop the approval.
    is_in_text: bool
    #: The text may name it all the same, as somebody has said when they handled the hit.
    is_handled: bool

    @property
    def agrees(self) -> bool:
        """Whether its consent stands today."""
        return self.consent is not None and self.consent.withdrawn_on is None

    @property
    def is_settled(self) -> bool:
        """Whether it stops nothing: a consent that was taken back always does."""
        if self.agrees or not self.is_in_text:
            return True
        return self.consent is None and self.is_handled


@lru_cache
def known_places() -> dict[str, Place]:
    """Municipalities and regions by every name they go by, in small letters."""
    places = read_places(PROJECT_FOLDER / "content")
    return {name.casefold(): place for place in places for name in place.names}


def place_of(text: str) -> Place | None:
    """The place that *text* of a hit names: "Falu kommuns" is Falun; None for an unknown one."""
    whole = text.casefold()
    short = _GOVERNED.sub("", whole)
    for name in (whole, whole.removesuffix("s"), short, short.removesuffix("s")):
        if name in known_places():
            return known_places()[name]
    return None


def code_of(place: Place) -> str:
    """The code that the body of *place* has, or would get: ``falu-kommun``."""
    plain = place.formal.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def list_leaks(session: Session, record: Record) -> list[Leak]:
    """What the scanner finds in all that would be published of *record*, loaded whole."""
    return list_leaks_in(session, record, compose(record, public_naming(session)))


def list_leaks_in(session: Session, record: Record, snapshot: Mapping[str, Any]) -> list[Leak]:
    """What the scanner finds in *snapshot*, which would be published of *record*.

    The same words count once, in order of where they stand first, in both languages.
    """
    handled = _handled(session, record)
    agreed = {
        code for code, consent in _consents(session, record).items() if not consent.withdrawn_on
    }
    found: dict[tuple[LeakKind, str], list[LeakPlace]] = {}
    for kind, text, place in _hits(session, snapshot):
        found.setdefault((kind, text), []).append(place)
    return [
        Leak(kind, text, tuple(places), handled.get((kind, text)), _is_agreed(kind, text, agreed))
        for (kind, text), places in found.items()
    ]


def list_named_members(session: Session, record: Record) -> list[NamedMember]:
    """Members that *record* (loaded whole) is tied to or names in its text, with their consents."""
    return list_members_among(session, record, list_leaks(session, record))


def list_members_among(
    session: Session, record: Record, leaks: Iterable[Leak]
) -> list[NamedMember]:
    """Members that *record* (loaded whole) is tied to or that *leaks*, found in its text, name.

    Those whose consent was given or taken back stand here too, named or not, at the end.
    """
    consents = _consents(session, record)
    tied = {
        body.code: body.title_sv
        for name in _BODIES
        if (body := getattr(record, name, None)) is not None and body.is_member
    }
    in_text: dict[str, tuple[str, bool]] = {}
    for leak in leaks:
        place = place_of(leak.text) if leak.kind is LeakKind.PLACE else None
        if place is not None:
            was_handled = in_text.get(code_of(place), ("", True))[1]
            in_text[code_of(place)] = (place.formal, was_handled and leak.handled is not None)
    names = {code: consent.organisation.title_sv for code, consent in consents.items()}
    named = {**names, **{code: name for code, (name, _) in in_text.items()}, **tied}
    order = dict.fromkeys((*tied, *in_text, *consents))
    return [
        NamedMember(
            name=named[code],
            code=code,
            consent=consents.get(code),
            is_in_text=code in in_text,
            is_handled=in_text.get(code, ("", False))[1],
        )
        for code in order
    ]


def _hits(
    session: Session, snapshot: Mapping[str, Any]
) -> Iterable[tuple[LeakKind, str, LeakPlace]]:
    known = _known_names(session)
    for written in written_in(snapshot):
        for hit in scan(written.text, municipalities=known_places(), known_names=known):
            place = _place(written.field, written.language, written.text, hit)
            yield hit.kind, " ".join(hit.text.split())[:HIT_LENGTH], place


def _place(field: str, language: Language | None, text: str, hit: Hit) -> LeakPlace:
    return LeakPlace(
        field=field,
        language=language,
        before=text[max(0, hit.start - _CONTEXT) : hit.start],
        after=text[hit.end : hit.end + _CONTEXT],
    )


def _is_agreed(kind: LeakKind, text: str, agreed: set[str]) -> bool:
    place = place_of(text) if kind is LeakKind.PLACE else None
    return place is not None and code_of(place) in agreed


def _handled(session: Session, record: Record) -> dict[tuple[str, str], HandledLeak]:
    rows = session.scalars(select(HandledLeak).where(HandledLeak.record_id == record.id))
    return {(row.kind, row.text): row for row in rows}


def _consents(session: Session, record: Record) -> dict[str, Consent]:
    """Consents of *record*, standing or taken back, by the code of the body."""
    rows = session.execute(
        select(Consent, Organisation)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .where(Consent.record_id == record.id)
        .order_by(Organisation.code)
    )
    consents = {}
    for consent, organisation in rows:
        consent.organisation = organisation
        consents[organisation.code] = consent
    return consents


def _known_names(session: Session) -> set[str]:
    """Names of bodies and acts, which may look like those of people."""
    titles = session.execute(
        select(Record.title_sv, Record.title_en).where(
            Record.kind.in_((RecordKind.ORGANISATION, LegalAct.__mapper__.polymorphic_identity))
        )
    )
    names = {name for pair in titles for name in pair if name}
    return names | set(session.scalars(select(EarlierName.name)))
