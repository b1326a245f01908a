"""The Government's documents as a folder or a .tar.xz: lists in JSON, pages in Markdown.

Read twice: first the lists, whose shape is checked whole before a document is given, then the
pages, each of which meets its row. So the order within an archive does not matter, and nothing
but the lists is held.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import Invalid
from kb.readers.archives import FailedFile, PlainFile, Wanted, read_files, state_of
from kb.readers.days_in_force import read_day_in_force
from kb.readers.deadlines import Deadline, read_deadline
from kb.readers.document_numbers import (
    Told,
    diary_numbers,
    is_treaty,
    key_of_number,
    key_of_slug,
    read_title,
)
from kb.readers.documents import DocumentFile, FailedDocument, KeysIn, Named
from kb.readers.government_pages import MAX_PAGE_BYTES, Page, Place, place_of, plain, read_page
from kb.readers.government_rows import (
    CODES,
    LATEST,
    LISTS,
    MAX_LIST_BYTES,
    read_codes,
    read_latest,
    read_list,
)
from kb.words import DocumentKind, NamedIn

SOURCE = "government"
SITE = "https://www.regeringen.se"
_JSON = LISTS | {CODES, LATEST}
#: As long as the column that keeps it.
_MAX_URL = 300
_PROPOSING = (DocumentKind.BILL, DocumentKind.COUNCIL_DRAFT)


@dataclass
class _Lists:
    """What the lists of the source say."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    #: Rows that stand twice, with why they are not read.
    failed: list[FailedDocument] = field(default_factory=list)
    #: Addresses of rows that are no documents of this kind.
    strangers: set[str] = field(default_factory=set)


def read_government(
    path: Path, keys_in: KeysIn, as_of: date, seen: Counter[str] | None = None
) -> Iterator[DocumentFile | FailedDocument]:
    """Yield the documents below the folder or in the archive *path*: pages first, then bare rows.

    *keys_in* finds the keys that a text names (``kb.citations.naming.keys_by``); names of acts
    mean those of the document's own day, and of *as_of* where it has none. What is passed over is
    counted in *seen*: files of unknown folders, keys of rows that nobody knows, treaties.

    A page or row that cannot be read is a FailedDocument, and the rest goes on. Raises Invalid
    before anything is given when a list has an unknown shape or nothing known is there at all.
    """
    seen = Counter() if seen is None else seen
    lists = _read_lists(path, seen)
    yield from lists.failed
    for file in read_files(path, Wanted(lambda name: place_of(name) is not None, MAX_PAGE_BYTES)):
        place = place_of(file.path)
        if place is None or place.url in lists.strangers:
            continue
        row = lists.rows.pop(place.url, None)
        yield _read_document(_Found(file, place, row, lists.codes), keys_in, as_of)
    while lists.rows:
        url, row = lists.rows.popitem()
        if place := place_of(url):
            yield _read_document(_Found(None, place, row, lists.codes), keys_in, as_of)


def government_state(path: Path) -> str | None:
    """Return the day up to which the source *path* is told to be whole, else that in its name.

    Raises Invalid when *path* cannot be read or tells its day in an unknown way.
    """
    for file in read_files(path, Wanted(LATEST.__eq__, MAX_LIST_BYTES)):
        if isinstance(file, PlainFile):
            return read_latest(file.path, file.data)
    return state_of(path)


@dataclass(frozen=True)
class _Found:
    """A document as it was found: its page, its row, or both."""

    file: PlainFile | FailedFile | None
    place: Place
    row: dict[str, Any] | None
    codes: dict[str, str]


def _read_lists(path: Path, seen: Counter[str]) -> _Lists:
    """Read everything but the pages, counting files that nobody knows."""
    lists, pages = _Lists(), Counter[bool]()

    def has(name: str) -> bool:
        is_page = place_of(name) is not None
        pages[is_page] += 1
        if not is_page and name not in _JSON:
            seen[name.rpartition("/")[0] or name] += 1
        return name in _JSON

    found = 0
    for file in read_files(path, Wanted(has, MAX_LIST_BYTES)):
        if isinstance(file, FailedFile):
            raise Invalid(
                "path",
                "%(file)s has an unknown shape: %(found)s.",
                file=file.path,
                found=file.reason.rstrip("."),
            )
        found += file.path in LISTS
        if file.path == CODES:
            lists.codes = read_codes(file.path, file.data)
        elif file.path in LISTS:
            _take_rows(lists, read_list(file.path, file.data, seen), seen)
    if not found and not pages[True]:
        raise Invalid(
            "path", "%(file)s holds no list and no page of the Government's.", file=path.name
        )
    return lists


