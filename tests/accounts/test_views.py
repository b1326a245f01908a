"""The pages of accounts: one's own, and those of others for administrators."""

import re
from dataclasses import replace

import pytest

from kb.accounts.admin_operations import MemberDraft, invite
from kb.accounts.token_operations import new_token
from kb.app import create_app
from kb.db.session import session_scope
from kb.models import Mail, OneUseToken, SignIn, User
from kb.security import passwords
from kb.security.actor import SYSTEM
from kb.words import Language, Role
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
from tests.staff import make_user, send, signed_in

NEW = "en helt ny lång mening"
INVITATION = {"email": "ny@example.se", "name": "Ny Person", "role": "legal", "language": "en"}


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


@pytest.fixture
def admin(staff_app, people):
    return signed_in(staff_app, people["admin"])


def user_of(app, user):
    with database_of(app).reading() as session:
        return session.get_one(User, user.id)


def fill_in(client, page, url, fields):
    return client.post(url, data={**hidden_fields(page.text), **fields})


def choose(app, link, password=NEW, again=None):
    client = app.test_client()
    page = client.get(link)
    return fill_in(client, page, link, {"password": password, "again": again or password})


def test_fields_that_the_form_does_not_have_change_nothing(staff_app, legal):
    extra = {
        "role": "admin",
        "is_active": "",
        "email": "x@example.se",
        "handle": "chef",
        "password_hash": "x",
        "id": "1",
    }

    answer = send(
        signed_in(staff_app, legal),
        "/staff/account",
        {"name": "Ny Eva", "language": "en", "digest": "weekly", **extra},
    )

    user = user_of(staff_app, legal)
    assert answer.status_code == 303
    assert (user.name, user.language) == ("Ny Eva", Language.EN)
    assert (user.role, user.email, user.handle, user.is_active) == (
        Role.LEGAL,
        legal.email,
        legal.handle,
        True,
    )
    assert passwords.is_right(user.password_hash, RIGHT)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "Eva", "language": "fr"}])
def test_a_wrong_choice_is_told_beside_its_field(staff_app, legal, fields):
    answer = send(signed_in(staff_app, legal), "/staff/account", fields)

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_new_password_ends_the_other_sign_ins_and_gives_this_one_a_new_cookie(staff_app, legal):
    here, elsewhere = signed_in(staff_app, legal), signed_in(staff_app, legal)
    before = session_cookie(here)

    answer = send(here, "/staff/account/password", {"old": RIGHT, "password": NEW, "again": NEW})

    assert answer.location == "/staff/account?told=password-changed"
    assert session_cookie(here) != before
    assert here.get("/staff/account").status_code == 200
    assert elsewhere.get("/staff/account").status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"old": "fel", "password": NEW, "again": NEW},
        {"old": RIGHT, "password": NEW, "again": NEW + "x"},
        {"old": RIGHT, "password": "kort", "again": "kort"},
        {"old": RIGHT, "password": "password1234", "again": "password1234"},
        {},
    ],
)
def test_a_password_that_will_not_do_changes_nothing(staff_app, legal, fields):
    client = signed_in(staff_app, legal)

    answer = send(client, "/staff/account/password", fields)

    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert passwords.is_right(user_of(staff_app, legal).password_hash, RIGHT)
    assert client.get("/staff/account").status_code == 200


def test_one_ends_ones_own_sign_ins_and_nobody_elses(staff_app, people, legal):
    client, second = signed_in(staff_app, legal), signed_in(staff_app, legal)
    other = signed_in(staff_app, people["advocacy"])
    own_second, others = rows(staff_app, SignIn)[1:]

    refused = send(client, f"/staff/account/sign-ins/{others.id}/end")
    ended = send(client, f"/staff/account/sign-ins/{own_second.id}/end")

    assert (refused.status_code, ended.status_code) == (404, 303)
    assert second.get("/staff/account").status_code == 303
    assert other.get("/staff/account").status_code == 200


def test_all_other_sign_ins_end_at_once(staff_app, legal):
    client, second = signed_in(staff_app, legal), signed_in(staff_app, legal)

    send(client, "/staff/account/sign-ins/end-others")

    assert client.get("/staff/account").status_code == 200
    assert second.get("/staff/account").status_code == 303


