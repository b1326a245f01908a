"""``kb import riksdag``: what it prints, how it ends, and what it changes."""

import json

import pytest
from click.testing import CliRunner

from kb.cli.main import kb
from tests.readers.riksdag_files import CHAIN_B, FOLDER, bill
from tests.readers.riksdag_server import Answer, riksdag_server


@pytest.fixture
def run(own_library, monkeypatch):
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    return lambda *words: CliRunner().invoke(kb, ["import", "riksdag", *words])


def test_files_come_in_once_and_are_matched(run):
    paths = [str(FOLDER / f"{name}.json") for name in CHAIN_B]

    first = run(*paths, "--as-of", "2026-01-29", "--json")
    second = run(*paths, "--as-of", "2026-01-29")

    assert first.exit_code == 0, first.output
    report = json.loads(first.stdout)
    assert report["counts"]["new"] == len(CHAIN_B)
    assert report["ties"] == 3
    assert "3 documents: 0 new, 0 changed, 3 unchanged" in second.stdout
    assert "passed over: 1 references to type prot" in second.stdout


def test_a_file_of_an_unknown_shape_changes_nothing(run, tmp_path):
    strange = tmp_path / "strange.json"
    strange.write_text('{"dokumentlista": 3}')

    answer = run(str(FOLDER / f"{CHAIN_B[0]}.json"), str(strange))

    assert answer.exit_code != 0
    assert "strange.json has an unknown shape: a number as dokumentlista." in str(answer.exception)


def test_a_day_that_is_none_is_wrong_usage(run):
    answer = run(str(FOLDER / f"{CHAIN_B[0]}.json"), "--as-of", "2026-13-01")

    assert answer.exit_code == 2


def test_nothing_is_fetched_until_it_is_turned_on(run, monkeypatch):
    monkeypatch.delenv("KB_RIKSDAG_URL", raising=False)

    answer = run("--fetch", "prop", "--session", "2021/22")

    assert answer.exit_code == 2
    assert "KB_RIKSDAG_URL=https://data.riksdagen.se" in answer.output


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--session", "2021/22"),
        ("--fetch", "prop"),
        ("--fetch", "prop", "--session", "2021/23"),
        ("--fetch", "prop", "--session", "2021/22", str(FOLDER / f"{CHAIN_B[0]}.json")),
    ],
)
def test_what_is_asked_for_must_be_whole(run, words):
    assert run(*words).exit_code == 2


def test_what_is_fetched_comes_in_also_when_something_stops_it(run, monkeypatch):
    with riksdag_server() as riksdag:
        monkeypatch.setenv("KB_RIKSDAG_URL", riksdag.url)
        riksdag.pages = [[bill()]]
        whole = run("--fetch", "prop", "--session", "2021/22", "--status", "--json")
        riksdag.will_answer("/dokumentstatus/H903125.json", Answer(status=403))
        stopped = run("--fetch", "prop", "--session", "2021/22", "--status")

    assert whole.exit_code == 0, whole.output
    assert (
        json.loads(whole.stdout)["counts"] | {"new": 1, "documents": 2}
        == json.loads(whole.stdout)["counts"]
    )
    assert stopped.exit_code == 1
    assert "2 documents" not in stopped.stdout
    assert "1 documents: 0 new, 0 changed, 1 unchanged" in stopped.stdout
    assert "Not everything was fetched:" in stopped.stdout
    assert "status 403" in stopped.stdout
