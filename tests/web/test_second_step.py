"""Signing in with a second factor through the pages: nothing opens before the code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from kb.accounts.draft_queries import find_draft
from kb.accounts.entry_operations import TRIES
from kb.accounts.second_step_operations import CODE_TRIES
from kb.app import create_app
from kb.clock import now
from kb.db.session import session_scope
from kb.models import FormDraft, HalfSignIn, SignIn
from kb.security import passwords
from kb.security.actor import ANONYMOUS
from kb.security.rules import can
from kb.web.returning import own_address
from tests.entering import (
    RIGHT,
    CountingHasher,
    database_of,
    enter,
    give_password,
    hidden_fields,
    rows,
    session_cookie,
)
from tests.factors import phone_for
from tests.staff import actor_of, form_token, send, signed_in
from tests.web.routes import ROUTES
from tests.web.test_grid import addresses, class_of

#: A form whose words are kept.
FORM = "/staff/barriers/new"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


@pytest.fixture
def phone(staff_app, legal):
    return phone_for(staff_app, legal)


@pytest.fixture
def client(staff_app):
    return staff_app.test_client()


def give_code(client, page, code, **more):
    """Fill the form for the code in on *page* and send it."""
    return client.post("/login/code", data={**hidden_fields(page.text), "code": code, **more})


def half_cookie(client):
    cookie = client.get_cookie("hinder-half")
    return cookie.value if cookie else None


def test_after_the_password_a_page_asks_for_the_code_and_then_one_is_let_in(client, legal, phone):
    page = enter(client, legal.email)
    assert page.status_code == 200
    assert 'autocomplete="one-time-code"' in page.text
    assert client.get("/staff/account").status_code == 303

    answer = give_code(client, page, phone.code())

    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert client.get("/staff/account").status_code == 200
    assert half_cookie(client) is None


def test_half_a_sign_in_opens_nothing_of_the_staff(staff_app, client, legal, phone):
    enter(client, legal.email)
    cookie = half_cookie(client)
    found, expected = {}, {}

    for asked in addresses(staff_app):
        if can(ANONYMOUS, ROUTES[asked.endpoint]):
            continue
        halfway = staff_app.test_client()
        halfway.set_cookie("hinder-half", cookie)
        # Nor does its token open anything as that of a whole sign-in.
        halfway.set_cookie("hinder-session", cookie)
        answer = halfway.get(asked.url) if asked.method == "GET" else send(halfway, asked.url)
        found[asked.id], expected[asked.id] = class_of(answer), "asked to sign in"

    assert len(found) > 80
    assert found == expected
    assert rows(staff_app, SignIn) == []


def test_the_cookies_are_out_of_reach_and_the_page_is_kept_nowhere(client, legal, phone):
    page = enter(client, legal.email)

    half = next(c for c in page.headers.getlist("Set-Cookie") if c.startswith("hinder-half="))
    assert "HttpOnly" in half
    assert "SameSite=Lax" in half
    assert "Max-Age=600" in half
    for answer in (page, client.get("/login/code"), give_code(client, page, phone.wrong())):
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_right_code_in_another_browser_lets_nobody_in(staff_app, client, legal, phone):
    page = enter(client, legal.email)
    other = staff_app.test_client()
    fields = hidden_fields(other.get("/login").text)

    answer = other.post("/login/code", data={**fields, "code": phone.code()})

    assert answer.status_code == 422
    assert 'name="password"' in answer.text
    assert give_code(client, page, phone.code()).status_code == 303


def test_a_wrong_code_and_a_used_one_are_answered_alike_and_never_sent_back(
    staff_app, client, legal, phone
):
    code = phone.code()
    give_code(client, enter(client, legal.email), code)
    again = staff_app.test_client()
    page = enter(again, legal.email)

    used, wrong = give_code(again, page, code), give_code(again, page, phone.wrong())

    assert (used.status_code, used.text) == (wrong.status_code, wrong.text)
    assert used.status_code == 422
    assert code not in used.text


def test_a_code_on_paper_lets_in_once_and_says_that_it_is_used_up(staff_app, client, legal, phone):
    answer = give_code(client, enter(client, legal.email), phone.paper[3])

    assert answer.location == "/staff/?told=recovery-used"
    again = staff_app.test_client()
    assert give_code(again, enter(again, legal.email), phone.paper[3]).status_code == 422


def test_the_sixth_code_is_not_tried_whatever_it_is(client, legal, phone):
    page = enter(client, legal.email)
    answers = [give_code(client, page, phone.wrong()) for _ in range(CODE_TRIES)]

    sixth = give_code(client, page, phone.code())

    assert {answer.status_code for answer in [*answers, sixth]} == {422}
    assert 'name="password"' not in answers[-2].text
    assert 'name="password"' in answers[-1].text
    assert 'name="password"' in sixth.text


def test_whoever_tries_too_often_is_told_to_wait(client, legal, phone):
    for _ in range(TRIES // CODE_TRIES):
        page = enter(client, legal.email)
        for _ in range(CODE_TRIES):
            give_code(client, page, phone.wrong())

    answer = enter(client, legal.email)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600


def test_after_ten_minutes_one_starts_over(staff_app, client, legal, phone):
    page = enter(client, legal.email)
    with session_scope(database_of(staff_app).writing) as session:
        session.execute(update(HalfSignIn).values(began_at=now() - timedelta(minutes=11)))

    assert client.get("/login/code").location == "/login"
    answer = give_code(client, page, phone.code())

    assert answer.status_code == 422
    assert 'name="password"' in answer.text
    assert client.get("/staff/account").status_code == 303


def test_a_code_without_the_token_of_the_form_or_from_elsewhere_is_refused(client, legal, phone):
    page = enter(client, legal.email)
    fields = {**hidden_fields(page.text), "code": phone.code()}

    without = client.post("/login/code", data={"code": phone.code()})
    foreign = client.post("/login/code", data=fields, headers={"Origin": "https://evil.example"})

    assert (without.status_code, foreign.status_code) == (400, 400)
    assert 'name="code"' in without.text
    assert client.post("/login/code", data=fields).status_code == 303


def test_one_comes_to_the_page_that_one_asked_for(client, legal, phone):
    asked = client.get("/staff/account?lang=en")
    page = enter(client, legal.email, url=asked.location)

    assert give_code(client, page, phone.code()).location == "/staff/account?lang=en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/login/code"])
def test_nobody_is_led_away_from_here(client, legal, phone, target):
    page = enter(client, legal.email)

    assert give_code(client, page, phone.code(), next=target).location == "/staff/"
    assert own_address(target) == "/staff/"


def test_a_long_text_typed_when_the_sign_in_ended_lives_through_both_steps_and_a_wrong_code(
    staff_app, client, legal, phone
):
    give_code(client, enter(client, legal.email), phone.paper[0])
    token = form_token(client)
    with session_scope(database_of(staff_app).writing) as session:
        session.execute(update(SignIn).values(seen_at=now() - timedelta(hours=9)))
    text = "".join(chr(97 + (n * n * 7 + n) % 26) for n in range(1_000_000))
    asked = client.post(FORM, data={"working_title": text, "csrf_token": token})
    fields = {**hidden_fields(asked.text), "email": legal.email, "password": RIGHT}

    page = client.post("/login", data=fields)
    assert rows(staff_app, FormDraft) == []
    again = give_code(client, page, phone.wrong())
    answer = give_code(client, again, phone.code())

    assert answer.location == FORM
    with database_of(staff_app).reading() as session:
        draft = find_draft(session, actor_of(legal), FORM)
        assert draft.data == {"working_title": [text]}


def test_what_was_typed_is_carried_on_when_one_starts_over(staff_app, client, legal, phone):
    give_code(client, enter(client, legal.email), phone.paper[0])
    token = form_token(client)
    with session_scope(database_of(staff_app).writing) as session:
        session.execute(update(SignIn).values(seen_at=now() - timedelta(hours=9)))
    asked = client.post(FORM, data={"working_title": "Eva", "csrf_token": token})
    fields = {**hidden_fields(asked.text), "email": legal.email, "password": RIGHT}
    page = client.post("/login", data=fields)
    for _ in range(CODE_TRIES):
        page = give_code(client, page, phone.wrong())

    fields = {**hidden_fields(page.text), "email": legal.email, "password": RIGHT}
    page = client.post("/login", data=fields)
    answer = give_code(client, page, phone.code())

    assert answer.location == FORM
    assert len(rows(staff_app, FormDraft)) == 1


def test_the_cookie_is_new_and_the_sign_in_of_before_ends(staff_app, people, legal, phone):
    client = signed_in(staff_app, people["advocacy"])
    before = session_cookie(client)

    page = send(client, "/login", {"email": legal.email, "password": RIGHT})
    assert session_cookie(client) == before
    give_code(client, page, phone.code())

    assert session_cookie(client) != before
    assert [row.user_id for row in rows(staff_app, SignIn)] == [legal.id]


def test_an_account_without_a_second_factor_is_asked_for_nothing_more(staff_app, people, phone):
    give_password(staff_app, people["admin"])

    assert enter(staff_app.test_client(), people["admin"].email).status_code == 303


@pytest.fixture
def demanding(own_library, staff_app, people, legal):
    """The same installation, set to demand a second factor."""
    made = []

    def make(demand):
        give_password(staff_app, people["admin"])
        made.append(create_app(replace(own_library, second_factor=demand)))
        return made[-1]

    yield make
    for app in made:
        database_of(app).engine.dispose()


@pytest.mark.parametrize(
    ("demand", "held"),
    [("optional", set()), ("admin", {"admin"}), ("staff", {"admin", "legal"})],
)
def test_whoever_must_have_a_second_factor_is_led_to_where_it_is_set_up(
    demanding, people, demand, held
):
    app = demanding(demand)
    led = set()

    for name in ("admin", "legal"):
        client = app.test_client()
        enter(client, people[name].email)
        if client.get("/staff/").location == "/staff/account/second-factor":
            led.add(name)
        assert client.get("/staff/account/second-factor").status_code == 200
        assert client.get("/sv/").status_code == 200

    assert led == held


def test_whoever_must_set_up_can_do_nothing_else_but_sign_out(demanding, legal):
    app = demanding("staff")
    client = app.test_client()
    enter(client, legal.email)
    free = {"accounts.second_factor", "accounts.begin_factor", "accounts.confirm_factor"}
    led = {}

    for asked in addresses(app):
        if can(ANONYMOUS, ROUTES[asked.endpoint]) or asked.endpoint in {*free, "accounts.sign_out"}:
            continue
        answer = client.get(asked.url) if asked.method == "GET" else send(client, asked.url)
        led[asked.id] = answer.location

    assert len(led) > 80
    assert set(led.values()) == {"/staff/account/second-factor"}
    assert send(client, "/logout").location == "/login?told=signed-out"
