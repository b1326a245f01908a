"""Saved searches count what is new in them, as the list of barriers reads them."""

from datetime import timedelta

import pytest

from kb.clock import now
from kb.inbox.search_queries import cleaned_query, counter, counter_for
from kb.words import Pair, Role
from tests.makers import make_barrier
from tests.staff import actor_of, make_user

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?sector=school&sector=care&page=3&told=saved", "sector=school&sector=care"),
        ("q=sekretess+n%C3%A4mnd&sort=title", "q=sekretess+n%C3%A4mnd&sort=title"),
        ("nonsense=1&next=//evil.example", ""),
        ("q=a%0d%0ab&owner=me", "owner=me"),
        ("", ""),
    ],
)
def test_only_what_the_list_understands_is_kept(query, kept):
    assert cleaned_query(query) == kept


def test_a_search_counts_what_was_logged_or_changed_in_it_since_it_was_opened(session):
    user = make_user(session, Role.ADVOCACY)
    make_barrier(session, title=Pair("Xylofon", "Xylophone"))
    make_barrier(session)
    count = counter(session, actor_of(user))

    assert count("q=xylofon", now() - HOUR) == 1
    assert count("q=xylofon", now() + HOUR) == 0
    assert count("sort=title", now() - HOUR) == 2


def test_a_search_for_ones_own_means_its_owner_in_letters_too(session):
    user, other = make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)
    make_barrier(session).owner_id = user.id
    session.flush()

    assert counter_for(session, user)("owner=me", now() - HOUR) == 1
    assert counter_for(session, other)("owner=me", now() - HOUR) == 0
