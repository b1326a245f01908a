"""Alphabetical order as Swedish readers expect it."""

import random
import unicodedata

import pytest

from kb.text.sorting import MAX_CHARACTERS, swedish_order

IN_ORDER = ["abc", "Adam", "Bo", "éclair", "Eda", "Zeta", "åka", "ämne", "æra", "öga", "øre", "öst"]


def test_a_ring_a_umlaut_and_o_umlaut_come_last_in_that_order():
    mixed = list(IN_ORDER)
    random.Random(4).shuffle(mixed)

    assert sorted(mixed, key=swedish_order) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OSL", "osl"),
        ("ÅÄÖ", "åäö"),
        ("idé", "ide"),
        ("”Hinder", "Hinder"),
        ("«Hinder", "hinder"),
        ("(Hinder", "hinder"),
        ("ærlig", "ärlig"),
        ("ønske", "önske"),
    ],
)
def test_case_accents_and_leading_quotation_marks_do_not_count(one, other):
    assert swedish_order(one) == swedish_order(other)


@pytest.mark.parametrize("word", ["å", "ä", "ö", "Åland", "Ö"])
def test_letters_written_in_two_parts_sort_as_those_written_in_one(word):
    parts = unicodedata.normalize("NFD", word)

    assert parts != word
    assert swedish_order(parts) == swedish_order(word)


def test_a_umlaut_is_no_a():
    assert swedish_order("ära") > swedish_order("zon")


def test_a_key_is_as_short_as_its_column():
    assert len(swedish_order("Å" * 500)) == MAX_CHARACTERS


def test_a_text_without_letters_has_a_key():
    assert swedish_order("«» ()") is not None
    assert swedish_order("") == ""
