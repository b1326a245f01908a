"""Empty databases of our own, whose schema the tests bring up and down."""

import pytest
from sqlalchemy import create_engine, text

from kb.db import migrations
from kb.db.engine import open_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def address(request, tmp_path):
    """The address of an empty database of our own, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster = request.getfixturevalue("postgresql_url")
    server = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated TEMPLATE template0"))
    yield cluster.replace("/postgres?", "/migrated?")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE migrated WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def empty(address):
    database = open_database(address)
    yield database
    database.engine.dispose()


@pytest.fixture
def migrated(empty):
    migrations.upgrade(empty.engine)
    return empty
