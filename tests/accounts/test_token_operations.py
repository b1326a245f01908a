"""Links to choose a password: used once, for a short time, and dead after that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.accounts.operations import begin_sign_in
from kb.accounts.queries import find_one_use_token, find_sign_in
from kb.accounts.token_operations import (
    LETTERS,
    QUESTIONS,
    TRIES,
    Letter,
    ResetQuestion,
    ask_for_reset,
    change_password,
    choose_password,
    keep_token,
    new_token,
    set_password,
)
from kb.clock import now
from kb.errors import Forbidden, Invalid, NotFound
from kb.models import Mail, OneUseToken, Revision, Throttle
from kb.security import passwords
from kb.security.actor import ANONYMOUS
from kb.words import Purpose, Role
from tests.entering import RIGHT, CountingHasher
from tests.staff import actor_of, make_user

NEW = "en helt ny lång mening"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def eva(session):
    user = make_user(session, Role.LEGAL, name="Eva Lind", email="eva.lind@example.se")
    user.password_hash = passwords.hash_password(RIGHT)
    session.flush()
    return user


def linked(session, user, purpose=Purpose.RESET):
    token = new_token()
    keep_token(session, user, token, purpose)
    return token


def asked(session, user, email="eva.lind@example.se", address="10.0.0.1"):
    question = ResetQuestion(
        email=email, address=address, token=new_token(), letter=Letter("New\r\nBcc: x", "Text")
    )
    return ask_for_reset(session, user, question)


def test_a_link_lets_its_owner_choose_a_password_once(session, eva):
    token = linked(session, eva)

    choose_password(session, token, NEW, site_name="Hinderbanken")

    assert passwords.is_right(eva.password_hash, NEW)
    with pytest.raises(NotFound):
        choose_password(session, token, NEW, site_name="Hinderbanken")


def test_a_link_has_256_random_bits_and_only_their_hash_is_kept(session, eva):
    token = linked(session, eva)

    kept = session.scalars(select(OneUseToken.token_hash)).one()
    assert len(token) >= 43
    assert token not in kept


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(Purpose.RESET, timedelta(hours=1)), (Purpose.INVITATION, timedelta(days=7))],
)
def test_a_reset_lasts_for_an_hour_and_an_invitation_for_a_week(session, eva, purpose, lasts):
    token = linked(session, eva, purpose)
    kept = session.scalars(select(OneUseToken)).one()

    assert abs(kept.expires_at - now() - lasts) < timedelta(minutes=1)
    kept.expires_at = now() - timedelta(seconds=1)
    session.flush()
    assert find_one_use_token(session, token) is None


@pytest.mark.parametrize("what", ["newer", "changed", "closed"])
def test_a_link_is_dead_after_a_newer_one_a_new_password_and_a_closed_account(session, eva, what):
    token = linked(session, eva)

    if what == "newer":
        linked(session, eva)
    elif what == "changed":
        change_password(session, actor_of(eva), RIGHT, NEW, site_name="Hinderbanken")
    else:
        eva.is_active = False
        session.flush()

    with pytest.raises(NotFound):
        choose_password(session, token, NEW, site_name="Hinderbanken")


def test_a_weak_password_leaves_the_link_alive(session, eva):
    token = linked(session, eva)

    for weak in ("too short", "password1234", "eva.lind är bäst"):
        with pytest.raises(Invalid):
            choose_password(session, token, weak, site_name="Hinderbanken")

    assert find_one_use_token(session, token) is not None


def test_a_new_password_ends_every_sign_in(session, eva):
    token = begin_sign_in(session, eva, address="", browser="")

    change_password(session, actor_of(eva), RIGHT, NEW, site_name="Hinderbanken")

    assert find_sign_in(session, token) is None


def test_the_old_password_is_needed_and_can_be_tried_ten_times(session, eva):
    for _ in range(TRIES):
        with pytest.raises(Invalid, match="not your password"):
            change_password(session, actor_of(eva), "wrong", NEW, site_name="Hinderbanken")

    with pytest.raises(Invalid, match="Too many"):
        change_password(session, actor_of(eva), RIGHT, NEW, site_name="Hinderbanken")


def test_the_public_can_neither_change_nor_set_passwords(session, eva):
    with pytest.raises(Forbidden):
        change_password(session, ANONYMOUS, RIGHT, NEW, site_name="Hinderbanken")
    with pytest.raises(Forbidden):
        set_password(session, actor_of(eva), eva, NEW, "Hinderbanken")


def test_whoever_asks_for_a_link_gets_a_letter_with_a_subject_of_one_line(session, eva):
    assert asked(session, eva) == 0

    mail = session.scalars(select(Mail)).one()
    assert (mail.user_id, mail.subject, mail.body) == (eva.id, "New Bcc: x", "Text")
    assert mail.occasion.startswith("reset/")


def test_an_unknown_address_is_counted_as_a_known_one_but_gets_no_letter(session, eva):
    assert asked(session, None, email="nobody@example.se") == 0

    assert session.scalars(select(Mail)).all() == []
    assert len(session.scalars(select(Throttle)).all()) == 2


def test_one_account_gets_a_few_letters_and_nobody_is_told_that_it_gets_no_more(session, eva):
    answers = [asked(session, eva) for _ in range(LETTERS + 3)]

    assert answers == [0] * (LETTERS + 3)
    assert len(session.scalars(select(Mail)).all()) == LETTERS


def test_whoever_asks_about_many_has_to_wait(session, eva):
    for number in range(QUESTIONS):
        assert asked(session, None, email=f"person{number}@example.se") == 0

    assert asked(session, eva) > 0


def test_a_changed_password_stands_in_the_history_without_the_password(session, eva):
    change_password(session, actor_of(eva), RIGHT, NEW, site_name="Hinderbanken")

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (last.verb, last.kind, last.changes) == ("changed the password", "user", {})
