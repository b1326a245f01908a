"""Digests: one a person and day, of what is news to them, whatever the clock does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kb.clock import SWEDEN
from kb.db.session import session_scope
from kb.inbox.digest_operations import MAX_GROUPS, last_due, write_digests
from kb.inbox.follow_operations import follow_search
from kb.inbox.inbox_operations import mark_all_read
from kb.inbox.search_operations import save_search
from kb.models import Mail, Notification
from kb.words import Digest, News, Role
from tests.inbox.makers import EVENING, MORNING, plain, tell_of
from tests.makers import make_barrier
from tests.staff import actor_of, make_user

DAY = timedelta(days=1)


@pytest.fixture
def user(session):
    return make_user(session, Role.ADVOCACY)


@pytest.fixture
def barrier(session):
    return make_barrier(session)


def mails(session):
    return session.query(Mail).order_by(Mail.id).all()


def moment(text):
    """A moment by the Swedish clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("digest", "at", "due"),
    [
        (Digest.DAILY, "2026-11-24 07:00", "2026-11-24 07:00"),
        (Digest.DAILY, "2026-11-24 06:59", "2026-11-23 07:00"),
        (Digest.DAILY, "2026-11-24 23:59", "2026-11-24 07:00"),
        (Digest.WEEKLY, "2026-11-24 12:00", "2026-11-23 07:00"),
        (Digest.WEEKLY, "2026-11-23 06:59", "2026-11-16 07:00"),
        # The days on which the clock is put forward and back.
        (Digest.DAILY, "2026-03-29 03:30", "2026-03-28 07:00"),
        (Digest.DAILY, "2026-03-29 07:00", "2026-03-29 07:00"),
        (Digest.DAILY, "2026-10-25 02:30", "2026-10-24 07:00"),
        (Digest.DAILY, "2026-10-25 07:00", "2026-10-25 07:00"),
        (Digest.DAILY, "2028-02-29 08:00", "2028-02-29 07:00"),
    ],
)
def test_a_digest_is_due_at_seven_by_the_swedish_clock(digest, at, due):
    assert last_due(digest, moment(at).astimezone(UTC)) == moment(due)


def test_a_digest_holds_each_record_once_with_all_that_happened_to_it(session, user, barrier):
    other = make_barrier(session)
    tell_of(session, [user], barrier, news=News.CHANGED)
    tell_of(session, [user], other, news=News.MENTIONED)
    tell_of(session, [user], barrier, news=News.CHANGED)
    tell_of(session, [user], barrier, news=News.MOVED)

    assert write_digests(session, MORNING, plain) == 1

    (mail,) = mails(session)
    assert mail.occasion == f"digest/{user.id}/2026-11-24"
    assert mail.body == f"{barrier.code}: changed, moved\n{other.code}: mentioned"


def test_a_digest_is_written_once_a_day(session, user, barrier):
    tell_of(session, [user], barrier)
    write_digests(session, MORNING, plain)
    tell_of(session, [user], barrier)

    assert write_digests(session, MORNING + timedelta(hours=3), plain) == 0
    assert len(mails(session)) == 1


def test_the_next_digest_holds_only_what_no_letter_has_held(session, user, barrier):
    other = make_barrier(session)
    tell_of(session, [user], barrier)
    write_digests(session, MORNING, plain)
    tell_of(session, [user], other, told_at=MORNING + timedelta(hours=1))

    write_digests(session, MORNING + DAY, plain)

    assert [mail.body for mail in mails(session)] == [
        f"{barrier.code}: changed",
        f"{other.code}: changed",
    ]


def test_what_happens_after_seven_waits_for_the_next_day(session, user, barrier):
    tell_of(session, [user], barrier, told_at=MORNING - timedelta(minutes=1))

    assert write_digests(session, MORNING, plain) == 0
    assert write_digests(session, MORNING + DAY, plain) == 1


def test_with_nothing_to_say_nothing_is_written(session, user, barrier):
    tell_of(session, [user], barrier)
    mark_all_read(session, actor_of(user), newest=10_000)
    session.expire_all()

    assert write_digests(session, MORNING, plain) == 0


def test_nobody_is_written_to_about_what_they_did_themselves(session, user, barrier):
    tell_of(session, [user], barrier, actor=actor_of(user))

    assert write_digests(session, MORNING, plain) == 0


