"""What every search engine must do. A new engine is added to ENGINES and nothing else changes."""

import time
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.engine import ANY_WORD, NEWEST, Document, Query
from kb.search.whoosh_engine import WhooshEngine
from kb.words import Pair

ENGINES = {"whoosh": lambda folder: WhooshEngine(folder / "index")}


@pytest.fixture(params=sorted(ENGINES))
def engine(request, tmp_path):
    made = ENGINES[request.param](tmp_path)
    yield made
    made.close()


def make_document(code="H-2026-001", title="Rubrik", *, english="Heading", **changes):
    document = Document(
        kind="barrier",
        code=code,
        title=Pair(title, english),
        summary=Pair("", ""),
        body=Pair("", ""),
    )
    return replace(document, **changes)


def codes(engine, text, **changes):
    return [hit.code for hit in engine.search(Query(text=text, **changes)).hits]


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


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


# In what order


def test_an_exact_code_comes_first_in_any_case(engine):
    others = [
        make_document(f"H-{n}", "H-2026-008 H-2026-008", names=("H-2026-008",)) for n in range(5)
    ]
    engine.upsert([*others, make_document("H-2026-008", "Annat", weight=0.1)])

    assert codes(engine, "h-2026-008")[0] == "H-2026-008"


def test_the_provision_asked_for_comes_first_and_then_what_rests_on_it(engine):
    key = "sfs/2009:400#K10P2a"
    words = "10 kap. 2 a § OSL " * 5
    engine.upsert(
        [
            make_document("H-1", words, weight=9.0),
            make_document("H-2", "Något helt annat", keys=(key, "sfs/2009:400")),
            make_document(key, "Provision", kind="provision", keys=(key,), weight=0.1),
        ]
    )

    assert codes(engine, "10 kap. 2 a § OSL", keys=(key,)) == [key, "H-2", "H-1"]


def test_an_item_of_a_section_is_answered_by_what_rests_on_the_section(engine):
    engine.upsert([make_document("H-1", "Annat", keys=("sfs/2017:725#K6P37", "sfs/2017:725"))])

    assert codes(engine, "KL", keys=("sfs/2017:725#K6P37S1N2",)) == ["H-1"]


def test_a_word_in_the_title_outranks_one_in_the_body(engine):
    engine.upsert(
        [
            make_document("H-1", "Annat", body=Pair("Arkiv.", "")),
            make_document("H-2", "Arkiv", body=Pair("Annat.", "")),
        ]
    )

    assert codes(engine, "arkiv") == ["H-2", "H-1"]


def test_a_word_as_written_outranks_a_compound_with_it(engine):
    engine.upsert([make_document("H-1", "Sekretesslagen"), make_document("H-2", "Sekretess")])

    assert codes(engine, "sekretess") == ["H-2", "H-1"]


def test_the_readers_language_outranks_the_other(engine):
    engine.upsert(
        [
            make_document("H-1", "Annat", english="Delegation"),
            make_document("H-2", "Delegation", english="Other"),
        ]
    )

    assert codes(engine, "delegation", language="sv") == ["H-2", "H-1"]
    assert codes(engine, "delegation", language="en") == ["H-1", "H-2"]


def test_weight_puts_barriers_before_the_rest(engine):
    engine.upsert(
        [
            make_document("A-1", "Arkiv", kind="action", weight=0.7),
            make_document("H-1", "Arkiv", weight=1.0),
        ]
    )

    assert codes(engine, "arkiv") == ["H-1", "A-1"]


def test_equal_records_stand_in_the_order_of_their_codes(engine):
    engine.upsert([make_document(f"H-{number}", "Arkiv") for number in (3, 1, 2)])

    assert codes(engine, "arkiv") == ["H-1", "H-2", "H-3"]


