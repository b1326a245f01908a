"""The inbox as it is read: one's own alone, unread first, in one statement."""

from datetime import timedelta

import pytest

from kb.db.paging import Page
from kb.db.session import session_scope
from kb.errors import Forbidden, NotFound
from kb.inbox.follow_operations import follow_record, follow_search
from kb.inbox.inbox_operations import mark_all_read, mark_read
from kb.inbox.queries import (
    AT_THE_DOOR,
    MAX_ATTEMPTS,
    count_inbox,
    count_unread,
    get_notification,
    list_followed,
    list_inbox,
    list_searches,
    mail_state,
)
from kb.inbox.search_operations import save_search
from kb.security.actor import ANONYMOUS
from kb.words import News, Role
from tests.inbox.makers import EVENING, make_mail, tell_of
from tests.makers import make_barrier
from tests.staff import actor_of, make_user
from tests.statements import counted


@pytest.fixture
def users(session):
    return [make_user(session, Role.ADVOCACY), make_user(session, Role.LEGAL)]


@pytest.fixture
def told(session, users):
    """Three pieces of news for the first of *users*, the oldest first."""
    barrier = make_barrier(session)
    for news in (News.CHANGED, News.MENTIONED, News.MOVED):
        tell_of(session, users[:1], barrier, news=news)
    return list(reversed(list_inbox(session, actor_of(users[0]), Page(1, 3))))


def test_the_inbox_has_unread_first_and_then_the_newest(session, users, told):
    actor = actor_of(users[0])

    mark_read(session, actor, told[2].id)

    listed = list_inbox(session, actor, Page(1, 3))
    assert [item.news for item in listed] == [News.MENTIONED, News.CHANGED, News.MOVED]


def test_only_what_is_unread_can_be_asked_for(session, users, told):
    actor = actor_of(users[0])

    mark_read(session, actor, told[1].id)

    listed = list_inbox(session, actor, Page(1, 3), only_unread=True)
    assert [item.news for item in listed] == [News.MOVED, News.CHANGED]
    assert count_unread(session, actor) == 2
    assert count_inbox(session, actor) == 3


def test_nobody_sees_what_lies_in_the_inbox_of_another(session, users, told):
    other = actor_of(users[1])

    assert count_inbox(session, other) == 0
    assert count_inbox(session, ANONYMOUS) == 0
    with pytest.raises(NotFound):
        get_notification(session, other, told[0].id)
    with pytest.raises(NotFound):
        mark_read(session, other, told[0].id)


def test_the_public_has_no_inbox_to_mark(session, told):
    with pytest.raises(Forbidden):
        mark_all_read(session, ANONYMOUS, newest=told[-1].id)


def test_reading_twice_keeps_the_moment_of_the_first(session, users, told):
    first = mark_read(session, actor_of(users[0]), told[0].id).read_at

    assert mark_read(session, actor_of(users[0]), told[0].id).read_at == first


def test_marking_all_leaves_what_came_after_the_page_was_shown(session, users, told):
    actor = actor_of(users[0])

    mark_all_read(session, actor, newest=told[1].id)

    unread = list_inbox(session, actor, Page(1, 3), only_unread=True)
    assert [item.id for item in unread] == [told[2].id]


def test_a_page_of_the_inbox_costs_one_statement(database, reader):
    with session_scope(database.writing) as session:
        for _ in range(3):
            tell_of(session, [reader], make_barrier(session))

    with database.reading() as session, counted(database.engine) as statements:
        listed = list_inbox(session, actor_of(reader), Page(1, 3))
        shown = [(item.record.code, item.revision.actor) for item in listed]

    assert len(shown) == 3
    assert len(statements) == 1


def test_what_one_follows_is_listed_by_kind_and_code(session, users):
    actor = actor_of(users[0])
    codes = [make_barrier(session).code for _ in range(2)]
    for code in reversed(codes):
        follow_record(session, actor, "barrier", code)

    assert [record.code for record in list_followed(session, actor)] == codes
    assert list_followed(session, actor_of(users[1])) == []


def test_saved_searches_say_what_is_new_since_each_was_opened(session, users):
    actor = actor_of(users[0])
    schools = save_search(session, actor, name="Skolan", query="sector=school")
    save_search(session, actor, name="Vården", query="sector=care")
    follow_search(session, actor, schools.id)
    asked = []

    def count_new(query, since):
        asked.append(since)
        return len(query)

    rows = list_searches(session, actor, count_new)

    assert [(row.search.name, row.is_followed, row.new) for row in rows] == [
        ("Skolan", True, 13),
        ("Vården", False, 11),
    ]
    assert asked == [row.search.seen_at for row in rows]


def test_the_state_of_the_mail_tells_what_waits_what_failed_and_what_was_sent_last(session, users):
    admin = actor_of(make_user(session, Role.ADMIN))
    make_mail(session, users[0])
    refused = make_mail(session, users[0], attempts=MAX_ATTEMPTS, error="550 No such user")
    cut_off = make_mail(session, users[0], attempts=1, error=AT_THE_DOOR)
    early = make_mail(session, users[0], sent_at=EVENING)
    late = make_mail(session, users[0], sent_at=EVENING + timedelta(hours=1))

    state = mail_state(session, admin)

    assert state.waiting == 1
    assert [mail.id for mail in state.failed] == [cut_off.id, refused.id]
    assert [mail.id for mail in state.sent] == [late.id, early.id]
    assert state.last_sent_at == late.sent_at


def test_the_state_of_the_mail_is_for_those_who_run_the_service(session, users):
    with pytest.raises(Forbidden):
        mail_state(session, actor_of(users[1]))
