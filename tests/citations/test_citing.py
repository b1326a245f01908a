from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.citations.citing import cite
from kb.citations.keys import is_key, label
from tests.citations.bearers import NAMES

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 1, 1)


def cases_of(name):
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


EXPECTED = [case for name in ("swedish", "english", "within") for case in cases_of(name)]
NEGATIVES = cases_of("negatives")


def keys_in(text, **details):
    return [each.keys for each in cite(text, NAMES, as_of=DAY, **details)]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["text"][:60])
def test_every_reference_is_found_with_its_words_and_its_keys(case):
    found = cite(case["text"], NAMES, within=case.get("within"), as_of=DAY)

    assert [(each.text, each.kind, " ".join(each.keys), each.page) for each in found] == [
        (row["text"], row["kind"], row.get("keys", ""), row.get("page", ""))
        for row in case["cited"]
    ]


@pytest.mark.parametrize("text", NEGATIVES)
def test_what_is_no_reference_is_left_alone(text):
    assert cite(text, NAMES, as_of=DAY) == ()


@pytest.mark.parametrize("text", NEGATIVES[:12])
def test_agreements_and_books_stay_foreign_after_an_act_was_named(text):
    found = cite(f"Enligt kommunallagen gäller detta. Se {text}.", NAMES, as_of=DAY)

    assert [each.text for each in found] == ["kommunallagen"]


def test_there_are_enough_cases():
    assert len(EXPECTED) + len(NEGATIVES) >= 300
    assert len(NEGATIVES) >= 60


def test_a_name_means_the_act_that_bears_it_on_the_day():
    text = "5 kap. 3 § socialtjänstlagen"

    assert cite(text, NAMES, as_of=date(2025, 6, 30))[0].keys == ("sfs/2001:453#K5P3",)
    assert cite(text, NAMES, as_of=date(2025, 7, 1))[0].keys == ("sfs/2025:400#K5P3",)


def test_a_section_of_an_act_numbered_throughout_goes_into_its_own_chapter():
    headings = "## 1 kap. A\n\n#### 1 §\n\nx\n\n## 2 kap. B\n\n#### 2 §\n\nSe 1 §."

    assert keys_in(headings, within="sfs/1960:729") == [("sfs/1960:729#K1P1",)]


def test_a_section_that_comes_back_in_each_chapter_is_of_the_chapter_read():
    headings = "## 1 kap. A\n\n#### 1 §\n\nx\n\n## 2 kap. B\n\n#### 1 §\n\nSe 1 §."

    assert keys_in(headings, within="sfs/1960:729") == [("sfs/1960:729#K2P1",)]


def test_moments_and_last_sentences_lead_on_to_the_act():
    text = "18 § sista meningen lagen (1971:948), 3 § 12 a mom. lagen (1947:576)"

    assert keys_in(text, within="sfs/1971:954") == [("sfs/1971:948#P18",), ("sfs/1947:576#P3",)]


def test_a_section_before_another_chapter_needs_no_sign():
    text = "4 kap. 4 b eller 4 kap. 4 e § brottsbalken, 17. kap. 6 § brottsbalken"

    code = "sfs/1962:700"
    assert keys_in(text) == [(f"{code}#K4P4b",), (f"{code}#K4P4e",), (f"{code}#K17P6",)]


def test_an_amending_act_amends_the_act_named_before_it():
    text = "lagen (1907:36) gäller efter lagen (1953:415) om ändring i nämnda lag"

    assert keys_in(text)[-1] == ("sfs/1907:36",)


def test_an_act_of_the_union_behind_a_section_is_read_alone():
    text = "enligt 7 § i förordning (EU) 2019/1111"

    assert keys_in(text, within="sfs/1990:52") == [("sfs/1990:52#P7",), ("celex/32019R1111",)]


def test_headings_give_no_references():
    assert keys_in("## 6 kap. 37 § kommunallagen\n\nText.") == []


def test_a_range_without_sense_is_unknown_and_not_silent():
    found = cite("8–1 §§ FL och 1–4000 §§ FL", NAMES, as_of=DAY)

    assert [(each.kind, each.keys) for each in found] == [("unknown", ())] * 2


HOSTILE = [
    "1, ", "1 a, ", "1 och ", "§", "kap. ", "samma lag ", "(", "9", "1–", "1 kap. ", "lag ",
    "prop. ", "JO ", "artikel 1.1 a, ", "lagen om ", "lagen (", "(2017:725", "1 § ", "5 § i det ",
    "första, ", "plan- och ", "C-", "1:1 ", "KL 6:", "(EU, ", "Europaparlamentets och rådets ",
    "gamla ", "## 1 kap.\n", "\n", " ", "Lag (2022:638). ", "a. prop. ", "2017:1 s. ", "DI-2019-",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_comes_to_an_end(piece):
    text = (piece * 20_000)[:20_000]

    found = cite(text, NAMES, within="sfs/2017:725", as_of=DAY)

    assert all(each.end <= len(text) for each in found)


PIECES = """
5 37 2 a b i § §§ kap. kap , och eller samt – - första stycket andra st. p. OSL KL FL samma
lag lagen denna ( ) (2017:725) 2017:725 om artikel 22.2 22(2)(b) GDPR prop. 2021/22:125 s. 45
a. HFD 2015 ref. 61 C-634/21 (EU) 2016/679 mom. : 6:37 Section Chapter of the i avtalet .
"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", "\n## 6 kap. X\n", "\u00a0"])
ANY_TEXT = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS).map("".join)
)


@given(ANY_TEXT, st.sampled_from([None, "sfs/2017:725", "sfs/2017:725#K6", "celex/32016R0679"]))
def test_references_follow_each_other_and_slice_the_text(text, within):
    end = 0
    for each in cite(text, NAMES, within=within, as_of=DAY):
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert all(is_key(key) for key in each.keys)
        assert (each.kind == "unknown") == (not each.keys)
        end = each.end


SECTIONS = st.from_regex(
    r"(K[1-9][0-9]?[a-h]?)?P[1-9][0-9]?[a-h]?(S[1-9])?(N[1-9][0-9]?[a-h]?)?", fullmatch=True
)
ARTICLES = st.from_regex(r"A[1-9][0-9]?(\.[1-9](\.[a-h])?)?", fullmatch=True)
PROVISIONS = st.one_of(
    SECTIONS.map(lambda part: (f"sfs/2009:400#{part}", "OSL")),
    SECTIONS.map(lambda part: (f"sfs/2022:913#{part}", "lagen (2022:913)")),
    ARTICLES.map(lambda part: (f"celex/32016R0679#{part}", "GDPR")),
)


@given(PROVISIONS)
def test_what_a_provision_is_labelled_is_found_in_a_sentence(provision):
    key, name = provision
    pair = label(key, name)

    assert keys_in(f"Detta följer av {pair.sv}.") == [(key,)]
    assert keys_in(f"This follows from {pair.en}.") == [(key,)]


@given(st.integers(1, 40), st.integers(1, 30), st.integers(1, 12))
def test_a_range_gives_one_key_for_each_section(first, more, chapter):
    text = f"{chapter} kap. {first}–{first + more} §§ OSL"

    wanted = tuple(f"sfs/2009:400#K{chapter}P{first + step}" for step in range(more + 1))
    assert keys_in(text) == [wanted]


@given(st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True))
def test_every_member_of_a_list_gets_the_act(sections):
    *some, last = (f"{number} §" for number in sections)

    found = keys_in(f"{', '.join(some)} och {last} förvaltningslagen (2017:900)")

    assert found == [(f"sfs/2017:900#P{number}",) for number in sections]
