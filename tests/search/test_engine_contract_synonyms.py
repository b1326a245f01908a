"""What every search engine must do with words that mean the same."""

import pytest

from kb.search.engine import NEWEST, Query
from kb.words import Pair
from tests.search.makers import codes, make_document, shown

BANKID = {"bankid": ("e-legitimation", "elektronisk legitimation")}


@pytest.fixture
def filled(engine):
    engine.upsert(
        [
            make_document("H-1", "E-legitimation för alla", moved_on="2026-03-01"),
            make_document("H-2", "Annat", body=Pair("Med BankID går det.", ""), moved_on="2026-01"),
            make_document("H-3", "Krav på elektronisk legitimation"),
            make_document("H-4", "Legitimation som är elektronisk"),
        ]
    )
    return engine


def test_a_word_finds_what_holds_a_word_that_means_the_same(filled):
    assert set(codes(filled, "bankid", synonyms=BANKID)) == {"H-1", "H-2", "H-3"}


def test_what_holds_the_word_itself_comes_first_however_well_the_other_is_found(filled):
    assert codes(filled, "bankid", synonyms=BANKID)[0] == "H-2"


def test_what_holds_the_word_itself_comes_first_in_order_of_date_as_well(filled):
    assert codes(filled, "bankid", synonyms=BANKID, sort=NEWEST)[:2] == ["H-2", "H-1"]


def test_without_synonyms_only_the_word_itself_is_found(filled):
    assert codes(filled, "bankid") == ["H-2"]


def test_a_word_in_quotation_marks_is_meant_as_it_stands(filled):
    assert codes(filled, '"bankid"', synonyms=BANKID) == ["H-2"]


def test_a_prefix_is_meant_as_it_stands(filled):
    assert codes(filled, "bankid*", synonyms=BANKID) == ["H-2"]


def test_a_word_that_is_left_out_leaves_out_nothing_but_itself(filled):
    assert codes(filled, "e-legitimation -bankid", synonyms=BANKID) == ["H-1"]


def test_several_words_together_find_what_means_the_same(filled):
    together = {"elektronisk legitimation": ("bankid",)}

    found = codes(filled, "elektronisk legitimation", synonyms=together)

    assert found[-1] == "H-2"
    assert set(found) == {"H-2", "H-3", "H-4"}


def test_every_other_word_must_still_be_there(filled):
    assert codes(filled, "krav bankid", synonyms=BANKID) == ["H-3"]


def test_the_word_that_means_the_same_is_marked_in_the_extract(filled):
    hits = filled.search(Query(text="bankid", synonyms=BANKID)).hits

    titles = {hit.code: shown(hit.title) for hit in hits}
    assert titles["H-1"] == "[E-legitimation] för alla"


def test_the_same_text_with_other_synonyms_is_another_question(filled):
    first = codes(filled, "bankid", synonyms=BANKID)

    assert codes(filled, "bankid", synonyms={"bankid": ("annat",)}) != first
