"""The small grammar of the search box: words, "phrases", -minus, prefix* and field:value.

Nothing a reader types is an error. What had to be cut or read another way is told by the codes
of ``Notice``; everything the parser gives away is bounded, since a query can be an attack.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.search.analysis import join_numbers, normal

MAX_TEXT = 200
MAX_TERMS = 10
MIN_PREFIX = 3
#: What may stand before a colon; any other word there is a plain word.
FIELDS = frozenset({"kind", "state", "sector", "code", "law"})

_CHUNK = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))', re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


class Notice(StrEnum):
    """What the reader should know about how the text was read."""

    TOO_LONG = "too-long"
    TOO_MANY_TERMS = "too-many-terms"
    UNBALANCED_QUOTE = "unbalanced-quote"
    ONLY_EXCLUSIONS = "only-exclusions"
    PREFIX_TOO_SHORT = "prefix-too-short"


class TermKind(StrEnum):
    """How a term is to be looked for."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FIELD = "field"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing asked for, or asked to be left out."""

    kind: TermKind
    text: str
    #: Which field must hold the text; empty but for TermKind.FIELD.
    field: str = ""
    is_excluded: bool = False


@dataclass(frozen=True)
class Parsed:
    """A query as it was understood."""

    terms: tuple[Term, ...]
    notices: tuple[Notice, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms to be found, fields aside."""
        return tuple(
            term for term in self.terms if not term.is_excluded and term.kind is not TermKind.FIELD
        )

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms, fields among them, that no hit may hold."""
        return tuple(term for term in self.terms if term.is_excluded)

    @property
    def fields(self) -> tuple[Term, ...]:
        """The fields that every hit must have."""
        return tuple(
            term for term in self.terms if not term.is_excluded and term.kind is TermKind.FIELD
        )


def parse(text: str) -> Parsed:
    """Read *text*; never raises, and says in its notices what it could not take as it stood."""
    notices: list[Notice] = []
    if len(text) > MAX_TEXT:
        notices.append(Notice.TOO_LONG)
        text = text[:MAX_TEXT]
    prepared = join_numbers(normal(text))
    if prepared.count('"') % 2:
        notices.append(Notice.UNBALANCED_QUOTE)
        head, _, tail = prepared.rpartition('"')
        prepared = f"{head} {tail}"
    terms: list[Term] = []
    for match in _CHUNK.finditer(prepared):
        term, notice = _read_chunk(match)
        if notice is not None and notice not in notices:
            notices.append(notice)
        if term is None:
            continue
        if len(terms) == MAX_TERMS:
            notices.append(Notice.TOO_MANY_TERMS)
            break
        terms.append(term)
    if terms and all(term.is_excluded for term in terms):
        notices.append(Notice.ONLY_EXCLUSIONS)
    return Parsed(tuple(terms), tuple(notices))


def _read_chunk(match: re.Match[str]) -> tuple[Term | None, Notice | None]:
    """Read one word, phrase or field; None for a chunk with no letter or digit in it."""
    is_excluded = bool(match[1])
    field = (match[2] or "").lower()
    quoted, bare = match[3], match[4]
    text = quoted if quoted is not None else bare
    if field in FIELDS and _holds_word(text):
        value = text.strip().strip(",;")
        return Term(kind=TermKind.FIELD, text=value, field=field, is_excluded=is_excluded), None
    if not _holds_word(text):
        text = field
    elif field and quoted is None:
        text = f"{field}:{text}"
    if not text:
        return None, None
    if quoted is not None:
        return Term(kind=TermKind.PHRASE, text=text, is_excluded=is_excluded), None
    return _word_or_prefix(text, is_excluded)


def _word_or_prefix(text: str, is_excluded: bool) -> tuple[Term, Notice | None]:
    """Read a bare word; a star at its end makes it a prefix when enough letters stand before it."""
    stripped = text.rstrip("*")
    if stripped == text:
        return Term(kind=TermKind.WORD, text=text, is_excluded=is_excluded), None
    is_clean = all(character.isalnum() or character == "-" for character in stripped)
    if is_clean and len(_LETTERS.findall(stripped)) >= MIN_PREFIX:
        return Term(kind=TermKind.PREFIX, text=stripped.lower(), is_excluded=is_excluded), None
    word = Term(kind=TermKind.WORD, text=stripped, is_excluded=is_excluded)
    return word, Notice.PREFIX_TOO_SHORT


def _holds_word(text: str) -> bool:
    """Whether *text* has anything to look for."""
    return any(character.isalnum() for character in text)
