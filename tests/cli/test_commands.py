"""Commands: what they print, how they end, and what they change."""

import json

import pytest
from click.testing import CliRunner

from kb.barriers.operations import save_barrier
from kb.cli.main import kb
from kb.db.engine import open_database
from kb.db.migrations import newest_revision
from kb.db.session import session_scope
from kb.models import Barrier
from kb.publication.operations import withdraw
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import Pair, Role
from tests.makers import barrier_draft
from tests.staff import actor_of, make_user


@pytest.fixture
def run(library, monkeypatch):
    """Runs a command over the real catalogue, which it must only read."""
    return runner(library, monkeypatch)


@pytest.fixture
def run_own(own_library, monkeypatch):
    """Runs a command over a copy of the catalogue."""
    return runner(own_library, monkeypatch)


def runner(settings, monkeypatch):
    monkeypatch.setenv("KB_DATA_DIR", str(settings.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    return lambda *words: CliRunner().invoke(kb, words)


def found(answer):
    return [hit["code"] for hit in json.loads(answer.stdout)["hits"]]


def test_search_gives_the_barrier_that_the_words_name_first(run):
    answer = run("search", "sekretess mellan nämnder", "--json")

    data = json.loads(answer.stdout)
    assert data["hits"][0]["code"] == "H-2026-008"
    assert data["hits"][0].keys() == {"kind", "code", "title", "url", "score"}
    assert data["hits"][0]["url"] == "/sv/barriers/H-2026-008"
    assert data["total"] >= len(data["hits"])


def test_search_in_english_gives_titles_and_addresses_in_english(run):
    answer = run("search", "secrecy between committees", "--lang", "en", "--json")

    hit = json.loads(answer.stdout)["hits"][0]
    assert hit["title"] == "Secrecy between committees of one municipality"
    assert hit["url"] == "/en/barriers/H-2026-008"


def test_search_keeps_to_the_kind_and_the_limit(run):
    answer = run("search", "sekretess", "--kind", "matter", "--limit", "2", "--json")

    hits = json.loads(answer.stdout)["hits"]
    assert [hit["kind"] for hit in hits] == ["matter", "matter"]


def test_search_for_a_provision_gives_the_provision_then_what_rests_on_it(run):
    answer = run("search", "26 kap. 1 § OSL", "--json")

    assert found(answer)[:2] == ["sfs/2009:400#K26P1", "H-2026-008"]


def test_only_the_internal_search_finds_a_draft(run_own, own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        draft = barrier_draft(code="H-2026-999", title=Pair("Xylofon", "Xylophone"))
        save_barrier(session, SYSTEM, draft)
    run_own("index", "drain")

    assert found(run_own("search", "xylofon", "--json")) == []
    assert found(run_own("search", "xylofon", "--internal", "--json")) == ["H-2026-999"]


def test_an_unknown_option_is_wrong_usage(run):
    assert run("search", "x", "--kind", "nonsense").exit_code == 2


def test_index_status_counts_what_the_indexes_hold(run):
    data = json.loads(run("index", "status", "--json").stdout)

    assert data["waiting"] == 0
    assert data["indexes"]["public"]["documents"] == data["indexes"]["internal"]["documents"] > 200


def test_index_check_names_what_is_missing_and_rebuild_mends_it(run_own, own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        save_barrier(session, SYSTEM, barrier_draft(code="H-2026-999"))

    before = run_own("index", "check")
    run_own("index", "rebuild")
    after = run_own("index", "check")

    assert (before.exit_code, before.stdout) == (1, "internal: barrier H-2026-999 is missing\n")
    assert after.exit_code == 0


def test_index_check_names_what_is_older_in_the_index_than_in_the_database(run_own, own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        barrier = find_record(session, Barrier, "H-2026-008")
        barrier.title_sv = "Xylofon"

    answer = run_own("index", "check")

    assert answer.stdout == "internal: barrier H-2026-008 is not up to date\n"


def test_loading_the_same_catalogue_again_publishes_nothing(run_own):
    answer = run_own("content", "load")

    assert answer.exit_code == 0
    assert " 0 published" in answer.stdout


def test_the_catalogue_that_is_shipped_has_no_faults(run):
    answer = run("content", "check")

    assert answer.stdout == "Nothing is wrong in the catalogue.\n"


def test_check_finds_nothing_wrong_with_a_sound_installation(run):
    answer = run("check")

    assert answer.exit_code == 0, answer.stdout


def test_check_tells_of_a_database_without_a_schema(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_DATA_DIR", str(tmp_path))

    answer = CliRunner().invoke(kb, ["check"])

    assert answer.exit_code == 1
    assert "kb db upgrade" in answer.stdout


def test_the_schema_goes_down_and_up_again(run_own):
    down = run_own("db", "downgrade", "base")
    up = run_own("db", "upgrade")

    assert "none" in down.stdout
    assert newest_revision() in up.stdout


def test_an_unknown_revision_is_told(run_own):
    answer = run_own("db", "downgrade", "nonsense", "--yes")

    assert "nonsense" in str(answer.exception)


@pytest.mark.parametrize("words", [["content", "load"], ["search", "x"], ["index", "drain"]])
def test_a_database_without_a_schema_is_told_in_a_sentence(tmp_path, monkeypatch, words):
    monkeypatch.setenv("KB_DATA_DIR", str(tmp_path))

    answer = CliRunner().invoke(kb, words)

    assert "kb db upgrade" in str(answer.exception)


def test_a_withdrawn_record_stays_withdrawn_when_the_catalogue_is_loaded_again(
    run_own, own_library
):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        barrier = find_record(session, Barrier, "H-2026-008")
        withdraw(session, SYSTEM, barrier, reason="personal-data")

    run_own("content", "load")

    assert "H-2026-008" not in found(run_own("search", "sekretess mellan nämnder", "--json"))


def test_the_load_tells_which_records_people_have_changed(run_own, own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        admin = actor_of(make_user(session, Role.ADMIN))
        barrier = find_record(session, Barrier, "H-2026-008")
        with changing(session, admin, barrier):
            barrier.title_sv = "Personalens titel"

    answer = run_own("content", "load")

    assert "1 left as people have changed them:\n  barrier H-2026-008" in answer.stdout


def test_loading_the_catalogue_publishes_no_draft_of_others(run_own, own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        draft = barrier_draft(code="H-2026-999", title=Pair("Xylofon", "Xylophone"))
        save_barrier(session, SYSTEM, draft)

    run_own("content", "load")

    assert found(run_own("search", "xylofon", "--json")) == []


def test_every_setting_stands_in_the_help_of_check(run):
    answer = run("check", "--help")

    for name in ("KB_DATABASE_URL", "KB_DATA_DIR", "KB_SECRET_KEY", "KB_SITE_URL"):
        assert name in answer.stdout


@pytest.mark.parametrize("what", [["search", "--records", "0"], ["web"]])
def test_the_benchmarks_give_ratios_to_a_peer(run, what):
    answer = run("bench", *what, "--rounds", "1", "--json")

    lines = json.loads(answer.stdout)
    assert all(line["p50_ratio"] > 0 for line in lines)
    assert lines
