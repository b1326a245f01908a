"""Redlines in a browser: seen by staff, proposed by those who may, never by two unseen."""

import re

import pytest

from kb.db.session import session_scope
from kb.web.services import EXTENSION
from tests.law.book import TEXT, statute, take
from tests.staff import send, signed_in
from tests.work.watching import citing

TYPED = {
    "reference": "6 kap. 37 § kommunallagen",
    "wording": "En nämnd får uppdra åt ett system att besluta.",
    "reason": "Därför <att>.",
}


@pytest.fixture
def change(staff_app):
    return lambda: session_scope(staff_app.extensions[EXTENSION].database.writing)


@pytest.fixture
def url(change):
    """The redlines of a barrier on a section whose words are known."""
    with change() as session:
        take(session, statute(text=TEXT))
        return f"/staff/barriers/{citing(session, 'K6P37').code}/redline"


@pytest.fixture
def officer(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


def opened(client, url) -> dict[str, str]:
    """What the form carries besides what is typed."""
    found = re.findall(r'name="(version|base)" type="hidden" value="([^"]*)"', client.get(url).text)
    return {name: value.replace("&#34;", '"') for name, value in found}


def test_the_present_words_stand_there_before_anything_is_proposed(officer, url):
    page = officer.get(f"{url}?lang=en").text

    assert "En nämnd får uppdra åt en anställd att besluta." in page
    assert "Present words as of" in page
    assert f"{url}/edit?key=sfs/2017%3A725%23K6P37" in page


def test_the_form_begins_with_the_present_words(officer, url):
    page = officer.get(f"{url}/edit?key=sfs/2017%3A725%23K6P37").text

    assert "En nämnd får uppdra åt en anställd att besluta.</textarea>" in page


def test_what_goes_and_what_comes_is_marked_by_words_as_well(officer, url):
    answer = send(officer, f"{url}/edit", {**opened(officer, f"{url}/edit"), **TYPED})

    page = " ".join(officer.get(f"{url}?lang=en").text.split())
    assert (answer.status_code, answer.location) == (303, f"{url}?told=saved")
    assert '<ins><span class="unseen">added: </span>ett system' in page
    assert '<del><span class="unseen">removed: </span>en anställd' in page
    assert "Därför &lt;att&gt;." in page


def test_an_empty_wording_takes_the_proposal_back(officer, url):
    send(officer, f"{url}/edit", {**opened(officer, f"{url}/edit"), **TYPED})

    answer = send(
        officer, f"{url}/edit", {**opened(officer, f"{url}/edit"), **TYPED, "wording": ""}
    )

    assert answer.status_code == 303
    assert "<ins>" not in officer.get(url).text


def test_two_who_propose_at_once_are_told_and_keep_what_they_typed(staff_app, people, officer, url):
    form = opened(officer, f"{url}/edit")
    other = signed_in(staff_app, people["legal"])
    send(other, f"{url}/edit", {**opened(other, f"{url}/edit"), **TYPED, "wording": "Först."})

    answer = send(officer, f"{url}/edit", {**form, **TYPED})

    assert answer.status_code == 409
    assert TYPED["wording"] in answer.text
    assert "Först" in officer.get(url).text


@pytest.mark.parametrize(
    "reference", ["", "kommunallagen", "6 kap. kommunallagen", "hokus", "1–3 §§ kommunallagen"]
)
def test_what_names_no_single_section_is_asked_for_again(officer, url, reference):
    form = opened(officer, f"{url}/edit")

    answer = send(officer, f"{url}/edit", {**form, **TYPED, "reference": reference})

    assert answer.status_code == 422
    assert TYPED["wording"] in answer.text


@pytest.mark.parametrize("key", ["sfs/x", "sfs/2017:725#", "celex/32016R0679", "hokus", "%00"])
def test_a_key_that_is_no_section_opens_an_empty_form(officer, url, key):
    assert officer.get(f"{url}/edit", query_string={"key": key}).status_code == 200


def test_nothing_of_a_proposal_is_on_a_public_page(staff_app, officer, url):
    send(
        officer,
        f"{url}/edit",
        {**opened(officer, f"{url}/edit"), **TYPED, "wording": "Kanariefågel."},
    )
    stranger = staff_app.test_client()
    pages = ("/sv/law/sfs/2017:725/K6P37", "/sv/law/sfs/2017:725/K6P37/positions")

    assert [page for page in pages if "Kanariefågel" in stranger.get(page).text] == []
    assert stranger.get(url).status_code in (302, 303)
