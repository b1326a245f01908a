"""The second step: which codes let in, how often, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from kb.accounts.code_operations import remove_factor
from kb.accounts.entry_operations import TRIES, Attempt, compare, enter, weigh
from kb.accounts.operations import end_every_sign_in
from kb.accounts.queries import find_sign_in
from kb.accounts.retention_operations import forget_old
from kb.accounts.second_step_operations import CODE_TRIES, CodeAttempt, take_second_step
from kb.clock import now
from kb.db.session import session_scope
from kb.models import HalfSignIn, RecoveryCode, Revision, SecondFactor, SignIn, Throttle
from kb.security import passwords
from kb.words import Role
from tests.entering import RIGHT, WRONG, CountingHasher
from tests.factors import KEY, give_phone
from tests.staff import make_user

PLACE = "10.0.0.1"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def eva(session):
    user = make_user(session, Role.LEGAL, email="eva@example.se")
    user.password_hash = passwords.hash_password(RIGHT)
    session.flush()
    return user


@pytest.fixture
def phone(session, eva):
    return give_phone(session, eva)


def attempt_of(password=RIGHT, address=PLACE, device=""):
    return Attempt(email="eva@example.se", password=password, address=address, device=device)


def first(session, **how):
    attempt = attempt_of(**how)
    weighed = weigh(session, attempt)
    return enter(session, attempt, weighed, compare(weighed, attempt))


def second(session, half, code, address=PLACE):
    buckets = attempt_of(address=address).buckets
    attempt = CodeAttempt(half=half, code=code, key=KEY, buckets=buckets, address=address)
    return take_second_step(session, attempt)


def verbs(session):
    return list(session.scalars(select(Revision.verb).order_by(Revision.number)))


def test_the_password_alone_signs_in_by_half_and_begins_no_sign_in(session, eva, phone):
    entered = first(session)

    assert (entered.user, entered.token) == (eva, "")
    assert session.scalars(select(SignIn)).all() == []
    kept = session.scalars(select(HalfSignIn)).one()
    assert len(entered.half) >= 43
    assert entered.half != kept.token_hash
    assert find_sign_in(session, entered.half) is None
    assert verbs(session) == []


def test_a_factor_that_is_not_confirmed_asks_for_nothing(session, eva, phone):
    session.execute(update(SecondFactor).values(confirmed_at=None))

    assert first(session).token


def test_the_code_of_the_phone_ends_the_half_and_begins_a_sign_in(session, eva, phone):
    half = first(session).half

    stepped = second(session, half, phone.code())

    assert stepped.user is eva
    assert find_sign_in(session, stepped.token).user_id == eva.id
    assert session.scalars(select(HalfSignIn)).all() == []
    assert verbs(session) == ["signed in"]


def test_a_code_works_once(session, phone):
    code = phone.code()
    second(session, first(session).half, code)

    again = second(session, first(session).half, code)

    assert (again.user, again.token, again.is_over) == (None, "", False)


def test_after_a_code_no_older_one_is_taken(session, phone):
    second(session, first(session).half, phone.code(1))

    assert second(session, first(session).half, phone.code(0)).user is None


@pytest.mark.parametrize("paper", [False, True])
def test_of_two_who_give_one_code_in_the_same_moment_one_is_let_in(database, paper):
    with session_scope(database.writing) as session:
        user = make_user(session, Role.LEGAL, email="eva@example.se")
        user.password_hash = passwords.hash_password(RIGHT)
        phone = give_phone(session, user)
        halves = [first(session).half, first(session).half]
    code = phone.paper[0] if paper else phone.code()
    begin = Barrier(2)

    def give(half):
        begin.wait(timeout=20)
        with session_scope(database.writing) as session:
            return second(session, half, code).user is not None

    with ThreadPoolExecutor(2) as pool:
        let_in = list(pool.map(give, halves))

    assert sorted(let_in) == [False, True]


@pytest.mark.parametrize("steps", [-2, 3])
def test_a_code_of_another_time_is_wrong(session, phone, steps):
    assert second(session, first(session).half, phone.code(steps)).user is None


def test_the_code_may_be_spaced(session, eva, phone):
    code = phone.code()

    assert second(session, first(session).half, f" {code[:3]} {code[3:]} ").user is eva


def test_a_code_on_paper_works_once_and_is_told_in_the_history(session, eva, phone):
    stepped = second(session, first(session).half, phone.paper[0].upper())

    assert (stepped.user, stepped.is_of_paper) == (eva, True)
    assert second(session, first(session).half, phone.paper[0]).user is None
    assert second(session, first(session).half, phone.paper[1]).user is eva
    assert verbs(session)[:2] == ["used a recovery code", "signed in"]


def test_codes_on_paper_are_kept_as_hashes_alone(session, phone):
    kept = {row.code_hash for row in session.scalars(select(RecoveryCode))}

    assert len(kept) == len(phone.paper)
    assert all(len(each) == 64 for each in kept)


def test_nobody_is_let_in_by_the_code_of_somebody_else(session, phone):
    other = give_phone(session, make_user(session, Role.ADMIN))

    half = first(session).half

    assert second(session, half, other.code()).user is None
    assert second(session, half, other.paper[0]).user is None


def test_after_five_wrong_codes_one_starts_over_with_the_password(session, eva, phone):
    half = first(session).half

    outcomes = [second(session, half, phone.wrong()) for _ in range(CODE_TRIES)]

    assert [each.is_over for each in outcomes] == [False] * (CODE_TRIES - 1) + [True]
    late = second(session, half, phone.code())
    assert (late.user, late.is_over) == (None, True)
    assert verbs(session) == ["gave wrong codes too often"]
    assert second(session, first(session).half, phone.code()).user is eva


def test_wrong_codes_count_with_wrong_passwords_and_a_right_password_does_not_clear_them(
    session, phone
):
    for _ in range(TRIES // CODE_TRIES):
        half = first(session).half
        for _ in range(CODE_TRIES):
            second(session, half, phone.wrong())

    assert weigh(session, attempt_of()).wait > 0
    assert weigh(session, attempt_of(address="10.0.0.2")).wait == 0


def test_while_trying_is_closed_a_right_code_waits_too(session, phone):
    half = first(session).half
    for _ in range(TRIES):
        first(session, password=WRONG)

    stepped = second(session, half, phone.code())

    assert stepped.user is None
    assert stepped.wait > 0


def test_signing_in_whole_forgets_the_failures_of_the_place(session, phone):
    half = first(session).half
    second(session, half, phone.wrong())
    second(session, half, phone.code())

    keys = set(session.scalars(select(Throttle.bucket)))
    assert attempt_of().buckets[0].key not in keys


def test_half_a_sign_in_lasts_ten_minutes(session, eva, phone):
    half = first(session).half
    session.execute(update(HalfSignIn).values(began_at=now() - timedelta(minutes=10)))
    session.expire_all()

    assert second(session, half, phone.code()).is_over


@pytest.mark.parametrize("why", ["closed", "removed", "ended"])
def test_half_a_sign_in_ends_with_what_ends_a_whole_one(session, eva, phone, why):
    half = first(session).half
    code = phone.code()
    if why == "closed":
        eva.is_active = False
    elif why == "removed":
        remove_factor(session, eva)
    else:
        end_every_sign_in(session, eva)
    session.flush()

    assert second(session, half, code).is_over


def test_old_halves_and_factors_that_nobody_confirmed_are_forgotten(session, eva, phone):
    first(session)
    later = now() + timedelta(hours=2)
    forget_old(session, later)
    assert session.scalars(select(HalfSignIn)).all() == []
    assert len(session.scalars(select(SecondFactor)).all()) == 1

    session.execute(update(SecondFactor).values(confirmed_at=None))
    forget_old(session, later)

    assert session.scalars(select(SecondFactor)).all() == []
