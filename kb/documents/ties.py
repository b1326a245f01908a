"""Which documents follow on which: pure rules over what their numbers, titles and texts tell.

A bill follows on the report that it names, has the title of, or repeats the title of. Every tie
says what it rests on; none is surer than its surest reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise

from kb.citations.keys import act_of
from kb.documents.title_keys import is_telling
from kb.words import DocumentKind, MatchReason, NamedIn

#: The place of each kind on the way of a law; one document follows on those of smaller places.
PLACES = {
    DocumentKind.MOTION: 0,
    DocumentKind.DIRECTIVE: 1,
    DocumentKind.REPORT: 2,
    DocumentKind.MEMO: 2,
    DocumentKind.CONSULTATION: 3,
    DocumentKind.COUNCIL_DRAFT: 4,
    DocumentKind.BILL: 5,
    DocumentKind.COMMUNICATION: 5,
    DocumentKind.COMMITTEE_REPORT: 6,
    DocumentKind.DECISION: 7,
    DocumentKind.STATUTE: 8,
}
_BY_NUMBER = {
    NamedIn.REGISTER: (MatchReason.NAMED_IN_REGISTER, 98),
    NamedIn.TITLE: (MatchReason.NUMBER_IN_TITLE, 95),
    # A text may name a number in passing.
    NamedIn.TEXT: (MatchReason.NUMBER_IN_TEXT, 75),
}
#: How long after the earlier document one with the same title may still follow on it, in days.
_SAME_TITLE = {
    (DocumentKind.DIRECTIVE, DocumentKind.REPORT): (6 * 365, 80),
    (DocumentKind.REPORT, DocumentKind.CONSULTATION): (2 * 365, 85),
    (DocumentKind.MEMO, DocumentKind.CONSULTATION): (365, 85),
    (DocumentKind.REPORT, DocumentKind.COUNCIL_DRAFT): (5 * 365, 75),
    (DocumentKind.MEMO, DocumentKind.COUNCIL_DRAFT): (3 * 365, 75),
    (DocumentKind.CONSULTATION, DocumentKind.COUNCIL_DRAFT): (3 * 365, 70),
    (DocumentKind.REPORT, DocumentKind.BILL): (5 * 365, 75),
    (DocumentKind.MEMO, DocumentKind.BILL): (3 * 365, 75),
    (DocumentKind.CONSULTATION, DocumentKind.BILL): (3 * 365, 70),
    (DocumentKind.COUNCIL_DRAFT, DocumentKind.BILL): (365, 92),
}
#: Kinds whose titles are looked for in the texts of bills and drafts, and how far back, in days.
_REPEATED = {
    DocumentKind.DIRECTIVE: 7 * 365,
    DocumentKind.REPORT: 5 * 365,
    DocumentKind.MEMO: 3 * 365,
}
_REPEATING = (DocumentKind.COUNCIL_DRAFT, DocumentKind.BILL)
_TITLE_IN_TEXT = 60
#: A title that a text repeats says nothing when it is short.
_REPEATED_WORDS = 6
#: Words of a title that a text may have otherwise: a letter that was lost, an inflection.
_SPARED_WORDS = 1
_ALIKE = 0.85
_SHINGLE = 3
#: More documents of one kind with the same title than this are a series, and tell nothing.
_SERIES = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Side:
    """A document as far as its ties need it."""

    id: int
    kind: DocumentKind
    key: str | None
    title_key: str
    #: As much of a date as the source gives.
    dated_on: str | None
    #: The day on which it is proposed to be in force, or is.
    in_force_on: str | None = None
    text: str = ""
    named: tuple[tuple[str, NamedIn], ...] = ()

    @property
    def first_day(self) -> date | None:
        """The first day that its date can mean."""
        if self.dated_on is None:
            return None
        return date.fromisoformat((self.dated_on + "-01-01")[:10])

    @property
    def last_day(self) -> date | None:
        """A day that its date does not lie after."""
        day = self.first_day
        spans = {4: 366, 7: 31}
        return day + timedelta(days=spans.get(len(self.dated_on or ""), 0)) if day else None


@dataclass
class Tie:
    """One document follows on another; *reasons* are pairs of why and what it rests on."""

    earlier: int
    later: int
    score: int = 0
    reasons: list[tuple[MatchReason, str]] = field(default_factory=list)

    def add(self, why: MatchReason, what: str, score: int) -> None:
        """Give one more reason, once."""
        if (why, what) not in self.reasons:
            self.reasons.append((why, what))
            self.score = max(self.score, score)

    @property
    def total(self) -> int:
        """How sure it is: the surest reason, a little surer for each one more, at most 99."""
        return min(99, self.score + 3 * (len(self.reasons) - 1))


def find_ties(sides: Sequence[Side]) -> list[Tie]:
    """Every tie among *sides*, each pair once, with all its reasons, surest first."""
    ties: dict[tuple[int, int], Tie] = {}
    order = list(MatchReason)
    for earlier, later, why, what, score in (
        *_by_number(sides),
        *_by_register(sides),
        *_by_title(sides),
        *_by_repeated_title(sides),
        *_by_law(sides),
    ):
        pair = (earlier.id, later.id)
        tie = ties.setdefault(pair, Tie(*pair))
        tie.add(why, what, score)
    for tie in ties.values():
        tie.reasons.sort(key=lambda reason: order.index(reason[0]))
    return list(ties.values())


#: A bill and a statute that share a day and an act: of how many that do so, and how sure it is.
_SHARED_LAW = {1: 60, 2: 45, 3: 35}

_Found = tuple[Side, Side, MatchReason, str, int]


def _by_number(sides: Sequence[Side]) -> Iterator[_Found]:
    """Documents that name another by its number."""
    of_key = _by_key(sides)
    for later in sides:
        for key, place in later.named:
            for earlier in of_key.get(key, ()):
                why, score = _BY_NUMBER[place]
                if _may_follow(earlier, later):
                    yield earlier, later, why, key, score
                elif place is NamedIn.REGISTER and _came_of(earlier, later):
                    # Registers also look ahead: a bill names the report of the committee on it.
                    yield later, earlier, why, key, score


def _by_register(sides: Sequence[Side]) -> Iterator[_Found]:
    """What the register of a statute lists together: its bill, the report on it, the decision."""
    of_key = _by_key(sides)
    for statute in sides:
        if statute.kind is not DocumentKind.STATUTE:
            continue
        listed = [each for key, place in statute.named if place is NamedIn.REGISTER
                  for each in of_key.get(key, ())]  # fmt: skip
        listed.sort(key=lambda side: PLACES[side.kind])
        for earlier, later in pairwise(listed):
            if PLACES[earlier.kind] < PLACES[later.kind]:
                why, score = _BY_NUMBER[NamedIn.REGISTER]
                yield earlier, later, why, statute.key or "", score


def _by_title(sides: Sequence[Side]) -> Iterator[_Found]:
    """Documents of different kinds with the same title, the one not long after the other."""
    groups: dict[str, list[Side]] = defaultdict(list)
    for side in sides:
        if side.title_key:
            groups[side.title_key].append(side)
    for title, group in groups.items():
        if len(group) < 2 or _is_series(group):
            continue
        for earlier in group:
            for later in group:
                days, score = _SAME_TITLE.get((earlier.kind, later.kind), (0, 0))
                is_sure = earlier.kind is DocumentKind.COUNCIL_DRAFT or is_telling(title)
                if days and is_sure and _is_within(earlier, later, days):
                    yield earlier, later, MatchReason.SAME_TITLE, title, score


def _by_repeated_title(sides: Sequence[Side]) -> Iterator[_Found]:
    """Texts of bills and drafts that repeat the title of what they follow on."""
    shingles: dict[tuple[str, ...], list[tuple[Side, tuple[str, ...]]]] = defaultdict(list)
    for side in sides:
        words = tuple(side.title_key.split())
        if side.kind in _REPEATED and len(words) >= _REPEATED_WORDS:
            for shingle in {words[:_SHINGLE], words[-_SHINGLE:]}:
                shingles[shingle].append((side, words))
    for later in sides:
        if later.kind not in _REPEATING:
            continue
        text = _WORD.findall(later.text.casefold())
        for earlier, title in _repeated(text, shingles):
            if _is_within(earlier, later, _REPEATED[earlier.kind]):
                what = " ".join(title)
                yield earlier, later, MatchReason.TITLE_IN_TEXT, what, _TITLE_IN_TEXT


def _repeated(
    words: Sequence[str], shingles: dict[tuple[str, ...], list[tuple[Side, tuple[str, ...]]]]
) -> Iterator[tuple[Side, tuple[str, ...]]]:
    """Titles that stand in *words*, but for a slip in one word."""
    for at in range(len(words) - _SHINGLE + 1):
        found = tuple(words[at : at + _SHINGLE])
        for side, title in shingles.get(found, ()):
            is_head = title[:_SHINGLE] == found
            start = at if is_head else at + _SHINGLE - len(title)
            there = words[start : start + len(title)] if start >= 0 else []
            if len(there) == len(title) and _is_nearly(there, title):
                yield side, title


def _is_nearly(words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether *words* are those of *title*, one of them perhaps with a letter lost or inflected."""
    other = [pair for pair in zip(words, title, strict=True) if pair[0] != pair[1]]
    return len(other) <= _SPARED_WORDS and all(
        SequenceMatcher(None, *pair).ratio() >= _ALIKE for pair in other
    )


