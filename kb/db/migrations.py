"""Alembic without an ini file: upgrade, downgrade, and whether the schema is the models'."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine

from kb.db.base import Base
from kb.errors import Invalid

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to *revision*; does nothing when it is there already."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to *revision*, ``base`` for none; Invalid for an unknown revision."""
    with engine.begin() as connection:
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


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
