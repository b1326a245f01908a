"""The second revision: the history becomes a chain that nobody can rewrite, and no row is lost."""

import pytest
from sqlalchemy import MetaData, inspect, select, text
from sqlalchemy.exc import DatabaseError

from kb.db import migrations
from kb.db.session import session_scope
from kb.history import record, verify
from kb.library.operations import load_catalogue
from kb.models import Barrier, Revision
from kb.security.actor import SYSTEM

OLD_ROW = text(
    "INSERT INTO revisions (at, actor_id, verb, kind, code, changes, is_minor) "
    "VALUES ('2026-07-01 12:00:00.123456+00', NULL, :verb, 'barrier', 'H-2026-001', :changes, :no)"
)


@pytest.fixture
def with_old_history(empty):
    """A database at the first revision, with three rows of history."""
    migrations.upgrade(empty.engine, "0001")
    with empty.engine.begin() as connection:
        for verb in ("created", "changed", "published"):
            values = {"verb": verb, "changes": '{"title_sv": ["Å", "Ö"]}', "no": False}
            connection.execute(OLD_ROW, values)
    return empty


def faults(database) -> list[str]:
    with database.reading() as session:
        return [fault.sentence for fault in verify(session)]


def names_of_triggers(database) -> set[str]:
    statements = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with database.engine.connect() as connection:
        rows = connection.execute(text(statements[database.engine.dialect.name]))
        return set(rows.scalars())


def test_the_history_that_was_there_before_is_made_into_a_chain(with_old_history):
    migrations.upgrade(with_old_history.engine)

    assert faults(with_old_history) == []
    with with_old_history.reading() as session:
        rows = session.scalars(select(Revision).order_by(Revision.number)).all()
        assert [(row.number, row.verb) for row in rows] == [
            (1, "created"),
            (2, "changed"),
            (3, "published"),
        ]
        assert rows[0].changes == {"title_sv": ["Å", "Ö"]}


def test_what_is_done_after_the_migration_goes_on_with_the_chain_there_is(with_old_history):
    migrations.upgrade(with_old_history.engine)

    with session_scope(with_old_history.writing) as session:
        barrier = Barrier(code="H-2026-901")
        session.add(barrier)
        session.flush()
        made = record(session, SYSTEM, "created", barrier, {})

    assert made.number == 4
    assert faults(with_old_history) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET verb = 'nothing'",
        "UPDATE revisions SET verb = verb",
        "DELETE FROM revisions",
        "DELETE FROM revisions WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_or_remove_history(with_old_history, statement):
    migrations.upgrade(with_old_history.engine)

    with (
        with_old_history.engine.connect() as connection,
        pytest.raises(DatabaseError, match="only added to"),
    ):
        connection.execute(text(statement))

    assert faults(with_old_history) == []


def test_a_row_that_takes_the_place_of_another_is_refused(with_old_history):
    if with_old_history.engine.dialect.name != "sqlite":
        pytest.skip("sqlite: the other database cannot replace a row in this way")
    migrations.upgrade(with_old_history.engine)
    statement = (
        "INSERT OR REPLACE INTO revisions (id, number, at, verb, kind, code, changes, is_minor, "
        "hash) SELECT id, number, at, 'nothing', kind, code, changes, is_minor, hash "
        "FROM revisions WHERE number = 2"
    )

    with (
        with_old_history.engine.connect() as connection,
        pytest.raises(DatabaseError, match="only added to"),
    ):
        connection.execute(text(statement))

    assert faults(with_old_history) == []


def test_the_database_refuses_to_empty_the_history(with_old_history):
    if with_old_history.engine.dialect.name == "sqlite":
        statement = "DELETE FROM revisions"  # SQLite empties a table in this way alone
    else:
        statement = "TRUNCATE revisions CASCADE"
    migrations.upgrade(with_old_history.engine)

    with (
        with_old_history.engine.connect() as connection,
        pytest.raises(DatabaseError, match="only added to"),
    ):
        connection.execute(text(statement))


def test_the_way_down_takes_the_triggers_and_the_chain_away(with_old_history):
    migrations.upgrade(with_old_history.engine)
    there = names_of_triggers(with_old_history)

    migrations.downgrade(with_old_history.engine, "0001")

    assert {"revisions_are_not_changed", "revisions_are_not_removed"} <= there
    assert names_of_triggers(with_old_history) == set()
    columns = {
        column["name"] for column in inspect(with_old_history.engine).get_columns("revisions")
    }
    assert not columns & {"number", "hash", "version", "batch_id"}
    with with_old_history.engine.begin() as connection:
        connection.execute(text("UPDATE revisions SET verb = 'changed'"))
        connection.execute(text("DELETE FROM revisions"))


def test_down_and_up_again_makes_a_chain_that_holds(with_old_history):
    migrations.upgrade(with_old_history.engine)

    migrations.downgrade(with_old_history.engine, "0001")
    migrations.upgrade(with_old_history.engine)

    assert faults(with_old_history) == []


def rows_of(database, tables: MetaData) -> dict[str, list[tuple]]:
    """Every row of every one of *tables*, in the columns that they had."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(*table.columns)).all()))
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def test_on_the_way_up_every_row_of_the_catalogue_is_kept_as_it_was(empty, catalogue):
    migrations.upgrade(empty.engine)
    with session_scope(empty.writing) as session:
        load_catalogue(session, SYSTEM, catalogue)
    migrations.downgrade(empty.engine, "0001")
    tables = MetaData()
    with empty.engine.connect() as connection:
        tables.reflect(connection)
    before = rows_of(empty, tables)

    migrations.upgrade(empty.engine)

    assert len(before["barriers"]) > 10
    assert rows_of(empty, tables) == before
    assert faults(empty) == []
