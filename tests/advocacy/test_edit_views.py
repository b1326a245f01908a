"""Keeping actions in a browser: begun, changed, taken on, and never lost to another."""

from kb.db.session import session_scope
from kb.models import Action
from kb.web.services import EXTENSION
from tests.staff import fields_of, send, signed_in

URL = "/staff/actions/P-2026-001"


def test_an_action_is_begun_from_a_matter(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    fields = fields_of(client, "/staff/actions/new?matter=L-2026-002")
    told = {"title_sv": "En ny skrivelse", "kind": "letter", "asks-0-text_sv": "Ändra lagen."}

    answer = send(client, "/staff/actions/new", fields | told)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "En ny skrivelse" in page
    assert "Ändra lagen." in page
    assert "L-2026-002" in page


def test_what_is_wrong_is_told_at_its_row_and_nothing_is_lost(staff_app, people):
    client = signed_in(staff_app, people["legal"])
    fields = fields_of(client, f"{URL}/edit") | {"asks-0-reference": "något oläsligt"}

    answer = send(client, f"{URL}/edit", fields)

    assert answer.status_code == 422
    assert "något oläsligt" in answer.text


def test_a_change_that_two_made_at_once_is_asked_about(staff_app, people):
    first, second = (signed_in(staff_app, people[who]) for who in ("advocacy", "other_advocacy"))
    opened = fields_of(second, f"{URL}/edit")
    assert (
        send(first, f"{URL}/edit", fields_of(first, f"{URL}/edit") | {"title_sv": "Nytitel"})
    ).status_code == 303

    answer = send(second, f"{URL}/edit", opened | {"title_sv": "Annantitel"})

    assert answer.status_code == 409
    assert "Nytitel" in answer.text


def test_an_action_that_nobody_owns_is_taken_on_from_its_page(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    assert f'action="{URL}/take-on"' in client.get(URL).text

    assert send(client, f"{URL}/take-on").status_code == 303

    with session_scope(staff_app.extensions[EXTENSION].database.reading) as session:
        owner = session.query(Action.owner_id).filter_by(code="P-2026-001").scalar()
    assert owner == people["advocacy"].id
