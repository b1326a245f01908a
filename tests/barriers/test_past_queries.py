"""What a barrier has been through decides where it is reopened, and who may resolve it."""

import pytest

from kb.barriers.edit_drafts import ReportDraft
from kb.barriers.edit_operations import begin_barrier
from kb.barriers.move_operations import move_barrier
from kb.barriers.past_queries import owners_since_recognised
from kb.barriers.team_operations import Team, set_team, take_ownership
from kb.errors import Forbidden
from kb.models import Barrier, User
from kb.publication.merge_operations import merge_barrier
from kb.records.operations import changing
from kb.security.actor import SYSTEM
from kb.words import Channel, Role, WorkState
from tests.barriers.moving import answers, ready_barrier, whole
from tests.makers import make_barrier
from tests.staff import actor_of, make_user


def logged_by(session, user) -> Barrier:
    """A draft that *user* has logged, as its history tells."""
    report = ReportDraft(working_title="Ett hinder", working_summary="Så.", channel=Channel.MEMBER)
    barrier = begin_barrier(session, actor_of(user), report)
    return whole(session, barrier)


def merged(session, actor, barrier) -> Barrier:
    merge_barrier(session, actor, barrier, make_barrier(session).code, "The same.")
    return whole(session, barrier)


def test_a_draft_that_was_merged_is_reopened_as_a_draft_by_its_author_too(session):
    lawyer = make_user(session, Role.LEGAL)
    barrier = merged(session, actor_of(lawyer), logged_by(session, lawyer))

    move_barrier(session, actor_of(lawyer), barrier, "reopen", answers(reason="Not the same."))

    assert (barrier.work_state, barrier.duplicate_of) == (WorkState.DRAFT, None)


@pytest.mark.parametrize("state", [WorkState.SUBMITTED, WorkState.UNDER_ASSESSMENT])
def test_what_was_merged_before_it_was_assessed_is_reopened_to_be_assessed(session, state):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = logged_by(session, make_user(session, Role.ADVOCACY))
    barrier.work_state = state
    barrier = merged(session, lawyer, whole(session, barrier))

    move_barrier(session, lawyer, barrier, "reopen", answers(reason="Not the same."))

    assert barrier.work_state is WorkState.SUBMITTED


def test_what_was_found_to_be_no_barrier_is_assessed_again_when_it_is_reopened(session):
    author, lawyer = make_user(session, Role.LEGAL), actor_of(make_user(session, Role.LEGAL))
    barrier = logged_by(session, author)
    barrier.work_state = WorkState.UNDER_ASSESSMENT
    barrier = whole(session, barrier)
    move_barrier(session, lawyer, barrier, "reject", answers())

    move_barrier(session, actor_of(author), barrier, "reopen", answers(reason="It is one."))

    assert (barrier.work_state, barrier.no_obstacle) == (WorkState.SUBMITTED, None)


def test_what_was_recognised_once_is_reopened_as_work_in_progress(session):
    lawyer = actor_of(make_user(session, Role.LEGAL))
    barrier = merged(session, lawyer, ready_barrier(session, WorkState.PARTLY_RESOLVED))

    move_barrier(session, lawyer, barrier, "reopen", answers(reason="Not the same."))

    assert barrier.work_state is WorkState.IN_PROGRESS


def give(session, giver, barrier, owner_id) -> Barrier:
    team = Team(owner_id=owner_id, duties={})
    set_team(session, giver, barrier, barrier.version, team)
    return whole(session, barrier)


@pytest.mark.parametrize("is_given_on", [True, False], ids=["to another", "to nobody"])
def test_giving_a_barrier_away_does_not_make_one_the_second_pair_of_eyes(session, is_given_on):
    owner, other = (actor_of(make_user(session, Role.LEGAL)) for _ in range(2))
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)
    take_ownership(session, owner, barrier)
    barrier = give(session, owner, whole(session, barrier), other.user_id if is_given_on else None)

    with pytest.raises(Forbidden):
        move_barrier(session, owner, barrier, "resolve", answers())
    if is_given_on:
        barrier = give(session, other, barrier, None)
        with pytest.raises(Forbidden):
            move_barrier(session, other, barrier, "resolve", answers())
    move_barrier(session, actor_of(make_user(session, Role.LEGAL)), barrier, "resolve", answers())

    assert barrier.work_state is WorkState.RESOLVED


def test_who_owned_a_barrier_only_before_it_was_recognised_may_resolve_it(session):
    author, other = (actor_of(make_user(session, Role.LEGAL)) for _ in range(2))
    barrier = logged_by(session, session.get(User, author.user_id))
    barrier = give(session, author, barrier, other.user_id)
    with changing(session, SYSTEM, barrier):
        barrier.work_state = WorkState.RECOGNISED

    found = owners_since_recognised(session, barrier)

    assert found == {other.user_id}


def test_what_the_history_does_not_tell_of_counts_as_owned_since_it_was_recognised(session):
    author, other = (make_user(session, Role.LEGAL) for _ in range(2))
    barrier = logged_by(session, author)
    barrier = give(session, actor_of(author), barrier, other.id)
    barrier.work_state = WorkState.IN_PROGRESS

    assert owners_since_recognised(session, whole(session, barrier)) == {author.id, other.id}
