"""What tests stand on: real databases of both kinds, a real index, the real catalogue."""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import text

from kb.app import CONTENT, create_app, open_indexes
from kb.config import Settings
from kb.db.base import Base
from kb.db.engine import open_database
from kb.db.migrations import upgrade
from kb.db.session import session_scope
from kb.library.operations import load_catalogue
from kb.library.ties import read_whole_catalogue
from kb.search.outbox import rebuild
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import Role
from tests import cluster
from tests.staff import make_user

# A slow machine is no fault of the code: no example is timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

REQUIRED = set(filter(None, os.environ.get("KB_REQUIRE", "").split(",")))


def need(program: str, reason: str | None) -> None:
    """Skip the test for *reason*, or fail it when KB_REQUIRE says that *program* must be there."""
    if reason is None:
        return
    if program in REQUIRED:
        pytest.fail(f"{program} is required: {reason}", pytrace=False)
    pytest.skip(f"{program}: {reason}")


@pytest.fixture(scope="session")
def postgresql_url():
    """The address of an empty database in a cluster of our own, which stops with the tests."""
    need("postgresql", cluster.reason_missing())
    # Not below pytest's own folder, which the user postgres may not always enter.
    with (
        tempfile.TemporaryDirectory(prefix="kb-", ignore_cleanup_errors=True) as folder,
        cluster.running(Path(folder)) as url,
    ):
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory):
    """One engine for all tests, so that each statement is compiled once; its file is changed."""
    return open_database(f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}")


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url):
    database = open_database(postgresql_url)
    upgrade(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def database(request):
    """An empty database with the newest schema, of each kind in turn."""
    if request.param == "sqlite":
        database = request.getfixturevalue("sqlite_database")
        path = Path(database.engine.url.database)
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield database
        database.engine.dispose()
    else:
        database = request.getfixturevalue("postgresql_database")
        empty(database)
        yield database


def empty(database) -> None:
    """Empty the PostgreSQL *database* and let its ids begin anew.

    Only tables that hold something are touched: emptying all of them takes forty times as long.
    """
    tables = Base.metadata.tables
    filled = " UNION ALL ".join(
        f"SELECT '{name}' FROM (SELECT 1 FROM \"{name}\" LIMIT 1) AS row" for name in tables
    )
    with database.engine.begin() as connection:
        # The history refuses to be emptied, even by tests, unless its triggers rest.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in connection.scalars(text(filled)).all():
            connection.execute(text(f'DELETE FROM "{name}"'))
            if "id" in tables[name].columns and tables[name].autoincrement_column is not None:
                sequence = f"pg_get_serial_sequence('\"{name}\"', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, 1, false)"))


@pytest.fixture
def session(database):
    """A writing session whose work is thrown away."""
    with database.writing() as session:
        yield session
        session.rollback()


@pytest.fixture(scope="session")
def catalogue():
    """The real catalogue, read."""
    return read_whole_catalogue(CONTENT)


@pytest.fixture(scope="session")
def library(tmp_path_factory, catalogue):
    """Settings of an installation that holds the real catalogue, indexed; tests only read it."""
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(data_dir=str(folder), secret_key="k" * 40)
    fill(settings, catalogue)
    return settings


def fill(settings: Settings, catalogue) -> None:
    """Make the schema, load *catalogue* and build the indexes."""
    database = open_database(settings.database)
    upgrade(database.engine)
    with session_scope(database.writing) as session:
        load_catalogue(session, SYSTEM, catalogue)
    rebuild(database, open_indexes(settings))
    database.engine.dispose()


@pytest.fixture(scope="session")
def app(library):
    """The application over the real catalogue."""
    return create_app(library)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def own_library(tmp_path, library):
    """A copy of the installation that the test may change."""
    folder = tmp_path / "library"
    shutil.copytree(library.data_folder, folder)
    return Settings(data_dir=str(folder), secret_key="k" * 40)


@pytest.fixture
def content_copy(tmp_path):
    """A copy of ``content/`` that the test may break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def staff_app(own_library):
    """The application over a copy of the catalogue that the test may change."""
    app = create_app(own_library)
    yield app
    app.extensions[EXTENSION].database.engine.dispose()


@pytest.fixture
def people(staff_app):
    """Accounts in ``staff_app``, by what they are for."""
    roles = {
        "advocacy": Role.ADVOCACY,
        "legal": Role.LEGAL,
        "admin": Role.ADMIN,
        "other_advocacy": Role.ADVOCACY,
        "other_legal": Role.LEGAL,
    }
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        return {
            name: make_user(session, role, email=f"{name}@example.se")
            for name, role in roles.items()
        }
