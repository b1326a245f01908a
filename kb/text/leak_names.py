"""Names of people, streets and places in a text, found word by word.

Words are looked up in sets, so the time grows with the text alone and not with the registers.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kb.text.first_names import FIRST_NAMES

Span = tuple[int, int]

# Letters may be written in two parts: "Å" as A and a ring.
_LETTER = "[^\\W\\d_]"
_WORD = re.compile(rf"{_LETTER}[\u0300-\u036f]*(?:[-\u2010\u2011]?{_LETTER}[\u0300-\u036f]*)*")
_NUMBER = re.compile(
    r"[ \u00a0]{1,3}\d{1,3}(?:[ \u00a0]?[A-Ha-h])?(?![\w§%:/-]|[.,]\d|[ \u00a0](?:§|kap|kr))"
)
_SPACES = frozenset((" ", "  ", "\u00a0", "\n", "\r\n"))
_PARTICLES = frozenset(("af", "av", "da", "de", "den", "der", "di", "el", "la", "le", "van", "von"))
_MAX_NAME_WORDS = 5
#: What a name turns into when one of these follows: a street, a school, a church.
_NAMED_AFTER = frozenset((
    "backe", "gata", "gränd", "gymnasium", "kapell", "kyrka", "församling", "förskola", "plats",
    "sjukhus", "skola", "stiftelse", "torg", "universitet", "väg",
))  # fmt: skip
_STREET_ENDS = (
    "allén", "backen", "esplanaden", "gatan", "gränd", "gränden", "gårdsvägen", "kajen", "stigen",
    "torget", "vägen",
)  # fmt: skip
_STREET_WORDS = frozenset(("allé", "backe", "gata", "gränd", "plats", "stig", "torg", "väg"))
#: Capitalised words that begin the name of a street of several words.
_MAX_STREET_WORDS = 3
_PREPOSITIONS = frozenset(("från", "i", "inom"))
_GOVERNED = frozenset((
    "kommun", "kommunen", "kommunens", "kommuner", "kommuners", "kommuns", "kn", "stad",
    "stads",
))  # fmt: skip
_BEFORE_PLACE = frozenset(("kommunen", "kommunerna", "kommunernas", "regionen", "regionerna"))
_AND = frozenset(("eller", "och", "respektive", "samt"))
#: Municipalities that are also an ordinary word, a family name or a first name.
ORDINARY = frozenset((
    "ale", "berg", "boden", "dorotea", "grums", "kil", "klippan", "köping", "lund", "mark", "mora",
    "nacka", "nora", "sala", "säter", "trosa", "vara", "vilhelmina",
))  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word of the text and where it stands."""

    start: int
    end: int
    #: As it is written, its letters composed.
    text: str

    @property
    def key(self) -> str:
        """The word without regard to case."""
        return self.text.casefold()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins as a name does."""
        return self.text[0].isupper()


def words_of(text: str) -> list[Word]:
    """List the words of *text*; a hyphen inside belongs to its word."""
    return [
        Word(*match.span(), unicodedata.normalize("NFC", match[0]))
        for match in _WORD.finditer(text)
    ]


def people(text: str, words: Sequence[Word], known: Collection[str]) -> Iterator[Span]:
    """Yield runs of capitalised words that begin with a common first name and are not *known*."""
    known_keys = {_phrase(words_of(name)) for name in known}
    at = 0
    while at < len(words):
        end = _end_of_name(text, words, at) if _is_first_name(words[at]) else at + 1
        if end - at > 1 and not _is_known(words[at:end], known_keys):
            yield words[at].start, words[end - 1].end
        at = end


def streets(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Yield streets with the number of a house."""
    for at, word in enumerate(words):
        number = _NUMBER.match(text, word.end)
        if number is None:
            continue
        first = at
        while (
            at - first < _MAX_STREET_WORDS - 1
            and first
            and _follows(text, words, first)
            and words[first - 1].is_capitalised
        ):
            first -= 1
        named = (
            word.is_capitalised and len(word.key) > len("vägen") and word.key.endswith(_STREET_ENDS)
        )
        if named or (first < at and word.key in _STREET_WORDS):
            yield words[first].start, number.end()


