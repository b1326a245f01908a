"""The ledger as the public and staff read it."""

import re

from kb.db.session import session_scope
from kb.models import Action, Ask
from kb.web.services import EXTENSION
from kb.words import AskOutcome, Certainty
from tests.staff import signed_in

SECRET = "Ett krav som ingen har publicerat"


def add_ask(app) -> None:
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        action = session.query(Action).filter_by(code="P-2026-001").one()
        session.add(
            Ask(
                action_id=action.id,
                number=90,
                text_sv=SECRET,
                text_en="",
                outcome=AskOutcome.MET,
                certainty=Certainty.VERIFIED,
            )
        )


def numbers_of(page: str) -> list[int]:
    sentence = re.search(r'<p class="lead">.*?</p>', page, re.DOTALL)[0]
    return [int(text) for text in re.findall(r">\s*(?:Av |Of )?([0-9]+)", sentence)]


def test_the_numbers_of_the_sentence_add_up_and_lead_to_their_lists(client):
    page = client.get("/sv/asks").text
    total, *parts = numbers_of(page)

    assert sum(parts) == total > 0
    sentence = re.search(r'<p class="lead">.*?</p>', page, re.DOTALL)[0]
    for url in re.findall(r'href="([^"]+)"', sentence):
        assert client.get(url.replace("&amp;", "&")).status_code == 200


def test_an_ask_that_is_not_published_is_for_staff_alone(staff_app, people):
    add_ask(staff_app)
    stranger, staff = staff_app.test_client(), signed_in(staff_app, people["advocacy"])

    assert SECRET not in stranger.get("/sv/asks").text
    assert SECRET not in stranger.get("/sv/asks.csv").text
    assert SECRET in staff.get("/staff/asks?outcome=met").text
    assert SECRET in staff.get("/staff/asks.csv").text


def test_the_file_holds_what_the_page_lists(client):
    page = client.get("/sv/asks?outcome=met").text
    rows = client.get("/sv/asks.csv?outcome=met").text.strip().splitlines()

    assert len(rows) - 1 == numbers_of(page)[2]
    assert rows[0].startswith('\ufeff"action"')


def test_english_readers_get_the_sentence_in_english(client):
    assert "Of " in client.get("/en/asks").text


def test_a_filter_that_gives_nothing_says_so(client):
    assert client.get("/sv/asks?counterpart=nobody").status_code == 200
