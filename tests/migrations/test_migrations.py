"""The migrations make the schema that the models describe, up and down, with rows in the tables."""

import pytest
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import IntegrityError

from kb.db import migrations
from kb.db.base import Base
from kb.db.engine import open_database
from tests.migrations.rows import count_rows, fill_every_table

PREFIXES = {"pk": "pk_", "uq": "uq_", "fk": "fk_", "ck": "ck_", "ix": "ix_"}


def tables_of(database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def checks_of(engine) -> dict[str, set[tuple[str, str]]]:
    """The CHECK constraints of every table as the database tells them: names and conditions."""
    inspector = inspect(engine)
    return {
        table: {
            (check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)
        }
        for table in Base.metadata.tables
    }


def test_the_migrated_schema_is_that_of_the_models(migrated):
    assert migrations.differences(migrated.engine) == []


def test_a_schema_that_has_drifted_from_the_models_is_told(migrated):
    with migrated.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_citations_key"))

    assert len(migrations.differences(migrated.engine)) == 1
    assert "ix_citations_key" in migrations.differences(migrated.engine)[0]


def test_the_checks_of_the_migrated_schema_are_those_of_the_models(migrated):
    made = checks_of(migrated.engine)
    with migrated.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)

    assert made == checks_of(migrated.engine)


def test_a_new_database_stands_at_no_revision(empty):
    assert migrations.current_revision(empty.engine) is None


def test_an_upgraded_database_stands_at_the_newest_revision(migrated):
    assert migrations.current_revision(migrated.engine) == migrations.newest_revision()


def test_upgrading_again_changes_nothing(migrated):
    with migrated.engine.begin() as connection:
        fill_every_table(connection, Base.metadata)

    migrations.upgrade(migrated.engine)

    with migrated.engine.connect() as connection:
        assert set(count_rows(connection, Base.metadata).values()) == {1}


def test_every_table_can_hold_a_row(migrated):
    with migrated.engine.begin() as connection:
        fill_every_table(connection, Base.metadata)

    with migrated.engine.connect() as connection:
        assert set(count_rows(connection, Base.metadata).values()) == {1}


def test_with_rows_in_every_table_the_way_down_and_up_again_works(migrated):
    with migrated.engine.begin() as connection:
        fill_every_table(connection, Base.metadata)

    migrations.downgrade(migrated.engine, "base")
    migrations.upgrade(migrated.engine)

    assert migrations.differences(migrated.engine) == []


def test_the_way_down_leaves_no_table_behind(migrated):
    with migrated.engine.begin() as connection:
        fill_every_table(connection, Base.metadata)

    migrations.downgrade(migrated.engine, "base")

    assert tables_of(migrated) == set()


def test_with_the_whole_catalogue_loaded_the_way_down_and_up_again_works(own_library):
    database = open_database(own_library.database)

    migrations.downgrade(database.engine, "base")
    migrations.upgrade(database.engine)

    assert migrations.differences(database.engine) == []


def test_a_word_that_its_enum_does_not_have_is_refused_in_the_migrated_schema(migrated):
    with migrated.engine.begin() as connection:
        fill_every_table(connection, Base.metadata)

    with migrated.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE users SET role = 'emperor'"))


def test_every_constraint_and_index_in_the_database_has_a_name_by_the_convention(migrated):
    inspector = inspect(migrated.engine)

    wrong = []
    for table in tables_of(migrated):
        names = {
            "pk": [inspector.get_pk_constraint(table)["name"]],
            "uq": [item["name"] for item in inspector.get_unique_constraints(table)],
            "fk": [item["name"] for item in inspector.get_foreign_keys(table)],
            "ck": [item["name"] for item in inspector.get_check_constraints(table)],
            "ix": [
                item["name"]
                for item in inspector.get_indexes(table)
                if not item.get("duplicates_constraint")
            ],
        }
        for kind, found in names.items():
            wrong += [
                (table, kind, name)
                for name in found
                if not (name or "").startswith(PREFIXES[kind] + table)
            ]

    assert wrong == []


def test_every_constraint_and_index_of_the_models_has_a_name():
    nameless = [
        str(item)
        for table in Base.metadata.tables.values()
        for item in (*table.constraints, *table.indexes)
        if not item.name
    ]

    assert nameless == []


def test_every_enum_of_the_models_is_held_by_a_check():
    lacking = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if hasattr(column.type, "enums")
        and f"ck_{table.name}_{column.type.name}"
        not in {item.name for item in table.constraints if isinstance(item, CheckConstraint)}
    ]

    assert lacking == []
