"""The line of time of a barrier: published things that have happened, newest first."""

from datetime import date, timedelta

from kb.clock import today
from kb.db.session import session_scope
from kb.models import Matter
from kb.records.queries import find_record
from kb.web.services import EXTENSION

URL = "/sv/barriers/H-2026-001/timeline"


def test_steps_actions_and_versions_stand_on_one_line(client):
    page = client.get(URL).text

    assert "SOU 2021:16" in page or "En väl fungerande ordning" in page
    assert "L-2026-002" in page
    assert "/sv/barriers/H-2026-001/versions/1" in page


def test_the_latest_stands_first(client):
    page = client.get(f"{URL}?kind=step").text
    days = [part.split('"')[0] for part in page.split('datetime="')[1:]]

    assert days == sorted(days, reverse=True)
    assert max(days) <= today().isoformat()


def test_one_kind_can_be_looked_at_alone(client):
    assert "versions/1" not in client.get(f"{URL}?kind=step").text
    assert client.get(f"{URL}?kind=nonsense").status_code == 200


def test_what_is_not_published_of_a_matter_is_not_told(staff_app):
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        matter = find_record(session, Matter, "L-2026-002")
        matter.events[0].title_sv = "Ett hemligt steg"
        matter.events[0].date = (date(2020, 1, 1) + timedelta(days=1)).isoformat()

    assert "Ett hemligt steg" not in staff_app.test_client().get(URL).text


def test_a_barrier_that_does_not_exist_has_no_line(client):
    assert client.get("/sv/barriers/H-2099-001/timeline").status_code == 404
    assert client.get("/sv/barriers/h-2026-001/timeline").status_code == 301
