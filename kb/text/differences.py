"""What changed between two texts, word by word, and what two people's changes come to together.

The matching is that of ``difflib``, which needs cubic time for texts made to that end. Its work is
therefore estimated first: what costs too much is split at words that occur once on either side,
and what then still costs too much counts as wholly changed.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from kb.text.sentences import cut_sentences

#: Above this many words on one side the old text is wholly removed and the new one wholly added.
MAX_WORDS = 20_000
#: Comparisons that ``difflib`` may need for one pair of texts, in its worst case.
MAX_STEPS = 8_000_000
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class PieceKind(StrEnum):
    """Which of the two texts holds a piece: both, the new one or the old one."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of one text or of both, with its spaces and line breaks."""

    kind: PieceKind
    text: str


class Clash(NamedTuple):
    """A place that two people changed differently: what each of them wrote there."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """What two changed texts come to; where they clash, *text* holds what *mine* says."""

    text: str
    conflicts: tuple[Clash, ...]

    @property
    def is_clean(self) -> bool:
        """Whether everything that either of them changed stands in the text."""
        return not self.conflicts


def word_diff(old: str, new: str) -> list[Piece]:
    """List what stays, goes and comes, in order; no two neighbours are of the same kind.

    The texts of what is the same or removed give *old* when joined, those of what is the same or
    added give *new*. Of a change, what was removed comes first. See MAX_WORDS for long texts.
    """
    if old == new:
        return [Piece(PieceKind.SAME, old)] if old else []
    if max(_count_words(old), _count_words(new)) > MAX_WORDS:
        return list(_pieces([(PieceKind.REMOVED, old), (PieceKind.ADDED, new)]))
    work = _Work()
    olds, news = _paragraphs(old), _paragraphs(new)
    parts: list[tuple[PieceKind, str]] = []
    for same, a, b in _chunks(olds, news, work):
        if same:
            parts.append((PieceKind.SAME, "".join(a)))
        else:
            parts += _changed("".join(a), "".join(b), work)
    return list(_pieces(parts))


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Bring together what *mine* and *theirs* each changed in *base*.

    Paragraphs are merged first, then the sentences of those that both changed. A sentence that both
    changed clashes as a whole: two that are right each for itself may be wrong mixed. Paragraphs of
    more than MAX_WORDS words are not merged by sentences.
    """
    whole = _settled(base, mine, theirs)
    if whole is not None:
        return Merge(whole, ())
    work = _Work()
    texts: list[str] = []
    clashes: list[Clash] = []
    for chunk in _three_way(_paragraphs(base), _paragraphs(mine), _paragraphs(theirs), work):
        settled = _settled(*chunk)
        merged = _merge_sentences(*chunk, work) if settled is None else Merge(settled, ())
        texts.append(merged.text)
        clashes += merged.conflicts
    return Merge("".join(texts), tuple(clashes))


class _Work:
    """How many comparisons may still be made."""

    def __init__(self) -> None:
        self._left = MAX_STEPS

    def allows(self, a: Sequence[str], b: Sequence[str]) -> bool:
        """Whether the two may be compared; what they may cost is then spent."""
        counts = Counter(b)
        # Spaces are never looked up: they only lengthen what matches beside them.
        pairs = sum(counts[token] for token in a if not token.isspace())
        steps = (pairs + len(a)) * min(len(a), len(b))
        if steps > self._left:
            return False
        self._left -= steps
        return True


def _count_words(text: str) -> int:
    return sum(not token.isspace() for token in _TOKEN.findall(text))


def _paragraphs(text: str) -> list[str]:
    """Split into runs of lines that are empty and runs that are not; joined they give *text*."""
    lines = text.splitlines(keepends=True)
    return ["".join(run) for _, run in groupby(lines, key=str.isspace)]


def _changed(old: str, new: str, work: _Work) -> Iterator[tuple[PieceKind, str]]:
    for same, a, b in _chunks(_TOKEN.findall(old), _TOKEN.findall(new), work):
        # A lone space between two changes would cut a changed phrase up word by word.
        if same and not (len(a) == 1 and _is_gap(a[0])):
            yield PieceKind.SAME, "".join(a)
        else:
            yield PieceKind.REMOVED, "".join(a)
            yield PieceKind.ADDED, "".join(b)


def _is_gap(token: str) -> bool:
    """Whether *token* is the space between two words of a line."""
    return token.isspace() and not set(token) & {"\n", "\r"}


def _pieces(parts: Sequence[tuple[PieceKind, str]]) -> Iterator[Piece]:
    """Join neighbours of a kind, and of each change what was removed before what was added."""
    for same, run in groupby(
        (part for part in parts if part[1]), key=lambda part: part[0] is PieceKind.SAME
    ):
        group = list(run)
        for kind in (PieceKind.SAME,) if same else (PieceKind.REMOVED, PieceKind.ADDED):
            text = "".join(text for its, text in group if its is kind)
            if text:
                yield Piece(kind, text)


