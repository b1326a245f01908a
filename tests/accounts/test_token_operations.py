"""Links to choose a password: used once, for a short time, and dead after that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.accounts.letter_operations import (
    LETTERS,
    QUESTIONS,
    Letter,
    ResetQuestion,
    ask_for_reset,
)
from kb.accounts.operations import begin_sign_in
from kb.accounts.queries import find_one_use_token, find_sign_in
from kb.accounts.token_operations import (
    TRIES,
    change_password,
    choose_password,
    compare_old,
    hashed,
    keep_token,
    new_token,
    set_password,
    weigh_change,
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
SITE = "Hinderbanken"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def eva(session):
    user = make_user(session, Role.LEGAL, name="Eva Lind", email="eva.lind@example.se")
    user.password_hash = passwords.hash_password(RIGHT)
    session.flush()
    return user


def chosen(session, user, token, password=NEW):
    return choose_password(session, token, hashed(user, password, site_name=SITE))


def changed(session, user, old, new=NEW):
    weighed = weigh_change(session, actor_of(user))
    return change_password(session, actor_of(user), compare_old(weighed, old, new, site_name=SITE))


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

    chosen(session, eva, token)

    assert passwords.is_right(eva.password_hash, NEW)
    with pytest.raises(NotFound):
        chosen(session, eva, token)


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
        changed(session, eva, RIGHT)
    else:
        eva.is_active = False
        session.flush()

    with pytest.raises(NotFound):
        chosen(session, eva, token)


def test_a_weak_password_leaves_the_link_alive(session, eva):
    token = linked(session, eva)

    for weak in ("too short", "password1234", "eva.lind är bäst"):
        with pytest.raises(Invalid):
            chosen(session, eva, token, weak)

    assert find_one_use_token(session, token) is not None


def test_a_new_password_ends_every_sign_in(session, eva):
    token = begin_sign_in(session, eva, address="", browser="")

    changed(session, eva, RIGHT)

    assert find_sign_in(session, token) is None


def test_the_old_password_is_needed_and_can_be_tried_ten_times(session, eva):
    for _ in range(TRIES):
        with pytest.raises(Invalid, match="not your password"):
            changed(session, eva, "wrong")

    with pytest.raises(Invalid, match="Too many"):
        changed(session, eva, RIGHT)


def test_the_public_can_neither_change_nor_set_passwords(session, eva):
    with pytest.raises(Forbidden):
        weigh_change(session, ANONYMOUS)
    with pytest.raises(Forbidden):
        change_password(session, ANONYMOUS, compare_old(eva, RIGHT, NEW, site_name=SITE))
    with pytest.raises(Forbidden):
        set_password(session, actor_of(eva), eva, NEW, SITE)


def test_whoever_asks_for_a_link_gets_a_letter_with_a_subject_of_one_line(session, eva):
    assert asked(session, eva) == 0

    mail = session.scalars(select(Mail)).one()
    assert (mail.user_id, mail.subject, mail.body) == (eva.id, "New Bcc: x", "Text")
    assert mail.occasion.startswith("reset/")


def test_where_no_letters_are_sent_nothing_is_written_and_a_link_lives_on(session, eva):
    token = linked(session, eva)
    question = ResetQuestion(
        email="eva.lind@example.se", address="10.0.0.1", token=new_token(), letter=None
    )

    assert ask_for_reset(session, eva, question) == 0

    assert session.scalars(select(Mail)).all() == []
    assert find_one_use_token(session, token) is not None


def test_an_unknown_address_is_counted_as_a_known_one_but_gets_no_letter(session, eva):
    assert asked(session, None, email="nobody@example.se") == 0

    assert session.scalars(select(Mail)).all() == []
    assert len(session.scalars(select(Throttle)).all()) == 2


def test_one_account_gets_a_few_letters_and_nobody_is_told_that_it_gets_no_more(session, eva):
    answers = [asked(session, eva) for _ in range(LETTERS + 3)]

    assert answers == [0] * (LETTERS + 3)
    assert len(session.scalars(select(Mail)).all()) == LETTERS


def test_a_question_from_outside_kills_older_links_for_it_but_never_an_invitation(session, eva):
    older, invitation = linked(session, eva), linked(session, eva, Purpose.INVITATION)

    asked(session, eva)

    assert find_one_use_token(session, older) is None
    assert find_one_use_token(session, invitation) is not None


def test_who_has_chosen_no_password_yet_gets_no_link_but_is_answered_and_counted_alike(
    session, eva
):
    eva.password_hash = ""
    invitation = linked(session, eva, Purpose.INVITATION)

    assert asked(session, eva) == 0

    assert session.scalars(select(Mail)).all() == []
    assert len(session.scalars(select(Throttle)).all()) == 2
    assert find_one_use_token(session, invitation) is not None


def test_a_password_that_was_changed_while_the_old_one_was_compared_is_not_changed_again(
    session, eva
):
    change = compare_old(eva, RIGHT, "något helt annat här", site_name=SITE)
    changed(session, eva, RIGHT)

    with pytest.raises(Invalid, match="not your password"):
        change_password(session, actor_of(eva), change)

    assert passwords.is_right(eva.password_hash, NEW)


def test_nothing_is_hashed_while_a_password_is_written(session, eva, monkeypatch):
    token = linked(session, eva)
    change = compare_old(eva, RIGHT, NEW, site_name=SITE)
    new = hashed(eva, "något helt annat här", site_name=SITE)
    monkeypatch.setattr(passwords, "HASHER", None)

    choose_password(session, token, new)
    eva.password_hash = change.compared_with
    change_password(session, actor_of(eva), change)

    assert eva.password_hash == change.new.hash


def test_whoever_asks_about_many_has_to_wait(session, eva):
    for number in range(QUESTIONS):
        assert asked(session, None, email=f"person{number}@example.se") == 0

    assert asked(session, eva) > 0


def test_a_changed_password_stands_in_the_history_without_the_password(session, eva):
    changed(session, eva, RIGHT)

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert (last.verb, last.kind, last.changes) == ("changed the password", "user", {})
