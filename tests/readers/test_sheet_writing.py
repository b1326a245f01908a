"""Tables out and in again: nothing is computed on the way, and every value comes back."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from kb.errors import Invalid
from kb.readers.cells import safe_cell, unsafe_cell
from kb.readers.sheet_writing import MAX_WORKBOOK_CELL_CHARACTERS, csv_bytes, xlsx_bytes
from kb.readers.spreadsheets import Sheet, read_sheet

SIGNS = "=+-@＝＋－＠\t\r\n"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
XML_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
    | st.sampled_from("\r\n\t\x1f_x0041")
)
TRICKY = st.text(st.sampled_from("'\" =+-@＝\t\r\n;,a\ufeff"), max_size=6)
NAMES = ("Namn; kort", "Beskrivning, lång", "=Kod")


def tables(texts):
    row = st.tuples(texts, texts, texts).filter(any)
    return st.lists(row, max_size=5).map(tuple)


def written_csv(header, rows, *, bom=False) -> bytes:
    return b"".join(csv_bytes(header, rows, bom=bom))


@given(TEXTS | TRICKY)
def test_a_guarded_text_comes_back_as_it_was(text):
    assert unsafe_cell(safe_cell(text)) == text


@given(st.text(st.sampled_from("'\" \u00a0"), max_size=3), st.sampled_from(SIGNS), TEXTS)
def test_a_text_that_begins_as_a_formula_is_guarded(before, sign, rest):
    assert safe_cell(before + sign + rest).startswith("'")


@pytest.mark.parametrize("text", ["", "'", "'citat'", "a=b", "3 − 2", "”=1"])
def test_a_text_that_is_no_formula_is_left_alone(text):
    assert safe_cell(text) == text
    assert unsafe_cell(text) == text


@given(tables(TEXTS | TRICKY), st.booleans())
def test_a_table_written_as_csv_is_read_as_the_same_table(rows, bom):
    data = written_csv(NAMES, rows, bom=bom)

    assert read_sheet(data, "export.csv") == Sheet(NAMES, rows)


@given(st.lists(st.tuples((TEXTS | TRICKY).filter(bool)), max_size=5).map(tuple))
def test_a_table_of_one_column_survives_csv(rows):
    assert read_sheet(written_csv(("a;b",), rows), "export.csv") == Sheet(("a;b",), rows)


@given(tables(TEXTS | TRICKY))
def test_no_cell_of_a_csv_file_begins_as_a_formula(rows):
    text = written_csv(NAMES, rows).decode()

    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]

    assert not any(re.match(f'["\\s]*[{re.escape(SIGNS)}]', cell) for cell in cells)


def test_csv_has_commas_and_the_line_ends_of_the_standard():
    data = written_csv(("Kod", "Titel"), [("H-1", 'Så kallad "frist", ny'), ("H-2", "")])

    assert data.decode() == '"Kod","Titel"\r\nH-1,"Så kallad ""frist"", ny"\r\nH-2,\r\n'


def test_csv_begins_with_the_mark_of_utf_8_only_when_asked():
    assert written_csv(("Kod",), (), bom=True).startswith(b"\xef\xbb\xbf")
    assert not written_csv(("Kod",), ()).startswith(b"\xef\xbb\xbf")


def test_csv_is_written_row_by_row_as_rows_arrive():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield (str(number),)

    lines = csv_bytes(("Nummer",), rows(), bom=False)
    next(lines)
    next(lines)

    assert taken == [0]


@settings(deadline=None)
@given(tables(XML_TEXTS | TRICKY))
def test_a_table_written_as_a_workbook_is_read_as_the_same_table(rows):
    data = xlsx_bytes(NAMES, rows, title="Hinder")

    assert read_sheet(data, "export.xlsx") == Sheet(NAMES, rows)


@pytest.mark.parametrize("text", ["=1+1", "https://a.example", "42", "2024-01-31", "{=1}", "TRUE"])
def test_every_cell_of_a_workbook_is_a_string(text):
    data = xlsx_bytes(("Värde",), [(text,)], title="Hinder")

    (sheet,) = load_workbook(BytesIO(data)).sheet_names
    rows = load_workbook(BytesIO(data)).get_sheet_by_name(sheet).to_python()

    assert rows == [["Värde"], [text]]


@pytest.mark.parametrize("unfit", ["\x00", "\ud800"])
def test_what_no_file_can_hold_is_replaced(unfit):
    rows = [(f"a{unfit}b",)]

    from_csv = read_sheet(written_csv(("Namn",), rows), "a.csv")
    from_workbook = read_sheet(xlsx_bytes(("Namn",), rows, title="a"), "a.xlsx")

    assert from_csv == from_workbook == Sheet(("Namn",), (("a\ufffdb",),))


def test_a_text_too_long_for_a_cell_of_a_workbook_is_refused_by_row():
    with pytest.raises(Invalid, match=r"row 3 .* Choose CSV") as refused:
        xlsx_bytes(("Namn",), [("a",), ("b" * (MAX_WORKBOOK_CELL_CHARACTERS + 1),)], title="Hinder")

    assert refused.value.field == "format"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hinder", "Hinder"),
        ("Hinder: 2024/25 [utkast]", "Hinder 2024 25 utkast"),
        ("'" + "a" * 40, "a" * 30),
        ("History", "Sheet1"),
        ("[]", "Sheet1"),
    ],
)
def test_a_sheet_is_named_as_excel_allows(title, name):
    data = xlsx_bytes(("Namn",), (), title=title)

    assert load_workbook(BytesIO(data)).sheet_names == [name]
