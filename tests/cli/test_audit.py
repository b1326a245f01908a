"""``kb audit``: what it finds in the history, and how it ends."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from kb.cli.main import kb
from kb.db.engine import open_database


@pytest.fixture
def run(own_library, monkeypatch):
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    return lambda *words: CliRunner().invoke(kb, ["audit", "verify", *words])


def tamper(settings, *statements: str) -> None:
    database = open_database(settings.database)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER revisions_are_not_changed"))
        connection.execute(text("DROP TRIGGER revisions_are_not_removed"))
        for statement in statements:
            connection.execute(text(statement))
    database.engine.dispose()


def test_a_whole_history_ends_well_and_says_how_much_was_followed(run):
    answer = run("--json")

    told = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert told["faults"] == []
    assert told["followed"] > 100
    assert len(told["end"]) == 64
    assert f"{told['followed']} revisions followed" in run().stdout


def test_each_fault_is_a_line_and_the_command_ends_with_1(run, own_library):
    tamper(
        own_library,
        "UPDATE revisions SET verb = 'forged' WHERE number = 3",
        "DELETE FROM revisions WHERE number = 7",
    )

    answer = run()

    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        "Revision 3 was changed or swapped.",
        "Revision 7 is missing.",
    ]
    told = json.loads(run("--json").stdout)
    assert [fault["number"] for fault in told["faults"]] == [3, 7]