def _by_law(sides: Sequence[Side]) -> Iterator[_Found]:
    """Statutes that amend an act which a bill names, in force on the day that the bill proposes."""
    bills: dict[tuple[str, str], list[Side]] = defaultdict(list)
    for side in sides:
        if side.kind is DocumentKind.BILL and side.in_force_on:
            for act in {act for key, _place in side.named if (act := act_of(key))}:
                bills[act, side.in_force_on].append(side)
    statutes: dict[tuple[str, str], list[Side]] = defaultdict(list)
    for side in sides:
        if side.kind is DocumentKind.STATUTE and side.in_force_on:
            for act in {key for key, _place in side.named if act_of(key) == key}:
                statutes[act, side.in_force_on].append(side)
    for (act, day), amending in statutes.items():
        rivals = bills.get((act, day), [])
        score = _SHARED_LAW.get(max(len(rivals), len(amending)), 0)
        for bill in rivals if score else ():
            for statute in amending:
                yield bill, statute, MatchReason.SHARED_LAW, act, score
                yield bill, statute, MatchReason.SAME_DAY_IN_FORCE, day, score


def _by_key(sides: Iterable[Side]) -> dict[str, list[Side]]:
    of_key: dict[str, list[Side]] = defaultdict(list)
    for side in sides:
        if side.key:
            of_key[side.key].append(side)
    return of_key


