"""Signing in and out through the pages: cookies, tokens, limits, and the way back."""

import re
from datetime import timedelta

import pytest

from kb.accounts.admin_operations import change_role, close
from kb.accounts.entry_operations import TRIES
from kb.app import create_app
from kb.clock import now
from kb.db.session import session_scope
from kb.models import Revision, SignIn, Throttle, User
from kb.security import passwords
from kb.security.actor import SYSTEM
from kb.words import Role
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
from tests.staff import form_token, signed_in

EVIL = "evil.example"
#: What would lead away from here, were it followed.
REDIRECTS = [
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}/",
    f"\\\\{EVIL}/",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    f"/\t/{EVIL}/",
    f" //{EVIL}/",
    f"///{EVIL}",
    f"//{EVIL}\\@localhost/",
    f"javascript:alert(1)//{EVIL}",
    f"/\n/{EVIL}",
    "/login?next=/login",
    "/logout",
]


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    counting = CountingHasher()
    monkeypatch.setattr(passwords, "HASHER", counting)
    return counting


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


def without_tokens(page):
    """A page without what differs each time, and without the address that was typed."""
    page = re.sub(r'(name="csrf_token"[^>]*value=|value=)"[^"]*"', "", page)
    return re.sub(r"[\w-]+@example\.se", "", page)


def test_the_right_password_leads_to_the_desk(staff_app, legal):
    client = staff_app.test_client()

    answer = enter(client, legal.email)

    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert client.get("/staff/account").status_code == 200


def test_one_comes_to_the_page_that_one_asked_for(staff_app, legal):
    client = staff_app.test_client()

    asked = client.get("/staff/account?told=saved")
    answer = enter(client, legal.email, url=asked.location)

    assert asked.status_code == 303
    assert answer.location == "/staff/account?told=saved"


@pytest.mark.parametrize("target", REDIRECTS)
def test_nobody_is_led_away_from_here(staff_app, legal, target):
    client = staff_app.test_client()

    by_page = enter(client, legal.email, url="/login?" + "next=" + target.replace("\t", "%09"))
    by_form = enter(staff_app.test_client(), legal.email, next=target)
    again = client.get("/login", query_string={"next": target})

    assert [by_page.location, by_form.location, again.location] == ["/staff/"] * 3


@pytest.mark.parametrize("why", ["unknown", "wrong", "closed", "without"])
def test_every_refusal_looks_the_same_and_costs_one_hash(staff_app, people, legal, hasher, why):
    expected = enter(staff_app.test_client(), legal.email, WRONG)
    with session_scope(database_of(staff_app).writing) as session:
        close(session, SYSTEM, session.get_one(User, people["other_legal"].id))
    email, password = {
        "unknown": ("nobody@example.se", RIGHT),
        "wrong": (legal.email, WRONG),
        "closed": (people["other_legal"].email, RIGHT),
        "without": (people["advocacy"].email, RIGHT),
    }[why]
    hasher.compared = 0

    answer = enter(staff_app.test_client(), email, password)

    assert answer.status_code == expected.status_code == 422
    assert without_tokens(answer.text) == without_tokens(expected.text)
    assert hasher.compared == 1


def test_a_password_is_never_sent_back(staff_app, legal):
    answer = enter(staff_app.test_client(), legal.email, "något hemligt")

    assert "något hemligt" not in answer.text


def test_the_eleventh_try_is_refused_with_the_time_to_wait_by_every_worker(
    staff_app, own_library, legal
):
    other_worker = create_app(own_library)
    for number in range(TRIES):
        enter([staff_app, other_worker][number % 2].test_client(), legal.email, WRONG)

    answers = [
        enter(app.test_client(), email, RIGHT)
        for app in (staff_app, other_worker, create_app(own_library))
        for email in [legal.email]
    ]

    assert [answer.status_code for answer in answers] == [429] * 3
    assert all(0 < int(answer.headers["Retry-After"]) <= 600 for answer in answers)
    assert session_cookie(staff_app.test_client()) is None


def test_the_owner_is_let_in_from_a_known_device_while_others_guess(staff_app, legal):
    known = staff_app.test_client()
    enter(known, legal.email)
    known.delete_cookie("hinder-session")
    for _ in range(TRIES):
        enter(staff_app.test_client(), legal.email, WRONG)

    assert enter(staff_app.test_client(), legal.email).status_code == 429
    assert enter(known, legal.email).status_code == 303


def test_a_device_that_is_known_for_one_account_has_no_tries_of_its_own_for_another(
    staff_app, people, legal
):
    known = staff_app.test_client()
    enter(known, legal.email)
    known.delete_cookie("hinder-session")
    target = people["admin"].email

    answers = [enter(client, target, WRONG) for client in [staff_app.test_client()] * TRIES]

    assert {answer.status_code for answer in answers} == {422}
    assert enter(known, target, WRONG).status_code == 429


@pytest.mark.parametrize("value", ["x", "eyJhIjoxfQ.aaaa.bbbb", ""])
def test_a_forged_device_is_not_known(staff_app, legal, value):
    for _ in range(TRIES):
        enter(staff_app.test_client(), legal.email, WRONG)
    client = staff_app.test_client()
    client.set_cookie("hinder-device", value)

    assert enter(client, legal.email).status_code == 429


def test_the_cookie_changes_when_somebody_signs_in_and_the_old_one_opens_nothing(staff_app, legal):
    client = staff_app.test_client()
    client.set_cookie("hinder-session", "chosen-by-somebody-else")
    client.get("/login")
    before = session_cookie(client)
    enter(client, legal.email)
    first = session_cookie(client)

    give_password(staff_app, legal)
    second_client = signed_in(staff_app, legal)

    assert len({before, first, session_cookie(second_client), "chosen-by-somebody-else"}) == 4
    for old in (before, "chosen-by-somebody-else"):
        stranger = staff_app.test_client()
        stranger.set_cookie("hinder-session", old)
        assert stranger.get("/staff/account").status_code == 303


