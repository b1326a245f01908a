"""One's own second factor: set up, printed, renewed and turned off, each with what proves it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from kb.accounts.second_factor_queries import SET_UP_MINUTES
from kb.accounts.token_operations import TRIES
from kb.clock import now
from kb.db.session import session_scope
from kb.models import RecoveryCode, Revision, SecondFactor, SignIn
from kb.security import passwords
from tests.entering import (
    RIGHT,
    WRONG,
    CountingHasher,
    database_of,
    enter,
    give_password,
    hidden_fields,
    rows,
    session_cookie,
)
from tests.factors import Phone, phone_for
from tests.staff import send, signed_in

PAGE = "/staff/account/second-factor"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


@pytest.fixture
def client(staff_app, legal):
    return signed_in(staff_app, legal)


def begun(client) -> Phone:
    """Begin, and put the secret of the page into a phone."""
    send(client, f"{PAGE}/begin", {"password": RIGHT})
    secret = re.search(r"<code class=\"typed-code\">([A-Z2-7 ]+)</code>", client.get(PAGE).text)[1]
    return Phone(secret.replace(" ", ""))


def paper_of(page):
    return re.findall(r"<code>([a-z2-9-]{29})</code>", page.text)


def verbs(app):
    """What was done with accounts, in order."""
    return [row.verb for row in rows(app, Revision) if row.kind == "user"]


def test_it_is_set_up_with_the_password_and_a_code_and_gives_ten_codes_once(
    staff_app, client, legal
):
    before, elsewhere = session_cookie(client), signed_in(staff_app, legal)
    phone = begun(client)

    page = send(client, f"{PAGE}/confirm", {"code": phone.code()})

    assert page.status_code == 200
    assert len(set(paper_of(page))) == 10
    assert page.headers["Cache-Control"] == "private, no-store"
    assert paper_of(client.get(PAGE)) == []
    assert verbs(staff_app) == ["signed in", "signed in", "turned on the second factor"]
    # The other browser, which gave no code, is signed out; this one has another cookie.
    assert session_cookie(client) != before
    assert elsewhere.get("/staff/account").status_code == 303


def test_the_forms_of_the_page_with_the_codes_still_work(client):
    phone = begun(client)
    page = send(client, f"{PAGE}/confirm", {"code": phone.code()})

    answer = client.post("/logout", data=hidden_fields(page.text))

    assert answer.location == "/login?told=signed-out"


def test_the_code_that_confirmed_does_not_sign_in(staff_app, client, legal):
    phone, other = begun(client), staff_app.test_client()
    code = phone.code()
    send(client, f"{PAGE}/confirm", {"code": code})

    page = enter(other, legal.email)
    used = other.post("/login/code", data={**hidden_fields(page.text), "code": code})
    right = other.post("/login/code", data={**hidden_fields(page.text), "code": phone.code(1)})

    assert (used.status_code, right.status_code) == (422, 303)


def test_before_the_first_code_nothing_is_turned_on(staff_app, client, legal):
    phone = begun(client)

    answer = send(client, f"{PAGE}/confirm", {"code": phone.wrong()})

    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert enter(staff_app.test_client(), legal.email).status_code == 303
    assert send(client, f"{PAGE}/confirm", {"code": phone.code()}).status_code == 200


def test_a_secret_that_was_shown_long_ago_cannot_be_confirmed(staff_app, client):
    phone = begun(client)
    old = now() - timedelta(minutes=SET_UP_MINUTES)
    with session_scope(database_of(staff_app).writing) as session:
        session.execute(update(SecondFactor).values(began_at=old))

    assert send(client, f"{PAGE}/confirm", {"code": phone.code()}).status_code == 409


@pytest.mark.parametrize("fields", [{"password": WRONG}, {}])
def test_without_the_password_no_secret_is_made(staff_app, client, fields):
    answer = send(client, f"{PAGE}/begin", fields)

    assert answer.status_code == 422
    assert rows(staff_app, SecondFactor) == []


def test_the_picture_is_in_the_page_and_asks_nothing_of_others(client):
    begun(client)

    page = client.get(PAGE).text

    svg = re.search(r"<svg class=\"square-code\".*?</svg>", page, re.DOTALL)[0]
    assert 'aria-label="' in svg
    assert "style=" not in svg
    assert "http" not in svg
    assert "'unsafe-inline'" not in client.get(PAGE).headers["Content-Security-Policy"]


def test_the_secret_is_neither_kept_nor_logged_nor_shown_again(staff_app, client, caplog):
    phone = begun(client)
    send(client, f"{PAGE}/confirm", {"code": phone.code()})

    kept = rows(staff_app, SecondFactor)[0]
    assert phone.secret not in (kept.salt, client.get(PAGE).text, caplog.text)
    assert phone.secret not in client.get(PAGE).text
    done = [row.changes for row in rows(staff_app, Revision) if row.kind == "user"]
    assert done == [{}, {}]


def test_a_second_phone_is_not_begun_while_there_is_one(staff_app, client, legal):
    phone_for(staff_app, legal)

    assert send(client, f"{PAGE}/begin", {"password": RIGHT}).status_code == 409


def test_new_recovery_codes_take_the_place_of_the_old(staff_app, client, legal):
    phone = phone_for(staff_app, legal)

    page = send(client, f"{PAGE}/codes", {"password": RIGHT, "code": phone.code()})

    assert len(paper_of(page)) == 10
    assert len(rows(staff_app, RecoveryCode)) == 10
    assert not set(paper_of(page)) & set(phone.paper)
    other = staff_app.test_client()
    asked = enter(other, legal.email)
    answer = other.post("/login/code", data={**hidden_fields(asked.text), "code": phone.paper[0]})
    assert answer.status_code == 422
    assert verbs(staff_app)[-1] == "made new recovery codes"


def test_it_is_turned_off_with_password_and_code(staff_app, client, legal):
    phone, before = phone_for(staff_app, legal), session_cookie(client)
    elsewhere = signed_in(staff_app, legal)

    answer = send(client, f"{PAGE}/off", {"password": RIGHT, "code": phone.paper[0]})

    assert answer.location == f"{PAGE}?told=second-factor-off"
    assert client.get(answer.location).status_code == 200
    assert session_cookie(client) != before
    assert elsewhere.get("/staff/account").status_code == 303
    assert rows(staff_app, SecondFactor) == rows(staff_app, RecoveryCode) == []
    assert enter(staff_app.test_client(), legal.email).status_code == 303
    assert "turned off the second factor" in verbs(staff_app)


@pytest.mark.parametrize("way", ["codes", "off"])
@pytest.mark.parametrize("wrong", ["password", "code", "nothing"])
def test_with_half_of_what_proves_it_nothing_changes(staff_app, client, legal, way, wrong):
    phone = phone_for(staff_app, legal)
    fields = {"password": RIGHT, "code": phone.code()}
    fields |= {"password": {"password": WRONG}, "code": {"code": phone.wrong()}}.get(wrong, {})

    answer = send(client, f"{PAGE}/{way}", {} if wrong == "nothing" else fields)

    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert len(rows(staff_app, SecondFactor)) == 1
    assert verbs(staff_app) == ["signed in"]


def test_guessing_at_the_code_is_limited_for_whoever_is_signed_in_too(staff_app, client, legal):
    phone = phone_for(staff_app, legal)
    for _ in range(TRIES):
        send(client, f"{PAGE}/off", {"password": RIGHT, "code": phone.wrong()})

    answer = send(client, f"{PAGE}/off", {"password": RIGHT, "code": phone.code()})

    assert answer.status_code == 422
    assert len(rows(staff_app, SecondFactor)) == 1


@pytest.mark.parametrize("way", ["codes", "off"])
def test_the_pages_that_ask_for_both_are_shown(staff_app, client, legal, way):
    phone_for(staff_app, legal)

    page = client.get(f"{PAGE}/{way}")

    assert page.status_code == 200
    assert {"password", "code"} <= set(re.findall(r'id="(\w+)"', page.text))
    assert f"{PAGE}/{way}" in client.get(PAGE).text


def test_a_sign_in_that_had_to_set_up_is_free_when_it_is_done(staff_app, client):
    with session_scope(database_of(staff_app).writing) as session:
        session.execute(update(SignIn).values(must_set_up=True))
    assert client.get("/staff/").location == PAGE
    phone = begun(client)

    send(client, f"{PAGE}/confirm", {"code": phone.code()})

    assert client.get("/staff/").status_code == 200
