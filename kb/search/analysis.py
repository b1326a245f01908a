"""Text to words and words to index tokens, for Swedish and English.

Each word is indexed in layers: as written, as its stem, and as the parts of a compound. A mark
before the token keeps the layers apart within one field, so that an exact word can outrank a stem
and a stem a part, and so that a prefix search meets only words as they are written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.lang import stemmer_for_language

from kb.search.compounds import compound_parts
from kb.search.stems import mend_swedish

STEM_MARK = "\x01"
PART_MARK = "\x02"
LANGUAGES = ("sv", "en")

#: What a word counts for in each layer. A word as written is found in two layers, so it wins.
EXACT_WEIGHT = 0.6
STEM_WEIGHT = 1.0
PART_WEIGHT = 0.35

#: Longer runs of letters are no words, and would only fill the index.
MAX_WORD = 60

# "men" is left out on purpose: it is also the harm that secrecy is tried against. "it" is in no
# list, since it-drift and IT are words of the field.
_SWEDISH_STOPS = """
och i att det som en ett på är av för med till den har de om inte var sig så vid från eller
när då han hon ska skall kan denna detta dessa
"""
_ENGLISH_STOPS = """
the a an and of to in is for on that by with as at be or this are was from not which has
have its
"""
STOP_WORDS = {
    "sv": frozenset(_SWEDISH_STOPS.split()),
    "en": frozenset(_ENGLISH_STOPS.split()),
}

# One character for one, so that offsets in the text stay true.
_SAME_WIDTH = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-"}
)
_SECTION = r"\d{1,4}(?:[ ]?[A-Za-z])?[ ]?§"
_CHAPTER = r"\d{1,3}(?:[ ]?[A-Za-z])?[ ]?kap(?![^\W_])"
_WORD = r"[^\W_]+(?:[:/.\-][^\W_]+)*"
_TOKEN = re.compile(
    rf"(?P<section>{_SECTION})|(?P<chapter>{_CHAPTER})|(?P<word>{_WORD})", re.IGNORECASE
)
_NUMBERED = re.compile(rf"{_SECTION}+|{_CHAPTER}\.?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[:/.]")
_INNER = re.compile(r"[:/.\-]")
_DIGIT = re.compile(r"\d")
#: EU:s and OSL:s are EU and OSL.
_GENITIVE = re.compile(r":(?:s|n|en|ns|ens)$", re.IGNORECASE)

_SNOWBALL: dict[str, Callable[[str], str]] = {
    language: stemmer_for_language(language)  # type: ignore[no-untyped-call]
    for language in LANGUAGES
}


class Word(NamedTuple):
    """A word as it stands in a text: lower-case, and from where to where."""

    text: str
    start: int
    end: int


def normal(text: str) -> str:
    """Compose accents and give spaces and hyphens one form each; å, ä and ö are never folded."""
    whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no character
    return unicodedata.normalize("NFC", whole).translate(_SAME_WIDTH)


def join_numbers(text: str) -> str:
    """Write ``2 a §`` and ``10 kap.`` without spaces, so that each is one word of a query."""
    return _NUMBERED.sub(lambda match: match.group().replace(" ", "").rstrip(".") + " ", text)


def words_in(text: str) -> Iterator[Word]:
    """Find the words of a text that ``normal`` has seen; sections and numbers stay whole."""
    for match in _TOKEN.finditer(text):
        found = match.group()
        if match.lastgroup != "word":
            yield Word(found.replace(" ", "").lower(), match.start(), match.end())
        elif _INNER.search(found) is None or _DIGIT.search(found):
            yield Word(found.lower()[:MAX_WORD], match.start(), match.end())
        else:
            yield from _split_word(found, match.start())


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Return the stem; words with digits are names and keep their form."""
    if _DIGIT.search(word):
        return word
    stemmed = _SNOWBALL[language](word)
    return mend_swedish(stemmed) if language == "sv" else stemmed


@lru_cache(maxsize=20_000)
def index_tokens(word: str, language: str) -> tuple[str, ...]:
    """List the marked tokens that stand for *word* in the index."""
    whole = stem(word, language)
    parts = [part for part in parts_of(word, language) if part != whole]
    return (word, STEM_MARK + whole, *(PART_MARK + part for part in dict.fromkeys(parts)))


def query_tokens(word: str, language: str) -> tuple[tuple[str, float], ...]:
    """List the tokens that *word* finds, with what each counts for."""
    whole = stem(word, language)
    return (
        (word, EXACT_WEIGHT),
        (STEM_MARK + whole, STEM_WEIGHT),
        (PART_MARK + whole, PART_WEIGHT),
    )


def parts_of(word: str, language: str) -> list[str]:
    """List the stems of what *word* is put together of; empty for a simple word."""
    if _DIGIT.search(word):
        # "KU36" finds 2021/22:KU36; bare digits would make every year of every number a hit.
        pieces = _INNER.split(word.rstrip("§").removesuffix("kap"))
        return [piece for piece in pieces if piece != word and _is_telling(piece, word)]
    if "-" in word:
        pieces = [piece for piece in word.split("-") if piece]
        return [stem(piece, language) for piece in [*pieces, "".join(pieces)]]
    if language == "sv":
        return [stem(part, language) for part in compound_words(word)]
    return []


def compound_words(word: str) -> tuple[str, ...]:
    """List the words that a Swedish compound is put together of; empty for a simple one."""
    return compound_parts(word, _swedish_stem)


class LayeredAnalyzer(Analyzer):
    """Turns a text into marked tokens for Whoosh; Whoosh keeps it in the index by its name."""

    def __init__(self, language: str, *, has_stop_words: bool = True) -> None:
        self.language = language
        self.has_stop_words = has_stop_words

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh's own analyzers do."""
        token = Token(**options)
        stop_words = STOP_WORDS[self.language] if self.has_stop_words else frozenset()
        for position, word in enumerate(words_in(normal(value))):
            if word.text in stop_words:
                continue  # its position stays taken, so phrases keep their distances
            token.boost = 1.0
            token.pos = position
            token.startchar, token.endchar = word.start, word.end
            for text in index_tokens(word.text, self.language):
                token.text = text
                yield token


class LineAnalyzer(Analyzer):
    """Takes each line as one token, unchanged: for keys and exact names."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        """Yield the lines."""
        token = Token(**options)
        for position, line in enumerate(value.split("\n")):
            if line:
                token.boost = 1.0
                token.pos = position
                token.text = line
                yield token


def exact_name(text: str) -> str:
    """One form for codes and names that must agree as a whole: case and spacing do not count."""
    return " ".join(normal(text).casefold().split())


def _split_word(found: str, start: int) -> Iterator[Word]:
    """Split what has no digit at all but hyphens, which stay: ``och/eller`` is two words."""
    bare = _GENITIVE.sub("", found)
    position = 0
    for piece in _SEPARATOR.split(bare):
        end = start + position + len(piece)
        yield Word(piece.lower()[:MAX_WORD], start + position, end)
        position += len(piece) + 1


def _is_telling(piece: str, word: str) -> bool:
    """Whether a part of a number says something by itself: it has letters, or is a section's."""
    if word.endswith(("§", "kap")):
        return True
    return len(piece) > 1 and any(character.isalpha() for character in piece)


def _swedish_stem(word: str) -> str:
    """Return the Swedish stem, for the compound splitter."""
    return stem(word, "sv")
