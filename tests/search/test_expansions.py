"""Which words of a query call for others."""

import pytest

from kb.search.expansions import Run, cut_runs, used_synonyms
from kb.search.query import parse

SYNONYMS = {
    "bankid": ("e-legitimation",),
    "ekonomiskt bistånd": ("socialbidrag",),
    "bistånd": ("hjälp",),
}


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("bankid", {"bankid": ("e-legitimation",)}),
        ("BankID", {"bankid": ("e-legitimation",)}),
        ("Ekonomiskt bistånd", {"ekonomiskt bistånd": ("socialbidrag",)}),
        ("bistånd ekonomiskt", {"bistånd": ("hjälp",)}),
        ('"bankid"', {}),
        ("bankid*", {}),
        ("-bankid x", {}),
        ('ekonomiskt "x" bistånd', {"bistånd": ("hjälp",)}),
        ("ekonomiskt", {}),
        ("", {}),
    ],
)
def test_words_that_stand_free_call_for_those_that_mean_the_same(text, used):
    assert used_synonyms(parse(text), SYNONYMS) == used


def test_every_word_stands_in_one_run_and_the_longest_comes_first():
    runs = cut_runs(parse("om ekonomiskt bistånd bistånd"), SYNONYMS)

    assert runs == [
        Run(("om",)),
        Run(("ekonomiskt", "bistånd"), ("socialbidrag",)),
        Run(("bistånd",), ("hjälp",)),
    ]
