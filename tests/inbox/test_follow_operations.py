"""Following: whatever has a code, once, and with it comes the news."""

import pytest

from kb.errors import Forbidden, NotFound
from kb.history import record
from kb.inbox.follow_operations import (
    follow_record,
    follow_search,
    unfollow_record,
    unfollow_search,
)
from kb.inbox.operations import tell_followers
from kb.inbox.queries import count_unread, is_following, list_searches
from kb.inbox.search_operations import save_search
from kb.inbox.search_queries import counter
from kb.models import Follow
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import Role
from tests.makers import make_barrier, make_law, make_matter
from tests.staff import actor_of, make_user


@pytest.fixture
def user(session):
    return make_user(session, Role.ADVOCACY)


def test_whoever_follows_a_record_is_told_when_another_changes_it(session, user):
    barrier = make_barrier(session)
    actor = actor_of(user)

    follow_record(session, actor, "barrier", barrier.code)

    assert is_following(session, actor, barrier)
    tell_followers(session, record(session, SYSTEM, "changed", barrier, {}), barrier)
    assert count_unread(session, actor) == 1


def test_whoever_follows_a_record_is_not_told_of_their_own_change(session, user):
    barrier = make_barrier(session)
    actor = actor_of(user)
    follow_record(session, actor, "barrier", barrier.code)

    tell_followers(session, record(session, actor, "changed", barrier, {}), barrier)

    assert count_unread(session, actor) == 0


def test_provisions_acts_and_matters_can_be_followed_as_well(session, user):
    make_law(session, "sfs/2009:400#K26P1")
    matter = make_matter(session)

    for kind, code in (
        ("provision", "sfs/2009:400#K26P1"),
        ("act", "sfs/2009:400"),
        ("matter", matter.code),
    ):
        assert is_following(
            session, actor_of(user), follow_record(session, actor_of(user), kind, code)
        )


def test_following_twice_is_following_once(session, user):
    barrier = make_barrier(session)

    for _ in range(2):
        follow_record(session, actor_of(user), "barrier", barrier.code)

    assert session.query(Follow).count() == 1


def test_unfollowing_ends_it_and_does_nothing_the_second_time(session, user):
    barrier = make_barrier(session)
    follow_record(session, actor_of(user), "barrier", barrier.code)

    for _ in range(2):
        unfollow_record(session, actor_of(user), "barrier", barrier.code)

    assert not is_following(session, actor_of(user), barrier)


@pytest.mark.parametrize(("kind", "code"), [("barrier", "H-1"), ("nonsense", "H-1"), ("", "")])
def test_what_does_not_exist_cannot_be_followed(session, user, kind, code):
    with pytest.raises(NotFound):
        follow_record(session, actor_of(user), kind, code)


def test_the_public_follows_nothing(session):
    barrier = make_barrier(session)

    with pytest.raises(Forbidden):
        follow_record(session, ANONYMOUS, "barrier", barrier.code)
    with pytest.raises(Forbidden):
        unfollow_record(session, ANONYMOUS, "barrier", barrier.code)


def test_a_saved_search_is_followed_by_its_owner_alone(session, user):
    owner, other = actor_of(user), actor_of(make_user(session, Role.LEGAL))
    search = save_search(session, owner, name="Skolan", query="sector=school")

    with pytest.raises(NotFound):
        follow_search(session, other, search.id)
    for _ in range(2):
        follow_search(session, owner, search.id)

    assert [row.is_followed for row in list_searches(session, owner, counter(session, owner))] == [
        True
    ]
    unfollow_search(session, owner, search.id)
    assert [row.is_followed for row in list_searches(session, owner, counter(session, owner))] == [
        False
    ]
