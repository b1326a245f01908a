"""Actions and asks as staff work with them in a browser."""

import re

import pytest

from kb.db.session import session_scope
from kb.models import Action, Ask
from kb.web.services import EXTENSION
from kb.words import ActionState, AskOutcome
from tests.staff import fill_in, send, signed_in

URL = "/staff/actions/P-2026-001"


@pytest.fixture
def planned(staff_app):
    """The first action, planned, its first ask without an outcome; returns the ask's number."""
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        action = session.query(Action).filter_by(code="P-2026-001").one()
        action.state = ActionState.PLANNED
        ask = session.query(Ask).filter_by(action_id=action.id).order_by(Ask.number).first()
        ask.outcome = AskOutcome.OPEN
        return ask.number


def state_of(app) -> ActionState:
    with app.extensions[EXTENSION].database.reading() as session:
        return session.query(Action.state).filter_by(code="P-2026-001").scalar()


@pytest.mark.parametrize("who", ["advocacy", "legal", "admin"])
def test_an_action_is_shown_with_its_asks_and_its_ways(staff_app, people, planned, who):
    page = signed_in(staff_app, people[who]).get(URL)

    assert page.status_code == 200
    assert f'href="{URL}/move/begin-action"' in page.text
    assert f'href="{URL}/asks/{planned}/move/met"' in page.text
    assert len(re.findall("<h1", page.text)) == 1


def test_an_action_is_begun_and_finished(staff_app, people, planned):
    client = signed_in(staff_app, people["advocacy"])

    asked = client.get(f"{URL}/move/begin-action")
    begun = fill_in(client, f"{URL}/move/begin-action")
    empty = fill_in(client, f"{URL}/move/finish-action", {"happened_on": ""})
    done = fill_in(client, f"{URL}/move/finish-action", {"happened_on": "2026-02"})

    assert [each.status_code for each in (asked, begun, empty, done)] == [200, 303, 422, 303]
    assert state_of(staff_app) is ActionState.DONE


def test_the_outcome_of_an_ask_is_recorded(staff_app, people, planned):
    client = signed_in(staff_app, people["advocacy"])
    url = f"{URL}/asks/{planned}/move/met"
    data = {"happened_on": "2026-02", "how": "Genom en lag.", "evidence": "prop. 2021/22:125"}

    shown = client.get(url)
    unnumbered = fill_in(client, url, {**data, "evidence": "ett samtal"})
    recorded = fill_in(client, url, data)

    assert [each.status_code for each in (shown, unnumbered, recorded)] == [200, 422, 303]
    assert 'id="evidence-error"' in unnumbered.text
    assert send(client, url, data).status_code == 409


@pytest.mark.parametrize("below", ["", "/move/begin-action", "/asks/1/move/met"])
def test_a_stranger_is_asked_to_sign_in(client, below):
    answer = client.get(f"{URL}{below}")

    assert answer.status_code == 303
    assert answer.location.startswith("/login")


@pytest.mark.parametrize(
    "below", ["P-1900-001", "P-2026-001/asks/99/move/met", "P-2026-001/move/fly"]
)
def test_what_is_not_there_is_not_found(staff_app, people, below):
    client = signed_in(staff_app, people["advocacy"])

    assert client.get(f"/staff/actions/{below}").status_code == 404
