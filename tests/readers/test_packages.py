"""Workbooks made to harm are refused before anything grows."""

import stat
import tracemalloc
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from kb.errors import Invalid
from kb.readers.cells import MAX_CHARACTERS, MAX_ROWS
from kb.readers.packages import MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES
from kb.readers.spreadsheets import read_sheet
from tests.readers.packages import (
    GOOD,
    SHARED,
    SHEET,
    parts,
    text_cell,
    workbook,
    worksheet,
    zipped,
)

MIB = 1024 * 1024
PEAK_BYTES = 100 * MIB
OLD_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = f'<row r="1">{text_cell("A1", "Kod")}</row>'


def refusal(data: bytes) -> str:
    """Why *data* is refused; the memory that this takes is bounded."""
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refused:
            read_sheet(data, "lista.xlsx")
        assert tracemalloc.get_traced_memory()[1] < PEAK_BYTES
    finally:
        tracemalloc.stop()
    assert refused.value.field == "file"
    return refused.value.message


def linked() -> ZipInfo:
    link = ZipInfo("xl/media/link.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return link


def with_sizes_that_lie(data: bytes, name: str, size: int) -> bytes:
    """*data* with the unpacked size of one part changed in both places that tell it."""
    changed = bytearray(data)
    with ZipFile(BytesIO(data)) as package:
        true_size = package.getinfo(name).file_size.to_bytes(4, "little")
    for mark, offset, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        start = data.find(mark)
        while data[start + name_at : start + name_at + len(name)] != name.encode():
            start = data.index(mark, start + 1)
        assert changed[start + offset : start + offset + 4] == true_size
        changed[start + offset : start + offset + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def test_a_sound_workbook_is_read():
    assert read_sheet(zipped(GOOD), "lista.xlsx").header == ("Kod",)


def test_pictures_and_what_programs_add_do_no_harm():
    data = zipped(GOOD | {"xl/media/image1.png": b"\x89PNG", "xl/calcChain.xml": "<calcChain/>"})

    assert read_sheet(data, "lista.xlsx").header == ("Kod",)


@pytest.mark.parametrize("part", [SHEET, SHARED, "docProps/app.xml", "xl/media/image1.png"])
def test_a_small_file_that_unpacks_to_more_than_allowed_is_refused(part):
    data = zipped(GOOD | {part: b" " * (MAX_UNPACKED_BYTES + 1)})

    assert len(data) < MIB
    assert "too large when unpacked" in refusal(data)


def test_a_file_that_unpacks_to_more_than_allowed_for_its_size_is_refused():
    data = zipped(GOOD | {"xl/media/image1.bmp": b" " * 2 * MIB})

    assert len(data) * MAX_RATIO < 2 * MIB
    assert "too large when unpacked" in refusal(data)


@pytest.mark.parametrize("size", [0, 10, MIB])
def test_a_directory_that_lies_about_a_size_does_not_help(size):
    bomb = zipped(GOOD | {SHEET: b" " * (MAX_UNPACKED_BYTES + 1)})

    assert "damaged" in refusal(with_sizes_that_lie(bomb, SHEET, size))


def test_a_zip_of_too_many_parts_is_refused():
    data = zipped(GOOD | {f"xl/media/{number}": "" for number in range(MAX_PARTS)})

    assert "in a way that no spreadsheet program uses" in refusal(data)


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\evil.xml", linked()],
)
def test_a_part_that_is_a_link_or_lies_outside_is_refused(name):
    assert "no spreadsheet program uses" in refusal(zipped(GOOD | {name: "<a/>"}))


def test_two_parts_of_one_name_are_refused():
    assert "no spreadsheet program uses" in refusal(zipped(GOOD | {SHEET.upper(): "<a/>"}))


def test_a_rare_compression_is_refused():
    target = BytesIO(zipped(GOOD))
    with ZipFile(target, "a", ZIP_BZIP2) as package:
        package.writestr("xl/rare.xml", "<a/>")

    assert "no spreadsheet program uses" in refusal(target.getvalue())


@pytest.mark.parametrize("part", [SHEET, SHARED, "xl/workbook.xml", "customXml/item1.xml"])
@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
        '<!DOCTYPE a SYSTEM "https://a.example/a.dtd"><a/>',
    ],
)
def test_a_document_type_is_refused_in_any_part(part, content):
    assert "document type" in refusal(zipped(GOOD | {part: content}))


def test_a_part_in_another_encoding_cannot_hide_a_document_type():
    hidden = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")

    assert "document type" in refusal(zipped(GOOD | {SHEET: hidden}))


