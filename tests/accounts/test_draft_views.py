"""What is typed is kept while it is written, for its writer alone."""

import pytest

from kb.models import FormDraft
from tests.entering import rows
from tests.staff import send, signed_in


@pytest.fixture
def legal(people):
    return people["legal"]


def test_what_is_typed_is_saved_while_it_is_written(staff_app, legal):
    client = signed_in(staff_app, legal)

    answer = send(client, "/staff/drafts?form=/staff/barriers/new", {"title": "Hinder"})

    (draft,) = rows(staff_app, FormDraft)
    assert "<time" in answer.text
    assert "<html" not in answer.text
    assert (draft.form, draft.data) == ("/staff/barriers/new", {"title": ["Hinder"]})


def test_a_form_of_almost_four_megabytes_is_saved(staff_app, legal):
    answer = send(
        signed_in(staff_app, legal),
        "/staff/drafts?form=/staff/barriers/x",
        {"text": "x" * 4_100_000},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "form", ["", "/sv/", "//evil.example/staff/", "/staff/account/password", "/staff/users"]
)
def test_a_draft_of_a_form_that_is_not_kept_is_refused_with_a_sentence(staff_app, legal, form):
    answer = send(signed_in(staff_app, legal), f"/staff/drafts?form={form}", {"a": "b"})

    assert answer.status_code == 422
    assert rows(staff_app, FormDraft) == []


def test_a_form_that_saves_itself_is_told_when_its_writer_is_signed_out(staff_app):
    answer = staff_app.test_client().post(
        "/staff/drafts?form=/staff/barriers/x", data={"a": "b"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 401
    assert "/login" in answer.text
    assert "<html" not in answer.text


def test_one_throws_away_ones_own_draft_and_nobody_elses(staff_app, people, legal):
    client, other = signed_in(staff_app, legal), signed_in(staff_app, people["admin"])
    send(client, "/staff/drafts?form=/staff/barriers/new", {"name": "x"})

    refused = send(other, "/staff/drafts/drop", {"form": "/staff/barriers/new"})
    kept = rows(staff_app, FormDraft)
    dropped = send(client, "/staff/drafts/drop", {"form": "/staff/barriers/new"})

    assert (refused.status_code, len(kept)) == (404, 1)
    assert dropped.location == "/staff/barriers/new?told=draft-dropped"
    assert rows(staff_app, FormDraft) == []


def test_throwing_away_leads_back_to_the_very_place(staff_app, legal):
    client = signed_in(staff_app, legal)
    send(client, "/staff/drafts?form=/staff/barriers/new", {"name": "x"})

    back = "/staff/barriers/new?a=b&empty=&told=saved#notes"
    answer = send(client, "/staff/drafts/drop", {"form": "/staff/barriers/new", "back": back})

    assert answer.location == "/staff/barriers/new?a=b&empty=&told=draft-dropped#notes"


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "/\\evil.example"])
def test_throwing_away_leads_nobody_away(staff_app, legal, back):
    client = signed_in(staff_app, legal)
    send(client, "/staff/drafts?form=/staff/barriers/new", {"name": "x"})

    answer = send(client, "/staff/drafts/drop", {"form": "/staff/barriers/new", "back": back})

    assert answer.location == "/staff/?told=draft-dropped"