class Places:
    """Municipalities and regions to look for, prepared once."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = {_phrase(words_of(name)) for name in names} - {()}
        self._longest = max(map(len, self._names), default=0)

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Span]:
        """Yield places that are named as such: "Sorsele kommun", "i Sorsele", "Region Skåne".

        A bare name is none: many are also ordinary words or family names. Those in ORDINARY need
        the word "kommun" even after a preposition. What continues a list of places is one too.
        """
        at, last = 0, None
        while at < len(words):
            size = self._size_at(text, words, at)
            if size and self._is_named(text, words, at, size, last):
                end = at + size
                if end < len(words) and words[end].key in _GOVERNED and _follows(text, words, end):
                    end += 1
                yield words[at].start, words[end - 1].end
                at, last = end, end
            else:
                at += 1

    def _size_at(self, text: str, words: Sequence[Word], at: int) -> int:
        """How many words the longest name has that begins at *at*; 0 when none does."""
        if not words[at].is_capitalised:
            return 0
        found = 0
        phrase: tuple[str, ...] = ()
        for end in range(at, min(at + self._longest, len(words))):
            if end > at and not _follows(text, words, end):
                break
            phrase = (*phrase, words[end].key)
            if phrase in self._names or _bare(phrase) in self._names:
                found = end - at + 1
        return found

    def _is_named(
        self, text: str, words: Sequence[Word], at: int, size: int, last: int | None
    ) -> bool:
        first, end = words[at].key, at + size
        if size > 1 and (first == "region" or words[end - 1].key in _GOVERNED):
            return True
        if (
            first.startswith("västra")
            and size > 1
            and words[end - 1].key.startswith("götalandsreg")
        ):
            return True
        if end < len(words) and words[end].key in _GOVERNED and _follows(text, words, end):
            return True
        if at and words[at - 1].key in _BEFORE_PLACE and _follows(text, words, at):
            return True
        if size == 1 and first in ORDINARY:
            return False
        if at and words[at - 1].key in _PREPOSITIONS and _follows(text, words, at):
            return True
        return last is not None and _continues(text, words, last, at)


def _continues(text: str, words: Sequence[Word], last: int, at: int) -> bool:
    """Whether only a comma or a word such as "och" lies between the place before and *at*."""
    between = text[words[last - 1].end : words[at].start]
    return between == ", " or (
        at - last == 1 and words[last].key in _AND and between.split() == [words[last].text]
    )


def _is_first_name(word: Word) -> bool:
    key = word.key.replace("\u2010", "-").replace("\u2011", "-")
    return word.is_capitalised and (key in FIRST_NAMES or key.partition("-")[0] in FIRST_NAMES)


def _end_of_name(text: str, words: Sequence[Word], at: int) -> int:
    """One past the last word of the name that begins at *at*; *at* + 1 when it stands alone."""
    end = at + 1
    while end < len(words) and end - at < _MAX_NAME_WORDS and _follows(text, words, end):
        word = words[end]
        if word.key in _PARTICLES and end + 1 < len(words) and words[end + 1].is_capitalised:
            end += 1
        elif not word.is_capitalised or _is_abbreviation(word, words[at]):
            break
        end += 1
    is_named_after = (
        end < len(words) and words[end].key in _NAMED_AFTER and _follows(text, words, end)
    )
    return at + 1 if is_named_after else end


def _is_abbreviation(word: Word, first: Word) -> bool:
    """Whether *word* is one like OSL or AB, in a text that is not all in capitals."""
    return len(word.text) > 1 and word.text.isupper() and not first.text.isupper()


def _follows(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether nothing but a space lies between the word before *at* and that at *at*."""
    before = words[at - 1]
    between = text[before.end : words[at].start]
    is_initial = len(before.text) == 1 and before.is_capitalised
    return between in _SPACES or (is_initial and between in (". ", ".\u00a0"))


def _is_known(name: Sequence[Word], known: Collection[tuple[str, ...]]) -> bool:
    phrase = _phrase(name)
    return phrase in known or _bare(phrase) in known


def _phrase(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _bare(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the possessive s of the last."""
    return (*phrase[:-1], phrase[-1].removesuffix("s"))
