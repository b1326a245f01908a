"""The pages on which cases are added and changed."""

import re

import pytest

from kb.barriers.edit_drafts import ReportDraft
from kb.barriers.edit_operations import begin_barrier
from kb.cases.edit_drafts import CaseAccountDraft
from kb.cases.edit_operations import begin_case
from kb.db.session import session_scope
from kb.models import Case
from kb.records.queries import find_record
from kb.web.services import EXTENSION
from tests.staff import actor_of, send, signed_in


def change(app):
    return session_scope(app.extensions[EXTENSION].database.writing)


def read(app, code):
    with app.extensions[EXTENSION].database.reading() as session:
        return find_record(session, Case, code)


@pytest.fixture
def code(staff_app, people):
    with change(staff_app) as session:
        draft = CaseAccountDraft(title="Ett fall", internal="Ursprunglig text.")
        return begin_case(session, actor_of(people["advocacy"]), draft).code


@pytest.fixture
def barrier(staff_app, people):
    with change(staff_app) as session:
        report = ReportDraft(working_title="Ett utkast")
        return begin_barrier(session, actor_of(people["advocacy"]), report).code


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


def hidden(page):
    found = dict(re.findall(r'name="(version|base)" type="hidden" value="([^"]*)"', page.text))
    return {name: value.replace("&#34;", '"') for name, value in found.items()}


def test_a_case_is_added_to_the_barrier_one_came_from(staff_app, client, barrier):
    page = client.get(f"/staff/cases/new?barrier={barrier}")
    sent = {"title": "Nytt fall", "barrier": barrier, "barriers-0-barrier": barrier}

    answer = send(client, "/staff/cases/new", {**sent, "barriers-0-relation": "proves"})

    assert f'value="{barrier}"' in page.text
    assert answer.location == f"/staff/barriers/{barrier}/edit/evidence?told=case-created"
    assert "Nytt fall" in client.get(answer.location).text


def test_a_case_without_a_title_is_shown_again_with_what_was_typed(client):
    answer = send(client, "/staff/cases/new", {"internal": "Detta är kvar."})

    assert answer.status_code == 422
    assert "Detta är kvar." in answer.text


@pytest.mark.parametrize("role", ["advocacy", "other_advocacy", "legal", "admin"])
def test_everybody_on_the_staff_changes_cases(staff_app, people, code, role):
    client = signed_in(staff_app, people[role])
    url = f"/staff/cases/{code}/edit"

    answer = send(client, url, {**hidden(client.get(url)), "title": "Ny titel"})

    assert answer.location == f"/staff/cases/{code}?told=saved"
    assert read(staff_app, code).title_sv == "Ny titel"


def test_a_stranger_sees_and_changes_nothing(staff_app, code):
    stranger = staff_app.test_client()

    page = stranger.get(f"/staff/cases/{code}/edit")
    send(stranger, f"/staff/cases/{code}/edit", {"title": "Kapad"})

    assert "Ett fall" not in page.text
    assert read(staff_app, code).title_sv == "Ett fall"


def test_a_case_that_does_not_exist_is_not_found(client):
    assert client.get("/staff/cases/F-1999-999/edit").status_code == 404


def test_a_row_is_added_without_script(client, code):
    answer = send(client, f"/staff/cases/{code}/edit", {"title": "Halv", "add": "barriers"})

    assert 'name="barriers-0-barrier"' in answer.text
    assert 'value="Halv"' in answer.text


def test_two_who_change_the_same_text_see_both(staff_app, people, client, code):
    other = signed_in(staff_app, people["legal"])
    url = f"/staff/cases/{code}/edit"
    mine, theirs = hidden(client.get(url)), hidden(other.get(url))
    send(other, url, {**theirs, "title": "Ett fall", "internal": "Ursprunglig text. Deras."})

    page = send(client, url, {**mine, "title": "Min titel", "internal": "Min. Ursprunglig text."})

    assert page.status_code == 409
    assert "Min. Ursprunglig text. Deras." in page.text
    assert read(staff_app, code).title_sv == "Ett fall"


def test_a_case_that_is_here_already_is_tied_to_a_barrier(staff_app, client, code, barrier):
    sent = {"barrier": barrier, "case": code, "relation": "related"}

    answer = send(client, "/staff/cases/tie", sent)

    assert answer.status_code == 303
    assert [tie.barrier.code for tie in read(staff_app, code).barriers] == [barrier]


def test_what_is_no_field_of_the_form_has_no_effect(staff_app, client, code):
    url = f"/staff/cases/{code}/edit"
    sent = {**hidden(client.get(url)), "title": "Titel", "summary_sv": "Offentligt", "key": "x"}

    send(client, url, sent)

    after = read(staff_app, code)
    assert (after.title_sv, after.summary_sv, after.key) == ("Titel", "", None)
