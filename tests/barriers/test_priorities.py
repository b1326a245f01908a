"""The priority set of a year: who decides it, why, and how many it holds."""

from threading import Thread

import pytest

from kb.barriers.move_operations import MOST_PRIORITIES, Priority, set_priority
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Barrier
from kb.records.queries import find_record
from kb.words import Role
from tests.barriers.moving import ready_barrier, whole
from tests.makers import make_barrier
from tests.staff import actor_of, make_user


def prioritise(session, actor, barrier, year, reason) -> None:
    priority = Priority(year=year, reason=reason)
    set_priority(session, actor, barrier, barrier.version, priority)


def test_a_barrier_is_put_into_the_priority_set_with_a_reason_and_taken_out(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = ready_barrier(session)

    prioritise(session, admin, barrier, 2027, " Most municipalities. ")
    put = (barrier.priority_year, barrier.priority_reason)
    prioritise(session, admin, barrier, None, "Done.")

    assert put == (2027, "Most municipalities.")
    assert (barrier.priority_year, barrier.priority_reason) == (None, "")


@pytest.mark.parametrize(("year", "reason", "field"), [(2027, " ", "reason"), (0, "x", "year")])
def test_a_priority_without_reason_or_year_is_refused(session, year, reason, field):
    admin = actor_of(make_user(session, Role.ADMIN))

    with pytest.raises(Invalid) as refused:
        prioritise(session, admin, ready_barrier(session), year, reason)

    assert refused.value.field == field


def test_a_priority_that_somebody_else_has_set_meanwhile_is_not_lost(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    barrier = ready_barrier(session)
    opened = barrier.version
    prioritise(session, admin, barrier, 2027, "Most municipalities.")

    with pytest.raises(Conflict):
        set_priority(session, admin, barrier, opened, Priority(year=None, reason="Not now."))

    assert whole(session, barrier).priority_year == 2027


def test_of_two_who_take_the_last_place_of_a_priority_set_one_gets_it(database):
    with database.writing() as session:
        for _ in range(MOST_PRIORITIES - 1):
            make_barrier(session).priority_year = 2027
        admin = actor_of(make_user(session, Role.ADMIN))
        mine, theirs = (ready_barrier(session).code for _ in range(2))
        session.commit()
    refused = []

    def put_theirs() -> None:
        with database.writing() as other, pytest.raises(Invalid) as full:
            prioritise(other, admin, find_record(other, Barrier, theirs), 2027, "Now.")
        refused.append(full.value.field)

    with database.writing() as session:
        prioritise(session, admin, find_record(session, Barrier, mine), 2027, "Now.")
        # The other counts while this one is put in and not yet committed: they have to wait.
        thread = Thread(target=put_theirs)
        thread.start()
        thread.join(timeout=0.2)
        session.commit()
    thread.join()

    assert refused == ["year"]


def test_a_full_priority_set_takes_no_more(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    for _ in range(MOST_PRIORITIES):
        make_barrier(session).priority_year = 2027
    session.flush()
    barrier = ready_barrier(session)

    with pytest.raises(Invalid):
        prioritise(session, admin, barrier, 2027, "One more.")


@pytest.mark.parametrize("role", [Role.ADVOCACY, Role.LEGAL])
def test_only_an_administrator_sets_priorities(session, role):
    actor = actor_of(make_user(session, role))

    with pytest.raises(Forbidden):
        prioritise(session, actor, ready_barrier(session), 2027, "Please.")
