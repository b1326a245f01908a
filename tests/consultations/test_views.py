"""The pages of consultations and of our answers, as the staff use them."""

import re

import pytest

from kb.consultations.move_operations import begin_response
from kb.consultations.response_queries import Asked, get_response
from kb.db.session import session_scope
from kb.matters.staff_queries import get_matter
from kb.models import Document, Matter
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import DocumentKind, ResponseState
from tests.consultations.making import in_days, make_document, titled
from tests.staff import fill_in, send, signed_in

MATTER = "L-2026-002"
CANARY = "Kanariefågelns avstyrkande"


def change(app):
    return session_scope(app.extensions[EXTENSION].database.writing)


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


@pytest.fixture
def document(staff_app):
    """A consultation on a section that a barrier of the catalogue rests on."""
    with change(staff_app) as session:
        made = make_document(
            session,
            title="Remiss av SOU 2024:1",
            deadline_on=in_days(10),
            deadline_text="Svaren ska ha kommit in senast den 1 mars.",
            named=["sfs/2017:725#K6P37", titled("sou/2024:1")],
            url="https://www.regeringen.se/remisser/1/",
        )
        return made.id


@pytest.fixture
def response(staff_app, document):
    with change(staff_app) as session:
        matter = get_matter(session, SYSTEM, MATTER)
        asked = Asked(matter=matter, document=session.get_one(Document, document))
        return begin_response(session, SYSTEM, asked).id


def read(app, number):
    with app.extensions[EXTENSION].database.reading() as session:
        return get_response(session, SYSTEM, number)


def hidden(page):
    found = dict(re.findall(r'name="(version|base)" type="hidden" value="([^"]*)"', page.text))
    return {name: value.replace("&#34;", '"') for name, value in found.items()}


def row(number=0, **fields):
    return {f"positions-{number}-{name}": value for name, value in fields.items()}


FILLED = row(proposal="avsnitt 6", stance="rejects", text_sv="Ändra.", target="6 kap. 37 § KL")


def test_the_list_says_what_closes_and_what_we_have_on_it(client, document):
    page = client.get("/staff/consultations")

    assert "Remiss av SOU 2024:1" in page.text
    assert re.search(r"10 (dagar kvar|days left)", page.text)
    assert f'href="/staff/consultations/{document}"' in page.text
    assert re.search(r'class="code"\s+href="/staff/barriers/H-2026-', page.text)


@pytest.mark.parametrize("query", ["closes=2-weeks", "closes=open", "closes=closed", "closes=x"])
def test_every_window_of_the_list_is_a_page(client, document, query):
    assert client.get(f"/staff/consultations?{query}").status_code == 200


def test_a_page_tells_the_deadline_by_its_sentence_and_offers_to_take_it_up(client, document):
    page = client.get(f"/staff/consultations/{document}")

    assert "Svaren ska ha kommit in senast den 1 mars." in page.text
    assert f"/staff/consultations/{document}/take-up" in page.text
    assert f"/staff/matters/new?document={document}" in page.text


def test_a_consultation_is_taken_up_in_a_matter_that_is_there(client, document):
    url = f"/staff/consultations/{document}/take-up"

    wrong = send(client, url, {"matter": "L-1999-999"})
    answer = send(client, url, {"matter": MATTER.lower()})

    assert wrong.status_code == 422
    assert answer.location == f"/staff/consultations/{document}?told=saved"
    assert MATTER in client.get(answer.location).text


def test_what_is_no_consultation_is_not_found(staff_app, client):
    with change(staff_app) as session:
        number = make_document(session, DocumentKind.REPORT, key="sou/2024:9").id

    assert client.get(f"/staff/consultations/{number}").status_code == 404


def test_the_consultation_of_a_matter_that_no_source_lists_has_a_page(client):
    page = client.get(f"/staff/matters/{MATTER}/consultation")
    answer = send(client, f"/staff/matters/{MATTER}/consultation/begin")

    assert page.status_code == 200
    assert re.fullmatch(r"/staff/responses/\d+/edit", answer.location)


def test_an_old_address_of_a_step_leads_on(client):
    answer = client.get(f"/staff/matters/{MATTER}/response/answer")

    assert (answer.status_code, answer.location) == (
        308,
        f"/staff/matters/{MATTER}/consultation/answer",
    )


