"""The team of a barrier: one owner at most, contributors, legal reviewers."""

import pytest
from sqlalchemy import select

from kb.barriers.team_operations import Team, set_team, take_ownership
from kb.errors import Conflict, Forbidden, Invalid
from kb.models import Notification, Revision
from kb.words import Duty, News, Role
from tests.barriers.moving import ready_barrier, whole
from tests.staff import actor_of, make_user


def team_of(barrier) -> dict[int, Duty]:
    return {member.user_id: member.duty for member in barrier.members}


def put_team(session, actor, barrier, owner_id, duties) -> None:
    team = Team(owner_id=owner_id, duties=duties)
    set_team(session, actor, barrier, barrier.version, team)


def test_a_team_is_set_and_whoever_is_new_is_told_once(session):
    lawyer, owner, helper = (
        make_user(session, role) for role in (Role.LEGAL, *[Role.ADVOCACY] * 2)
    )
    barrier = ready_barrier(session)
    duties = {helper.id: Duty.CONTRIBUTOR, lawyer.id: Duty.LEGAL_REVIEWER}

    put_team(session, actor_of(lawyer), barrier, owner.id, duties)
    barrier = whole(session, barrier)
    put_team(session, actor_of(lawyer), barrier, owner.id, duties)

    told = session.scalars(select(Notification)).all()
    assert (barrier.owner_id, team_of(barrier)) == (owner.id, duties)
    assert {(row.user_id, row.news) for row in told} == {
        (owner.id, News.ASSIGNED),
        (helper.id, News.ASSIGNED),
    }
    assert len(told) == 2


def test_an_owner_has_no_duty_beside_it(session):
    lawyer, owner = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    barrier = ready_barrier(session)

    put_team(session, actor_of(lawyer), barrier, owner.id, {owner.id: Duty.CONTRIBUTOR})

    assert (barrier.owner_id, team_of(barrier)) == (owner.id, {})


def test_a_barrier_may_be_left_without_an_owner(session):
    lawyer = make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, owner_id=lawyer.id)

    put_team(session, actor_of(lawyer), barrier, None, {})

    assert barrier.owner_id is None


def test_the_history_names_people_by_their_ids(session):
    lawyer, owner = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY, "Berta Ek")
    barrier = ready_barrier(session)

    put_team(session, actor_of(lawyer), barrier, owner.id, {})

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert last.changes == {"owner_id": [None, owner.id]}


def test_a_closed_account_cannot_join_but_may_stay(session):
    barrier = ready_barrier(session)
    lawyer, gone = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    put_team(session, actor_of(lawyer), barrier, None, {gone.id: Duty.CONTRIBUTOR})
    gone.is_active = False
    session.flush()

    put_team(session, actor_of(lawyer), barrier, None, {gone.id: Duty.LEGAL_REVIEWER})
    put_team(session, actor_of(lawyer), barrier, None, {})

    with pytest.raises(Invalid):
        put_team(session, actor_of(lawyer), barrier, gone.id, {})


def test_an_advocate_does_not_put_themselves_into_a_team(session):
    advocate = make_user(session, Role.ADVOCACY)
    barrier = ready_barrier(session)

    with pytest.raises(Forbidden):
        put_team(session, actor_of(advocate), barrier, None, {advocate.id: Duty.CONTRIBUTOR})


def test_a_barrier_without_an_owner_is_taken_over(session):
    advocate, lawyer = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session)
    put_team(session, actor_of(lawyer), barrier, None, {advocate.id: Duty.CONTRIBUTOR})
    barrier = whole(session, barrier)

    take_ownership(session, actor_of(advocate), barrier)

    assert (barrier.owner_id, team_of(whole(session, barrier))) == (advocate.id, {})


def test_a_barrier_that_somebody_owns_is_not_taken_over(session):
    owner, other = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    barrier = ready_barrier(session, owner_id=owner.id)

    with pytest.raises(Conflict):
        take_ownership(session, actor_of(other), barrier)

    assert barrier.owner_id == owner.id


def test_a_team_that_somebody_else_has_set_meanwhile_is_not_lost(session):
    lawyer, owner = make_user(session, Role.LEGAL), make_user(session, Role.ADVOCACY)
    barrier = ready_barrier(session)
    opened = barrier.version
    put_team(session, actor_of(lawyer), barrier, owner.id, {})

    with pytest.raises(Conflict):
        set_team(session, actor_of(lawyer), barrier, opened, Team(owner_id=None, duties={}))

    assert whole(session, barrier).owner_id == owner.id
