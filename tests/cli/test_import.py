"""``kb import barriers``: what it prints, how it ends, and what it changes."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kb.cli.main import kb
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.models import Barrier, ImportBatch
from kb.words import Role
from tests.staff import make_user

SHEET = "Arbetstitel;Slag av hinder;Väder\nHelt nytt;formality;Sol\n"


@pytest.fixture
def database(own_library):
    database = open_database(own_library.database)
    yield database
    database.engine.dispose()


@pytest.fixture
def run(own_library, tmp_path, monkeypatch):
    """Writes a sheet to a file and runs the command on it."""
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)

    def run(text, *words, name="lista.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(kb, ["import", "barriers", str(path), *words])

    return run


def drafts(database):
    with database.reading() as session:
        return session.scalars(select(Barrier).where(Barrier.working_title != "")).all()


def test_a_sheet_comes_in_and_the_second_time_changes_nothing(run, database):
    first = run(SHEET)
    second = run(SHEET)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "1 new, 0 changed, 0 unchanged, 0 with faults." in first.stdout
    assert "column Väder: not imported, no field has this name" in first.stdout
    assert "0 new, 0 changed, 1 unchanged, 0 with faults." in second.stdout
    assert len(drafts(database)) == 1


def test_a_dry_run_imports_nothing(run, database):
    answer = run(SHEET, "--dry-run")

    assert answer.exit_code == 0
    assert "1 new" in answer.stdout
    assert drafts(database) == []


def test_each_fault_is_a_line_with_row_column_and_reason_and_nothing_is_imported(run, database):
    answer = run("Titel;Inkom\nEtt;2026-02-31\nTvå;2026-02-28\n", "--map", "Inkom=reported_on")

    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[0] == (
        "row 2, column Inkom: Write a date that exists, such as 2026-02-28."
    )
    assert "Nothing was imported." in answer.stdout
    assert drafts(database) == []


def test_a_column_can_be_mapped(run, database):
    run("A;B\nEtt;formality\n", "--map", "A=working_title", "--map", "B=Slag av hinder")

    assert [barrier.working_title for barrier in drafts(database)] == ["Ett"]


@pytest.mark.parametrize("pair", ["A", "X=code", "A=nonsense"])
def test_a_mapping_that_cannot_be_is_wrong_usage(run, pair):
    assert run("A;B\nEtt;formality\n", "--map", pair).exit_code == 2


def test_a_file_that_is_no_sheet_is_a_fault(run):
    answer = run(b"\x89PNG\r\n", name="lista.xlsx")

    assert answer.exit_code == 1
    assert "called .xlsx but is something else" in answer.stdout


def test_the_answer_can_be_json(run):
    data = json.loads(run(SHEET, "--dry-run", "--json").stdout)

    assert data["counts"] == {"create": 1, "change": 0, "unchanged": 0, "faulty": 0}
    assert (data["dry_run"], data["imported"]) == (True, False)
    assert data["lines"][0]["changes"]["working_title"] == ["", "Helt nytt"]


def test_it_is_done_in_the_name_of_somebody_who_may(run, database):
    with session_scope(database.writing) as session:
        admin = make_user(session, Role.ADMIN, email="admin@example.se")
        make_user(session, Role.LEGAL, email="legal@example.se")

    allowed = run(SHEET, "--as", "Admin@example.se")
    refused = run(SHEET, "--as", "legal@example.se")
    unknown = run(SHEET, "--as", "nobody@example.se")

    assert allowed.exit_code == 0
    assert refused.exit_code == 1
    assert unknown.exit_code == 2
    assert drafts(database)[0].author_id == admin.id
    with database.reading() as session:
        assert session.scalars(select(ImportBatch.started_by_id)).all() == [admin.id]


def test_what_came_in_is_found_by_the_internal_search(run):
    run(SHEET)

    answer = CliRunner().invoke(kb, ["search", "Helt nytt", "--internal"])

    assert "Helt nytt" in answer.stdout


def test_a_source_keeps_lists_apart(run, database):
    run("Eget id;Titel\n1;Ett\n", "--source", "a")
    run("Eget id;Titel\n1;Två\n", "--source", "b")

    assert sorted(barrier.working_title for barrier in drafts(database)) == ["Ett", "Två"]