@pytest.mark.parametrize("name", ["advocacy", "legal"])
def test_only_admins_see_and_change_accounts(staff_app, people, name):
    client, target = signed_in(staff_app, people[name]), people["other_legal"].id

    answers = [client.get("/staff/users"), client.get(f"/staff/users/{target}")]
    answers += [
        client.get(f"/staff/users/{target}/close"),
        send(client, "/staff/users", INVITATION),
    ]
    answers += [
        send(client, f"/staff/users/{target}/{what}", {"role": "admin"})
        for what in ("role", "reopen", "link", "close")
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len(rows(staff_app, User)) == len(people)


def test_without_mail_the_link_is_shown_to_whoever_invites_and_opens_the_account(staff_app, admin):
    answer = send(admin, "/staff/users", INVITATION)
    link = re.search(r"http://127\.0\.0\.1:8000(/password/[\w-]+)", answer.text)[1]

    chosen = choose(staff_app, link)

    assert chosen.location == "/login?told=password-changed"
    assert enter(staff_app.test_client(), "ny@example.se", NEW).status_code == 303
    assert staff_app.test_client().get(link).status_code == 404
    assert rows(staff_app, Mail) == []


@pytest.fixture
def mailing_app(own_library):
    app = create_app(
        replace(own_library, smtp_url="smtp://localhost", site_url="https://hinder.example.se")
    )
    with session_scope(database_of(app).writing) as session:
        chef = make_user(session, Role.ADMIN, email="chef@example.se")
        chef.password_hash = passwords.hash_password(RIGHT)
    yield app
    database_of(app).engine.dispose()


def asked_for_reset(app, email, **headers):
    client = app.test_client()
    page = client.get("/forgot", base_url="https://hinder.example.se")
    return client.post(
        "/forgot",
        data={**hidden_fields(page.text), "email": email},
        base_url="https://hinder.example.se",
        headers=headers,
    )


def test_a_letter_is_in_the_language_of_its_reader_and_leads_to_the_address_that_is_set(
    mailing_app,
):
    with session_scope(database_of(mailing_app).writing) as session:
        eve = make_user(session, Role.LEGAL, email="eve@example.se")
        eve.language, eve.password_hash = Language.EN, passwords.hash_password(RIGHT)

    answer = asked_for_reset(mailing_app, "eve@example.se", **{"X-Forwarded-Host": "evil.example"})

    (mail,) = rows(mailing_app, Mail)
    assert answer.status_code == 200
    assert mail.subject == "New password to Hinderbanken"
    assert "\nhttps://hinder.example.se/password/" in mail.body
    assert "evil" not in mail.body


def test_the_answer_does_not_say_whether_there_is_an_account(mailing_app):
    known = asked_for_reset(mailing_app, "chef@example.se")
    unknown = asked_for_reset(mailing_app, "nobody@example.se")

    assert known.status_code == unknown.status_code == 200
    assert known.text == unknown.text
    assert len(rows(mailing_app, Mail)) == 1


def test_who_has_only_been_invited_is_answered_alike_and_keeps_the_invitation(mailing_app):
    token, email = new_token(), "ny@example.se"
    draft = MemberDraft(email=email, name="Ny Person", role=Role.LEGAL)
    with session_scope(database_of(mailing_app).writing) as session:
        invite(session, SYSTEM, draft, token)

    known = asked_for_reset(mailing_app, "chef@example.se")
    invited = asked_for_reset(mailing_app, email)

    assert (known.status_code, known.text) == (invited.status_code, invited.text)
    assert len(rows(mailing_app, Mail)) == 1
    assert mailing_app.test_client().get(f"/password/{token}").status_code == 200


class AskingHasher(CountingHasher):
    """Fails unless somebody else could write while it works."""

    def __init__(self, app):
        super().__init__()
        self.app, self.hashed = app, 0

    def hash(self, password):
        self.hashed += 1
        self.write()
        return super().hash(password)

    def verify(self, kept, password):
        self.write()
        return super().verify(kept, password)

    def check_needs_rehash(self, kept):
        return True

    def write(self):
        with database_of(self.app).writing() as session:
            session.connection()


@pytest.mark.parametrize("way", ["sign in", "change", "choose"])
def test_nobody_waits_to_write_while_a_password_is_hashed(
    staff_app, admin, legal, monkeypatch, way
):
    client = signed_in(staff_app, legal)
    link = re.search(r"(/password/[\w-]+)", send(admin, f"/staff/users/{legal.id}/link").text)[1]
    hasher = AskingHasher(staff_app)
    monkeypatch.setattr(passwords, "HASHER", hasher)

    if way == "sign in":
        answer = enter(staff_app.test_client(), legal.email)
    elif way == "change":
        new = {"old": RIGHT, "password": NEW, "again": NEW}
        answer = send(client, "/staff/account/password", new)
    else:
        answer = choose(staff_app, link)

    assert answer.status_code == 303
    assert hasher.hashed == 1


def test_a_link_that_opens_nothing_says_so_and_tells_no_other_site(staff_app):
    answer = staff_app.test_client().get("/password/nothing")

    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_weak_password_can_be_mended_and_the_link_still_works(staff_app, people, admin):
    answer = send(admin, f"/staff/users/{people['legal'].id}/link")
    link = re.search(r"(/password/[\w-]+)", answer.text)[1]

    assert choose(staff_app, link, "password1234").status_code == 422
    assert choose(staff_app, link, NEW, "something else").status_code == 422
    assert choose(staff_app, link).status_code == 303
    assert len(rows(staff_app, OneUseToken)) == 1


def test_an_admin_changes_a_role_closes_and_opens_an_account(staff_app, people, admin, legal):
    client, page = signed_in(staff_app, legal), f"/staff/users/{legal.id}"

    send(admin, f"{page}/role", {"role": "advocacy"})
    assert user_of(staff_app, legal).role is Role.ADVOCACY
    assert client.get("/staff/account").status_code == 303

    send(admin, f"{page}/close", {"successor": str(people["advocacy"].id)})
    assert not user_of(staff_app, legal).is_active
    assert admin.get(page).status_code == 200

    send(admin, f"{page}/reopen")
    assert user_of(staff_app, legal).is_active


def test_the_last_admin_is_told_why_nothing_was_done(staff_app, people, admin):
    page = f"/staff/users/{people['admin'].id}"

    answers = [send(admin, f"{page}/role", {"role": "legal"}), send(admin, f"{page}/close", {})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert user_of(staff_app, people["admin"]).role is Role.ADMIN


@pytest.mark.parametrize(
    "fields", [{"email": "legal@example.se"}, {"email": "x"}, {"name": ""}, {"role": "owner"}]
)
def test_an_invitation_that_cannot_be_sent_is_told_beside_its_field(admin, people, fields):
    answer = send(admin, "/staff/users", {**INVITATION, **fields})

    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_accounts_that_do_not_exist_are_not_found(admin):
    assert admin.get("/staff/users/99999999999999999999").status_code == 404
