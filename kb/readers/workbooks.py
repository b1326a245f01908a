"""XLSX workbooks to rows of text, by way of a clean copy that ``packages`` makes."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, load_workbook

from kb.readers.cells import refuse
from kb.readers.packages import clean_copy

#: How far the first sheet that is not empty is looked for.
MAX_SHEETS = 20
_ZIP_MARK = b"PK\x03\x04"
_OLD_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HIGHEST_EXACT = 10**15

Value = int | float | str | bool | date | time | datetime | timedelta


def read_workbook(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet that is not empty, from A1 on.

    Raises Invalid("file") for what is no .xlsx, and for one that goes beyond a limit.
    """
    _check_mark(data)
    copy = clean_copy(data)
    try:
        with load_workbook(copy) as workbook:
            for place, metadata in enumerate(workbook.sheets_metadata[:MAX_SHEETS]):
                if metadata.typ == SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_index(place)
                    if sheet.start is not None:
                        yield from _rows(sheet, sheet.start[1])
                        return
    except CalamineError:
        refuse(
            "The file cannot be read as a workbook. "
            "Save it as .xlsx in the spreadsheet program and choose the new file."
        )
    refuse("The workbook is empty. Choose a file with column names in its first row.")


def _check_mark(data: bytes) -> None:
    if data.startswith(_OLD_MARK):
        if _ENCRYPTED in data:
            refuse("The file is protected by a password. Save it without one.")
        refuse(
            "The file is of the older kind .xls. "
            "Save it as .xlsx in the spreadsheet program and choose the new file."
        )
    if not data.startswith(_ZIP_MARK):
        refuse(
            "The file is called .xlsx but is something else. "
            "Save it as .xlsx in the spreadsheet program and choose the new file."
        )


def _rows(sheet: CalamineSheet, first_column: int) -> Iterator[list[str]]:
    # The library tells of the empty rows above the first value, not of the columns left of it.
    margin = [""] * first_column
    for row in sheet.iter_rows():
        yield margin + [text_of(value) for value in row]


def text_of(value: Value) -> str:
    """Write the value of a cell as text, as read_sheet promises it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return _span(value)
    return _number(value)


def _span(value: timedelta) -> str:
    sign = "-" if value < timedelta() else ""
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}"


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _HIGHEST_EXACT):
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")
