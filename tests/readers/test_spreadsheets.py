"""Spreadsheets become one table of text, or are refused with a sentence that says what to do."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
import xlsxwriter

from kb.errors import Invalid
from kb.readers.cells import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from kb.readers.csv_files import MAX_SEPARATORS
from kb.readers.spreadsheets import Sheet, read_sheet
from tests.readers.packages import text_cell, workbook


def refusal(data: bytes, file_name: str = "lista.csv") -> str:
    with pytest.raises(Invalid) as refused:
        read_sheet(data, file_name)
    assert refused.value.field == "file"
    return refused.value.message


def workbook_of(*sheets) -> bytes:
    """A workbook of sheets, each a list of rows of (value, number format or None)."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, (value, shape) in enumerate(row):
                    style = book.add_format({"num_format": shape}) if shape else None
                    sheet.write(number, column, value, style)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding, separator):
    text = f"Kod{separator}Åtgärd\r\nH-1{separator}Förändra\r\n"

    sheet = read_sheet(text.encode(encoding), "lista.csv")

    assert sheet == Sheet(("Kod", "Åtgärd"), (("H-1", "Förändra"),))


def test_utf_16_is_read_in_either_order_of_bytes():
    text = "\ufeffKod\tÅr\r\nH-1\t2024\r\n"

    assert read_sheet(text.encode("utf-16-be"), "a.txt").rows == (("H-1", "2024"),)
    assert read_sheet(text.encode("utf-16-le"), "a.txt").rows == (("H-1", "2024"),)


def test_a_separator_in_a_quoted_name_does_not_count():
    data = b'"Namn, kort, och, klart";Kod\r\na,b;1\r\n'

    assert read_sheet(data, "a.csv").rows == (("a,b", "1"),)


def test_a_quoted_text_may_run_over_several_lines():
    data = b'"Kod\nnummer";Text\r\nH-1;"rad 1\r\nrad 2\nrad 3"\r\n'

    sheet = read_sheet(data, "a.csv")

    assert sheet == Sheet(("Kod nummer", "Text"), (("H-1", "rad 1\r\nrad 2\nrad 3"),))


def test_the_apostrophe_before_a_formula_is_taken_away():
    data = b"Kod,'=Namn\r\n'=1+1,'-5\r\n'citat',''@x\r\n"

    assert read_sheet(data, "a.csv") == Sheet(
        ("Kod", "=Namn"), (("=1+1", "-5"), ("'citat'", "'@x"))
    )


def test_short_rows_are_filled_up_and_empty_cells_beyond_the_header_are_dropped():
    data = b"A;B;C\r\n1\r\n1;2;3;;\r\n"

    assert read_sheet(data, "a.csv").rows == (("1", "", ""), ("1", "2", "3"))


def test_empty_rows_are_kept_in_the_middle_so_that_numbers_hold_and_dropped_at_the_end():
    data = b"A;B\r\n1;2\r\n\r\n;\r\n3;4\r\n;;;\r\n\r\n"

    assert read_sheet(data, "a.csv").rows == (("1", "2"), ("", ""), ("", ""), ("3", "4"))


