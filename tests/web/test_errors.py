"""Errors: every one has a page in the reader's language that says what to do next."""

import pytest
from werkzeug.exceptions import default_exceptions

from kb.app import create_app
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.errors import Invalid
from kb.models import Barrier, LegalAct
from kb.publication.operations import withdraw
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.errors import sentence_of, texts


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sv/barriers/H-1999-001", 404),
        ("/sv/barriers/H-2026-008/versions/99", 404),
        ("/sv/barriers/H-2026-008/versions/99999999999999999999999", 404),
        ("/sv/nothing", 404),
        ("/fr/", 404),
        ("/sv/barriers?page=1000000000", 404),
        ("/sv/barriers?page=99999999999999999999", 404),
        ("/sv/barriers?page=-1", 404),
        ("/sv/barriers?page=0", 404),
        ("/sv/search?q=sekretess&page=2000", 404),
        ("/sv/barriers/%FF%FE", 404),
        ("/sv/barriers/%00", 404),
        ("/sv/law/sfs/%27%20OR%201=1", 404),
        ("/sv/search?q=" + "x" * 5_000, 400),
        ("/sv/search?q=" + "x" * 1_000_000, 400),
    ],
)
def test_an_odd_address_gets_a_clear_answer_in_its_language(client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("address", ["/sv/search?q=%FF%FE%00", "/sv/barriers?sector=%FF&sort=%00"])
def test_odd_bytes_in_a_question_are_read_as_no_words(client, address):
    assert client.get(address).status_code == 200


def test_the_error_page_speaks_the_language_of_the_address(client):
    swedish = client.get("/sv/nothing").text
    english = client.get("/en/nothing").text

    assert 'lang="sv"' in swedish
    assert 'lang="en"' in english
    assert "There is no such page" in english
    assert "There is no such page" not in swedish


def test_a_withdrawn_record_says_that_it_is_gone_and_why(own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        barrier = find_record(session, Barrier, "H-2026-008")
        withdraw(session, SYSTEM, barrier, reason="mistake")

    answer = create_app(own_library).test_client().get("/en/barriers/H-2026-008")

    assert answer.status_code == 410
    assert "It held a mistake" in answer.text
    assert "Secrecy between committees" not in answer.text


def test_the_page_of_a_fault_works_with_the_database_gone(own_library):
    client = create_app(own_library).test_client()
    (own_library.data_folder / "hinderbanken.db").unlink()

    answer = client.get("/en/barriers")

    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


def test_writing_to_a_page_that_is_only_read_is_refused(client):
    answer = client.post("/sv/barriers")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_service_that_can_answer_says_that_it_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_readiness_names_what_is_missing(own_library):
    client = create_app(own_library).test_client()
    (own_library.data_folder / "hinderbanken.db").unlink()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "database" in answer.text


@pytest.mark.parametrize(
    "query", ["lang=en", "endpoint=x", "_scheme=x", "_method=POST", "_anchor=x", "_external=1",
              "filename=x", "values=x", "code=x"]
)  # fmt: skip
@pytest.mark.parametrize("path", ["", "barriers", "barriers/H-2026-008", "search", "nothing"])
def test_no_name_in_the_query_breaks_a_page(client, path, query):
    answer = client.get(f"/sv/{path}?{query}")

    assert answer.status_code == (404 if path == "nothing" else 200)


def test_a_withdrawn_record_is_gone_by_its_code_alone_too(own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        withdraw(session, SYSTEM, find_record(session, Barrier, "H-2026-008"), reason="mistake")

    answer = create_app(own_library).test_client().get("/H-2026-008", follow_redirects=True)

    assert answer.status_code == 410


def test_the_name_of_a_withdrawn_act_is_not_told(own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        withdraw(session, SYSTEM, find_record(session, LegalAct, "sfs/2022:913"), reason="mistake")

    client = create_app(own_library).test_client()
    by_name = client.get("/sv/search?q=2 kap. 1 § SVOD")
    nonsense = client.get("/sv/search?q=2 kap. 1 § XVOD")

    assert ("Precis det du sökte" in by_name.text) == ("Precis det du sökte" in nonsense.text)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 429, 500])
def test_every_error_has_a_page_of_its_own_in_both_languages(app, language, status):
    with app.test_request_context(f"/{language}/anything"):
        answer = app.make_response(app.handle_user_exception(default_exceptions[status]()))
        heading, explanation = texts(status)
        page = answer.get_data(as_text=True)

    assert answer.status_code == status
    assert f'lang="{language}"' in page
    assert heading in page
    assert explanation in page


def test_error_pages_tell_each_status_apart(app):
    with app.test_request_context("/sv/anything"):
        headings = {texts(status)[0] for status in (400, 403, 404, 405, 409, 410, 429, 500)}

    assert len(headings) == 8


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [("en", 20_000, "20,000"), ("sv", 20_000, "20\u00a0000"), ("sv", 2_027, "2027")],
)
def test_a_sentence_groups_the_digits_of_a_long_number_and_leaves_years_alone(
    app, language, value, shown
):
    with app.test_request_context(f"/{language}/"):
        sentence = sentence_of(Invalid("year", "%(value)s", value=value))

    assert sentence == shown