def _chunks(
    a: Sequence[str], b: Sequence[str], work: _Work
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Cut both into what agrees (True) and what lies between."""
    i = j = 0
    for i_next, j_next, size in [*_matches(a, b, work), (len(a), len(b), 0)]:
        if i < i_next or j < j_next:
            yield False, a[i:i_next], b[j:j_next]
        if size:
            yield True, a[i_next : i_next + size], b[j_next : j_next + size]
        i, j = i_next + size, j_next + size


def _matches(
    a: Sequence[str], b: Sequence[str], work: _Work, *, may_split: bool = True
) -> list[tuple[int, int, int]]:
    """Where the two agree: place in *a*, place in *b* and length, in order."""
    head, tail = _common_ends(a, b)
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    inner: Iterable[tuple[int, int, int]] = ()
    if work.allows(inner_a, inner_b):
        matcher = SequenceMatcher(str.isspace, inner_a, inner_b, autojunk=False)
        inner = matcher.get_matching_blocks()
    elif may_split:
        inner = _matches_around_anchors(inner_a, inner_b, work)
    found = [(0, 0, head), *((head + i, head + j, size) for i, j, size in inner)]
    found.append((len(a) - tail, len(b) - tail, tail))
    return [match for match in found if match[2]]


def _common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens agree from the beginning, and of the rest from the end."""
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if a[-1 - n] != b[-1 - n]), rest)
    return head, tail


def _matches_around_anchors(
    a: Sequence[str], b: Sequence[str], work: _Work
) -> Iterator[tuple[int, int, int]]:
    i = j = 0
    for i_next, j_next in [*_anchors(a, b), (len(a), len(b))]:
        for at, other, size in _matches(a[i:i_next], b[j:j_next], work, may_split=False):
            yield i + at, j + other, size
        if i_next < len(a):
            yield i_next, j_next, 1
        i, j = i_next + 1, j_next + 1


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of tokens that stand once on either side; the most of them that keep their order."""
    in_a, in_b = Counter(a), Counter(b)
    places = {token: place for place, token in enumerate(b) if in_b[token] == 1}
    pairs = [
        (i, places[token]) for i, token in enumerate(a) if in_a[token] == 1 and token in places
    ]
    # The longest run of rising places: tops[n] is the lowest place that ends a run of n + 1.
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        ends[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _three_way(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], work: _Work
) -> Iterator[tuple[str, str, str]]:
    """Cut all three into what agrees in all and what lies between, as texts."""
    places = _stable(_pairs(base, mine, work), _pairs(base, theirs, work))
    kept = {
        place
        for place in places
        if not _is_gap(base[place[0]])
        or any(
            (place[0] + n, place[1] + n, place[2] + n) in places and not _is_gap(base[place[0] + n])
            for n in (-1, 1)
        )
    }
    i = j = k = 0
    for i_next, j_next, k_next in [*sorted(kept), (len(base), len(mine), len(theirs))]:
        chunk = "".join(base[i:i_next]), "".join(mine[j:j_next]), "".join(theirs[k:k_next])
        if any(chunk):
            yield chunk
        if i_next < len(base):
            yield base[i_next], base[i_next], base[i_next]
        i, j, k = i_next + 1, j_next + 1, k_next + 1


def _pairs(base: Sequence[str], other: Sequence[str], work: _Work) -> dict[int, int]:
    """Where each token of *base* that was kept stands in *other*."""
    return {i + n: j + n for i, j, size in _matches(base, other, work) for n in range(size)}


def _stable(in_mine: dict[int, int], in_theirs: dict[int, int]) -> set[tuple[int, int, int]]:
    return {(i, j, in_theirs[i]) for i, j in in_mine.items() if i in in_theirs}


def _settled(base: str, mine: str, theirs: str) -> str | None:
    """What both want, or what the one wants who changed anything; None when they clash."""
    if mine == theirs or base == theirs:
        return mine
    return theirs if base == mine else None


def _merge_sentences(base: str, mine: str, theirs: str, work: _Work) -> Merge:
    whole = Merge(mine, (Clash(mine, theirs),))
    if max(map(_count_words, (base, mine, theirs))) > MAX_WORDS:
        return whole
    texts: list[Clash] = []
    clashes: list[Clash] = []
    cuts = cut_sentences(base), cut_sentences(mine), cut_sentences(theirs)
    for chunk in _three_way(*cuts, work):
        settled = _settled(*chunk)
        if settled is None:
            clashes.append(Clash(chunk[1], chunk[2]))
        texts.append(Clash(*chunk[1:]) if settled is None else Clash(settled, settled))
    written = set().union(*cuts)
    for version in zip(*texts, strict=True):
        # Where a full stop or a space was taken out, two halves may have become one sentence.
        if not written.issuperset(cut_sentences("".join(version))):
            return whole
    return Merge("".join(text.mine for text in texts), tuple(clashes))
