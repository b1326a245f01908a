"""Saved searches: their owner's alone, under names of their own."""

import pytest

from kb.errors import Forbidden, Invalid, NotFound
from kb.inbox.follow_operations import follow_search
from kb.inbox.queries import list_searches
from kb.inbox.search_operations import (
    MAX_QUERY,
    NAME,
    mark_seen,
    remove_search,
    rename_search,
    save_search,
)
from kb.inbox.search_queries import counter
from kb.models import Follow
from kb.security.actor import ANONYMOUS
from kb.words import Role
from tests.inbox.makers import EVENING
from tests.staff import actor_of, make_user


@pytest.fixture
def owner(session):
    return actor_of(make_user(session, Role.ADVOCACY))


@pytest.fixture
def search(session, owner):
    return save_search(session, owner, name="Skolan", query="sector=school")


def test_a_saved_search_keeps_its_query(session, owner, search):
    assert [row.search.query for row in list_searches(session, owner, counter(session, owner))] == [
        "sector=school"
    ]


def test_two_people_may_use_the_same_name(session, search):
    other = actor_of(make_user(session, Role.LEGAL))

    save_search(session, other, name="Skolan", query="")

    assert len(list_searches(session, other, counter(session, other))) == 1


@pytest.mark.parametrize("name", ["", "Skolan", "x" * (NAME + 1)])
def test_a_name_that_is_empty_taken_or_too_long_is_refused(session, owner, search, name):
    with pytest.raises(Invalid) as error:
        save_search(session, owner, name=name, query="")

    assert error.value.field == "name"


def test_a_query_that_is_too_long_is_refused(session, owner):
    with pytest.raises(Invalid):
        save_search(session, owner, name="Allt", query="x" * (MAX_QUERY + 1))


def test_a_search_can_be_given_another_name_but_not_one_that_is_taken(session, owner, search):
    save_search(session, owner, name="Vården", query="")

    assert rename_search(session, owner, search.id, name="Skola").name == "Skola"
    assert rename_search(session, owner, search.id, name="Skola").name == "Skola"
    with pytest.raises(Invalid):
        rename_search(session, owner, search.id, name="Vården")


def test_opening_a_search_lets_what_is_there_be_new_no_more(session, owner, search):
    search.seen_at = EVENING

    mark_seen(session, owner, search.id)

    assert search.seen_at > EVENING


def test_removing_a_search_ends_the_following_of_it(session, owner, search):
    follow_search(session, owner, search.id)

    remove_search(session, owner, search.id)

    assert list_searches(session, owner, counter(session, owner)) == []
    assert session.query(Follow).count() == 0


def test_nobody_reaches_the_search_of_another(session, search):
    other = actor_of(make_user(session, Role.ADMIN))

    for act in (
        lambda: rename_search(session, other, search.id, name="Min"),
        lambda: remove_search(session, other, search.id),
        lambda: mark_seen(session, other, search.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_public_saves_nothing(session, search):
    for act in (
        lambda: save_search(session, ANONYMOUS, name="Min", query=""),
        lambda: rename_search(session, ANONYMOUS, search.id, name="Min"),
        lambda: remove_search(session, ANONYMOUS, search.id),
        lambda: mark_seen(session, ANONYMOUS, search.id),
    ):
        with pytest.raises(Forbidden):
            act()
