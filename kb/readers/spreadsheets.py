"""A spreadsheet, CSV or XLSX, to one table in which every cell is text.

Limits stand in ``cells`` and ``packages``. What the columns mean is for the importer to know.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kb.readers.cells import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    refuse,
)
from kb.readers.csv_files import read_csv
from kb.readers.workbooks import read_workbook

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDING = ".xlsx"


@dataclass(frozen=True)
class Sheet:
    """A table: names of columns, all different, and rows that are all as long as the header.

    ``rows[i]`` is row ``i + 2`` of the file as a spreadsheet program numbers it: empty rows in
    the middle are kept, those at the end are not. A header without rows is a table too.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_sheet(data: bytes, file_name: str) -> Sheet:
    """Read the table in *data*; the ending of *file_name* says of which kind it is.

    Of a workbook the first sheet that is not empty is read. There, days become 2024-01-31, days
    with a time 2024-01-31 13:45:00, times 13:45:00, spans of time hours as in 26:30:00, yes and
    no 1 and 0, numbers at most 15 digits with a decimal point and without needless zeros. Of a
    formula the stored value is read; one that has none, or an error, is empty.

    Raises Invalid("file"), with a sentence that says what to do, for whatever is no such table.
    """
    if not data:
        refuse("The file is empty. Choose a file with column names in its first row.")
    if len(data) > MAX_FILE_BYTES:
        refuse("The file is larger than 10 MiB. Split it into several files.")
    name = file_name.lower()
    if name.endswith(WORKBOOK_ENDING):
        return _table(read_workbook(data))
    if not name.endswith(TEXT_ENDINGS):
        refuse("The file is neither .xlsx nor .csv. Save it as one of these and choose it again.")
    return _table(read_csv(data))


def _table(records: Iterable[Sequence[str]]) -> Sheet:
    remaining = iter(records)
    header = _header(_trimmed(next(remaining, ())))
    rows: list[tuple[str, ...]] = []
    blanks = 0
    for number, record in enumerate(remaining, start=2):
        row = _trimmed(record)
        if not row:
            blanks += 1
            continue
        if number > MAX_ROWS + 1:
            refuse(
                "The file has more than %(limit)s rows. Split it into several files.",
                limit=MAX_ROWS,
            )
        rows.extend([("",) * len(header)] * blanks)
        blanks = 0
        rows.append(tuple(_fitted(row, header, number)))
    return Sheet(header, tuple(rows))


def _trimmed(record: Sequence[str]) -> Sequence[str]:
    """Return the record without the empty cells at its end."""
    end = len(record)
    while end and not record[end - 1]:
        end -= 1
    return record[:end]


def _header(record: Sequence[str]) -> tuple[str, ...]:
    if len(record) > MAX_COLUMNS:
        refuse(
            "The file has more than %(limit)s columns. Delete those that are not needed.",
            limit=MAX_COLUMNS,
        )
    names = tuple(" ".join(name.split()) for name in record)
    if not any(names):
        refuse("The first row is empty. Write the names of the columns there.")
    for number, name in enumerate(names, start=1):
        if not name:
            refuse(
                "Column %(number)s has no name. Write one in the first row or delete the column.",
                number=number,
            )
        _check_cell(name, 1)
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1:
            refuse(
                "Two columns are named “%(name)s”. Give each column a name of its own.",
                name=name[:100],
            )
    return names


def _fitted(row: Sequence[str], header: tuple[str, ...], number: int) -> Iterator[str]:
    if len(row) > len(header):
        refuse(
            "Row %(row)s has %(cells)s cells, but there are only %(columns)s columns with names. "
            "Name the column, or put text that holds the separator in quotation marks.",
            row=number,
            cells=len(row),
            columns=len(header),
        )
    for cell, _name in zip_longest(row, header, fillvalue=""):
        _check_cell(cell, number)
        yield cell


def _check_cell(cell: str, number: int) -> None:
    if len(cell) > MAX_CELL_CHARACTERS:
        refuse(
            "A cell in row %(row)s holds more than %(limit)s characters. Shorten the text.",
            row=number,
            limit=MAX_CELL_CHARACTERS,
        )
    if "\0" in cell:
        refuse(
            "A cell in row %(row)s holds a NUL character, which no text has. Write it anew.",
            row=number,
        )
