"""Proposing and deciding in a browser."""

from datetime import timedelta

import pytest

from kb.clock import today
from kb.db.session import session_scope
from kb.models import Barrier, MoveProposal
from kb.records.queries import find_record
from kb.web.services import EXTENSION
from kb.words import ProposalKind, WorkState
from tests.staff import fill_in, send, signed_in

CODE = "H-2026-003"
URL = f"/staff/barriers/{CODE}"
LATER = (today() + timedelta(days=90)).isoformat()


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def officer(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


@pytest.fixture
def admin(staff_app, people):
    return signed_in(staff_app, people["admin"])


def test_an_officer_proposes_and_an_administrator_accepts_on_the_form_that_is_filled_in(
    database, officer, admin
):
    assert f'href="{URL}/propose/drop"' in officer.get(URL).text
    assert f'href="{URL}/propose/drop"' not in admin.get(URL).text
    said = {"reason": "Ingen vill längre.", "review_on": LATER}
    assert send(officer, f"{URL}/propose/drop", said).status_code == 303

    assert URL in admin.get("/staff/").text
    assert "Ingen vill längre." in admin.get(URL).text
    form = admin.get(f"{URL}/move/drop").text
    assert "Ingen vill längre." in form
    assert f'value="{LATER}"' in form
    assert fill_in(admin, f"{URL}/move/drop", said).status_code == 303

    with database.reading() as session:
        assert session.query(MoveProposal).one().is_accepted
        assert find_record(session, Barrier, CODE).work_state is WorkState.NOT_PURSUED


def test_priority_that_was_proposed_stands_in_the_form_of_the_decision(officer, admin):
    send(officer, f"{URL}/propose/priority", {"reason": "Störst.", "year": "2027"})

    form = admin.get(f"{URL}/priority").text

    assert 'value="2027"' in form
    assert "Störst." in form


def test_a_proposal_is_declined_with_a_reason(database, officer, admin):
    send(officer, f"{URL}/propose/priority", {"reason": "Störst.", "year": "2027"})
    with database.reading() as session:
        number = session.query(MoveProposal).one().id

    url = f"{URL}/proposals/{number}/decline"
    assert send(admin, url, {"reason": ""}).status_code == 422
    assert send(admin, url, {"reason": "Inte i år."}).status_code == 303
    assert admin.get(url).status_code == 404
    assert officer.get(url).status_code == 403


@pytest.mark.parametrize("kind", [kind.value for kind in ProposalKind])
def test_what_is_wrong_in_a_proposal_is_told_at_its_field(officer, kind):
    answer = send(officer, f"{URL}/propose/{kind}", {"year": "snart", "review_on": "2026-02-31"})

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_nothing_else_can_be_proposed(officer):
    assert officer.get(f"{URL}/propose/everything").status_code == 404


def test_the_same_cannot_be_proposed_twice(database, officer, people):
    said = {"reason": "Störst.", "year": "2027"}
    send(officer, f"{URL}/propose/priority", said)

    assert send(officer, f"{URL}/propose/priority", said).status_code == 409
    with session_scope(database.writing) as session:
        assert session.query(MoveProposal).count() == 1
