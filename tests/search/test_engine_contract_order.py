"""What every search engine must do: the order of hits, and facets."""

import pytest

from kb.search.engine import NEWEST, Query
from kb.words import Pair
from tests.search.makers import codes, make_document

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