def test_an_answer_is_decided_written_printed_and_sent(
    staff_app, people, client, document, response
):
    home = f"/staff/consultations/{document}"
    decided = fill_in(client, f"{home}/answer", {"owner": str(people["advocacy"].id)})
    edit = f"/staff/responses/{response}/edit"
    told = {"diary_number": "SKR 24/1", "stance": "approves-partly", "invited": "yes"}
    saved = send(client, edit, {**hidden(client.get(edit)), **FILLED, **told})
    printed = client.get(f"/staff/responses/{response}/print?lang=en")
    done = fill_in(client, f"{home}/send", {"happened_on": "2026-02-03"})

    assert decided.location == f"{home}?told=moved"
    assert saved.location == f"{home}?told=saved"
    assert "Avstyrks" in printed.text or "Avstyrker" in printed.text
    assert "SKR 24/1" in printed.text
    assert done.location == f"{home}?told=moved"
    after = read(staff_app, response)
    assert after.state is ResponseState.SENT
    assert after.action.code.startswith("P-")
    assert client.get(edit).status_code == 409


def test_a_wrong_row_is_shown_again_with_what_was_typed(client, response):
    edit = f"/staff/responses/{response}/edit"

    answer = send(client, edit, {**hidden(client.get(edit)), **FILLED, **row(target="en lag")})

    assert answer.status_code == 422
    assert "avsnitt 6" in answer.text


def test_two_who_write_the_same_field_see_both(staff_app, people, client, response):
    other = signed_in(staff_app, people["legal"])
    edit = f"/staff/responses/{response}/edit"
    mine, theirs = hidden(client.get(edit)), hidden(other.get(edit))
    send(other, edit, {**theirs, "diary_number": "DERAS 1"})

    clash = send(client, edit, {**mine, "diary_number": "MITT 2"})
    merged = send(client, edit, {**mine, "adopted_by": "Styrelsen"})

    assert clash.status_code == 409
    assert "DERAS 1" in clash.text
    assert merged.location.endswith("told=merged")
    after = read(staff_app, response)
    assert (after.diary_number, after.adopted_by) == ("DERAS 1", "Styrelsen")


def test_an_earlier_ask_is_used_again_and_a_change_of_mind_is_pointed_out(
    staff_app, people, client, document, response
):
    edit = f"/staff/responses/{response}/edit"
    home = f"/staff/consultations/{document}"
    fill_in(client, f"{home}/answer", {"owner": str(people["advocacy"].id)})
    send(client, edit, {**hidden(client.get(edit)), **FILLED})
    fill_in(client, f"{home}/send", {"happened_on": "2026-02-03"})
    with change(staff_app) as session:
        ask = get_response(session, SYSTEM, response).action.asks[0].id
        matter = get_matter(session, SYSTEM, "L-2026-003")
        again = make_document(session, title="Ny remiss", named=["sfs/2017:725#K6P37"])
        second = begin_response(session, SYSTEM, Asked(matter=matter, document=again)).id
    edit = f"/staff/responses/{second}/edit"

    page = send(client, edit, {**hidden(client.get(edit)), "use": str(ask)})
    kept = row(proposal="avsnitt 2", stance="approves", text_sv="Ändra inte.", earlier=str(ask))
    other = send(client, edit, {**hidden(client.get(edit)), **kept, "look": "1"})

    assert 'value="6 kap. 37 § KL"' in page.text or "6 kap. 37 § kommunallagen" in page.text
    assert f'value="{ask}"' in page.text
    assert re.search(r"We said otherwise before|Vi har sagt något annat", other.text)
    assert "<ins>" in other.text


@pytest.mark.parametrize("way", ["answer", "decline", "send"])
def test_a_step_is_no_page_before_the_consultation_belongs_to_a_matter(client, document, way):
    assert client.get(f"/staff/consultations/{document}/{way}").status_code == 404


def test_nothing_of_an_answer_reaches_the_public(staff_app, client, document, response):
    edit = f"/staff/responses/{response}/edit"
    send(client, edit, {**hidden(client.get(edit)), **FILLED, **row(text_sv=CANARY)})
    stranger = staff_app.test_client()
    with staff_app.extensions[EXTENSION].database.reading() as session:
        codes = [matter.code for matter in session.query(Matter)]

    seen = [
        stranger.get(url)
        for url in (
            "/sv/",
            "/sv/search?q=Kanariefågelns",
            *(f"/sv/matters/{code}" for code in codes),
            "/sv/actions",
            "/feeds/actions.atom",
            "/sv/law/sfs/2017:725/K6P37",
            f"/staff/consultations/{document}",
            f"/staff/responses/{response}/print",
            "/staff/consultations",
        )
    ]

    assert not [page for page in seen if CANARY in page.text]
    assert not [page for page in seen if "Remiss av SOU 2024:1" in page.text]
