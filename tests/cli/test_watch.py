"""``kb watch``: what has moved, told once."""

import json

import pytest
from click.testing import CliRunner

from kb.cli.main import kb
from kb.db.engine import open_database
from kb.db.session import session_scope
from tests.law.book import SECOND, statute, take
from tests.work.watching import citing


@pytest.fixture
def run(own_library, monkeypatch):
    """Runs a command over a copy of the catalogue in which one provision has moved."""
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        take(session, statute(register=[("2020:1", "2020-07-01", "ändr. 1 §")]))
        citing(session, "K6P37", code="H-2027-901")
        line = ("2025:638", "2025-07-01", "ändr. 6 kap. 37 §")
        take(session, statute(register=[line]), on=SECOND)
    database.engine.dispose()
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    return lambda *words: CliRunner().invoke(kb, words)


def test_what_has_moved_is_told_with_act_and_day(run):
    answer = run("watch")

    assert answer.exit_code == 0, answer.output
    assert "H-2027-901: amended, sfs/2025:638, 2025-07-01" in answer.stdout


def test_what_has_moved_is_told_to_programs_too_and_only_once(run):
    first = [row for row in json.loads(run("watch", "--json").stdout)
             if row["barrier"] == "H-2027-901"]  # fmt: skip

    assert first == [
        {
            "barrier": "H-2027-901",
            "kind": "amended",
            "cause": "sfs/2025:638",
            "keys": ["sfs/2017:725#K6P37"],
            "happens_on": "2025-07-01",
        }
    ]
    assert json.loads(run("watch", "--json").stdout) == []
