"""Being let in: who is, how often it may be tried, and what is told of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.accounts.admin_operations import close
from kb.accounts.entry_operations import (
    TRIES,
    TRIES_OF_ACCOUNT,
    TRIES_OF_ADDRESS,
    Attempt,
    Compared,
    compare,
    enter,
    weigh,
)
from kb.accounts.queries import find_sign_in
from kb.clock import now
from kb.models import Revision, SignIn, Throttle, User
from kb.security import passwords
from kb.security.actor import SYSTEM
from kb.words import Role
from tests.entering import QUICK, RIGHT, WRONG, CountingHasher
from tests.staff import make_user


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "HASHER", counting)
    return counting


@pytest.fixture
def eva(session):
    user = make_user(session, Role.LEGAL, email="eva@example.se")
    user.password_hash = passwords.hash_password(RIGHT)
    session.flush()
    return user


def tried(session, email="eva@example.se", password=RIGHT, address="10.0.0.1", device=""):
    attempt = Attempt(email=email, password=password, address=address, device=device)
    weighed = weigh(session, attempt)
    if weighed.wait:
        return weighed
    return enter(session, attempt, weighed, compare(weighed, attempt))


def fail(session, times, **how):
    for _ in range(times):
        last = tried(session, password=WRONG, **how)
    return last


def open_again(session):
    """Let the time go by until what is closed has just opened."""
    for row in session.scalars(select(Throttle)):
        if row.closed_until:
            row.closed_until = now() - timedelta(seconds=1)
    session.flush()


def verbs(session):
    return list(session.scalars(select(Revision.verb).order_by(Revision.number)))


def test_the_right_password_gives_a_token_that_opens_a_sign_in(session, eva):
    entered = tried(session, email=" EVA@example.se ")

    assert entered.user is eva
    assert find_sign_in(session, entered.token).user_id == eva.id


def test_the_token_itself_is_not_kept(session, eva):
    entered = tried(session)

    kept = session.scalars(select(SignIn)).one()
    assert len(entered.token) >= 43
    assert entered.token not in (kept.token_hash, kept.form_key)


def test_each_sign_in_has_a_token_of_its_own(session, eva):
    assert tried(session).token != tried(session).token


@pytest.mark.parametrize("why", ["unknown", "wrong", "closed", "without"])
def test_whatever_is_wrong_one_hash_is_compared_and_nobody_let_in(session, eva, hasher, why):
    if why == "closed":
        make_user(session, Role.ADMIN)
        close(session, SYSTEM, eva)
    if why == "without":
        eva.password_hash = ""
    session.flush()
    hasher.compared = 0
    email = "nobody@example.se" if why == "unknown" else "eva@example.se"

    entered = tried(session, email=email, password=WRONG if why == "wrong" else RIGHT)

    assert (entered.user, entered.token, entered.wait) == (None, "", 0)
    assert hasher.compared == 1


def test_ten_failures_close_the_account_for_that_address_for_ten_minutes(session, eva):
    assert fail(session, TRIES).wait == 0

    assert 590 < tried(session).wait <= 600
    assert tried(session, address="10.0.0.2").user is eva


def test_an_unknown_account_closes_as_a_known_one_does(session, eva):
    fail(session, TRIES, email="nobody@example.se")

    assert 590 < tried(session, email="nobody@example.se").wait <= 600


def test_nine_failures_close_nothing_and_a_success_forgets_them(session, eva):
    fail(session, TRIES - 1)
    assert tried(session).user is eva

    assert fail(session, TRIES - 1).wait == 0
    assert tried(session).user is eva


def test_the_delay_doubles_with_each_further_failure(session, eva):
    fail(session, TRIES)

    delays = []
    for _ in range(4):
        delays.append(tried(session).wait)
        open_again(session)
        fail(session, 1)

    assert [round(delay / 600) for delay in delays] == [1, 2, 4, 8]


def test_failures_are_forgotten_after_ten_minutes_of_rest(session, eva):
    fail(session, TRIES - 1)
    for row in session.scalars(select(Throttle)):
        row.since = now() - timedelta(minutes=11)
    session.flush()

    fail(session, 1)

    assert tried(session).user is eva


def test_somebody_who_tries_many_accounts_from_one_address_is_stopped(session, eva):
    for number in range(TRIES_OF_ADDRESS):
        tried(session, email=f"person{number}@example.se")

    assert tried(session).wait > 0


def test_a_known_device_is_not_locked_out_by_failures_elsewhere(session, eva):
    fail(session, TRIES)
    for number in range(TRIES_OF_ADDRESS):
        tried(session, email=f"person{number}@example.se")

    assert tried(session, device="d" * 32).user is eva


def test_a_known_device_has_ten_tries_of_its_own(session, eva):
    fail(session, TRIES, device="d" * 32)

    assert tried(session, device="d" * 32).wait > 0
    assert tried(session).user is eva


def test_guesses_made_at_the_same_time_are_counted_before_they_are_answered(session, eva):
    attempt = Attempt(email=eva.email, password=RIGHT, address="10.0.0.1")
    weighed = weigh(session, attempt)
    fail(session, TRIES)

    entered = enter(session, attempt, weighed, compare(weighed, attempt))

    assert entered.user is None
    assert entered.wait > 0


def test_a_password_that_was_changed_while_it_was_compared_lets_nobody_in(session, eva):
    attempt = Attempt(email=eva.email, password=RIGHT, address="10.0.0.1")
    weighed = weigh(session, attempt)
    eva.password_hash = passwords.hash_password("something else entirely")
    session.flush()

    assert enter(session, attempt, weighed, Compared(True)).user is None


def test_a_hash_with_old_parameters_is_made_anew(session, eva, monkeypatch):
    before = eva.password_hash
    monkeypatch.setattr(passwords, "HASHER", passwords.PasswordHasher(time_cost=2, memory_cost=64))

    tried(session)

    assert eva.password_hash != before
    assert "m=64,t=2" in eva.password_hash
    assert tried(session).user is eva


def test_buckets_name_neither_accounts_nor_addresses(session, eva):
    fail(session, 1)

    kept = "".join(row.bucket for row in session.scalars(select(Throttle)))
    assert "eva" not in kept
    assert "10.0.0.1" not in kept


def test_the_history_tells_of_sign_ins_and_of_each_closing_but_not_of_unknown_people(session, eva):
    fail(session, TRIES, email="nobody@example.se")
    tried(session, address="10.0.0.2")
    fail(session, TRIES)
    open_again(session)
    fail(session, 1)

    closed = "failed to sign in too often"
    assert verbs(session) == ["signed in", closed, closed]
    assert set(session.scalars(select(Revision.code))) == {str(eva.id)}


def test_some_failures_that_close_nothing_leave_no_row_in_the_history(session, eva):
    fail(session, TRIES - 1)

    assert verbs(session) == []


@pytest.mark.parametrize(
    ("address", "other", "is_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("not an address", "not an address either", False),
    ],
)
def test_all_addresses_of_one_subscriber_are_counted_together(session, eva, address, other, is_one):
    fail(session, TRIES, address=address)

    assert (tried(session, address=other).wait > 0) is is_one


def fail_from_everywhere(session):
    for number in range(TRIES_OF_ACCOUNT):
        fail(session, 1, address=f"10.1.{number // 5}.1")


def test_guesses_at_one_account_from_many_places_are_counted_together_for_a_day(session, eva):
    fail_from_everywhere(session)

    assert tried(session, address="10.2.0.1").wait > 0
    for row in session.scalars(select(Throttle)):
        row.since = row.closed_until = now() - timedelta(hours=23)
    session.flush()
    assert fail(session, 1, address="10.2.0.2").wait == 0
    assert tried(session, address="10.2.0.3").wait > 0


def test_a_known_device_is_free_of_what_is_counted_from_everywhere(session, eva):
    fail_from_everywhere(session)

    assert tried(session, address="10.2.0.1", device="d" * 32).user is eva


def test_a_hash_is_renewed_before_anything_is_written(session, eva, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", passwords.PasswordHasher(time_cost=2, memory_cost=64))
    attempt = Attempt(email=eva.email, password=RIGHT, address="10.0.0.1")
    weighed = weigh(session, attempt)
    compared = compare(weighed, attempt)
    monkeypatch.setattr(passwords, "HASHER", None)

    assert enter(session, attempt, weighed, compared).user is eva
    assert "m=64,t=2" in eva.password_hash


def test_throttles_are_shared_by_all_who_use_the_database(database):
    with database.writing() as one:
        user = make_user(one, Role.LEGAL, email="eva@example.se")
        user.password_hash = QUICK.hash(RIGHT)
        fail(one, TRIES)
        one.commit()

    with database.writing() as other:
        assert tried(other).wait > 0
        assert other.get(User, user.id) is not None