def test_newest_sorts_by_the_last_thing_that_happened(engine):
    days = {"H-1": "2024", "H-2": "2026-01-05", "H-3": "", "H-4": "2025-06"}
    engine.upsert([make_document(code, "Arkiv", moved_on=day) for code, day in days.items()])

    assert codes(engine, "arkiv", sort=NEWEST) == ["H-2", "H-4", "H-1", "H-3"]


def test_no_text_lists_everything_newest_first(engine):
    engine.upsert(
        [make_document("H-1", moved_on="2025-01-01"), make_document("H-2", moved_on="2026-01-01")]
    )

    assert codes(engine, "") == ["H-2", "H-1"]


def test_pages_follow_one_another(engine):
    engine.upsert([make_document(f"H-{number}", "Arkiv") for number in range(1, 8)])

    first = engine.search(Query(text="arkiv", limit=3))
    last = engine.search(Query(text="arkiv", offset=6, limit=3))

    assert first.total == last.total == 7
    assert [hit.code for hit in first.hits + last.hits] == ["H-1", "H-2", "H-3", "H-7"]


def test_a_page_beyond_the_last_is_empty(engine):
    engine.upsert([make_document(title="Arkiv")])

    assert codes(engine, "arkiv", offset=10**9) == []


# Facets


@pytest.fixture
def sorted_by_sector(engine):
    engine.upsert(
        [
            make_document("H-1", "Arkiv", facets={"sector": ("school",), "state": ("open",)}),
            make_document(
                "H-2", "Arkiv", facets={"sector": ("school", "all"), "state": ("resolved",)}
            ),
            make_document("H-3", "Arkiv", facets={"sector": ("health-care",), "state": ("open",)}),
            make_document("F-1", "Arkiv", kind="case"),
        ]
    )
    return engine


def test_values_of_one_facet_widen_each_other(sorted_by_sector):
    found = codes(sorted_by_sector, "arkiv", filters={"sector": ("school", "health-care")})

    assert found == ["H-1", "H-2", "H-3"]


def test_facets_narrow_each_other(sorted_by_sector):
    filters = {"sector": ("school",), "state": ("open",)}

    assert codes(sorted_by_sector, "arkiv", filters=filters) == ["H-1"]


def test_kind_is_a_facet(sorted_by_sector):
    results = sorted_by_sector.search(Query(text="arkiv", kinds=("case",)))

    assert [hit.code for hit in results.hits] == ["F-1"]
    assert results.facets["kind"] == {"barrier": 3, "case": 1}


def test_the_counts_of_a_facet_ignore_its_own_choice(sorted_by_sector):
    results = sorted_by_sector.search(Query(text="arkiv", filters={"sector": ("school",)}))

    assert results.facets["sector"] == {"school": 2, "all": 1, "health-care": 1}
    assert results.facets["state"] == {"open": 1, "resolved": 1}
    assert results.total == 2


def test_counts_cover_all_hits_and_not_only_the_page(sorted_by_sector):
    results = sorted_by_sector.search(Query(text="arkiv", limit=1))

    assert results.facets["sector"] == {"school": 2, "all": 1, "health-care": 1}


def test_a_chosen_value_that_finds_nothing_is_still_listed(sorted_by_sector):
    results = sorted_by_sector.search(Query(text="arkiv", filters={"sector": ("none",)}))

    assert results.total == 0
    assert results.facets["sector"]["none"] == 0


def test_filters_work_without_text(sorted_by_sector):
    assert codes(sorted_by_sector, "", filters={"state": ("resolved",)}) == ["H-2"]


# Filling


def test_an_empty_index_answers_with_nothing(engine):
    results = engine.search(Query(text="sekretess"))

    assert (results.total, results.hits, results.notices) == (0, (), ())
    assert engine.suggest("sek", "sv", 5) == ()
    assert engine.status().documents == 0


def test_a_record_that_comes_again_replaces_the_old_one(engine):
    engine.upsert([make_document(title="Gammalt")])

    engine.upsert([make_document(title="Nytt")])

    assert codes(engine, "gammalt") == []
    assert codes(engine, "nytt") == ["H-2026-001"]
    assert engine.status().documents == 1


