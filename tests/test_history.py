"""The history: one row for a change, in the transaction of the change."""

from datetime import UTC

from sqlalchemy import select

from kb.history import record
from kb.models import Revision
from kb.security.actor import SYSTEM, member
from kb.words import Role
from tests.makers import make_barrier
from tests.staff import make_user


def last_revision(session) -> Revision:
    session.flush()
    return session.scalars(select(Revision).order_by(Revision.id.desc())).first()


def test_a_revision_says_who_did_what_to_which_record_and_what_changed(session):
    person = make_user(session, Role.LEGAL, "Karin")
    barrier = make_barrier(session, code="H-2026-901")

    record(
        session,
        member(person.id, person.name, person.role),
        "reviewed",
        barrier,
        {"state": ["open", "resolved"]},
    )

    revision = last_revision(session)
    assert (revision.actor_id, revision.verb) == (person.id, "reviewed")
    assert (revision.kind, revision.code) == ("barrier", "H-2026-901")
    assert revision.changes == {"state": ["open", "resolved"]}
    assert revision.at.tzinfo is UTC


def test_what_the_system_does_has_no_person(session):
    barrier = make_barrier(session)

    record(session, SYSTEM, "checked", barrier, {})

    assert last_revision(session).actor_id is None


def test_later_changes_to_the_callers_dictionary_do_not_reach_the_revision(session):
    barrier = make_barrier(session)
    changes = {"state": ["open", "resolved"]}

    record(session, SYSTEM, "changed", barrier, changes)
    changes.clear()

    assert last_revision(session).changes == {"state": ["open", "resolved"]}


def test_a_revision_goes_when_the_change_is_rolled_back(database):
    with database.writing() as session:
        make_barrier(session)
        session.rollback()

    with database.reading() as session:
        assert session.scalars(select(Revision)).all() == []
