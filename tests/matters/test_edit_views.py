"""Keeping matters in a browser: begun from a document, changed, and never lost to another."""

import re

from kb.db.session import session_scope
from kb.models import Document
from kb.web.services import EXTENSION
from tests.documents.papers import CONSULTATION, take_in
from tests.staff import fields_of, send, signed_in

URL = "/staff/matters/L-2026-001"


def database_of(app):
    return app.extensions[EXTENSION].database


def test_a_matter_is_begun_from_an_imported_document(staff_app, people):
    take_in(database_of(staff_app), CONSULTATION)
    with session_scope(database_of(staff_app).reading) as session:
        number = session.query(Document.id).scalar()
    client = signed_in(staff_app, people["advocacy"])

    fields = fields_of(client, f"/staff/matters/new?document={number}")
    answer = send(client, "/staff/matters/new", fields)

    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "Remiss av SOU 2021:16" in shown
    assert re.search(r"25 augusti 2021", shown)


def test_the_list_leads_to_the_matter_and_to_the_form(staff_app, people):
    client = signed_in(staff_app, people["legal"])

    assert URL in client.get("/staff/matters?q=L-2026-001").text
    assert f"{URL}/edit" in client.get(URL).text


def test_a_change_that_two_made_at_once_is_asked_about(staff_app, people):
    first, second = (signed_in(staff_app, people[who]) for who in ("advocacy", "other_advocacy"))
    opened = fields_of(second, f"{URL}/edit")
    mine = fields_of(first, f"{URL}/edit") | {"title_sv": "Nytitel"}
    assert send(first, f"{URL}/edit", mine).status_code == 303

    answer = send(second, f"{URL}/edit", opened | {"title_sv": "Annantitel"})

    assert answer.status_code == 409
    assert "Nytitel" in answer.text
    assert "Annantitel" in answer.text


def test_what_cannot_be_read_is_told_at_its_row_and_nothing_is_lost(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    fields = fields_of(client, f"{URL}/edit") | {"steps-0-document": "något oläsligt"}

    answer = send(client, f"{URL}/edit", fields)

    assert answer.status_code == 422
    assert "något oläsligt" in answer.text


def test_a_stage_set_by_hand_is_told_with_its_reason(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    fields = fields_of(client, f"{URL}/stage")

    refused = send(client, f"{URL}/stage", fields | {"stage": "bill", "reason_sv": ""})
    answer = send(client, f"{URL}/stage", fields | {"stage": "bill", "reason_sv": "Aviserad."})

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert "Aviserad." in client.get(URL).text
