"""The Riksdag's open data as files: lists of documents, and single documents in full.

``dokumentlista`` tells shortly of many, ``dokumentstatus`` of one with its steps and references.
Everything there arrives as text, may be empty or missing, and a list of one may be the bare
object. What is understood of it is taken, and the row is kept as it came.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.errors import Invalid
from kb.readers.days_in_force import read_day_in_force
from kb.readers.documents import LISTING, DocumentFile, FailedDocument, KeysIn, Named
from kb.readers.riksdag_ids import KINDS, Identity, identity_of
from kb.readers.riksdag_rows import (
    children,
    day_of,
    plain,
    read_json,
    sort_of,
    text_of,
    unknown,
)
from kb.readers.riksdag_steps import read_steps
from kb.words import DocumentKind, NamedIn

SOURCE = "riksdag"
SITE = "https://data.riksdagen.se"
_LIST, _STATUS = "dokumentlista", "dokumentstatus"

#: What a file gives: a document, or a row that could not be read.
Row = DocumentFile | FailedDocument


@dataclass
class Told:
    """What the reading itself has to tell, besides the documents."""

    #: What was passed over, and how often.
    passed_over: Counter[str] = field(default_factory=Counter)
    #: Documents whose id is another than their session and designation make.
    odd_ids: list[str] = field(default_factory=list)


def read_riksdag(
    data: bytes, name: str, keys_in: KeysIn, as_of: date, told: Told | None = None
) -> Iterator[Row]:
    """Yield the documents in the file *data*; *name* names it.

    *keys_in* finds the keys that a text names (``kb.citations.naming.keys_by``); names of acts mean
    those of the document's own day, else of *as_of*. Documents of other types, references that
    lead to nothing known and unknown activities are counted in *told*.

    A row that cannot be read is a FailedDocument, and the rest goes on. Raises Invalid, naming what
    was found, when the file is neither a list nor a document.
    """
    reader = _Reader(name, keys_in, as_of, Told() if told is None else told)
    whole = read_json(data, name)
    if _LIST in whole:
        rows = [{LISTING: row} for row in _rows(whole[_LIST], name)]
    elif _STATUS in whole:
        rows = [_status(whole[_STATUS], name)]
    else:
        raise unknown(name, f"neither {_LIST} nor {_STATUS}")
    return reader.read(rows)


def riksdag_state(data: bytes, name: str) -> str | None:
    """Return the day that the file itself tells: that of a list, else of the document's system.

    None when it tells none. Raises Invalid when it cannot be read.
    """
    whole = read_json(data, name)
    listed, status = whole.get(_LIST), whole.get(_STATUS)
    if isinstance(listed, dict):
        return day_of(text_of(listed, "@datum"))
    document = status.get("dokument") if isinstance(status, dict) else None
    return day_of(text_of(document, "systemdatum")) if isinstance(document, dict) else None


def next_page(data: bytes, name: str) -> str | None:
    """Return the address of the page after this one of a list; None for the last.

    Raises Invalid for what is no list.
    """
    listed = read_json(data, name).get(_LIST)
    _rows(listed, name)
    if not isinstance(listed, dict):
        return None
    page, pages = text_of(listed, "@sida"), text_of(listed, "@sidor")
    if page.isdecimal() and pages.isdecimal() and int(page) >= int(pages):
        return None
    return text_of(listed, "@nasta_sida") or None


def ids_in(data: bytes, name: str) -> list[str]:
    """List the ids of the documents of a list that are taken in; computed where that can be.

    Raises Invalid for what is no list.
    """
    ids = []
    for row in _rows(read_json(data, name).get(_LIST), name):
        series = text_of(row, "typ", "doktyp", "subtyp").lower() if isinstance(row, dict) else ""
        if series in KINDS:
            identity = _told_identity(series, row)
            given = text_of(row, "dok_id", "id").replace(" ", "")
            if called := identity.id if identity else given:
                ids.append(called)
    return ids


def _told_identity(series: str, document: dict[str, Any]) -> Identity | None:
    return identity_of(
        series,
        text_of(document, "rm"),
        text_of(document, "beteckning", "nummer"),
        text_of(document, "dok_id", "id").replace(" ", ""),
    )


def _rows(listed: object, name: str) -> list[Any]:
    """Take the rows out of a list; there are none when nothing was found."""
    if not isinstance(listed, dict):
        raise unknown(name, f"{sort_of(listed)} as {_LIST}")
    found = listed.get("dokument")
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        return [found]
    if found in (None, ""):
        return []
    raise unknown(name, f"{sort_of(found)} as dokument")


def _status(status: object, name: str) -> dict[str, Any]:
    if not isinstance(status, dict):
        raise unknown(name, f"{sort_of(status)} as {_STATUS}")
    if not isinstance(status.get("dokument"), dict):
        raise unknown(name, f"{sort_of(status.get('dokument'))} as dokument")
    return status


@dataclass(frozen=True)
class _Reader:
    """Reads the rows of one file."""

    name: str
    keys_in: KeysIn
    as_of: date
    told: Told

    def read(self, rows: Iterable[dict[str, Any]]) -> Iterator[Row]:
        for at, row in enumerate(rows, 1):
            document = row.get(LISTING, row.get("dokument"))
            if not isinstance(document, dict):
                yield FailedDocument(f"{self.name}: row {at}", f"It is {sort_of(document)}.")
                continue
            series = text_of(document, "typ", "doktyp", "subtyp").lower()
            if series and series not in KINDS:
                self.told.passed_over[f"documents of type {series}"] += 1
                continue
            called = text_of(document, "dok_id", "id") or f"row {at}"
            try:
                yield self._document(series, document, row)
            except Invalid as error:
                yield FailedDocument(f"{self.name}: {called}", error.message)

    def _document(self, series: str, document: dict[str, Any], row: dict[str, Any]) -> DocumentFile:
        identity = self._identity(series, document)
        kind = KINDS[series]
        title = plain(text_of(document, "titel", "dokumentnamn", "notisrubrik"))
        if not title:
            raise Invalid("file", "The document has no title.")
        dated_on = day_of(text_of(document, "datum", "publicerad"))
        text = _text(document, row)
        return DocumentFile(
            source=SOURCE,
            external_id=identity.key,
            kind=kind,
            key=identity.key,
            title=title,
            text=text,
            dated_on=dated_on,
            sender=text_of(document, "organ"),
            in_force_on=read_day_in_force(text) if kind is DocumentKind.BILL else None,
            url=f"{SITE}/dokument/{identity.id}",
            named=self._named(identity.key, title, text, row),
            steps=read_steps(kind, row, self.as_of, self.told.passed_over),
            raw=row,
        )

    def _identity(self, series: str, document: dict[str, Any]) -> Identity:
        """Read what the document is; an id that says something else is told."""
        given = text_of(document, "dok_id", "id").replace(" ", "")
        identity = _told_identity(series, document)
        if identity is None:
            session = text_of(document, "rm")
            designation = text_of(document, "beteckning", "nummer")
            raise Invalid(
                "file",
                "Type, session and designation do not tell which document it is: %(found)s.",
                found=f"{series or '–'}, {session or '–'}, {designation or '–'}"[:120],
            )
        if given and given.casefold() != identity.id.casefold():
            self.told.odd_ids.append(f"{identity.key}: {given[:40]}, not {identity.id}")
        return identity

    def _named(self, own: str, title: str, text: str, row: dict[str, Any]) -> tuple[Named, ...]:
        """List what the document names, each key once where it is surest, without its own."""
        document = row.get(LISTING) or row["dokument"]
        told = text_of(document, "datum", "publicerad")
        day = date.fromisoformat(day_of(told) or self.as_of.isoformat())
        places: dict[str, NamedIn] = {}
        for key in (*self._references(row, day), *self._facts(row, day)):
            places.setdefault(key, NamedIn.REGISTER)
        for key in self.keys_in(f"{title}. {plain(text_of(document, 'undertitel'))}", day):
            places.setdefault(key, NamedIn.TITLE)
        for key in self.keys_in(text, day):
            places.setdefault(key, NamedIn.TEXT)
        return tuple(Named(key, place) for key, place in places.items() if key != own)

    def _references(self, row: dict[str, Any], day: date) -> Iterator[str]:
        """List the documents that the register refers to; what leads nowhere is counted."""
        for each in children(row, "dokreferens", "referens"):
            series = text_of(each, "ref_dok_typ").lower()
            identity = identity_of(
                series,
                text_of(each, "ref_dok_rm"),
                text_of(each, "ref_dok_bet"),
                text_of(each, "ref_dok_id").replace(" ", ""),
            )
            keys = (identity.key,) if identity else self.keys_in(text_of(each, "uppgift"), day)
            if not keys:
                self.told.passed_over[f"references to type {series or '–'}"] += 1
            yield from keys

    def _facts(self, row: dict[str, Any], day: date) -> Iterator[str]:
        """List the documents and whole acts that the further facts of the register name."""
        for each in children(row, "dokuppgift", "uppgift"):
            for key in self.keys_in(plain(text_of(each, "text")), day):
                if "#" not in key:
                    yield key


def _text(document: dict[str, Any], row: dict[str, Any]) -> str:
    """Take the summary, and what the committee proposes point by point."""
    points = children(row, "dokutskottsforslag", "utskottsforslag")
    told = [text_of(document, "summary", "notis"), *(text_of(each, "forslag") for each in points)]
    return "\n\n".join(filter(None, map(plain, told)))
