"""What several kinds of files share: texts in both languages, summaries, sources."""

import pytest

from kb.readers.parts import (
    SUMMARY_CHARACTERS,
    read_citations,
    read_evidence,
    read_provision,
    read_summary,
    read_terms,
    read_texts,
)
from kb.words import Certainty, CitationRole, Language, Pair, TextField
from tests.readers.files import TEXT_PARTS, fault_of, fields_of


def test_texts_are_read_in_both_languages():
    texts = read_texts(TEXT_PARTS, 1, "text")

    assert {(text.field, text.language, text.body_md) for text in texts} == {
        (TextField.TEXT, Language.SV, "Text."),
        (TextField.TEXT, Language.EN, "A text."),
    }


@pytest.mark.parametrize("body", [None, ""])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_text_missing_in_one_language_is_a_fault(language, body):
    parts = {**TEXT_PARTS, ("text", language): body}

    fault = fault_of(lambda: read_texts(parts, 7, "text"))

    assert (fault.line, f"# text ({language})" in fault.message) == (7, True)


def test_a_part_that_the_kind_does_not_have_is_a_fault():
    parts = {**TEXT_PARTS, ("wanted", "sv"): "x"}

    assert "# wanted (sv)" in fault_of(lambda: read_texts(parts, 1, "text")).message


def test_a_summary_may_be_as_long_as_the_limit():
    long = "å" * SUMMARY_CHARACTERS

    summary = read_summary(fields_of({"summary": f"{{sv: {long}, en: o}}"}))

    assert summary == Pair(long, "o")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_summary_longer_than_the_limit_is_a_fault_in_its_language(language):
    texts = {"sv": "å", "en": "o", language: "x" * (SUMMARY_CHARACTERS + 1)}
    fields = fields_of({"code": "x", "summary": f"{{sv: {texts['sv']}, en: {texts['en']}}}"})

    fault = fault_of(lambda: read_summary(fields))

    assert (fault.line, f"({language})" in fault.message) == (2, True)


def test_terms_are_pairs_of_vocabulary_and_key():
    assert read_terms(fields_of({"sectors": "[school, all]"}), "sectors", "sector") == (
        ("sector", "school"),
        ("sector", "all"),
    )


def test_provisions_come_before_evidence():
    citations = read_citations(
        fields_of(
            {
                "evidence": "[{text: A letter, certainty: verified}]",
                "provisions": "[{key: sfs/2009:400, role: causes, certainty: verified}]",
            }
        )
    )

    assert [citation.role for citation in citations] == [
        CitationRole.CAUSES,
        CitationRole.EVIDENCE,
    ]


def test_a_provision_is_read_with_all_that_is_said_of_it():
    citation = read_provision(
        fields_of(
            {
                "key": "sfs/2009:400#K26P1",
                "role": "lifts",
                "page": "s. 45",
                "note": "{sv: å, en: o}",
                "certainty": "secondary",
                "as_of": "2025-09",
            }
        )
    )

    assert (citation.key, citation.role, citation.page) == (
        "sfs/2009:400#K26P1",
        CitationRole.LIFTS,
        "s. 45",
    )
    assert (citation.note, citation.certainty, citation.as_of) == (
        Pair("å", "o"),
        Certainty.SECONDARY,
        "2025-09",
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"key": None}, "'key' is missing"),
        ({"role": None}, "'role' must be one of"),
        ({"role": "blames"}, "it is 'blames'"),
        ({"certainty": None}, "'certainty' must be one of"),
        ({"as_of": "soon"}, "no date"),
    ],
)
def test_a_provision_that_says_too_little_is_a_fault(change, reason):
    values = {"key": "sfs/2009:400", "role": "causes", "certainty": "verified"}

    assert reason in fault_of(lambda: read_provision(fields_of(values, **change))).message


def test_evidence_has_a_key_or_is_named_in_words():
    with_key = read_evidence(fields_of({"key": "sou/2021:1", "certainty": "verified"}))
    in_words = read_evidence(fields_of({"text": "A letter", "certainty": "verified"}))

    assert (with_key.key, with_key.text) == ("sou/2021:1", "")
    assert (in_words.key, in_words.text) == (None, "A letter")


def test_evidence_with_neither_is_a_fault():
    fields = fields_of({"page": "s. 45", "certainty": "verified"})

    assert "'text' is missing" in fault_of(lambda: read_evidence(fields)).message