def _take_rows(lists: _Lists, rows: list[dict[str, Any]], seen: Counter[str]) -> None:
    for row in rows:
        url = row["url"]
        place = place_of(url)
        # The address as the site writes it, so that a page meets its row.
        url = place.url if place else url
        if url in lists.rows or url in lists.strangers:
            lists.failed.append(FailedDocument(url, "The address stands twice in the lists."))
        elif is_treaty(row["id"] or ""):
            # Treaties were put among the reports; they are none, and nothing follows on them.
            seen["SÖ"] += 1
            lists.strangers.add(url)
        else:
            lists.rows[url] = row


def _read_document(found: _Found, keys_in: KeysIn, as_of: date) -> DocumentFile | FailedDocument:
    path = found.file.path if found.file else found.place.url
    if isinstance(found.file, FailedFile):
        return FailedDocument(path, found.file.reason)
    try:
        page = read_page(found.file.data) if found.file else None
        return _document(found, page, keys_in, as_of)
    except Invalid as error:
        return FailedDocument(path, str(error))


def _document(found: _Found, page: Page | None, keys_in: KeysIn, as_of: date) -> DocumentFile:
    row, place = found.row or {}, found.place
    if len(place.url) > _MAX_URL:
        raise Invalid("file", "The address is too long.")
    told = _title(place.kind, row, page)
    text = (page.text if page else "") or plain(row.get("summary", ""))
    dated_on = row.get("published") or place.month
    deadline = _deadline(place.kind, text, dated_on)
    key = _key(place, row, told)
    named = _Naming(keys_in, date.fromisoformat(f"{dated_on}-01"[:10]) if dated_on else as_of)
    return DocumentFile(
        source=SOURCE,
        external_id=place.url,
        kind=place.kind,
        key=key,
        title=told.title,
        diary_number=diary_numbers(row.get("id") or "") or told.diary_number,
        text=text,
        dated_on=dated_on,
        sender=", ".join(
            found.codes[each] for each in row.get("senders", ()) if each in found.codes
        ),
        deadline_on=deadline.on if deadline else None,
        deadline_text=deadline.text if deadline else "",
        in_force_on=read_day_in_force(text) if place.kind in _PROPOSING else None,
        url=SITE + place.url,
        named=named.named(key, row, told.title, text),
        raw=found.row or ({"title": page.title, "url": place.url} if page else {}),
    )


def _title(kind: DocumentKind, row: dict[str, Any], page: Page | None) -> Told:
    """Read the title of the row, else that of the page, without the numbers glued to it."""
    told = read_title(kind, plain(row.get("title", "")), row.get("id") or "")
    glued = read_title(kind, page.title) if page else told
    # A title may be nothing but the number.
    title = told.title or glued.title or row.get("id") or (page.title if page else "")
    if not title:
        raise Invalid("file", "The document has no title.")
    return Told(title, told.key or glued.key, told.diary_number or glued.diary_number)


def _key(place: Place, row: dict[str, Any], told: Told) -> str | None:
    """Take the number of the register, else of the title, else of the file's name."""
    registered = key_of_number(place.kind, row.get("id") or "")
    return registered or told.key or key_of_slug(place.kind, place.slug)


def _deadline(kind: DocumentKind, text: str, dated_on: str) -> Deadline | None:
    return read_deadline(text, dated_on) if kind is DocumentKind.CONSULTATION else None


@dataclass(frozen=True)
class _Naming:
    """Finds what a document names, by the names of acts on its day."""

    keys_in: KeysIn
    day: date

    def named(
        self, own: str | None, row: dict[str, Any], title: str, text: str
    ) -> tuple[Named, ...]:
        """List what a document names, each key once where it is surest, without its own."""
        places: dict[str, NamedIn] = {}
        for shortcut in row.get("shortcuts", ()):
            for key in self._keys_of_shortcut(shortcut):
                places.setdefault(key, NamedIn.REGISTER)
        for key in self.keys_in(title, self.day):
            places.setdefault(key, NamedIn.TITLE)
        for key in self.keys_in(text, self.day):
            places.setdefault(key, NamedIn.TEXT)
        return tuple(Named(key, place) for key, place in places.items() if key != own)

    def _keys_of_shortcut(self, shortcut: dict[str, str]) -> Iterator[str]:
        """List the documents that the list itself refers to, by their names and addresses."""
        place = place_of(shortcut["url"])
        if place is None:
            # News and reports: what their headlines name is no reference of the list.
            return
        for key in self.keys_in(shortcut["name"], self.day):
            if not key.startswith(("sfs/", "celex/")):
                yield key
        if number := key_of_slug(place.kind, place.slug):
            yield number
