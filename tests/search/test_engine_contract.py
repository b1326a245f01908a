"""What every search engine must do: what is found, and how it is told."""

import pytest

from kb.search.engine import ANY_WORD, Query
from kb.words import Pair
from tests.search.makers import codes, make_document, shown

# What is found


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("sekretess", "Sekretesslagen hindrar"),
        ("kommun", "Kommunerna får inte"),
        ("kommunerna", "En kommun får inte"),
        ("beslut", "Beslutet fattas"),
        ("SEKRETESS", "Inre sekretess"),
        ("åtkomst", "ÅTKOMST till journal"),
        ("e-legitimation", "Statlig e-legitimation"),
        ("2009:400", "Ändring i (2009:400)"),
        ("C-634/21", "Dom i C\u2011634/21"),
        ("2 a §", "Enligt 2\u00a0a\u00a0§ gäller"),
        ("sekr*", "Sekretess"),
    ],
)
def test_a_word_finds_the_title_that_holds_it_in_any_form(engine, asked, title):
    engine.upsert([make_document(title=title)])

    assert codes(engine, asked) == ["H-2026-001"]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("bål", "Bal på slottet"),
        ("bal", "Bål på stranden"),
        ("2 §", "Enligt 2 a § gäller"),
        ("2 a §", "Enligt 2 § gäller"),
        ("sekretesslagen", "Om sekretess"),
        ('"sekretess inre"', "Inre sekretess"),
        ('"inre sekretess"', "Inre fråga, yttre sekretess"),
    ],
)
def test_a_word_does_not_find_what_only_looks_like_it(engine, asked, title):
    engine.upsert([make_document(title=title)])

    assert codes(engine, asked) == []


def test_a_phrase_finds_words_in_their_order_across_stop_words(engine):
    engine.upsert([make_document(body=Pair("Medium för automatiserad behandling.", ""))])

    assert codes(engine, '"medium för automatiserad behandling"') == ["H-2026-001"]


def test_a_phrase_does_not_run_from_one_field_into_the_next(engine):
    engine.upsert([make_document(title="Inre", summary=Pair("sekretess", ""))])

    assert codes(engine, '"inre sekretess"') == []


def test_a_minus_leaves_records_out(engine):
    engine.upsert(
        [make_document("H-1", "Sekretess i skolan"), make_document("H-2", "Sekretess i vården")]
    )

    assert codes(engine, "sekretess -skola") == ["H-2"]


def test_a_field_in_the_text_must_be_met(engine):
    engine.upsert(
        [make_document("H-1", "Sekretess"), make_document("F-1", "Sekretess", kind="case")]
    )

    assert codes(engine, "sekretess kind:case") == ["F-1"]


def test_a_law_in_the_text_is_met_by_number_and_by_name(engine):
    resting = make_document("H-1", "Sekretess", keys=("sfs/2009:400",), names=("OSL",))
    engine.upsert([resting, make_document("H-2", "Sekretess")])

    assert codes(engine, "sekretess law:2009:400") == ["H-1"]
    assert codes(engine, "sekretess law:osl") == ["H-1"]


def test_a_name_finds_its_record(engine):
    engine.upsert([make_document("F-1", names=("HFD 2015 ref. 61",)), make_document("F-2")])

    assert codes(engine, '"HFD 2015 ref. 61"') == ["F-1"]


def test_words_may_stand_in_different_fields(engine):
    engine.upsert([make_document(title="Sekretess", body=Pair("En nämnd.", ""))])

    assert codes(engine, "nämnd sekretess") == ["H-2026-001"]


def test_both_languages_are_searched(engine):
    engine.upsert([make_document(title="Sekretess", english="Secrecy between committees")])

    assert codes(engine, "committee", language="sv") == ["H-2026-001"]


# How it is told


def test_records_with_any_word_are_shown_and_told_when_none_has_all(engine):
    engine.upsert([make_document("H-1", "Sekretess"), make_document("H-2", "Upphandling")])

    results = engine.search(Query(text="sekretess arkiv"))

    assert [hit.code for hit in results.hits] == ["H-1"]
    assert results.notices == (ANY_WORD,)


def test_records_with_all_words_keep_out_those_with_some(engine):
    engine.upsert([make_document("H-1", "Sekretess i arkiv"), make_document("H-2", "Sekretess")])

    results = engine.search(Query(text="sekretess arkiv"))

    assert [hit.code for hit in results.hits] == ["H-1"]
    assert results.notices == ()


def test_what_the_parser_could_not_take_is_told(engine):
    engine.upsert([make_document(title="Sekretess")])

    assert engine.search(Query(text='sekretess "')).notices == ("unbalanced-quote",)


def test_a_hit_is_shown_in_the_readers_language(engine):
    engine.upsert([make_document(title="Delegation", english="Delegation")])

    hit = engine.search(Query(text="delegation", language="en")).hits[0]

    assert hit.language == "en"


def test_a_hit_is_shown_in_the_other_language_when_only_that_one_matched(engine):
    engine.upsert([make_document(title="Sekretess", english="Secrecy")])

    hit = engine.search(Query(text="secrecy", language="sv")).hits[0]

    assert (hit.language, shown(hit.title)) == ("en", "[Secrecy]")


def test_words_found_are_marked_in_the_title_in_any_form(engine):
    engine.upsert([make_document(title="Sekretesslagen och kommunerna")])

    hit = engine.search(Query(text="sekretess kommun")).hits[0]

    assert shown(hit.title) == "[Sekretesslagen] och [kommunerna]"


def test_an_extract_is_cut_around_the_densest_words(engine):
    body = (
        "Nämnden nämns. " + "Annat ord. " * 60 + "Här får nämnden fatta beslut. " + "Mer ord. " * 60
    )
    engine.upsert([make_document(body=Pair(body, ""))])

    extract = shown(engine.search(Query(text="nämnd beslut")).hits[0].extract)

    assert "[nämnden] fatta [beslut]" in extract
    assert 150 < len(extract) < 250
    assert (extract[0], extract[-1]) == ("…", "…")


def test_an_extract_comes_from_the_summary_when_the_body_holds_no_word(engine):
    engine.upsert(
        [make_document(title="Sekretess", summary=Pair("Kort sagt.", ""), body=Pair("Allt.", ""))]
    )

    assert shown(engine.search(Query(text="sekretess")).hits[0].extract) == "Kort sagt."


def test_texts_are_given_as_they_are_and_not_as_html(engine):
    engine.upsert([make_document(title="<b>Sekretess</b> & mer")])

    assert shown(engine.search(Query(text="sekretess")).hits[0].title) == (
        "<b>[Sekretess]</b> & mer"
    )


def test_a_compound_that_nobody_wrote_is_found_by_its_parts(engine):
    engine.upsert([make_document("H-1", "Sekretess mellan nämnder"), make_document("H-2", "Nämnd")])

    assert codes(engine, "nämndsekretess") == ["H-1"]
