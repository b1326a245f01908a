"""What somebody had typed when their sign-in ended, or when their form was too old, is not lost."""

from datetime import timedelta

import pytest

from kb.accounts.draft_queries import find_draft
from kb.clock import now
from kb.db.session import session_scope
from kb.models import FormDraft, SignIn
from kb.security import passwords
from tests.entering import (
    RIGHT,
    CountingHasher,
    database_of,
    enter,
    give_password,
    hidden_fields,
    rows,
)
from tests.staff import actor_of, form_token, send, signed_in

EVIL = "evil.example"
#: A form whose words are kept.
FORM = "/staff/barriers/new"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


def make_idle(app):
    """Let nobody have used their sign-in since yesterday."""
    with session_scope(database_of(app).writing) as session:
        for row in rows(app, SignIn):
            session.get_one(SignIn, row.id).seen_at = now() - timedelta(hours=9)


def test_what_was_typed_when_the_sign_in_ended_comes_back_as_a_draft(staff_app, legal):
    client = signed_in(staff_app, legal)
    fields = {"csrf_token": form_token(client), "working_title": "Eva", "sectors": ["a", "b"]}
    make_idle(staff_app)

    refused = client.post(FORM, data=fields)
    carried = hidden_fields(refused.text)
    answer = client.post("/login", data={**carried, "email": legal.email, "password": RIGHT})

    assert refused.status_code == 401
    assert answer.location == FORM
    with database_of(staff_app).reading() as session:
        draft = find_draft(session, actor_of(legal), FORM)
        assert draft.data == {"working_title": ["Eva"], "sectors": ["a", "b"]}


def test_a_text_of_a_megabyte_survives_the_end_of_a_sign_in(staff_app, legal):
    client = staff_app.test_client()
    enter(client, legal.email)
    text = "".join(chr(97 + (n * n * 7 + n) % 26) for n in range(1_000_000))
    token = form_token(client)
    make_idle(staff_app)

    refused = client.post(FORM, data={"name": text, "csrf_token": token})
    enter_data = {**hidden_fields(refused.text), "email": legal.email, "password": RIGHT}
    answer = client.post("/login", data=enter_data)

    assert answer.status_code == 303
    assert rows(staff_app, FormDraft)[0].data["name"] == [text]


def test_a_stranger_who_posts_is_asked_to_sign_in_and_nothing_is_carried(staff_app):
    answer = staff_app.test_client().post(FORM, data={"name": "x"})

    assert answer.status_code == 401
    assert "carried" not in hidden_fields(answer.text)


@pytest.mark.parametrize("value", ["x", "WyJhIl0.aaaa.bbbb"])
def test_what_is_carried_is_believed_only_with_our_signature(staff_app, legal, value):
    client = staff_app.test_client()

    answer = enter(client, legal.email, carried=value)

    assert answer.location == "/staff/"
    assert rows(staff_app, FormDraft) == []


def test_a_form_with_an_old_token_saves_nothing_and_offers_to_keep_what_was_typed(staff_app, legal):
    client = signed_in(staff_app, legal)
    refused = client.post(FORM, data={"name": "Eva", "csrf_token": "old"})
    before = rows(staff_app, FormDraft)

    answer = client.post("/staff/drafts/carried", data=hidden_fields(refused.text))

    assert (refused.status_code, before) == (400, [])
    assert answer.location == FORM
    assert rows(staff_app, FormDraft)[0].data == {"name": ["Eva"]}


def test_nothing_is_offered_to_be_kept_of_a_form_from_another_site(staff_app, legal):
    client = signed_in(staff_app, legal)

    answer = client.post(
        FORM,
        data={"name": "Eva", "csrf_token": form_token(client)},
        headers={"Origin": f"https://{EVIL}"},
    )

    assert answer.status_code == 400
    assert 'name="carried"' not in answer.text


#: Forms that hold passwords, and others whose words nobody has said may be kept.
UNKEPT = ["/staff/account/password", "/staff/account", "/staff/users", "/staff/searches"]
SECRETS = {"current": RIGHT, "new": "nytt häst batteri", "again": "nytt häst batteri"}


@pytest.mark.parametrize("url", UNKEPT)
def test_a_password_is_neither_carried_nor_kept_when_a_sign_in_has_ended(staff_app, legal, url):
    client = signed_in(staff_app, legal)
    fields = {**SECRETS, "csrf_token": form_token(client)}
    make_idle(staff_app)

    refused = client.post(url, data=fields)
    sent = {**hidden_fields(refused.text), "email": legal.email, "password": RIGHT}
    client.post("/login", data=sent)

    assert refused.status_code == 401
    assert "carried" not in hidden_fields(refused.text)
    assert rows(staff_app, FormDraft) == []


@pytest.mark.parametrize("url", UNKEPT)
def test_a_password_in_a_form_with_an_old_token_is_not_offered_to_be_kept(staff_app, legal, url):
    client = signed_in(staff_app, legal)

    refused = client.post(url, data={**SECRETS, "csrf_token": "old"})

    assert refused.status_code == 400
    assert 'name="carried"' not in refused.text


def test_a_form_that_says_it_holds_a_password_is_not_carried_wherever_it_stands(staff_app, legal):
    client = signed_in(staff_app, legal)

    refused = client.post(FORM, data={"working_title": "x", "new_password": RIGHT})

    assert 'name="carried"' not in refused.text


def test_what_one_person_typed_is_not_given_to_whoever_signs_in_next(staff_app, people, legal):
    client, other = signed_in(staff_app, legal), people["advocacy"]
    give_password(staff_app, other)
    fields = {"working_title": "Evas ord", "csrf_token": form_token(client)}
    make_idle(staff_app)

    refused = client.post(FORM, data=fields)
    sent = {**hidden_fields(refused.text), "email": other.email, "password": RIGHT}
    answer = client.post("/login", data=sent)

    assert answer.location == "/staff/"
    assert rows(staff_app, FormDraft) == []


def test_a_window_of_somebody_else_is_not_offered_to_whoever_is_signed_in(staff_app, people, legal):
    token = form_token(signed_in(staff_app, legal))
    client = signed_in(staff_app, people["advocacy"])

    refused = client.post(FORM, data={"working_title": "Evas ord", "csrf_token": token})

    assert refused.status_code == 400
    assert "Evas ord" not in refused.text
    assert 'name="carried"' not in refused.text


def test_what_was_offered_to_one_is_kept_for_nobody_else(staff_app, people, legal):
    client, other = signed_in(staff_app, legal), signed_in(staff_app, people["advocacy"])
    refused = client.post(FORM, data={"working_title": "Eva", "csrf_token": "old"})

    answer = send(other, "/staff/drafts/carried", {"carried": carried_in(refused.text)})

    assert answer.status_code == 404
    assert rows(staff_app, FormDraft) == []


def test_what_was_typed_comes_back_after_its_sign_in_was_ended_elsewhere(staff_app, legal):
    client = signed_in(staff_app, legal)
    fields = {"working_title": "Eva", "csrf_token": form_token(client)}
    with session_scope(database_of(staff_app).writing) as session:
        session.query(SignIn).delete()

    refused = client.post(FORM, data=fields)
    sent = {**hidden_fields(refused.text), "email": legal.email, "password": RIGHT}
    client.post("/login", data=sent)

    assert [draft.data for draft in rows(staff_app, FormDraft)] == [{"working_title": ["Eva"]}]


def carried_in(page):
    return hidden_fields(page)["carried"]
