"""What every search engine takes and answers. Knows nothing of Whoosh, SQL or the web."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from kb.errors import KbError
from kb.words import Pair

RELEVANCE = "relevance"
NEWEST = "newest"

#: Notice of an engine: no record holds all the words, so those that hold any are shown.
ANY_WORD = "any-word"


class BrokenIndexError(KbError):
    """The index on disk is damaged or of an older form; ``rebuild`` mends it."""


class BusyIndexError(KbError):
    """Another process has been writing to the index for too long; trying later will do."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One record as the index takes it in; texts are plain, and (kind, code) is its identity."""

    kind: str
    code: str
    title: Pair
    summary: Pair
    body: Pair
    #: Further exact names: case identifiers, abbreviations.
    names: tuple[str, ...] = ()
    #: Keys of the sources the record rests on, with their ancestors.
    keys: tuple[str, ...] = ()
    #: Values by facet, "sector" → ("school",); kind is a facet without being named here.
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Date of the last thing that happened, whole or in part, for sorting.
    moved_on: str = ""
    #: Multiplies the score; barriers come before the rest.
    weight: float = 1.0

    @property
    def digest(self) -> str:
        """Tell one state of the document from another, in 16 characters."""
        facets = sorted((name, tuple(values)) for name, values in self.facets.items())
        state = (self.title, self.summary, self.body, self.names, self.keys, facets, self.moved_on)
        return sha256(repr(state).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a reader asks for. Facets: all of them must agree, within one any value will do."""

    text: str
    language: str = "sv"
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: RELEVANCE or NEWEST.
    sort: str = RELEVANCE
    offset: int = 0
    limit: int = 20
    #: Keys the text was read as, when it is a legal reference.
    keys: tuple[str, ...] = ()
    #: What each text after ``law:`` was read as; one that is missing is looked up as a name.
    law: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Words and phrases in small letters, each with those that are looked for as well. What is
    #: found by them alone comes after all that holds the words themselves.
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was searched for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One record found, with texts to show."""

    kind: str
    code: str
    #: Language of the texts: the reader's, or the other when only that one matched.
    language: str
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    score: float


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of hits, with counts over all of them."""

    total: int
    hits: tuple[Hit, ...]
    #: Records by facet and value; a facet's counts ignore the choice made in that facet.
    facets: Mapping[str, Mapping[str, int]]
    #: Codes of what the reader should know about how the text was read.
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """How large the index is; *size* in bytes."""

    documents: int
    segments: int
    size: int


class SearchEngine(Protocol):
    """An index that can be filled, asked and replaced. Every call may raise BrokenIndexError."""

    def upsert(self, documents: Iterable[Document]) -> None:
        """Add records or replace those with the same identity, all in one commit."""

    def remove(self, identities: Iterable[tuple[str, str]]) -> None:
        """Take records out; unknown ones are no error."""

    def search(self, query: Query) -> Results:
        """Answer *query*; never raises for what a reader may have typed."""

    def suggest(self, text: str, language: str, limit: int) -> tuple[Hit, ...]:
        """Records whose title or name begins like *text*, best first."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep others from feeding the index meanwhile; raises BusyIndexError when it takes long.

        Whoever feeds it holds this from reading the database until the index is written, so that
        an older state of a record never overtakes a newer one.
        """

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new index beside the old one and swap it in whole. Works on a broken one."""

    def status(self) -> Status:
        """Tell how large the index is."""

    def digests(self) -> Mapping[tuple[str, str], str]:
        """Return kind and code of every record held, with the digest of its document."""

    def close(self) -> None:
        """Let go of open files; the next call opens them again."""
