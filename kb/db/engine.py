"""The engine: SQLite with the settings that hold under several processes, or PostgreSQL.

A reading session cannot write, whatever the code above it does: SQLite is told ``query_only``,
PostgreSQL opens a read-only transaction.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

#: How long a writer waits for another before it gives up, in milliseconds.
BUSY_MILLISECONDS = 10_000


@dataclass(frozen=True)
class Database:
    """One engine and its two kinds of sessions."""

    engine: Engine
    #: Sessions that may only read.
    reading: sessionmaker[Session]
    #: Sessions that may write; on SQLite each takes the write lock when it begins.
    writing: sessionmaker[Session]


def open_database(url: str) -> Database:
    """Open the database at *url* (a SQLAlchemy URL); nothing is connected or created yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        reading = engine.execution_options(reads_only=True)
    else:
        reading = engine.execution_options(postgresql_readonly=True)
    return Database(
        engine=engine,
        reading=sessionmaker(reading, expire_on_commit=False),
        # Nothing is written before an operation says flush: half a record is never sent.
        writing=sessionmaker(engine, expire_on_commit=False, autoflush=False),
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes only before the first write, which lets two writers read the
    # same row first and lose one of the updates; _begin_sqlite says BEGIN itself.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(reads_only)}")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
