"""CSV files to rows of text: which encoding, which separator, and quotation marks that match."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from kb.readers.cells import MAX_CELL_CHARACTERS, refuse, unsafe_cell

#: The first of them wins where the header has as many of each: names hold commas more often.
SEPARATORS = (";", "\t", ",")
#: In one row, those inside quotation marks counted.
MAX_SEPARATORS = 500_000
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# What text never holds: a file with these is no CSV, though cp1252 has a letter for every byte.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_csv(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, the header first; a blank line is a row without cells.

    UTF-8, UTF-16 with its mark, or else the cp1252 that Excel writes in Sweden. The separator is
    the one that the header uses. The apostrophe before a formula's sign is taken away.

    Raises Invalid("file") for what is no text, or where a quotation mark is never closed.
    """
    text = _decoded(data)
    if "\0" in text:
        refuse(
            "The file holds NUL characters, so it is no CSV file. "
            "Save it as “CSV UTF-8” in the spreadsheet program and choose it again."
        )
    separator = _separator(text)
    lines = _Lines(text, separator)
    number = 1
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            lines.separators = 0
            number += 1
            yield [unsafe_cell(cell) for cell in cells]
    except csv.Error as error:
        if "field limit" in str(error):
            refuse(
                "A cell in row %(row)s holds more than %(limit)s characters. "
                "Shorten the text, or look for a quotation mark that is never closed.",
                row=number,
                limit=MAX_CELL_CHARACTERS,
            )
        refuse(
            "The quotation marks in row %(row)s do not match. Write a quotation mark inside "
            "a quoted text twice, and close every one.",
            row=number,
        )


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
            refuse(
                "The file says that it is Unicode but is not. "
                "Save it as “CSV UTF-8” in the spreadsheet program and choose it again."
            )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if _CONTROLS.search(text):
        refuse(
            "The letters of the file cannot be read. "
            "Save it as “CSV UTF-8” in the spreadsheet program and choose it again."
        )
    return text


class _Lines:
    """The lines of a text with their ends. Counts separators, so that no row becomes a flood."""

    def __init__(self, text: str, separator: str) -> None:
        self._lines = _LINE.finditer(text)
        self._separator = separator
        #: Separators since the reader last finished a row; the reader's user sets it to 0.
        self.separators = 0

    def __iter__(self) -> Iterator[str]:
        for found in self._lines:
            self.separators += found[0].count(self._separator)
            if self.separators > MAX_SEPARATORS:
                refuse(
                    "A row has more than %(limit)s separators. Delete empty columns, or "
                    "look for a quotation mark that is never closed.",
                    limit=MAX_SEPARATORS,
                )
            yield found[0]


def _separator(text: str) -> str:
    outside = _QUOTED.sub("", _first_record(text))
    if not any(separator in outside for separator in SEPARATORS):
        return ","
    return max(SEPARATORS, key=outside.count)


def _first_record(text: str) -> str:
    """Return the header with the line breaks that stand inside quotation marks."""
    marks = end = 0
    for line in _LINE.finditer(text):
        marks += line[0].count('"')
        end = line.end()
        if marks % 2 == 0 or end > MAX_CELL_CHARACTERS:
            break
    return text[:end]
