"""What a source outside says of one document, checked in shape and not yet saved.

Readers of every source (government, Riksdag) give these; the import takes them in.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from kb.words import DocumentKind, NamedIn, Stage

#: Text and the day on which it was written → the keys of the sources that it names, in order
#: (``kb.citations.naming.keys_by``): readers are handed it, and know no grammar.
KeysIn = Callable[[str, date], tuple[str, ...]]
#: Under this name the raw row of a list stands, where the source has fuller files of its documents.
LISTING = "listing"


@dataclass(frozen=True)
class FailedDocument:
    """A row or page that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Named:
    """A source that the document names by its number, and where."""

    #: ``sou/2021:16``, ``sfs/2017:725#K6P37``.
    key: str
    place: NamedIn


@dataclass(frozen=True, kw_only=True)
class DocumentStep:
    """A dated step that the source tells of the document."""

    stage: Stage
    #: ``2022-05-19``.
    date: str
    #: As the source calls it, in Swedish.
    title: str
    #: Announced, and not happened on the day of the source.
    is_planned: bool = False


@dataclass(frozen=True, kw_only=True)
class DocumentFile:
    """One document as its source tells of it; dates are ISO text, as much as the source gives."""

    #: ``government`` or ``riksdag``.
    source: str
    #: What the source calls it: the path of its page; session and number, ``bet/2021/22:KU36``.
    external_id: str
    kind: DocumentKind
    #: ``sou/2021:16``; None for what has no number of its own.
    key: str | None
    title: str
    diary_number: str = ""
    text: str = ""
    dated_on: str | None = None
    sender: str = ""
    deadline_on: str | None = None
    #: The sentence that tells the deadline, word by word.
    deadline_text: str = ""
    in_force_on: str | None = None
    #: Whole address of its official page.
    url: str = ""
    named: tuple[Named, ...] = ()
    steps: tuple[DocumentStep, ...] = ()
    #: The row as it was read.
    raw: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_listing(self) -> bool:
        """Whether only a list tells of it: steps and references are told elsewhere."""
        return LISTING in self.raw

    @property
    def digest(self) -> str:
        """SHA-256 of everything that is told: the same again changes nothing."""
        told = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return sha256(told.encode()).hexdigest()
