"""``kb user``: accounts by the command line."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kb.cli.main import kb
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.models import Notification, OneUseToken, Revision, User
from kb.security import passwords
from tests.entering import CountingHasher
from tests.factors import give_phone

GOOD = "korrekt häst batteri"


@pytest.fixture
def run(own_library, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())
    monkeypatch.setenv("KB_DATA_DIR", str(own_library.data_folder))
    monkeypatch.setenv("KB_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("KB_SITE_URL", "https://hinder.example.se/")
    return lambda *words, typed=None: CliRunner().invoke(kb, ["user", *words], input=typed)


def add(run, email="eva@example.se", role="admin", *more, typed=None):
    return run("add", email, "--name", "Eva Lind", "--role", role, *more, typed=typed)


def listed(run):
    return {each["email"]: each for each in json.loads(run("list", "--json").stdout)}


def test_an_account_is_added_with_a_password_from_standard_input(run, own_library):
    answer = add(run, "Eva@Example.se", "legal", "--password-stdin", typed=GOOD + "\n")

    with open_database(own_library.database).reading() as session:
        user = session.get_one(User, 1)
    assert answer.exit_code == 0
    assert passwords.is_right(user.password_hash, GOOD)
    assert GOOD not in answer.output


def test_without_a_password_a_link_to_the_address_that_is_set_is_printed(run):
    answer = add(run)

    assert answer.stdout.startswith("https://hinder.example.se/password/")
    assert listed(run)["eva@example.se"] == {
        "email": "eva@example.se",
        "name": "Eva Lind",
        "role": "admin",
        "is_active": True,
        "has_password": False,
        "has_second_factor": False,
    }


@pytest.mark.parametrize("typed", ["kort\n", "password1234\n", "", "eva lind är bäst\n"])
def test_a_weak_password_adds_no_account(run, typed):
    answer = add(run, "eva@example.se", "legal", "--password-stdin", typed=typed)

    assert answer.exit_code != 0
    assert listed(run) == {}


def test_an_account_is_not_added_twice(run):
    add(run)

    assert "already" in str(add(run).exception)


def test_an_account_is_closed_but_not_that_of_the_last_admin(run):
    add(run)
    add(run, "bo@example.se", "legal")

    closed, refused = run("disable", "BO@example.se"), run("disable", "eva@example.se")

    assert closed.exit_code == 0
    assert "last administrator" in str(refused.exception)
    assert {name: each["is_active"] for name, each in listed(run).items()} == {
        "eva@example.se": True,
        "bo@example.se": False,
    }


def test_a_reset_prints_a_link_and_kills_the_one_before(run, own_library):
    add(run)

    answer = run("reset", "eva@example.se")

    with open_database(own_library.database).reading() as session:
        tokens = [session.get_one(OneUseToken, number) for number in (1, 2)]
    assert "/password/" in answer.stdout
    assert [token.used_at is None for token in tokens] == [False, True]


def test_a_reset_takes_the_second_factor_away_when_it_is_told_to(run, own_library):
    add(run)
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        give_phone(session, session.get_one(User, 1))

    run("reset", "eva@example.se")
    kept = listed(run)["eva@example.se"]["has_second_factor"]
    answer = run("reset", "eva@example.se", "--second-factor")

    assert kept
    assert "/password/" in answer.stdout
    assert not listed(run)["eva@example.se"]["has_second_factor"]
    with database.reading() as session:
        verbs = session.scalars(select(Revision.verb)).all()
        assert "took away the second factor" in verbs
        assert len(session.scalars(select(Notification)).all()) == 1


def test_a_second_factor_that_is_not_there_is_told_and_no_link_printed(run):
    add(run)

    answer = run("reset", "eva@example.se", "--second-factor")

    assert answer.exit_code != 0
    assert "no second factor" in str(answer.exception)


@pytest.mark.parametrize("command", ["disable", "reset"])
def test_an_address_without_account_is_told(run, command):
    assert "no account" in str(run(command, "nobody@example.se").exception)


def test_accounts_are_listed_for_people_too(run):
    empty = run("list").stdout
    add(run)

    assert "no account" in empty
    assert "eva@example.se  admin  invited  Eva Lind" in run("list").stdout
