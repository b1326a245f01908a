"""``kb import statutes``: what it prints, how it ends, and that the watch follows."""

import json

import pytest
from click.testing import CliRunner

from kb.cli.main import kb
from kb.db.engine import open_database
from kb.db.session import session_scope
from tests.law.book import TEXT
from tests.makers import cites, make_barrier

HEAD = '---\nbeteckning: "{0}"\nrubrik: "{1}"\n{2}---\n{3}'
LINE = '  - beteckning: "{0}"\n    ikraft_datum: {1}\n    anteckningar: "{2}"\n'


@pytest.fixture
def run(own_library, monkeypatch):
    """Runs a command over a copy of the catalogue."""
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    return lambda *words: CliRunner().invoke(kb, words)


@pytest.fixture
def folder(tmp_path):
    """A source of two acts, with the law of a day that its name tells."""
    return lay(tmp_path / "sfs-2025-06-30", ("2020:1", "2020-07-01", "ändr. 1 §"))


def lay(folder, *lines):
    (folder / "2098").mkdir(parents=True)
    register = "andringsforfattningar:\n" + "".join(LINE.format(*line) for line in lines)
    act = HEAD.format("2098:1", "Provlag (2098:1)", register, TEXT)
    (folder / "2098" / "sfs-2098-1.md").write_text(act, encoding="utf-8")
    other = HEAD.format("2098:2", "Lag (2098:2) om annat", "", "")
    (folder / "2098" / "sfs-2098-2.md").write_text(other, encoding="utf-8")
    return folder


def counts(answer):
    return json.loads(answer.stdout)["counts"]


def test_what_was_taken_in_is_told_in_words(run, folder):
    answer = run("import", "statutes", str(folder))

    assert answer.exit_code == 0, answer.output
    assert "2 files: 2 new acts, 0 changed, 0 unchanged, 0 failed." in answer.stdout
    assert "State of 2025-06-30." in answer.stdout


def test_the_same_source_twice_changes_nothing(run, folder):
    run("import", "statutes", str(folder))

    answer = run("import", "statutes", str(folder), "--json")

    assert counts(answer) == {"files": 2, "unchanged": 2}


def test_the_day_can_be_given(run, folder):
    answer = run("import", "statutes", str(folder), "--as-of", "2024-01-31", "--json")

    assert json.loads(answer.stdout)["state_on"] == "2024-01-31"


@pytest.mark.parametrize("day", ["2024", "yesterday", "2024-02-31"])
def test_what_is_no_day_is_refused(run, folder, day):
    assert run("import", "statutes", str(folder), "--as-of", day).exit_code == 2


def test_a_file_that_failed_is_told_and_the_others_are_taken_in(run, folder):
    (folder / "2098" / "sfs-2098-1.md").write_bytes(b"\xff")

    answer = run("import", "statutes", str(folder))

    assert answer.exit_code == 1
    assert "2098/sfs-2098-1.md: The file is not UTF-8." in answer.stdout
    assert "1 new acts" in answer.stdout


def test_a_note_that_is_not_understood_is_told(run, tmp_path):
    source = lay(tmp_path / "sfs-2025-06-30", ("2020:1", "2020-07-01", "ändr. 1 §; hokus"))

    answer = run("import", "statutes", str(source))

    assert "sfs/2098:1, SFS 2020:1: not understood" in answer.stdout


def test_a_newer_source_makes_a_finding_at_once(run, own_library, folder, tmp_path):
    run("import", "statutes", str(folder))
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        make_barrier(session, citations=(cites("sfs/2098:1#K6P37"),))
    database.engine.dispose()
    line = ("2025:638", "2025-07-01", "ändr. 6 kap. 37 §")
    newer = lay(tmp_path / "sfs-2025-09-01", ("2020:1", "2020-07-01", "ändr. 1 §"), line)

    answer = run("import", "statutes", str(newer), "--json")

    assert json.loads(answer.stdout)["findings"] == 1
