"""The engine: readers cannot write, writers do not lose what another wrote."""

from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from kb.db.engine import open_database
from kb.models import Note, Term
from tests.makers import make_barrier, make_terms


def make_counter(database) -> None:
    with database.writing.begin() as session:
        session.add(Term(scheme="test", key="counter", label_sv="", label_en="", position=0))


def raise_counter(session: Session) -> None:
    counter = session.scalars(select(Term).where(Term.key == "counter")).one()
    counter.position += 1
    session.commit()


def counted(database) -> int:
    with database.reading() as session:
        return session.scalars(select(Term.position).where(Term.key == "counter")).one()


def test_a_reading_session_cannot_write(database):
    with database.reading() as session:
        session.add(Term(scheme="test", key="new", label_sv="", label_en=""))

        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            session.flush()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM terms", "UPDATE terms SET position = 1", "DROP TABLE notes"],
)
def test_a_reading_session_cannot_write_by_hand_either(database, statement):
    with database.reading() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text(statement))


def test_a_connection_that_was_read_with_can_be_written_with_and_the_other_way_round(database):
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    make_counter(database)

    with database.reading() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("DELETE FROM terms"))
    assert counted(database) == 0


def test_a_reading_session_sees_what_was_committed_before_it(database):
    make_counter(database)

    with database.writing() as session:
        raise_counter(session)

    assert counted(database) == 1


def test_nothing_is_written_before_an_operation_says_flush(database):
    with database.writing() as session:
        session.add(Term(scheme="test", key="half", label_sv="", label_en=""))

        assert session.scalars(select(Term)).all() == []


def test_what_was_read_may_still_be_used_after_the_commit(database):
    with database.writing() as session:
        make_terms(session, ("sector", "school"))
        term = session.scalars(select(Term)).one()
        session.commit()

    assert term.key == "school"


def test_foreign_keys_hold(session):
    session.add(Note(record_id=404, author_id=404, body_md="", body_html="", rendered_by=""))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_word_that_its_enum_does_not_have_is_refused_by_the_database(session):
    make_barrier(session)

    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE barriers SET state = 'forgotten'"))


@pytest.fixture
def sqlite(tmp_path, sqlite_template):
    path = tmp_path / "own.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{path}")
    yield database
    database.engine.dispose()


def test_two_writers_on_sqlite_do_not_lose_an_update(sqlite):
    make_counter(sqlite)

    with sqlite.writing() as first:
        counter = first.scalars(select(Term)).one()
        # The other begins while this one has read and not yet written: it has to wait.
        other = Thread(target=lambda: raise_counter(sqlite.writing()))
        other.start()
        other.join(timeout=0.2)
        counter.position += 1
        first.commit()
    other.join()

    assert counted(sqlite) == 2


def test_many_writers_on_sqlite_all_get_their_turn(sqlite):
    make_counter(sqlite)

    def write_often() -> None:
        for _ in range(10):
            with sqlite.writing() as session:
                raise_counter(session)

    writers = [Thread(target=write_often) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert counted(sqlite) == 40


def test_readers_on_sqlite_go_on_while_somebody_writes(sqlite):
    make_counter(sqlite)

    with sqlite.writing() as writer:
        writer.execute(text("UPDATE terms SET position = 7"))

        assert counted(sqlite) == 0


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_sqlite_is_set_to_serve_several_processes(sqlite, pragma, value):
    with sqlite.reading() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_the_folder_of_a_new_sqlite_database_is_made(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'a/b/new.db'}")

    with database.writing() as session:
        session.execute(text("CREATE TABLE t (x)"))

    assert (tmp_path / "a/b/new.db").exists()


def test_a_plain_postgresql_address_gets_the_driver_that_is_installed():
    pytest.importorskip("psycopg")

    engine = open_database("postgresql://kb@db.example.se/kb").engine

    assert engine.url.drivername == "postgresql+psycopg"


def test_opening_a_database_connects_to_nothing(tmp_path):
    open_database(f"sqlite:///{tmp_path / 'new.db'}")

    assert list(tmp_path.iterdir()) == []
