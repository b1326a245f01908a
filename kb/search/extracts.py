"""Cut and mark the texts of a hit: Pieces, never HTML, from the stored plain text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.search.analysis import (
    LANGUAGES,
    PART_MARK,
    STEM_MARK,
    STOP_WORDS,
    Word,
    index_tokens,
    normal,
    stem,
    words_in,
)
from kb.search.engine import Piece
from kb.search.query import Parsed, TermKind

#: Characters of an extract, more or less: it begins and ends with whole words.
EXTRACT_LENGTH = 200
#: Of a very long text only the beginning is looked through for an extract.
MAX_LOOKED_THROUGH = 40_000
_ELLIPSIS = "… "
_LINE_END = re.compile(r"(?<=\S)\s*\n\s*(?=\S)")
_SHORT_STEM = 4
#: What may follow the number of a section after a blank: " a §".
_SECTION_TAIL = 6
_BLANK = re.compile(r"\s")
_LEADING_DIGITS = re.compile(r"^(\d+).*")


@dataclass(frozen=True)
class Found:
    """A word of a text that was searched for, and which of the words asked for it is."""

    word: Word
    asked: str


class Marker:
    """Knows which words of a text a query asked for, as the index does: word, stem, part."""

    def __init__(self, parsed: Parsed, synonyms: Iterable[str] = ()) -> None:
        self._wanted: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        self._prefixes: list[str] = []
        self._starts: set[str] = set()
        self._likely_pattern: re.Pattern[str] | None = None
        for term in parsed.wanted:
            if term.kind is TermKind.PREFIX:
                self._prefixes.append(term.text)
                self._starts.add(term.text)
                continue
            for word in words_in(normal(term.text)):
                self._want(word.text, is_exact=term.kind is TermKind.PHRASE)
        for synonym in synonyms:
            words = list(words_in(normal(synonym)))
            for word in words:
                self._want(word.text, is_exact=len(words) > 1)
        self.asked = {word for words in self._wanted.values() for word in words.values()}
        self.asked.update(self._prefixes)

    def find(self, text: str, language: str) -> list[Found]:
        """List the words of *text* that were asked for, in their order."""
        looked_through = text[:MAX_LOOKED_THROUGH]
        return [
            Found(word, asked)
            for start, end in self._likely(looked_through)
            for word in _words_between(looked_through, start, end)
            if (asked := self._asked(word.text, language))
        ]

    def _likely(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the stretches between blanks that can hold a word asked for: they are few."""
        if not self._starts:
            return
        lowered = text.lower()
        if len(lowered) != len(text):
            yield 0, len(text)  # a rare letter has grown, and offsets are true no more
            return
        if self._likely_pattern is None:
            longest_first = sorted(self._starts, key=len, reverse=True)
            self._likely_pattern = re.compile("|".join(map(re.escape, longest_first)))
        reached = 0
        for match in self._likely_pattern.finditer(lowered):
            if match.start() < reached:
                continue
            start = match.start()
            while start > reached and not lowered[start - 1].isspace():
                start -= 1
            blank = _BLANK.search(lowered, match.start())
            reached = blank.start() if blank else len(lowered)
            yield start, reached

    def _want(self, word: str, *, is_exact: bool) -> None:
        """Remember the tokens that *word* finds in each language."""
        for language in LANGUAGES:
            if word in STOP_WORDS[language]:
                continue
            wanted = self._wanted[language]
            wanted.setdefault(word, word)
            whole = stem(word, language)
            self._starts.add(_likely_start(word, whole))
            if not is_exact:
                wanted.setdefault(STEM_MARK + whole, word)
                wanted.setdefault(PART_MARK + whole, word)

    def _asked(self, word: str, language: str) -> str:
        """Return the word asked for that *word* answers; empty when it answers none."""
        wanted = self._wanted[language]
        for token in index_tokens(word, language):
            if token in wanted:
                return wanted[token]
        for prefix in self._prefixes:
            if word.startswith(prefix):
                return prefix
        return ""


def _likely_start(word: str, whole: str) -> str:
    """Return what every form of a word holds: the stem, less a last letter it may have changed."""
    if word.endswith(("§", "kap")) and word[0].isdigit():
        return _LEADING_DIGITS.sub(r"\1", word)  # the text may have blanks inside: 2 a §
    return whole[:-1] if len(whole) > _SHORT_STEM else whole


def _words_between(text: str, start: int, end: int) -> Iterator[Word]:
    """Find the words that begin from *start* to *end*; a section may run on beyond it."""
    for word in words_in(text[start : end + _SECTION_TAIL]):
        if start + word.start < end:
            yield Word(word.text, start + word.start, start + word.end)


def mark(text: str, found: Iterable[Found]) -> tuple[Piece, ...]:
    """Cut the whole of *text* into pieces at the words found."""
    return _pieces(text, 0, len(text), list(found))


def cut(text: str, found: list[Found]) -> tuple[Piece, ...]:
    """Cut an extract around the densest words found, or from the beginning when there are none."""
    if not text:
        return ()
    start, end = _window(text, found)
    pieces = _pieces(text, start, end, found)
    before = (Piece(_ELLIPSIS, False),) if start > 0 else ()
    after = (Piece(" …", False),) if end < len(text) else ()
    return before + pieces + after


def _window(text: str, found: list[Found]) -> tuple[int, int]:
    """Choose where the extract begins and ends."""
    first, last = _densest(found)
    spare = max(0, EXTRACT_LENGTH - (last - first))
    start = max(0, min(first - spare // 3, len(text) - EXTRACT_LENGTH))
    if start > 0:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else first
    end = min(len(text), max(last, start + EXTRACT_LENGTH))
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > start else end
    return start, end


def _densest(found: list[Found]) -> tuple[int, int]:
    """Return the stretch, within an extract's length, with most different words asked for."""
    best, best_range, low = (0, 0), (0, 0), 0
    for high, one in enumerate(found):
        while one.word.end - found[low].word.start > EXTRACT_LENGTH and low < high:
            low += 1
        within = found[low : high + 1]
        density = (len({each.asked for each in within}), len(within))
        if density > best:
            best, best_range = density, (found[low].word.start, one.word.end)
    return best_range


def _pieces(text: str, start: int, end: int, found: list[Found]) -> tuple[Piece, ...]:
    """Cut text[start:end] at the words found."""
    pieces = []
    position = start
    for one in found:
        if one.word.start < position or one.word.end > end:
            continue
        if one.word.start > position:
            pieces.append(Piece(_one_line(text[position : one.word.start]), False))
        pieces.append(Piece(text[one.word.start : one.word.end], True))
        position = one.word.end
    if position < end:
        pieces.append(Piece(_one_line(text[position:end]), False))
    return tuple(pieces)


def _one_line(text: str) -> str:
    """Put runs of blanks down as one space, and a dot where one text ends and another begins."""
    inner = " ".join(_LINE_END.sub(" · ", text).split())
    before = " " if text[0].isspace() and inner else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{inner}{after}"
