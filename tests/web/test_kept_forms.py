"""Every form of the work with a record shows again what was typed in it and never saved."""

import re

import pytest

from kb.db.session import session_scope
from kb.models import Barrier, FormDraft, Publication, Review
from kb.records.queries import find_record
from kb.security import passwords
from kb.web.services import EXTENSION
from kb.words import PublicationState, ReviewKind, Verdict, WorkState
from tests.barriers.moving import ready_barrier
from tests.entering import RIGHT, CountingHasher, give_password, hidden_fields, rows
from tests.staff import fill_in, form_token, opened_at, send, signed_in
from tests.web.test_returning import make_idle

TEXT = "Ett långt stycke som ingen vill skriva igen."
#: Forms below the page of a barrier, the state in which it is open, and a field of it.
FORMS = [
    ("move/return", WorkState.UNDER_ASSESSMENT, "question"),
    ("move/recognise", WorkState.UNDER_ASSESSMENT, "is_law_reason"),
    ("move/reject", WorkState.UNDER_ASSESSMENT, "reason"),
    ("move/drop", WorkState.IN_PROGRESS, "reason"),
    ("priority", WorkState.IN_PROGRESS, "reason"),
    ("merge", WorkState.IN_PROGRESS, "reason"),
    ("notes", WorkState.IN_PROGRESS, "text"),
    ("publication/text", WorkState.IN_PROGRESS, "summary_sv"),
    ("publication/move/send-back", WorkState.IN_PROGRESS, "reason"),
]


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


def make(app, state):
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        barrier = ready_barrier(session, state)
        session.add(Publication(record_id=barrier.id, state=PublicationState.IN_REVIEW))
        return f"/staff/barriers/{barrier.code}"


def reason_fields(page):
    return re.findall(r'<textarea[^>]*name="([^"]*_reason)"', page)


@pytest.mark.parametrize(("below", "state", "name"), FORMS)
def test_what_was_typed_when_the_sign_in_ended_stands_in_the_form_again(
    staff_app, people, below, state, name
):
    admin = people["admin"]
    give_password(staff_app, admin)
    client = signed_in(staff_app, admin)
    page = f"{make(staff_app, state)}/{below}"
    before = client.get(page).text
    name = reason_fields(before)[0] if name.startswith("is_") else name
    fields = {**hidden_fields(before), "csrf_token": form_token(client), name: TEXT}
    make_idle(staff_app)

    refused = client.post(page, data=fields)
    sent = {**hidden_fields(refused.text), "email": admin.email, "password": RIGHT}
    entered = client.post("/login", data=sent)
    after = client.get(f"{page}?lang=en").text

    assert refused.status_code == 401
    assert entered.location == page
    assert TEXT in after
    assert "This is what you had typed and not yet saved." in after


@pytest.mark.parametrize(("below", "state", "name"), FORMS)
def test_a_form_with_a_long_text_saves_itself_while_it_is_written(
    staff_app, people, below, state, name
):
    page = f"{make(staff_app, state)}/{below}"

    shown = signed_in(staff_app, people["admin"]).get(page).text

    assert "data-autosave" in shown
    assert f"/staff/drafts?form={page.replace('/', '%2F')}" in shown


def test_an_answer_that_was_typed_stands_in_its_form_again(staff_app, people):
    url = make(staff_app, WorkState.SUBMITTED)
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        barrier = find_record(session, Barrier, url.rpartition("/")[2])
        barrier.author_id = people["advocacy"].id
        review = Review(
            record_id=barrier.id,
            kind=ReviewKind.SCREENING,
            verdict=Verdict.RETURNED,
            reason="Vilken?",
            reviewer_id=people["legal"].id,
        )
        session.add(review)
        session.flush()
        page = f"{url}/reply/{review.id}"
    client = signed_in(staff_app, people["advocacy"])
    send(client, f"/staff/drafts?form={page}", {"text": TEXT})

    assert TEXT in client.get(page).text


def test_a_team_that_was_chosen_stands_in_its_form_again(staff_app, people):
    url = make(staff_app, WorkState.IN_PROGRESS)
    client = signed_in(staff_app, people["admin"])
    owner = str(people["legal"].id)
    send(client, f"/staff/drafts?form={url}/team", {"owner": owner, "version": "1"})

    assert f'<option selected value="{owner}">' in client.get(f"{url}/team").text


@pytest.mark.parametrize(
    "url", ["/staff/barriers/H-2026-003", "/staff/cases/F-2026-002", "/staff/actions/P-2026-001"]
)
def test_a_note_stands_on_the_page_of_the_record_until_it_is_saved_or_thrown_away(
    staff_app, people, url
):
    client = signed_in(staff_app, people["legal"])
    send(client, f"/staff/drafts?form={url}/notes", {"text": TEXT})

    typed = client.get(url).text
    dropped = send(client, "/staff/drafts/drop", {"form": f"{url}/notes", "back": f"{url}#notes"})
    empty = client.get(url).text

    assert f"{TEXT}</textarea>" in typed
    assert dropped.location == f"{url}?told=draft-dropped#notes"
    assert TEXT not in empty


def test_what_is_saved_is_no_longer_kept(staff_app, people):
    url = make(staff_app, WorkState.UNDER_ASSESSMENT)
    client = signed_in(staff_app, people["legal"])
    forms = {f"{url}/move/return": {"question": TEXT}, f"{url}/notes": {"text": TEXT}}
    for page, data in forms.items():
        send(client, f"/staff/drafts?form={page}", {**opened_at(client, page), **data})

    answers = [fill_in(client, page, data).status_code for page, data in forms.items()]

    assert answers == [303, 303]
    assert rows(staff_app, FormDraft) == []


def test_what_was_typed_for_a_step_that_has_been_taken_can_still_be_read(staff_app, people):
    url = make(staff_app, WorkState.UNDER_ASSESSMENT)
    client = signed_in(staff_app, people["legal"])
    send(client, f"/staff/drafts?form={url}/move/reject", {"reason": TEXT, "version": "1"})
    fill_in(client, f"{url}/move/return", {"question": "Vilken?"})

    answer = client.get(f"{url}/move/reject")

    assert answer.status_code == 409
    assert TEXT in answer.text