def test_a_header_alone_is_a_table_without_rows():
    assert read_sheet(b"Kod;Namn\r\n", "a.csv") == Sheet(("Kod", "Namn"), ())
    assert read_sheet(workbook_of([[("Kod", None)]]), "a.xlsx") == Sheet(("Kod",), ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The first row is empty"),
        (b"\r\nKod;Namn\r\n", "The first row is empty"),
        (b"Kod;;Namn\r\n", "Column 2 has no name"),
        (b"Kod; ;Namn\r\n", "Column 2 has no name"),
        (b"Kod;Namn; KOD\r\n", "Two columns are named “kod”"),
        (b"Kod;Namn\r\n1;2\r\n1;2;3\r\n", "Row 3 has 3 cells"),
        (b"Kod;Na\0mn\r\n", "holds NUL characters"),
        ("Kod;Namn\r\n".encode("utf-16-le"), "holds NUL characters"),
        (b"Kod;\x81\r\n", "letters of the file cannot be read"),
        (b"Kod;\xe5\x01\r\n", "letters of the file cannot be read"),
        (b"\xef\xbb\xbfKod;\xe5\r\n", "says that it is Unicode but is not"),
        (b"\xff\xfeK\x00\x00\xd8", "says that it is Unicode but is not"),
        (b'Kod;Namn\r\n1;"aldrig slut\r\n2;b\r\n', "quotation marks in row 2 do not match"),
        (b'Kod;Namn\r\n1;2\r\n1;"a"b\r\n', "quotation marks in row 3 do not match"),
        (b";".join(b"k%d" % n for n in range(MAX_COLUMNS + 1)), "more than 200 columns"),
        (b"Kod\r\n" + b"1\r\n" * (MAX_ROWS + 1), "more than 20000 rows"),
        (b"Kod\r\n" + b"a" * (MAX_CELL_CHARACTERS + 1), "cell in row 2 holds more than 100000"),
        (b"Kod\r\n" + b"a" * 200_000, "cell in row 2 holds more than 100000"),
        (b"Kod\r\n" + b"," * (MAX_SEPARATORS + 1), "A row has more than 500000 separators"),
        (b"a" * (MAX_FILE_BYTES + 1), "larger than 10 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_csv_file_that_is_no_table_is_refused_with_the_reason(data, reason):
    assert reason in refusal(data)


@pytest.mark.parametrize("name", ["lista.xls", "lista.xlsm", "lista.ods", "lista", "csv"])
def test_other_kinds_of_files_are_refused_by_name(name):
    assert "neither .xlsx nor .csv" in refusal(b"Kod\r\n", name)


def test_the_ending_may_be_in_capitals():
    assert read_sheet(b"Kod\r\n", "LISTA.CSV").header == ("Kod",)


def test_as_many_rows_columns_and_characters_as_allowed_are_read():
    names = [f"k{number}" for number in range(MAX_COLUMNS)]
    wide = ";".join(names) + "\r\n" + "a" * MAX_CELL_CHARACTERS
    high = "Kod\r\n" + "1\r\n" * MAX_ROWS

    assert len(read_sheet(wide.encode(), "a.csv").rows[0]) == MAX_COLUMNS
    assert len(read_sheet(high.encode(), "a.csv").rows) == MAX_ROWS


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (date(2024, 1, 31), "yyyy-mm-dd", "2024-01-31"),
        (datetime(2024, 1, 31, 13, 45), "yyyy-mm-dd hh:mm", "2024-01-31 13:45:00"),
        (datetime(2024, 1, 31), "yyyy-mm-dd hh:mm", "2024-01-31"),
        (time(13, 45), "hh:mm", "13:45:00"),
        (timedelta(hours=26, minutes=30), "[h]:mm:ss", "26:30:00"),
        (3, None, "3"),
        (-2.50, None, "-2.5"),
        (0.1 + 0.2, None, "0.3"),
        (1e-7, None, "0.0000001"),
        (1e20, None, "100000000000000000000"),
        (True, None, "1"),
        (False, None, "0"),
        ("  Förvaltningslag (2017:900)\n§ 9 ", None, "  Förvaltningslag (2017:900)\n§ 9 "),
        ("'=1", None, "'=1"),
    ],
)
def test_values_of_a_workbook_become_text(value, shape, text):
    data = workbook_of([[("Kod", None), ("Värde", None)], [("H-1", None), (value, shape)]])

    assert read_sheet(data, "a.xlsx").rows == (("H-1", text),)


def test_a_formula_is_read_by_its_stored_value_and_never_computed():
    data = workbook(
        f'<row r="1">{text_cell("A1", "Stored")}{text_cell("B1", "None")}'
        f"{text_cell('C1', 'Error')}{text_cell('D1', 'Last')}</row>"
        '<row r="2"><c r="A2"><f>1+1</f><v>7</v></c><c r="B2"><f>1+1</f></c>'
        '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2" t="str"><f>A1</f><v>x</v></c></row>'
    )

    assert read_sheet(data, "a.xlsx").rows == (("7", "", "", "x"),)


def test_the_first_sheet_that_is_not_empty_is_read():
    data = workbook_of([], [[("Kod", None)], [("H-1", None)]], [[("Annat", None)]])

    assert read_sheet(data, "a.xlsx") == Sheet(("Kod",), (("H-1",),))


def test_rows_of_a_workbook_keep_their_numbers():
    data = workbook(
        f'<row r="1">{text_cell("A1", "Kod")}{text_cell("B1", "Namn")}</row>'
        f'<row r="4">{text_cell("B4", "sist")}</row>'
    )

    assert read_sheet(data, "a.xlsx").rows == (("", ""), ("", ""), ("", "sist"))


def test_cells_that_do_not_say_where_they_stand_follow_each_other():
    data = workbook(
        '<row><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row><row><c/><c><v>5</v></c></row>',
        shared="<si><t>Kod</t></si><si/><si><r><t>Na</t></r><r><t>mn</t></r></si>",
    )

    assert read_sheet(data, "a.xlsx") == Sheet(("Kod", "Namn"), (("", "5"),))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("", "The workbook is empty"),
        (f'<row r="2">{text_cell("A2", "Kod")}</row>', "The first row is empty"),
        (f'<row r="1">{text_cell("B1", "Kod")}</row>', "Column 1 has no name"),
        (
            f'<row r="1">{text_cell("A1", "Kod")}</row><row r="2">{text_cell("B2", "x")}</row>',
            "Row 2 has 2 cells",
        ),
        (f'<row r="1">{text_cell("A1", "K_x0000_")}</row>', "NUL character"),
    ],
)
def test_a_workbook_that_is_no_table_is_refused_with_the_reason(rows, reason):
    assert reason in refusal(workbook(rows), "a.xlsx")
