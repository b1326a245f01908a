"""Tables to CSV and XLSX in such a way that ``spreadsheets`` reads the same table again.

Cells are text; whoever exports writes days as 2024-01-31. What no file can hold, NUL, half a
surrogate pair and in XLSX U+FFFE and U+FFFF, is written as the replacement character U+FFFD.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from kb.errors import Invalid
from kb.readers.cells import safe_cell

#: What a cell of a workbook holds at most; spreadsheet programs cut off the rest.
MAX_WORKBOOK_CELL_CHARACTERS = 32_767
MAX_SHEET_NAME_CHARACTERS = 31
COLUMN_WIDTH = 24

_BOM = "\ufeff"
_UNFIT_FOR_CSV = re.compile("[\x00\ud800-\udfff]")
_UNFIT_FOR_XML = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_UNFIT_FOR_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_REPLACEMENT = "\ufffd"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class _Line:
    """Where the csv writer leaves a row, until it is taken away."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool
) -> Iterator[bytes]:
    """Yield a CSV file line by line: UTF-8, commas, CRLF, quotation marks as RFC 4180 has them.

    With *bom* the file begins with the mark by which Excel knows UTF-8. Cells that a program
    would compute get an apostrophe in front. All names of columns stand in quotation marks, so
    that a semicolon in one is not taken for the separator.
    """
    line = _Line()
    plain = csv.writer(line, lineterminator="\r\n")
    csv.writer(line, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerow(_safe(header))
    yield ((_BOM if bom else "") + line.text).encode()
    for row in rows:
        line.text = ""
        plain.writerow(_safe(row))
        yield line.text.encode()


def _safe(row: Sequence[str]) -> list[str]:
    return [safe_cell(_UNFIT_FOR_CSV.sub(_REPLACEMENT, cell)) for cell in row]


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Write a workbook of one sheet named *title*, every cell a string and none a formula.

    Rows go to a temporary file one by one. Of *title* the sheet's name keeps what Excel allows:
    31 characters, no brackets, colons, stars, question marks or slashes.
    Raises Invalid("format"), with the row, for a text longer than a cell of Excel holds.
    """
    target = BytesIO()
    with Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": _UNFIT_FOR_XML.sub(_REPLACEMENT, title)})
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet(_sheet_name(title))
        sheet.set_column(0, max(len(header) - 1, 0), COLUMN_WIDTH)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write_string(0, column, _fit(name, 1), bold)
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                sheet.write_string(number - 1, column, _fit(cell, number))
    return target.getvalue()


def _fit(cell: str, number: int) -> str:
    if len(cell) > MAX_WORKBOOK_CELL_CHARACTERS:
        raise Invalid(
            "format",
            "A text in row %(row)s is longer than the %(limit)s characters that a cell of Excel "
            "holds. Choose CSV.",
            row=number,
            limit=MAX_WORKBOOK_CELL_CHARACTERS,
        )
    return _UNFIT_FOR_XML.sub(_REPLACEMENT, cell)


def _sheet_name(title: str) -> str:
    name = _UNFIT_FOR_NAMES.sub(" ", _UNFIT_FOR_XML.sub("", title))
    name = " ".join(name.split())[:MAX_SHEET_NAME_CHARACTERS].strip("' ")
    # Excel keeps the name History for itself.
    return name if name and name.lower() != "history" else "Sheet1"
