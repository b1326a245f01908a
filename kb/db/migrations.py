"""Alembic without an ini file: upgrade, downgrade, and whether the schema is the models'."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine

from kb.db.base import Base
from kb.errors import Conflict, Invalid

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to *revision*; does nothing when it is there already."""
    with _changing(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to *revision*, ``base`` for none; Invalid for an unknown revision."""
    with _changing(engine) as connection:
        try:
            command.downgrade(_config(connection), revision)
        except CommandError as error:
            raise Invalid("revision", str(error)) from None


def current_revision(engine: Engine) -> str | None:
    """Return the revision that the database stands at, None before the first upgrade."""
    # As a reader, so that a look never waits for a writer.
    with engine.execution_options(reads_only=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the newest revision that the code knows."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def differences(engine: Engine) -> list[str]:
    """Say, a line each, where the schema in the database differs from the models."""
    # As a reader, so that a look never waits for a writer.
    with engine.execution_options(reads_only=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """Begin the transaction of a change to the schema.

    SQLite changes a table by making it anew and dropping the old one, which would take along or
    refuse the rows that point at it: foreign keys rest meanwhile and are checked at the end.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101  (a connection that is checked out has one)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise Conflict(f"The change would break {len(broken)} ties between rows.")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
