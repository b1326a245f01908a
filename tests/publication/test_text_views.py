"""The form of the public text: two writers, and what was typed and not saved."""

import re

import pytest

from kb.barriers.operations import save_barrier
from kb.db.session import session_scope
from kb.models import Barrier, FormDraft
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import Pair, TextField
from tests.entering import hidden_fields, rows
from tests.makers import barrier_draft, says
from tests.staff import send, signed_in

CODE = "H-2026-990"
URL = f"/staff/barriers/{CODE}/publication/text"
FIRST = "Ett stycke om lagen.\n\nEtt stycke om praxis.\n\nEtt stycke om följderna."
SAID = {
    "title_sv": "Rubrik",
    "title_en": "Title",
    "summary_sv": "Sammanfattning.",
    "summary_en": "Summary.",
    "analysis_sv": FIRST,
    "analysis_en": "The law.",
    "state": "open",
    "confidence": "high",
}


@pytest.fixture
def database(staff_app):
    """The database, with a barrier that nobody has published."""
    database = staff_app.extensions[EXTENSION].database
    draft = barrier_draft(
        code=CODE,
        title=Pair("Rubrik", "Title"),
        summary=Pair("Sammanfattning.", "Summary."),
        texts=says(TextField.ANALYSIS, FIRST, "The law."),
    )
    with session_scope(database.writing) as session:
        save_barrier(session, SYSTEM, draft)
    return database


@pytest.fixture
def clients(staff_app, database, people):
    return {name: signed_in(staff_app, user) for name, user in people.items()}


def opened(client):
    """What the hidden fields of the form hold."""
    fields = hidden_fields(client.get(URL).text)
    return {name: fields[name] for name in ("version", "base")}


def saved(database):
    with database.reading() as session:
        found = find_record(session, Barrier, CODE)
        texts = {f"{text.field}_{text.language}": text.body_md for text in found.texts}
        return {"title_sv": found.title_sv, "title_en": found.title_en, **texts}


def clash(clients, field, mine, theirs):
    """Let two people change *field* of the same version; returns the answer to the second."""
    first, second = opened(clients["legal"]), opened(clients["advocacy"])
    send(clients["advocacy"], URL, {**second, **SAID, field: theirs})
    return send(clients["legal"], URL, {**first, **SAID, field: mine})


def chosen(answer, field, choice, text):
    """What is sent from the page of a conflict when *choice* was made for *field*."""
    sent = {name: value for name, value in hidden_fields(answer.text).items() if value}
    return {**sent, **SAID, field: text, f"keep-{field}": choice}


def test_two_who_write_different_texts_both_keep_theirs(clients, database):
    mine, theirs = opened(clients["legal"]), opened(clients["advocacy"])
    send(clients["advocacy"], URL, {**theirs, **SAID, "title_en": "Their title"})

    merged = send(clients["legal"], URL, {**mine, **SAID, "title_sv": "Min rubrik"})

    assert merged.location.endswith("?told=merged")
    now = saved(database)
    assert (now["title_sv"], now["title_en"]) == ("Min rubrik", "Their title")


def test_two_who_write_the_same_text_are_shown_both_before_anything_is_saved(clients, database):
    answer = clash(clients, "title_sv", "Min", "Deras")

    assert answer.status_code == 409
    assert "Deras" in answer.text
    assert 'name="mine-title_sv" value="Min"' in answer.text
    assert saved(database)["title_sv"] == "Deras"


def test_a_choice_of_what_the_other_wrote_keeps_theirs(clients, database):
    answer = clash(clients, "title_sv", "Min", "Deras")

    done = send(clients["legal"], URL, chosen(answer, "title_sv", "theirs", "Min"))

    assert done.status_code == 303
    assert saved(database)["title_sv"] == "Deras"


def test_a_choice_of_what_i_wrote_keeps_mine(clients, database):
    answer = clash(clients, "title_sv", "Min", "Deras")

    send(clients["legal"], URL, chosen(answer, "title_sv", "mine", "Något annat"))

    assert saved(database)["title_sv"] == "Min"


def test_changes_in_different_paragraphs_are_proposed_together(clients, database):
    mine = FIRST.replace("om lagen", "om just lagen")
    theirs = FIRST.replace("om följderna", "om de svåra följderna")

    answer = clash(clients, "analysis_sv", mine, theirs)

    field = re.search(r'<textarea id="analysis_sv"[^>]*>(.*?)</textarea>', answer.text, re.DOTALL)
    assert "om just lagen" in field[1]
    assert "om de svåra följderna" in field[1]
    done = send(clients["legal"], URL, chosen(answer, "analysis_sv", "merged", field[1].strip()))
    assert done.status_code == 303
    assert "om just lagen" in saved(database)["analysis_sv"]
    assert "om de svåra följderna" in saved(database)["analysis_sv"]


def test_what_was_typed_and_not_saved_stands_in_the_form_again(staff_app, clients, database):
    form = opened(clients["advocacy"])
    typed = {**form, **SAID, "analysis_sv": "Halvfärdigt"}
    send(clients["advocacy"], f"/staff/drafts?form={URL}", typed)

    page = clients["advocacy"].get(f"{URL}?lang=en").text
    elsewhere = clients["legal"].get(URL).text
    done = send(clients["advocacy"], URL, typed)

    assert "Halvfärdigt" in page
    assert "This is what you had typed and not yet saved." in page
    assert "Halvfärdigt" not in elsewhere
    assert done.status_code == 303
    assert rows(staff_app, FormDraft) == []


def test_the_form_saves_itself_while_it_is_written(clients):
    page = clients["advocacy"].get(URL).text

    assert "data-autosave" in page
    assert f'hx-post="/staff/drafts?form={URL.replace("/", "%2F")}"' in page
