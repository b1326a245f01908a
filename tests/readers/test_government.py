import random
from collections import Counter
from datetime import date

import pytest

from kb.citations.names import ActName, ActNames
from kb.citations.naming import keys_by
from kb.errors import Invalid
from kb.readers.documents import DocumentFile, FailedDocument, Named
from kb.readers.government import government_state, read_government
from kb.words import DocumentKind, NamedIn
from tests.readers.government_files import (
    MEMOS,
    REPORTS,
    as_json,
    collection,
    packed,
    page,
    row,
    written,
)

KEYS_IN = keys_by(
    ActNames(
        [
            ActName("kommunallagen", "sfs/1991:900", "1992-01-01", "2017-12-31"),
            ActName("kommunallagen", "sfs/2017:725", "2018-01-01"),
        ]
    )
)
REMISS = "remisser/2025/11/remiss-av-sou-202412.md"
BILL = "rattsliga-dokument/proposition/2025/03/prop.-202425133.md"
PAGES = {
    f"{REPORTS}/2024/02/sou-202412.md": page(
        "Provtagning i skogSOU 2024:12", "Om *kommunallagen*."
    ),
    REMISS: page(
        "Remiss av Provtagning i skog (SOU 2024:12)Diarienummer: Ju2025/02310",
        "Sista dag att svara på remissen är den 16 februari 2026.",
    ),
    BILL: page("Provtagning i skog", "Lagen föreslås träda i kraft den 1 juli 2025."),
}


def read(path, seen=None):
    return list(read_government(path, KEYS_IN, date(2026, 1, 29), seen))


def by_kind(documents):
    return {document.kind: document for document in documents}


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "government-2024-02-01", collection(row()) | PAGES)


def test_a_report_is_read_from_its_row_and_its_page(folder):
    report = by_kind(read(folder))[DocumentKind.REPORT]

    assert report == DocumentFile(
        source="government",
        external_id=f"/{REPORTS}/2024/02/sou-202412/",
        kind=DocumentKind.REPORT,
        key="sou/2024:12",
        title="Provtagning i skog",
        text="Om *kommunallagen*.",
        dated_on="2024-02-15",
        sender="Justitiedepartementet, Regeringen",
        url=f"https://www.regeringen.se/{REPORTS}/2024/02/sou-202412/",
        named=(Named("sfs/2017:725", NamedIn.TEXT),),
    )
    assert report.raw == row()


def test_a_consultation_has_its_deadline_and_only_the_month_of_its_folder(folder):
    remiss = by_kind(read(folder))[DocumentKind.CONSULTATION]

    assert remiss.external_id == "/remisser/2025/11/remiss-av-sou-202412/"
    assert remiss.title == "Remiss av Provtagning i skog (SOU 2024:12)"
    assert (remiss.key, remiss.diary_number) == (None, "Ju2025/02310")
    assert remiss.dated_on == "2025-11"
    assert remiss.deadline_on == "2026-02-16"
    assert remiss.deadline_text == "Sista dag att svara på remissen är den 16 februari 2026."
    assert remiss.named == (Named("sou/2024:12", NamedIn.TITLE),)


def test_a_bill_has_its_number_from_its_file_and_its_address_as_the_site_writes_it(folder):
    bill = by_kind(read(folder))[DocumentKind.BILL]

    assert bill.key == "prop/2024/25:133"
    assert bill.external_id == "/rattsliga-dokument/proposition/2025/03/prop.-202425133"
    assert (bill.in_force_on, bill.deadline_on) == ("2025-07-01", None)


def test_the_order_within_an_archive_makes_no_difference(tmp_path, folder):
    files = list((collection(row()) | PAGES).items())
    expected = {document.external_id: document.digest for document in read(folder)}

    for number in range(5):
        random.Random(number).shuffle(files)
        path = packed(tmp_path / f"{number}.tar.xz", dict(files))
        assert {each.external_id: each.digest for each in read(path)} == expected


def test_rows_without_pages_are_read_with_their_summary(tmp_path):
    memo = row(
        "spel", MEMOS, title="Spel, Ds 2024:5", id="Ds 2024:5 ", summary="Ändrar kommunallagen."
    )
    path = written(tmp_path, collection() | {f"{MEMOS}.json": as_json([memo])})

    (document,) = read(path)

    assert (document.kind, document.key) == (DocumentKind.MEMO, "ds/2024:5")
    assert document.title == "Spel"
    assert document.text == "Ändrar kommunallagen."
    assert document.named == (Named("sfs/2017:725", NamedIn.TEXT),)


def test_what_is_named_comes_once_where_it_is_surest_and_never_the_document_itself(tmp_path):
    shortcuts = [
        {
            "name": "Dir. 2023:1 Spel",
            "url": "/rattsliga-dokument/kommittedirektiv/2023/01/dir.-20231",
        },
        {"name": "SOU 2024:12", "url": f"/{REPORTS}/2024/02/sou-202412/"},
        {"name": "Nyhet om kommunallagen", "url": "/pressmeddelanden/2024/02/spel/"},
    ]
    report = row(
        title="Tillägg till dir. 2023:1 och Ds 2020:3 i korthet, SOU 2024:12",
        summary="Se SOU 2024:12, Ds 2020:3 och prop. 2019/20:4.",
        shortcuts=shortcuts,
    )

    (document,) = read(written(tmp_path, collection(report)))

    assert document.named == (
        Named("dir/2023:1", NamedIn.REGISTER),
        Named("ds/2020:3", NamedIn.TITLE),
        Named("prop/2019/20:4", NamedIn.TEXT),
    )


