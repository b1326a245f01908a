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
from tests.staff import actor_of, form_token, signed_in

EVIL = "evil.example"


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
    fields = {"csrf_token": form_token(client), "name": "Eva", "digest": ["a", "b"]}
    make_idle(staff_app)

    refused = client.post("/staff/account", data=fields)
    carried = hidden_fields(refused.text)
    answer = client.post("/login", data={**carried, "email": legal.email, "password": RIGHT})

    assert refused.status_code == 401
    assert answer.location == "/staff/account"
    with database_of(staff_app).reading() as session:
        draft = find_draft(session, actor_of(legal), "/staff/account")
        assert draft.data == {"name": ["Eva"], "digest": ["a", "b"]}


def test_a_text_of_a_megabyte_survives_the_end_of_a_sign_in(staff_app, legal):
    client = staff_app.test_client()
    enter(client, legal.email)
    text = "".join(chr(97 + (n * n * 7 + n) % 26) for n in range(1_000_000))
    make_idle(staff_app)

    refused = client.post("/staff/account", data={"name": text})
    enter_data = {**hidden_fields(refused.text), "email": legal.email, "password": RIGHT}
    answer = client.post("/login", data=enter_data)

    assert answer.status_code == 303
    assert rows(staff_app, FormDraft)[0].data["name"] == [text]


def test_a_stranger_who_posts_is_asked_to_sign_in_and_nothing_is_carried(staff_app):
    answer = staff_app.test_client().post("/staff/account", data={"name": "x"})

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
    refused = client.post("/staff/account", data={"name": "Eva", "csrf_token": "old"})
    before = rows(staff_app, FormDraft)

    answer = client.post("/staff/drafts/carried", data=hidden_fields(refused.text))

    assert (refused.status_code, before) == (400, [])
    assert answer.location == "/staff/account"
    assert rows(staff_app, FormDraft)[0].data == {"name": ["Eva"]}


def test_nothing_is_offered_to_be_kept_of_a_form_from_another_site(staff_app, legal):
    client = signed_in(staff_app, legal)

    answer = client.post(
        "/staff/account",
        data={"name": "Eva", "csrf_token": form_token(client)},
        headers={"Origin": f"https://{EVIL}"},
    )

    assert answer.status_code == 400
    assert 'name="carried"' not in answer.text