def test_a_code_may_be_used_by_two_kinds(engine):
    engine.upsert([make_document("1", kind="objective"), make_document("1", kind="principle")])

    assert engine.identities() == [("objective", "1"), ("principle", "1")]


def test_a_removed_record_is_gone(engine):
    engine.upsert([make_document("H-1", "Arkiv"), make_document("H-2", "Arkiv")])

    engine.remove([("barrier", "H-1"), ("barrier", "H-999")])

    assert codes(engine, "arkiv") == ["H-2"]
    assert engine.identities() == [("barrier", "H-2")]


def test_a_rebuild_leaves_only_what_it_was_given(engine):
    engine.upsert([make_document("H-1", "Arkiv")])

    engine.rebuild([make_document("H-2", "Arkiv")])

    assert codes(engine, "arkiv") == ["H-2"]


def test_a_closed_engine_opens_again(engine):
    engine.upsert([make_document(title="Arkiv")])

    engine.close()

    assert codes(engine, "arkiv") == ["H-2026-001"]


def test_the_status_counts_records_and_bytes(engine):
    engine.upsert([make_document("H-1"), make_document("H-2")])

    status = engine.status()

    assert status.documents == 2
    assert status.segments >= 1
    assert status.size > 0


# Suggesting


def test_a_title_is_suggested_from_its_beginning(engine):
    engine.upsert([make_document("H-1", "Inre sekretess"), make_document("H-2", "Upphandling")])

    hits = engine.suggest("inre sek", "sv", 5)

    assert [(hit.code, shown(hit.title)) for hit in hits] == [("H-1", "[Inre] [sekretess]")]


def test_a_code_is_suggested_before_all_others(engine):
    engine.upsert(
        [make_document("H-2026-010", "Annat"), make_document("F-1", "H-2026 H-2026", weight=9.0)]
    )

    assert engine.suggest("h-2026", "sv", 5)[0].code == "H-2026-010"


def test_one_letter_suggests_nothing(engine):
    engine.upsert([make_document(title="Sekretess")])

    assert engine.suggest("s", "sv", 5) == ()


def test_no_more_is_suggested_than_was_asked_for(engine):
    engine.upsert([make_document(f"H-{number}", "Arkiv") for number in range(9)])

    assert len(engine.suggest("ark", "sv", 4)) == 4


# Hostile readers


@pytest.fixture
def large(engine):
    words = (f"ord{number:05d}abc" for number in range(30_000))
    bodies = iter(lambda: " ".join(islice(words, 60)), "")
    engine.rebuild(
        make_document(f"H-{number}", f"Titel {number}", body=Pair(body, ""))
        for number, body in enumerate(bodies)
    )
    return engine


def test_a_hostile_text_is_fast_and_harmless(large):
    hostile = ["?????*", "title:[a TO ö]", "*a*", "a*", "ord*", "-" * 500, '"' * 999, "ord " * 300]
    hostile += ["x" * 1_000_000, "ord* " * 10, "\x00\x01\x02", "\x01*", "kind:" * 50, "\ud800"]
    hostile += ["[[[[", "a AND OR NOT (", "title:~2^9", "\u202e\u0301", "(" * 200]

    for text in hostile:
        started = time.perf_counter()
        large.search(Query(text=text))
        large.suggest(text, "sv", 10)
        assert time.perf_counter() - started < 0.5, text[:40]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80), st.sampled_from(["sv", "en", "xx", ""]))
def test_no_text_makes_a_search_fail(engine, text, language):
    engine.search(Query(text=text, language=language, keys=(text,)))
    engine.suggest(text, language, 3)


def test_a_record_with_odd_texts_is_taken(engine):
    engine.upsert([make_document("H-1\n2", "\x00\x01 \ud800 \U0001f600", names=("", "\n"))])

    assert engine.status().documents == 1
