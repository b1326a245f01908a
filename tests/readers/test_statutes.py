import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import Invalid
from kb.readers.statutes import MAX_BYTES, AmendmentRow, read_statute

HEAD = "beteckning: 2099:1\nrubrik: Provlag\n"


def read(body="", head=HEAD):
    return read_statute("2099/sfs-2099-1.md", f"---\n{head}---\n{body}".encode())


def test_a_statute_is_read_with_its_register():
    head = """beteckning: 2017:999
rubrik: "Provlag (2017:999)   om prov"
departement: Finansdepartementet
utfardad_datum: 2017-06-22
ikraft_datum: 2018-01-01
utgar_datum: 2030-12-31
publicerad_datum: 2025-05-26
forarbeten: "Prop. 2016/17:1"
pdf_url: https://example.org/17.pdf
andringsforfattningar:
  - beteckning: "2022:638"
    rubrik: "Lag (2022:638)"
    ikraft_datum: 2022-07-01
    anteckningar: "ändr. 6 kap. 37 §"
  - beteckning: "1876:38 s.7"
"""
    statute = read(head=head)

    assert (statute.key, statute.number) == ("sfs/2017:999", "2017:999")
    assert statute.title == "Provlag (2017:999) om prov"
    assert statute.department == "Finansdepartementet"
    assert (statute.issued_on, statute.in_force_on) == ("2017-06-22", "2018-01-01")
    assert (statute.expires_on, statute.published_on) == ("2030-12-31", "2025-05-26")
    assert (statute.preparatory, statute.pdf_url) == (
        "Prop. 2016/17:1",
        "https://example.org/17.pdf",
    )
    assert statute.register == (
        AmendmentRow(
            number="2022:638",
            title="Lag (2022:638)",
            in_force_on="2022-07-01",
            note="ändr. 6 kap. 37 §",
        ),
        AmendmentRow(number="1876:38 s.7", title="", in_force_on=None, note=""),
    )
    assert statute.parts == ()


def test_a_number_in_base_sixty_and_a_day_stay_texts():
    statute = read(head="beteckning: 1999:45\nrubrik: Prov\nikraft_datum: 1999-02-01\n")

    assert statute.raw == {
        "beteckning": "1999:45",
        "rubrik": "Prov",
        "ikraft_datum": "1999-02-01",
    }


def test_the_digest_is_of_the_bytes_as_they_came():
    data = f"---\r\n{HEAD}---\r\n".encode()

    assert read_statute("x", data).digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("written", "number", "key"),
    [
        ("2017:725", "2017:725", "sfs/2017:725"),
        ("1827:60 s.1007", "1827:60 s.1007", "sfs/1827:60s1007"),
        ("1904:60 s. 1", "1904:60 s.1", "sfs/1904:60s1"),
        ("1909:bih. 29 s.1", "1909:bih. 29 s.1", "sfs/1909:bih29s1"),
    ],
)
def test_odd_numbers_get_a_key_each(written, number, key):
    statute = read(head=f'beteckning: "{written}"\nrubrik: Prov\n')

    assert (statute.number, statute.key) == (number, key)


def test_a_title_that_goes_on_without_indentation_is_read():
    head = "beteckning: 1919:1\nrubrik: Kungörelse (1919:1) angående\ngränsen mellan\nprov\n\n"

    assert read(head=head).title == "Kungörelse (1919:1) angående gränsen mellan prov"


def test_a_register_of_one_may_lack_its_dash():
    head = f"{HEAD}andringsforfattningar:\n  beteckning: 2099:2\n  anteckningar: upph.\n"

    assert [row.note for row in read(head=head).register] == ["upph."]


def test_an_address_that_is_no_web_address_is_left_out():
    assert read(head=f"{HEAD}pdf_url: javascript:alert(1)\n").pdf_url == ""


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("rubrik: Prov\n", "beteckning is missing"),
        ("beteckning: 2099:1\n", "rubrik is missing"),
        ("beteckning: prov\nrubrik: Prov\n", "no number"),
        ("beteckning: [2099:1]\nrubrik: Prov\n", "single text"),
        (f"{HEAD}ikraft_datum: 2099-02-30\n", "no day"),
        (f"{HEAD}ikraft_datum: snart\n", "no day"),
        (f"{HEAD}andringsforfattningar: ja\n", "register"),
        (f"{HEAD}andringsforfattningar:\n  - rubrik: x\n", "beteckning is missing"),
        ("- a\n- b\n", "cannot be read as YAML"),
        (f'{HEAD}x: "\n', "cannot be read as YAML"),
        (f"{HEAD}x: &a [y]\nz: *a\n", "alias"),
        (f"{HEAD}x: {'[' * 50}{']' * 50}\n", "deeply"),
        (f"{HEAD}x:\n  {'- ' * 50}y\n", "deeply"),
        (f'{HEAD}x: "\\0"\n', "cannot be stored"),
        (HEAD + "x: y\n" * 250_000, "too long"),
    ],
)
def test_a_broken_head_is_refused_with_a_sentence(head, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(head=head)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no front matter"),
        (b"---\nbeteckning: 1\n", "no front matter"),
        (b"---\nrubrik: \xff\n---\n", "not UTF-8"),
        (f"---\n{HEAD}---\nab\0".encode(), "NUL"),
        (b"x" * (MAX_BYTES + 1), "larger"),
        (f"---\n{HEAD}---\n".encode() + b"a\n\n" * 200_000, "more paragraphs"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(Invalid, match=sentence):
        read_statute("x", data)


def test_no_object_is_made_from_a_tag():
    statute = read(head=f"{HEAD}x: !!python/object/apply:os.getcwd []\n")

    assert statute.raw["x"] == []


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(data):
    for whole in (data, b"---\nbeteckning: 2099:1\nrubrik: a\n" + data + b"\n---\n" + data):
        try:
            read_statute("x", whole)
        except Invalid:
            continue
