"""What comes in that no page of ours sends is refused or passed over, and never a fault of ours."""

from io import BytesIO

import pytest

from kb.models import User
from kb.security import passwords
from kb.web.protection import MAX_BYTES, MAX_FIELDS, MAX_MEMBER_FIELDS
from tests.entering import CountingHasher, enter, give_password, rows, session_cookie
from tests.staff import form_token, send, signed_in

CHOICES = {"name": "Eva", "language": "sv", "digest": "daily"}


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    return people["legal"]


def many(number):
    return {f"f{n}": "" for n in range(number)}


@pytest.mark.parametrize("cookie", ["x", "x" * 43, "s.x"])
@pytest.mark.parametrize("address", ["/staff/account", "/login"])
def test_a_cookie_that_was_made_up_lets_nobody_send_more(staff_app, address, cookie):
    client = staff_app.test_client()
    client.set_cookie("hinder-session", cookie)
    client.set_cookie("hinder-device", cookie)

    answer = client.post(address, data={"email": "x" * (MAX_BYTES + 1)})

    assert answer.status_code in (401, 413)
    assert len(answer.data) < MAX_BYTES
    assert 'name="carried"' not in answer.text or 'name="carried" value=""' in answer.text


def test_who_has_signed_in_here_before_may_send_a_long_text_with_the_form_for_signing_in(
    staff_app, legal
):
    client = staff_app.test_client()
    enter(client, legal.email)
    client.delete_cookie("hinder-session")

    answer = enter(client, legal.email, carried="x" * (MAX_BYTES + 1))

    assert answer.status_code == 303


@pytest.mark.parametrize("is_multipart", [False, True])
def test_a_stranger_sends_a_thousand_fields_and_no_more(staff_app, is_multipart):
    kind = {"content_type": "multipart/form-data"} if is_multipart else {}
    client = staff_app.test_client()

    most = client.post("/login", data=many(MAX_FIELDS), **kind)
    more = client.post("/login", data=many(MAX_FIELDS + 1), **kind)

    assert most.status_code == (413 if is_multipart else 400)
    assert more.status_code == 413


def test_a_member_may_send_more_fields_but_not_any_number(staff_app, legal):
    client = signed_in(staff_app, legal)

    most = client.post("/staff/account", data=many(MAX_MEMBER_FIELDS))
    more = client.post("/staff/account", data=many(MAX_MEMBER_FIELDS + 1))

    assert (most.status_code, more.status_code) == (400, 413)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_null_characters_are_taken_out_of_every_field(staff_app, legal, kind):
    client = signed_in(staff_app, legal)
    fields = {**CHOICES, "name": "E\0va", "csrf_token": form_token(client)}

    answer = client.post("/staff/account", data=fields, content_type=kind)

    assert answer.status_code == 303
    assert "Eva" in {user.name for user in rows(staff_app, User)}


def test_null_characters_are_taken_out_of_every_query(staff_app):
    with staff_app.test_request_context("/staff/audit?ve%00rb=a%00b&verb=c"):
        from flask import request

        assert request.args.getlist("verb") == ["ab", "c"]


def test_a_file_in_place_of_a_text_is_not_read(staff_app, legal):
    client = signed_in(staff_app, legal)
    fields = {**CHOICES, "name": (BytesIO(b"Eva"), "eva.txt"), "csrf_token": form_token(client)}

    answer = client.post("/staff/account", data=fields, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "error-summary" in answer.text


@pytest.mark.parametrize("body", ['{"email": "x"}', "[1]", "{", '"x"'])
def test_what_is_no_form_fills_no_field(staff_app, body):
    client = staff_app.test_client()
    client.get("/login")

    answer = client.post("/login", data=body, content_type="application/json")

    assert answer.status_code == 400
    assert session_cookie(client)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, "²", "-1"])
@pytest.mark.parametrize(
    "address",
    [
        "account/sign-ins/{}/end",
        "users/{}/role",
        "users/{}/reopen",
        "users/{}/link",
        "users/{}/close",
    ],
)
def test_a_number_that_no_row_can_have_leads_nowhere(staff_app, people, address, number):
    answer = send(signed_in(staff_app, people["admin"]), f"/staff/{address.format(number)}")

    assert answer.status_code == 404
