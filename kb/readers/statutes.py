"""One file of the Swedish statute book in Markdown to a checked statute with its register.

Text may be missing, and the register too: both are taken as they come, and what a newer file
lacks is for the import to keep.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from kb.errors import Invalid
from kb.readers.statute_header import read_header
from kb.readers.statute_parts import PartRow
from kb.readers.statute_text import read_text

__all__ = ["AmendmentRow", "PartRow", "StatuteFile", "read_statute"]

#: The largest statute of the source has one million.
MAX_BYTES = 8 * 1024 * 1024
_NUMBER = re.compile(r"(\d{4}):(bih\. ?)?(\d{1,5})(?: ?s\. ?(\d{1,4}))?")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class AmendmentRow:
    """One line of a statute's register: an amending act and what it does, as noted."""

    number: str
    #: Empty when the register gives none.
    title: str
    #: None when the register gives no day; old lines have none.
    in_force_on: str | None
    note: str


@dataclass(frozen=True, kw_only=True)
class StatuteFile:
    """What one file says about a statute."""

    path: str
    #: ``sfs/2017:725``, ``sfs/1827:60s1007``.
    key: str
    #: As cited: ``2017:725``, ``1827:60 s.1007``.
    number: str
    title: str
    department: str
    issued_on: str | None
    in_force_on: str | None
    expires_on: str | None
    #: When the entry was last published, not when the statute was.
    published_on: str | None
    #: Preparatory works in one string, as they came.
    preparatory: str
    pdf_url: str
    register: tuple[AmendmentRow, ...]
    #: Empty when the file holds no text.
    parts: tuple[PartRow, ...]
    #: The front matter, every value a text.
    raw: dict[str, Any]
    #: SHA-256 of the file.
    digest: str


def read_statute(path: str, data: bytes) -> StatuteFile:
    """Read the file *data*; *path* only names it.

    Raises Invalid with a sentence that says what is wrong.
    """
    front, body = _split(data)
    raw = read_header(front)
    number, key = _number_and_key(raw)
    return StatuteFile(
        path=path,
        key=key,
        number=number,
        title=_text(raw, "rubrik", required=True),
        department=_text(raw, "departement"),
        issued_on=_date(raw, "utfardad_datum"),
        in_force_on=_date(raw, "ikraft_datum"),
        expires_on=_date(raw, "utgar_datum"),
        published_on=_date(raw, "publicerad_datum"),
        preparatory=_text(raw, "forarbeten"),
        pdf_url=_url(raw),
        register=_register(raw),
        parts=read_text(body),
        raw=raw,
        digest=hashlib.sha256(data).hexdigest(),
    )


def _split(data: bytes) -> tuple[str, str]:
    if len(data) > MAX_BYTES:
        raise Invalid("file", "The file is larger than %(limit)s bytes.", limit=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Invalid("file", "The file is not UTF-8.") from error
    if "\0" in text:
        raise Invalid("file", "The file holds NUL characters, so it is no text.")
    front = _FRONT.match(text)
    if front is None:
        raise Invalid("file", "The file has no front matter between two lines of three dashes.")
    return front[1], text[front.end() :]


def _number_and_key(raw: dict[str, Any]) -> tuple[str, str]:
    written = _text(raw, "beteckning", required=True)
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise Invalid("beteckning", "%(number)s is no number of a statute.", number=written[:40])
    year, appendix, serial, page = match[1], match[2], str(int(match[3])), match[4]
    number = f"{year}:{'bih. ' if appendix else ''}{serial}{f' s.{page}' if page else ''}"
    key = f"sfs/{year}:{'bih' if appendix else ''}{serial}{f's{page}' if page else ''}"
    return number, key


def _text(raw: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise Invalid(name, "%(name)s must be a single text.", name=name)
    text = " ".join(value.split())
    if required and not text:
        raise Invalid(name, "%(name)s is missing.", name=name)
    return text


def _date(raw: dict[str, Any], name: str) -> str | None:
    text = _text(raw, name)[:10]
    if not text:
        return None
    try:
        if _DATE.fullmatch(text):
            date.fromisoformat(text + "2000-01-01"[len(text) :])
            return text
    except ValueError:
        pass
    raise Invalid(name, "%(name)s is no day such as 2017-06-22: %(day)s", name=name, day=text)


def _url(raw: dict[str, Any]) -> str:
    """Return the address of the facsimile; what is no web address is left out."""
    address = _text(raw, "pdf_url")
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _register(raw: dict[str, Any]) -> tuple[AmendmentRow, ...]:
    lines = raw.get("andringsforfattningar") or []
    if isinstance(lines, dict):
        # A list of one is written without its dash at times.
        lines = [lines]
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise Invalid("andringsforfattningar", "The register must be a list of amending acts.")
    return tuple(_amendment(line) for line in lines)


def _amendment(line: dict[str, Any]) -> AmendmentRow:
    number = _text(line, "beteckning", required=True)
    if not _NUMBER.fullmatch(number):
        raise Invalid("beteckning", "%(number)s is no number of a statute.", number=number[:40])
    return AmendmentRow(
        number=number,
        title=_text(line, "rubrik"),
        in_force_on=_date(line, "ikraft_datum"),
        note=_text(line, "anteckningar"),
    )
