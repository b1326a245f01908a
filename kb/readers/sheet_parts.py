"""The XML of a workbook's parts, copied in a plain spelling while rows, columns and text count.

The copy has no document type, no comments and no CDATA; every cell says where it stands; claims
about counts are left out, since the library that reads sheets reserves memory by them.
"""

import re
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from xml.sax.saxutils import escape, quoteattr

from kb.errors import sentence
from kb.readers.cells import MAX_CELLS, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, refuse

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_NUMBER = re.compile(r"[0-9]{1,7}\Z")
#: Of a number that points at a shared text.
MAX_DIGITS = 7
#: A part may be read this far without anything to copy; a tag or comment that long is no real one.
MAX_SILENT_BYTES = 1024 * 1024
_CLAIMS = ("count", "uniqueCount")
_ESCAPES = {"\r": "&#13;"}
_BROKEN = sentence("The file is damaged: a part of it is no XML. Save it as .xlsx once more.")
_DOCTYPE = sentence(
    "The file holds a document type, which no workbook has. Save it as .xlsx once more."
)
_PLACES = sentence(
    "The file is damaged: a cell stands nowhere or out of order. Save it as .xlsx once more."
)
_ROWS = sentence("The sheet reaches below row %(limit)s. Delete the rows that are not needed.")
_COLUMNS = sentence("The sheet has more than %(limit)s columns. Delete those that are not needed.")
_CELLS = sentence(
    "The sheet has more than %(limit)s cells. Delete empty rows and columns or split it."
)
_TEXT = sentence("The sheet holds more than %(limit)s characters. Split it into several files.")


class PartCopier:
    """Copies the parts of one workbook, each between begin and end; shared texts come first.

    Every method raises Invalid("file") as soon as a part is broken or goes beyond a limit.
    """

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._has_sheets = False
        self.begin()

    def begin(self) -> None:
        """Start a new part."""
        self._parser = self._new_parser()
        self._copied: list[str] = []
        self._row = self._column = self._last_row = self._last_column = 0
        self._characters = 0
        self._silent_bytes = 0
        # Shared texts in a second part would make it unclear which of them a number means.
        self._is_late = self._has_sheets or bool(self._lengths)
        self._is_inside = self._is_shared = self._in_value = False
        self._value = ""
        self._text_characters = 0

    def feed(self, chunk: bytes) -> bytes:
        """Copy the next piece of the part, as far as it is complete."""
        return self._parsed(chunk, is_final=False)

    def end(self) -> bytes:
        """Finish the part and copy what is left of it."""
        return self._parsed(b"", is_final=True)

    def _new_parser(self) -> XMLParserType:
        parser = ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _parsed(self, chunk: bytes, *, is_final: bool) -> bytes:
        try:
            self._parser.Parse(chunk, is_final)
        except ExpatError:
            refuse(_BROKEN)
        self._silent_bytes = 0 if self._copied else self._silent_bytes + len(chunk)
        if self._silent_bytes > MAX_SILENT_BYTES:
            refuse(_BROKEN)
        copied = "".join(self._copied).encode()
        self._copied.clear()
        return copied

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._in_value:
            refuse(_BROKEN)
        before = self._STARTS.get(_local(name))
        if before:
            before(self, attributes)
        said = "".join(
            f" {key}={quoteattr(value)}" for key, value in attributes.items() if key not in _CLAIMS
        )
        self._copied.append(f"<{name}{said}>")

    def _text(self, text: str) -> None:
        self._copied.append(escape(text, _ESCAPES))
        self._text_characters += len(text)
        if self._in_value:
            self._value += text
            if len(self._value) > MAX_DIGITS:
                refuse(_PLACES)

    def _end(self, name: str) -> None:
        self._copied.append(f"</{name}>")
        local = _local(name)
        if local == "si":
            self._is_inside = False
            self._lengths.append(self._text_characters)
        elif local == "c":
            self._is_inside = False
            self._spend(self._text_characters)
        elif local == "v" and self._in_value:
            self._in_value = False
            self._spend(self._length_of(self._value))

    def _start_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", str(self._row + 1))
        if not _NUMBER.match(said):
            refuse(_PLACES)
        if int(said) > MAX_ROWS + 1:
            refuse(_ROWS, limit=MAX_ROWS + 1)
        if int(said) <= self._row:
            refuse(_PLACES)
        self._row = int(said)
        self._column = 0
        attributes["r"] = said

    def _start_text(self, _attributes: dict[str, str]) -> None:
        if self._is_late or self._has_sheets:
            refuse(_BROKEN)
        if len(self._lengths) >= MAX_CELLS:
            refuse(_CELLS, limit=MAX_CELLS)
        self._go_inside()

    def _go_inside(self) -> None:
        if self._is_inside:
            refuse(_BROKEN)
        self._is_inside = True
        self._text_characters = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._has_sheets = True
        self._go_inside()
        said = attributes.get("r", f"{_letters(self._column + 1)}{self._row}")
        column, row = _place(said)
        if column > MAX_COLUMNS:
            refuse(_COLUMNS, limit=MAX_COLUMNS)
        if row != self._row or column <= self._column:
            refuse(_PLACES)
        self._column = column
        self._last_column = max(self._last_column, column)
        if row * self._last_column > MAX_CELLS:
            refuse(_CELLS, limit=MAX_CELLS)
        attributes["r"] = said
        self._is_shared = attributes.get("t") == "s"

    def _start_value(self, _attributes: dict[str, str]) -> None:
        self._in_value = self._is_shared
        self._value = ""

    def _start_dimension(self, attributes: dict[str, str]) -> None:
        column, row = _place(attributes.get("ref", "A1").rpartition(":")[2])
        if column > MAX_COLUMNS:
            refuse(_COLUMNS, limit=MAX_COLUMNS)
        if row > MAX_ROWS + 1:
            refuse(_ROWS, limit=MAX_ROWS + 1)

    def _length_of(self, number: str) -> int:
        if not _NUMBER.match(number) or int(number) >= len(self._lengths):
            refuse(_PLACES)
        return self._lengths[int(number)]

    def _spend(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MAX_CHARACTERS:
            refuse(_TEXT, limit=MAX_CHARACTERS)

    _STARTS: dict[str, Callable[["PartCopier", dict[str, str]], None]] = {
        "row": _start_row,
        "c": _start_cell,
        "si": _start_text,
        "v": _start_value,
        "dimension": _start_dimension,
    }


def _refuse_doctype(*_said: object) -> None:
    refuse(_DOCTYPE)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _place(said: str) -> tuple[int, int]:
    """Return column and row, both from 1, of a place such as AB12."""
    match = _PLACE.match(said)
    if match is None:
        refuse(_PLACES)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
