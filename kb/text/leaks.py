"""What in a text could point at a person or a single case, to be looked at before it is published.

The scanner knows forms, not truth: it names what a human must judge, and what it does not know
(a rare illness in a small place, a name without a common first name) it does not find.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.text.leak_names import Places, people, streets, words_of
from kb.text.leak_numbers import (
    Span,
    case_numbers,
    emails,
    personal_numbers,
    phones,
    secret_addresses,
)


class LeakKind(StrEnum):
    """What a hit looks like."""

    PERSONAL_NUMBER = "personal-number"
    COORDINATION_NUMBER = "coordination-number"
    PHONE = "phone"
    EMAIL = "email"
    CASE_NUMBER = "case-number"
    PERSON_NAME = "person-name"
    PLACE = "place"
    SECRET_ADDRESS = "secret-address"  # noqa: S105 - the name of a kind, no secret
    STREET_ADDRESS = "street-address"


@dataclass(frozen=True)
class Hit:
    """A stretch of the scanned text: ``text[start:end]`` is *text*."""

    kind: LeakKind
    text: str
    start: int
    end: int


def scan(
    text: str, *, municipalities: Collection[str], known_names: Collection[str] = ()
) -> list[Hit]:
    """List everything suspicious in *text*, in order and without overlaps.

    *municipalities* are names of municipalities and regions, with or without the word "kommun".
    *known_names* look like those of people and are not: acts, bodies, prizes. Case does not count
    in either, nor does a possessive s. Takes time in proportion to the text.
    """
    taken: list[tuple[int, int, LeakKind]] = []
    for kind, (start, end) in _candidates(text, municipalities, known_names):
        at = bisect_left(taken, (start, end))
        is_free = (at == 0 or taken[at - 1][1] <= start) and (
            at == len(taken) or end <= taken[at][0]
        )
        if is_free:
            taken.insert(at, (start, end, kind))
    return [Hit(kind, text[start:end], start, end) for start, end, kind in taken]


def _candidates(
    text: str, municipalities: Collection[str], known_names: Collection[str]
) -> Iterator[tuple[LeakKind, Span]]:
    """Yield what may overlap: of two that do, the first stands."""
    yield from ((LeakKind.SECRET_ADDRESS, span) for span in secret_addresses(text))
    yield from ((LeakKind.EMAIL, span) for span in emails(text))
    for span, is_coordination in personal_numbers(text):
        kind = LeakKind.COORDINATION_NUMBER if is_coordination else LeakKind.PERSONAL_NUMBER
        yield kind, span
    yield from ((LeakKind.CASE_NUMBER, span) for span in case_numbers(text))
    yield from ((LeakKind.PHONE, span) for span in phones(text))
    words = words_of(text)
    yield from ((LeakKind.STREET_ADDRESS, span) for span in streets(text, words))
    yield from ((LeakKind.PERSON_NAME, span) for span in people(text, words, known_names))
    places = Places(municipalities)
    yield from ((LeakKind.PLACE, span) for span in places.find(text, words))