def test_signing_out_ends_the_sign_in_on_the_server(staff_app, legal):
    client = staff_app.test_client()
    enter(client, legal.email)
    copied = session_cookie(client)

    answer = client.post("/logout", data={"csrf_token": form_token(client)})

    thief = staff_app.test_client()
    thief.set_cookie("hinder-session", copied)
    assert answer.location == "/login?told=signed-out"
    assert session_cookie(client) is None
    assert thief.get("/staff/account").status_code == 303


def test_signing_out_by_a_link_does_nothing(staff_app, legal):
    client = signed_in(staff_app, legal)

    assert client.get("/logout").status_code == 404
    assert client.get("/staff/account").status_code == 200


@pytest.mark.parametrize("what", ["role", "closed"])
def test_a_new_role_or_a_closed_account_ends_every_sign_in(staff_app, legal, what):
    clients = [signed_in(staff_app, legal), signed_in(staff_app, legal)]

    with session_scope(database_of(staff_app).writing) as session:
        user = session.get_one(User, legal.id)
        if what == "role":
            change_role(session, SYSTEM, user, Role.ADVOCACY)
        else:
            close(session, SYSTEM, user)

    assert [client.get("/staff/account").status_code for client in clients] == [303, 303]


@pytest.mark.parametrize("idle", [{"seen_at": timedelta(hours=9)}, {"began_at": timedelta(days=8)}])
def test_a_cookie_is_dead_after_rest_and_after_a_week(staff_app, legal, idle):
    client = signed_in(staff_app, legal)
    with session_scope(database_of(staff_app).writing) as session:
        sign_in = session.get_one(SignIn, rows(staff_app, SignIn)[0].id)
        for name, age in idle.items():
            setattr(sign_in, name, now() - age)

    assert client.get("/staff/account").status_code == 303


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (None, {}),
        ("", {}),
        ("wrong", {}),
        ("other", {}),
        ("own", {"Origin": f"https://{EVIL}"}),
        ("own", {"Origin": "null"}),
    ],
)
def test_a_form_for_signing_in_that_is_not_ours_is_refused(staff_app, legal, token, headers):
    client = staff_app.test_client()
    own = hidden_fields(client.get("/login").text)["csrf_token"]
    other = hidden_fields(staff_app.test_client().get("/login").text)["csrf_token"]
    fields = {"email": legal.email, "password": RIGHT}
    if token is not None:
        fields["csrf_token"] = {"own": own, "other": other}.get(token, token)

    answer = client.post("/login", data=fields, headers=headers)

    assert answer.status_code == 400
    assert rows(staff_app, SignIn) == []
    assert rows(staff_app, Throttle) == []


def test_a_form_that_was_too_old_can_be_sent_again_from_the_page_that_says_so(staff_app, legal):
    client = staff_app.test_client()
    refused = client.post("/login", data={"email": legal.email, "carried": "kept", "next": "/x"})

    fields = hidden_fields(refused.text)
    answer = client.post("/login", data={**fields, "email": legal.email, "password": RIGHT})

    assert (fields["carried"], fields["next"]) == ("kept", "/x")
    assert answer.status_code == 303


def test_readers_get_no_cookie_and_the_page_for_signing_in_is_not_kept(staff_app):
    client = staff_app.test_client()

    for address in ("/sv/", "/sv/search?q=skola", "/sv/nothing", "/staff/account"):
        assert "Set-Cookie" not in client.get(address).headers
    page = client.get("/login")

    assert "HttpOnly" in page.headers["Set-Cookie"]
    assert "SameSite=Lax" in page.headers["Set-Cookie"]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_pages_of_whoever_is_signed_in_are_kept_by_nobody(staff_app, legal):
    client = signed_in(staff_app, legal)

    for address in ("/sv/", "/sv/barriers", "/staff/account", "/sv/nothing"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer.headers["Vary"]
        assert "ETag" not in answer.headers
    public = staff_app.test_client().get("/sv/")
    assert public.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in public.headers["Vary"]


def test_with_tls_the_cookie_is_bound_to_the_host(own_library, people):
    from dataclasses import replace

    app = create_app(replace(own_library, site_url="https://hinder.example.se"))
    client = app.test_client()

    answer = client.get("/login", base_url="https://hinder.example.se")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-hinder-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("address", "size", "status"),
    [
        ("/login", 65_000, 400),
        ("/login", 70_000, 413),
        ("/staff/account", 70_000, 401),
    ],
)
def test_a_strangers_body_is_limited(staff_app, address, size, status):
    answer = staff_app.test_client().post(address, data={"name": "x" * size})

    assert answer.status_code == status


@pytest.mark.parametrize(("size", "status"), [(4_000_000, 400), (4_300_000, 413)])
def test_a_members_body_may_be_larger_but_not_of_any_size(staff_app, legal, size, status):
    client = signed_in(staff_app, legal)

    assert client.post("/staff/account", data={"name": "x" * size}).status_code == status


def test_that_a_member_can_try_no_more_stands_in_the_history_once(staff_app, legal):
    for _ in range(TRIES + 1):
        enter(staff_app.test_client(), legal.email, WRONG)
    enter(staff_app.test_client(), "nobody@example.se", WRONG)

    failed = [row for row in rows(staff_app, Revision) if row.verb == "failed to sign in too often"]
    assert [row.code for row in failed] == [str(legal.id)]
