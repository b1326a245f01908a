"""What every search engine must do: filling, suggesting, and readers who mean harm."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.engine import Query
from kb.words import Pair
from tests.search.makers import codes, make_document, shown

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

    assert list(engine.digests()) == [("objective", "1"), ("principle", "1")]


def test_a_removed_record_is_gone(engine):
    engine.upsert([make_document("H-1", "Arkiv"), make_document("H-2", "Arkiv")])

    engine.remove([("barrier", "H-1"), ("barrier", "H-999")])

    assert codes(engine, "arkiv") == ["H-2"]
    assert list(engine.digests()) == [("barrier", "H-2")]


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


def test_a_prefix_stands_for_fifty_words_at_most(large):
    assert large.search(Query(text="ord*")).total <= 50


def test_a_hostile_text_is_harmless(large):
    hostile = ["?????*", "title:[a TO ö]", "*a*", "a*", "ord*", "-" * 500, '"' * 999, "ord " * 300]
    hostile += ["x" * 1_000_000, "ord* " * 10, "\x00\x01\x02", "\x01*", "kind:" * 50, "\ud800"]
    hostile += ["[[[[", "a AND OR NOT (", "title:~2^9", "\u202e\u0301", "(" * 200]

    for text in hostile:
        large.search(Query(text=text))
        large.suggest(text, "sv", 10)

    assert large.search(Query(text="ord00001abc")).total == 1


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
