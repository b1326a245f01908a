"""Doing what a sheet says: whole or not at all, or in parts that can be gone on with."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kb.barriers import import_operations, import_run_operations
from kb.barriers.import_queries import BatchState, list_imports
from kb.barriers.import_run_operations import import_plan, run_waiting
from kb.barriers.sheet_queries import get_lists
from kb.clock import now
from kb.db.session import session_scope
from kb.errors import Conflict
from kb.models import Barrier, ImportBatch, Revision, User
from kb.security.actor import SYSTEM
from kb.words import Language, Role
from tests.barriers.sheets import SHEET, count_revisions, make_ground, plan, take_in, upload
from tests.staff import actor_of, make_user


def test_what_waits_is_imported_once_and_what_cannot_be_is_told(database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    with session_scope(database.writing) as session:
        make_ground(session)
        admin = actor_of(make_user(session, Role.ADMIN))
        lists = get_lists(session, Language.SV)
        batches = [
            import_operations.keep_sheet(session, admin, upload(SHEET, source=name), lists)
            for name in ("lista", "lista", "annan")
        ]
        for batch in batches:
            import_operations.confirm_import(session, admin, batch)

    done = run_waiting(database)

    with database.reading() as session:
        found = list_imports(session, admin)
    assert done == 3
    assert [line.state for line in found] == [BatchState.DONE, BatchState.FAILED, BatchState.DONE]
    assert run_waiting(database) == 0


def breaking_at(monkeypatch, title):
    """The row with *title* cannot be written; returns what mends it."""
    real = import_run_operations.put_values

    def breaking(actor, barrier, values, lists):
        if values["working_title"] == title:
            raise RuntimeError("The power went.")
        real(actor, barrier, values, lists)

    monkeypatch.setattr(import_run_operations, "put_values", breaking)
    return lambda: monkeypatch.setattr(import_run_operations, "put_values", real)


def rows_of(count) -> str:
    """A sheet of *count* new rows."""
    return "Eget id;Titel\n" + "".join(f"N{n};Rad {n}\n" for n in range(count))


def kept_waiting(database, sheet):
    """A sheet that waits to be imported, in the name of the actor that is returned too."""
    with session_scope(database.writing) as session:
        make_ground(session)
        admin = actor_of(make_user(session, Role.ADMIN))
        lists = get_lists(session, Language.SV)
        batch = import_operations.keep_sheet(session, admin, upload(sheet), lists)
        import_operations.confirm_import(session, admin, batch)
    return admin, batch.id


def reported(database, batch_id):
    with database.reading() as session:
        return session.get_one(ImportBatch, batch_id).report


def test_a_long_sheet_that_is_stopped_tells_the_row_and_goes_on_without_doubles(
    database, monkeypatch
):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(import_run_operations, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(import_run_operations, "PART", 2)
    admin, batch_id = kept_waiting(database, rows_of(5))
    mend = breaking_at(monkeypatch, "Rad 3")

    run_waiting(database)
    stopped = reported(database, batch_id)
    mend()
    with database.reading() as session:
        came_in = count_revisions(session)
        again = plan(session, rows_of(5), admin)
    import_plan(database.writing, admin, again)

    assert (stopped["state"], came_in) == ("failed", 2)
    assert {**stopped["failure"], "values": {}} == {
        "sentence": "Something went wrong with us.",
        "values": {},
        "row": 5,
        "done": 2,
    }
    assert [bool(line["code"]) for line in stopped["lines"]] == [True, True, False, False, False]
    with database.reading() as session:
        titles = session.scalars(select(Barrier.working_title).order_by(Barrier.code)).all()
        imports = select(Revision).where(Revision.kind == "import").order_by(Revision.id)
        told = session.scalars(imports).all()
    assert titles == [f"Rad {n}" for n in range(5)]
    assert [row.changes for row in told] == [
        {"create": [None, 2]},
        {"create": [None, 3], "unchanged": [None, 2]},
    ]


def test_a_sheet_that_is_not_long_comes_in_whole_or_not_at_all(database, monkeypatch):
    monkeypatch.setattr(import_run_operations, "PART", 2)
    with session_scope(database.writing) as session:
        make_ground(session)
    breaking_at(monkeypatch, "Rad 3")
    with database.reading() as session:
        found = plan(session, rows_of(5))

    with pytest.raises(Conflict, match="stopped at row 5: 0 rows"):
        import_plan(database.writing, SYSTEM, found)

    with database.reading() as session:
        assert count_revisions(session) == 0


def test_others_can_write_between_the_parts_of_a_long_sheet(database, monkeypatch):
    monkeypatch.setattr(import_run_operations, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(import_run_operations, "PART", 1)
    with session_scope(database.writing) as session:
        make_ground(session)
    with database.reading() as session:
        found = plan(session, rows_of(3))

    def write(done):
        with session_scope(database.writing) as session:
            make_user(session, Role.LEGAL, email=f"nummer{done}@example.se")

    import_plan(database.writing, SYSTEM, found, progress=write)

    with database.reading() as session:
        assert count_revisions(session) == 3
        assert session.scalar(select(func.count()).select_from(User)) == 3


def test_an_import_that_has_ended_is_never_marked_as_failed(database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    _, batch_id = kept_waiting(database, SHEET)
    real = import_run_operations._finish

    def breaking_after(session, *arguments):
        real(session, *arguments)
        session.commit()
        raise RuntimeError("The power went.")

    monkeypatch.setattr(import_run_operations, "_finish", breaking_after)

    assert run_waiting(database) == 1
    assert reported(database, batch_id)["state"] == "done"


def test_a_database_that_cannot_be_asked_what_waits_fails_no_import(database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    _, batch_id = kept_waiting(database, SHEET)

    def breaking(*_arguments):
        raise RuntimeError("The database went.")

    monkeypatch.setattr(import_run_operations, "find_waiting_import", breaking)

    with pytest.raises(RuntimeError, match="database"):
        run_waiting(database)
    assert reported(database, batch_id)["state"] == "waiting"


@pytest.mark.parametrize(("minutes", "taken"), [(9, 0), (11, 1)])
def test_an_import_that_was_left_in_the_middle_is_gone_on_with(
    database, monkeypatch, minutes, taken
):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(import_run_operations, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(import_run_operations, "PART", 1)
    _, batch_id = kept_waiting(database, rows_of(3))

    def killed(done):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_waiting(database, killed)
    later = now() + timedelta(minutes=minutes)
    monkeypatch.setattr(import_run_operations, "now", lambda: later)

    assert run_waiting(database) == taken
    with database.reading() as session:
        assert count_revisions(session) == 2 + taken
    assert reported(database, batch_id)["state"] == ("done" if taken else "running")


def test_a_sheet_of_which_a_part_came_in_is_kept(database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(import_run_operations, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(import_run_operations, "PART", 1)
    admin, batch_id = kept_waiting(database, rows_of(2))
    breaking_at(monkeypatch, "Rad 1")
    run_waiting(database)

    with database.writing() as session:
        batch = session.get_one(ImportBatch, batch_id)
        with pytest.raises(Conflict):
            import_operations.drop_import(session, admin, batch)


def test_a_new_row_that_came_in_by_another_import_is_no_double(database):
    with session_scope(database.writing) as session:
        make_ground(session)
    with database.reading() as session:
        found = plan(session, rows_of(2))
    with session_scope(database.writing) as session:
        take_in(session, rows_of(1))

    with pytest.raises(Conflict, match="stopped at row 2: 0 rows"):
        import_plan(database.writing, SYSTEM, found)


def test_a_closed_account_imports_nothing_more(database, monkeypatch):
    monkeypatch.setattr(import_operations, "MOST_AT_ONCE", 0)
    with session_scope(database.writing) as session:
        make_ground(session)
        user = make_user(session, Role.ADMIN)
        admin = actor_of(user)
        batch = import_operations.keep_sheet(
            session, admin, upload(SHEET), get_lists(session, Language.SV)
        )
        import_operations.confirm_import(session, admin, batch)
        user.is_active = False

    run_waiting(database)

    with database.reading() as session:
        assert count_revisions(session) == 0
