"""The chain of the history: whatever is done to a row behind our back, ``verify`` finds it."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from kb.db.session import session_scope
from kb.history import link_hash, record, verify
from kb.models import ChainEnd, ImportBatch, Revision
from kb.security.actor import SYSTEM, member
from kb.words import Role
from tests.makers import make_barrier
from tests.staff import make_user

#: How many revisions the chain of these tests has.
LENGTH = 5
TRIGGERS = ("revisions_are_not_changed", "revisions_are_not_removed")

#: Every column of a revision, and something else that the database would take there.
OTHER = {
    "number": 99,
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor_id": 2,
    "verb": "forged",
    "kind": "forged",
    "code": "H-1999-001",
    "version": 77,
    "changes": {"title_sv": ["Sant", "Falskt"]},
    "is_minor": True,
    "batch_id": 1,
    "hash": "0" * 64,
}


@pytest.fixture
def written(database):
    """A database whose history has LENGTH rows and holds."""
    with session_scope(database.writing) as session:
        people = [make_user(session, Role.LEGAL) for _ in range(2)]
        session.add(ImportBatch(source="test"))
        session.flush()
        barrier = make_barrier(session, code="H-2026-901")
        actor = member(people[0].id, people[0].name, people[0].role)
        for number in range(2, LENGTH + 1):
            record(session, actor, "changed", barrier, {"title_sv": ["Före", f"Efter {number}"]})
    return database


@contextmanager
def behind_our_back(database):
    """A session without the triggers; what it does is thrown away."""
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            for trigger in TRIGGERS:
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        with Session(connection) as session:
            yield session
        connection.rollback()


def found(session) -> list[str]:
    session.flush()
    session.expire_all()
    return [fault.sentence for fault in verify(session)]


def test_a_history_that_nobody_has_touched_holds(written):
    with written.reading() as session:
        assert list(verify(session)) == []


def test_an_empty_history_holds(session):
    assert list(verify(session)) == []


def test_the_mutations_name_every_column_but_the_one_that_only_names_the_row():
    columns = {column.name for column in Revision.__table__.columns}

    assert columns - {"id"} == set(OTHER)


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
@pytest.mark.parametrize("column", OTHER)
def test_a_changed_value_is_found_in_any_column_of_any_row(written, column, number):
    with behind_our_back(written) as session:
        session.execute(
            update(Revision).where(Revision.number == number).values({column: OTHER[column]})
        )

        assert found(session) != []


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_a_changed_row_is_named(written, number):
    with behind_our_back(written) as session:
        session.execute(update(Revision).where(Revision.number == number).values(verb="forged"))

        assert found(session) == [f"Revision {number} was changed or swapped."]


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_a_removed_row_is_found(written, number):
    with behind_our_back(written) as session:
        session.execute(delete(Revision).where(Revision.number == number))

        assert len(found(session)) == 1


def test_a_history_that_was_emptied_is_found(written):
    with behind_our_back(written) as session:
        session.execute(delete(Revision))

        assert found(session) == ["The chain ends at 0, but 5 were written."]


def test_several_removed_rows_are_told_as_one_gap(written):
    with behind_our_back(written) as session:
        session.execute(delete(Revision).where(Revision.number.in_([2, 3])))

        assert found(session) == ["Revision 2 and on is missing."]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 4), (1, 5), (4, 5)])
def test_two_rows_that_changed_places_are_found(written, one, other):
    with behind_our_back(written) as session:
        for old, new in ((one, 90), (other, one), (90, other)):
            session.execute(update(Revision).where(Revision.number == old).values(number=new))

        assert found(session) != []


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 4), (1, 5), (4, 5)])
def test_two_rows_whose_identity_was_exchanged_are_found(written, one, other):
    with behind_our_back(written) as session:
        ids = {
            number: session.scalars(select(Revision.id).where(Revision.number == number)).one()
            for number in (one, other)
        }
        for number, new in ((one, 900), (other, ids[one]), (one, ids[other])):
            session.execute(update(Revision).where(Revision.number == number).values(id=new))

        assert found(session) != []


@pytest.mark.parametrize("number", [-1, 0, LENGTH + 1, LENGTH + 7])
def test_a_row_that_was_put_in_is_found(written, number):
    with behind_our_back(written) as session:
        like = session.scalars(select(Revision).where(Revision.number == 3)).one()
        values = {c.name: getattr(like, c.name) for c in Revision.__table__.columns}
        session.execute(insert(Revision).values({**values, "id": 900, "number": number}))

        assert found(session) != []


@pytest.mark.parametrize("values", [{"number": 4}, {"number": 6}, {"hash": "0" * 64}])
def test_an_end_of_the_chain_that_was_changed_is_found(written, values):
    with behind_our_back(written) as session:
        session.execute(update(ChainEnd).values(values))

        assert len(found(session)) == 1


def test_an_end_of_the_chain_that_was_removed_is_found(written):
    with behind_our_back(written) as session:
        session.execute(delete(ChainEnd))

        assert len(found(session)) == 1


def test_a_forged_row_with_a_hash_of_its_own_breaks_the_row_after_it(written):
    with behind_our_back(written) as session:
        forge(session, 3)

        assert found(session) == ["Revision 4 was changed or swapped."]


def test_a_forged_last_row_with_a_hash_of_its_own_does_not_fit_the_end(written):
    with behind_our_back(written) as session:
        forge(session, LENGTH)

        assert found(session) == ["The end of the chain does not fit revision 5."]


def forge(session, number: int) -> None:
    """Change a row and give it the hash that belongs to what it now says."""
    before, row = session.scalars(
        select(Revision).where(Revision.number.in_([number - 1, number])).order_by(Revision.number)
    ).all()
    row.verb = "forged"
    row.hash = link_hash(row, before.hash)


def test_one_who_writes_knows_the_newest_end_of_the_chain(written):
    with written.writing() as session:
        made = record(session, SYSTEM, "changed", make_barrier(session), {})

        assert made.number > LENGTH
        assert list(verify(session)) == []
        session.rollback()