def _may_follow(earlier: Side, later: Side) -> bool:
    """Whether *later* can come after *earlier*: by its kind, and among equals by its day."""
    if earlier.id == later.id or earlier.key == later.key:
        return False
    here, there = PLACES[earlier.kind], PLACES[later.kind]
    if here != there:
        return here < there
    first, last = earlier.first_day, later.last_day
    return earlier.kind is later.kind and first is not None and last is not None and first <= last


def _came_of(later: Side, earlier: Side) -> bool:
    """Whether *later*, which the register of *earlier* names, came of it and is no older law."""
    if not _may_follow(earlier, later):
        return False
    first, last = earlier.first_day, later.last_day
    if first is not None and last is None and later.kind is DocumentKind.STATUTE and later.key:
        return str(first.year) <= later.key.removeprefix("sfs/")[:4]
    return first is None or last is None or first <= last


def _is_within(earlier: Side, later: Side, days: int) -> bool:
    """Whether *later* came at most *days* after *earlier*, as far as their dates tell."""
    first, last = earlier.first_day, later.last_day
    if first is None or last is None:
        return False
    return first <= last and (later.first_day or last) - first <= timedelta(days=days)


def _is_series(group: Sequence[Side]) -> bool:
    """Whether one title is used again and again: a yearly budget bill, a regular report."""
    counts: dict[DocumentKind, int] = defaultdict(int)
    for side in group:
        counts[side.kind] += 1
    return max(counts.values()) > _SERIES
