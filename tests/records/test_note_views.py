"""Notes as staff write them in a browser."""

import pytest

from kb.models import Note
from kb.web.services import EXTENSION
from tests.staff import send, signed_in

URLS = [
    "/staff/barriers/H-2026-003",
    "/staff/cases/F-2026-002",
    "/staff/actions/P-2026-001",
    "/staff/matters/L-2026-001",
]


def note_id(app) -> int | None:
    with app.extensions[EXTENSION].database.reading() as session:
        return session.query(Note.id).scalar()


@pytest.mark.parametrize("url", URLS)
def test_a_note_is_written_shown_changed_pinned_and_removed(staff_app, people, url):
    client = signed_in(staff_app, people["advocacy"])

    written = send(client, f"{url}/notes", {"text": "Ring **dem** @ingen."})
    one = f"{url}/notes/{note_id(staff_app)}"
    shown = client.get(f"{url}?lang=en").text
    opened = client.get(one).text
    changed = send(client, one, {"text": "Ringde dem."})
    pinned = send(client, f"{one}/pin", {"pinned": "yes"})
    after = client.get(f"{url}?lang=en").text
    removed = send(client, f"{one}/remove")

    assert written.location == f"{url}?told=noted#notes"
    assert "Ring <strong>dem</strong>" in shown
    assert "Nobody here is called @ingen" in shown
    assert "Ring **dem** @ingen." in opened
    assert [answer.status_code for answer in (changed, pinned, removed)] == [303, 303, 303]
    assert "Ringde dem." in after
    assert ">Pinned</strong>" in after
    assert note_id(staff_app) is None


def test_an_empty_note_is_refused_on_a_page_where_it_can_be_written(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])

    answer = send(client, f"{URLS[0]}/notes", {"text": " "})

    assert answer.status_code == 422
    assert 'name="text"' in answer.text


def test_the_note_of_another_can_be_pinned_but_not_changed(staff_app, people):
    send(signed_in(staff_app, people["advocacy"]), f"{URLS[0]}/notes", {"text": "Min."})
    other, one = signed_in(staff_app, people["admin"]), f"{URLS[0]}/notes/{note_id(staff_app)}"

    statuses = [
        other.get(one).status_code,
        send(other, one, {"text": "Din."}).status_code,
        send(other, f"{one}/remove").status_code,
        send(other, f"{one}/pin", {"pinned": "yes"}).status_code,
    ]

    assert statuses == [403, 403, 403, 303]


def test_a_note_is_not_reached_through_another_record(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    send(client, f"{URLS[0]}/notes", {"text": "Min."})

    answer = client.get(f"{URLS[1]}/notes/{note_id(staff_app)}")

    assert answer.status_code == 404


def test_a_note_on_a_record_that_is_not_there_is_not_found(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])

    assert send(client, "/staff/barriers/H-1900-001/notes", {"text": "Hej."}).status_code == 404


def test_a_stranger_writes_no_note(staff_app):
    answer = send(staff_app.test_client(), f"{URLS[0]}/notes", {"text": "Hej."})

    assert answer.status_code == 401
    assert note_id(staff_app) is None


def test_no_note_is_ever_on_a_public_page(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    send(client, f"{URLS[0]}/notes", {"text": "Hemligt samtal."})

    page = staff_app.test_client().get("/sv/barriers/H-2026-003")

    assert page.status_code == 200
    assert "Hemligt samtal" not in page.text