def test_whoever_wants_no_letters_gets_none_and_keeps_the_inbox(session, user, barrier):
    user.digest = Digest.NEVER
    session.flush()
    tell_of(session, [user], barrier)

    assert write_digests(session, MORNING, plain) == 0
    assert session.query(Notification).one().mailed_at is None


def test_a_closed_account_is_not_written_to(session, user, barrier):
    tell_of(session, [user], barrier)
    user.is_active = False
    session.flush()

    assert write_digests(session, MORNING, plain) == 0


def test_a_weekly_digest_comes_on_monday_with_the_whole_week(session, user, barrier):
    user.digest = Digest.WEEKLY
    session.flush()
    tell_of(session, [user], barrier, told_at=moment("2026-11-24 12:00"))

    written = [write_digests(session, MORNING + DAY * days, plain) for days in range(8)]

    assert written == [0, 0, 0, 0, 0, 0, 1, 0]
    assert mails(session)[0].occasion == f"digest/{user.id}/2026-11-30"


def test_a_clock_that_jumps_back_and_forth_writes_no_second_digest(session, user, barrier):
    tell_of(session, [user], barrier)

    written = [
        write_digests(session, MORNING + jump, plain)
        for jump in (
            timedelta(0),
            -timedelta(hours=1),
            timedelta(0),
            timedelta(days=365),
            -timedelta(days=2),
            timedelta(minutes=1),
        )
    ]

    assert written == [1, 0, 0, 0, 0, 0]


def test_the_hour_that_comes_twice_in_october_writes_one_digest(session, user, barrier):
    tell_of(session, [user], barrier, told_at=moment("2026-10-24 06:00"))
    start = moment("2026-10-25 01:00").astimezone(UTC)

    written = [
        write_digests(session, start + timedelta(minutes=30 * step), plain) for step in range(16)
    ]

    assert sum(written) == 1


def test_a_letter_names_at_most_fifty_records_and_marks_them_all(session, user):
    for _ in range(MAX_GROUPS + 2):
        tell_of(session, [user], make_barrier(session))
    drafts = []

    write_digests(session, MORNING, lambda draft: drafts.append(draft) or plain(draft))

    assert len(drafts[0].records) == MAX_GROUPS
    assert drafts[0].omitted == 2
    assert all(row.mailed_at for row in session.query(Notification))


def test_a_followed_search_is_in_the_letter_with_what_is_new_since_the_last(session, user):
    search = save_search(session, actor_of(user), name="Skolan", query="sector=school")
    save_search(session, actor_of(user), name="Vården", query="sector=care")
    follow_search(session, actor_of(user), search.id)
    search.seen_at = EVENING
    session.flush()
    asked = []

    def count_new(query, since):
        asked.append((query, since))
        return 3

    write_digests(session, MORNING, plain, lambda *_: count_new)
    write_digests(session, MORNING + DAY, plain, lambda *_: count_new)

    assert [mail.body for mail in mails(session)] == ["Skolan: 3", "Skolan: 3"]
    assert asked == [("sector=school", EVENING), ("sector=school", MORNING)]


def test_a_followed_search_without_anything_new_is_no_news(session, user):
    search = save_search(session, actor_of(user), name="Skolan", query="")
    follow_search(session, actor_of(user), search.id)

    assert write_digests(session, MORNING, plain) == 0


def test_a_letter_that_cannot_be_written_leaves_nothing_marked(database, reader):
    with session_scope(database.writing) as session:
        tell_of(session, [reader], make_barrier(session))

    def fail(draft):
        raise RuntimeError("no words")

    with pytest.raises(RuntimeError), session_scope(database.writing) as session:
        write_digests(session, MORNING, fail)

    with session_scope(database.writing) as session:
        assert write_digests(session, MORNING, plain) == 1


def test_two_workers_at_once_write_one_digest(database, reader):
    with session_scope(database.writing) as session:
        tell_of(session, [reader], make_barrier(session))

    def write(_number):
        with session_scope(database.writing) as session:
            return write_digests(session, MORNING, plain)

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(write, range(4)))

    assert sum(written) == 1
    with database.reading() as session:
        assert session.query(Mail).count() == 1