@pytest.mark.parametrize(
    ("rows", "before", "reason"),
    [
        (HEADER, '<dimension ref="A1:XFD1048576"/>', "more than 200 columns"),
        (HEADER, '<dimension ref="A1:B1048576"/>', "below row 20001"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "", "more than 200 columns"),
        (f'<row r="1">{"<c/>" * 1_000_000}</row>', "", "more than 200 columns"),
        (f'{HEADER}<row r="{MAX_ROWS + 2}"/>', "", "below row 20001"),
        ("<row/>" * (MAX_ROWS + 2), "", "below row 20001"),
        (f'{HEADER}<row r="20000"><c r="GR20000"/></row>', "", "more than 2000000 cells"),
        ('<row r="1"><c r="A2"/></row>', "", "out of order"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "", "out of order"),
        ('<row r="2"/><row r="1"/>', "", "out of order"),
        ('<row r="0"><c r="A0"/></row>', "", "out of order"),
        ('<row r="1"><c r="1A"/></row>', "", "out of order"),
        ('<row r="1"><c t="s"><v>1</v></c></row>', "", "out of order"),
        ('<row r="1"><c t="s"><v>-1</v></c></row>', "", "out of order"),
    ],
)
def test_a_sheet_with_places_beyond_the_limits_or_out_of_order_is_refused(rows, before, reason):
    padding = "".join(f"{number:x}" for number in range(30_000))

    data = zipped(parts(worksheet(rows, before)) | {"xl/media/noise": padding})

    assert reason in refusal(data)


def test_one_long_text_that_many_cells_share_is_refused():
    cells = '<row><c t="s"><v>0</v></c></row>' * (MAX_CHARACTERS // 100_000 + 1)

    data = workbook(HEADER + cells, shared=f"<si><t>{'a' * 100_000}</t></si>")

    assert "more than 20000000 characters" in refusal(data)


def test_shared_texts_that_come_after_the_cells_are_refused():
    late = {"xl/zz.xml": GOOD[SHARED].replace("></sst>", "><si><t>a</t></si></sst>")}

    assert "damaged" in refusal(zipped(GOOD | late))


@pytest.mark.parametrize("claim", ['count="4000000000"', 'uniqueCount="4000000000"'])
def test_a_claim_about_counts_reserves_no_memory(claim):
    shared = GOOD[SHARED].replace("<sst ", f"<sst {claim} ")

    assert read_sheet(zipped(GOOD | {SHARED: shared}), "lista.xlsx").header == ("Kod",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is called .xlsx but is something else"),
        (b"Kod;Namn\r\n", "is called .xlsx but is something else"),
        (OLD_MARK + b"\0" * 512, "older kind .xls"),
        (OLD_MARK + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"a.txt": "a"}), "is no .xlsx workbook"),
        (zipped({"content.xml": "<a/>", "mimetype": "a"}), "is no .xlsx workbook"),
        (zipped(GOOD)[:-30], "damaged or cut off"),
        (zipped(GOOD)[:400], "damaged or cut off"),
        (zipped(GOOD | {"xl/workbook.xml": "<workbook"}), "is no XML"),
        (zipped(GOOD | {"xl/workbook.xml": "<workbook/>"}), "The workbook is empty"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(data, reason):
    assert reason in refusal(data)


def test_a_zip_with_encrypted_parts_is_refused():
    data = bytearray(zipped(GOOD))
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1

    assert "password" in refusal(bytes(data))


@pytest.mark.parametrize("place", range(0, 1200, 7))
def test_a_changed_byte_is_refused_or_does_no_harm(place):
    data = bytearray(zipped(GOOD))
    data[place % len(data)] ^= 0xFF

    header = ("Kod",)
    with suppress(Invalid):
        header = read_sheet(bytes(data), "lista.xlsx").header

    assert header == ("Kod",)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><c><v>0</v></c></c>',
        '<c t="s"><v>0<x>1</x></v></c>',
        f'<c t="s"><v>{"1" * 100_000}</v></c>',
        f'<c s="{" " * 2_000_000}"/>',
        f"<!--{' ' * 2_000_000}-->",
    ],
)
def test_cells_that_could_be_read_in_two_ways_or_never_end_are_refused(cell):
    sheet = worksheet(f"<row>{cell}</row>")

    noise = "".join(f"{number:x}" for number in range(30_000))
    data = zipped(parts(sheet, "<si><t>a</t></si>") | {"xl/media/noise": noise})

    assert "damaged" in refusal(data)


def test_shared_texts_in_two_parts_are_refused():
    shared = parts("", "<si><t>a</t></si>")[SHARED]

    assert "damaged" in refusal(zipped(GOOD | {SHARED: shared, "xl/sharedStrings2.xml": shared}))


def test_only_the_first_sheets_are_searched_for_a_table():
    many = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 1_000))
    book = GOOD["xl/workbook.xml"].replace("</sheets>", f"{many}</sheets>")

    data = zipped(GOOD | {"xl/workbook.xml": book, SHEET: worksheet("")})

    assert "The workbook is empty" in refusal(data)