def test_a_name_means_the_act_of_the_day_of_the_document(tmp_path):
    old = row(published="2011-05-02", summary="Ändrar kommunallagen.")

    (document,) = read(written(tmp_path, collection(old)))

    assert document.named == (Named("sfs/1991:900", NamedIn.TEXT),)


def test_two_rows_of_one_number_are_two_documents(tmp_path):
    rows = [row(), row("sou-2024121", title="Provtagning i skog, lättläst, SOU 2024:12")]

    documents = read(written(tmp_path, collection(*rows)))

    assert {document.key for document in documents} == {"sou/2024:12"}
    assert len({document.external_id for document in documents}) == 2


def test_an_address_that_stands_twice_is_told_and_read_once(tmp_path):
    failed, document = read(written(tmp_path, collection(row(), row(title="Annat"))))

    assert isinstance(failed, FailedDocument)
    assert document.title == "Provtagning i skog"


def test_treaties_among_the_reports_are_passed_over_with_their_pages_and_counted(tmp_path):
    treaty = row("avtal", id="Diarienummer: SÖ 1921:50", title="Avtal med Danmark")
    files = collection(treaty) | {f"{REPORTS}/2024/02/avtal.md": page("Avtal med Danmark")}
    seen = Counter()

    assert read(written(tmp_path, files), seen) == []
    assert seen == {"SÖ": 1}


def test_what_nobody_knows_is_counted(tmp_path):
    files = collection(row(colour="red")) | {"tal/2025/01/tal.md": b"# Tal", "README.md": b"text"}
    seen = Counter()

    assert len(read(written(tmp_path, files), seen)) == 1
    assert seen == {"tal/2025/01": 1, "README.md": 1, f"{REPORTS}.json: colour": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# Spel\n\n\xff", "UTF-8"),
        (b"Spel utan rubrik", "title"),
        (b"# \n", "title"),
        (b"# Spel\0", "text"),
        (b"# " + b"spel" * 1000, "too long"),
        (b"# Spel\n" + b"x" * 300_000, "larger"),
    ],
)
def test_a_page_that_cannot_be_read_is_told_and_the_next_is_read(tmp_path, data, reason):
    broken = REMISS.replace("remiss-av", "a-remiss-av")
    documents = read(written(tmp_path, {broken: data, REMISS: PAGES[REMISS]}))

    failed, read_one = sorted(documents, key=lambda each: isinstance(each, DocumentFile))

    assert failed.path == broken
    assert reason in failed.reason
    assert read_one.deadline_on == "2026-02-16"


def test_a_title_that_is_nothing_but_the_number_stays(tmp_path):
    path = "rattsliga-dokument/kommittedirektiv/2015/09/dir.-201594.md"

    (document,) = read(written(tmp_path, {path: page("Dir. 2015:94")}))

    assert (document.title, document.key) == ("Dir. 2015:94", "dir/2015:94")


def test_a_list_of_an_unknown_shape_is_refused_before_anything_is_given(tmp_path):
    files = collection(row()) | PAGES | {f"{MEMOS}.json": as_json([row("a", MEMOS) | {"id": 5}])}
    documents = read_government(written(tmp_path, files), KEYS_IN, date(2026, 1, 29))

    with pytest.raises(
        Invalid, match=rf"{MEMOS}\.json has an unknown shape: a number as id of row 1"
    ):
        next(documents)


def test_a_list_too_large_to_be_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kb.readers.government.MAX_LIST_BYTES", 100)

    with pytest.raises(Invalid, match=r"statens-offentliga-utredningar\.json .* larger"):
        read(written(tmp_path, {f"{REPORTS}.json": as_json([row()])}))


def test_a_source_without_anything_known_is_refused(tmp_path):
    with pytest.raises(Invalid, match="holds no list and no page"):
        read(written(tmp_path, {"sfs/2017/sfs-2017-725.md": b"text"}))


def test_an_archive_that_breaks_off_is_refused_before_anything_is_given(tmp_path):
    path = packed(tmp_path / "whole.tar.xz", collection(row()) | PAGES)
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(Invalid, match="to its end"):
        next(read_government(path, KEYS_IN, date(2026, 1, 29)))


def test_the_state_is_told_by_the_source_and_else_by_its_name(tmp_path, folder):
    bare = written(tmp_path / "government", PAGES)

    assert government_state(folder) == "2024-03-01"
    assert government_state(packed(tmp_path / "a.tar.xz", collection())) == "2024-03-01"
    assert government_state(bare) is None
    assert government_state(written(tmp_path / "g-2024-02-01", PAGES)) == "2024-02-01"


def test_reading_twice_gives_the_same_documents(folder):
    first, second = (sorted(each.digest for each in read(folder)) for _ in range(2))

    assert first == second
    assert len(set(first)) == len(PAGES)
