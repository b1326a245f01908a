"""References in saved texts: where they lead, in both languages."""

import pytest

from kb.law.linking import get_linker, page_path
from kb.models import RecordText
from kb.text.markdown import render
from kb.web.addresses import path
from kb.words import Language, TextField
from tests.law.book import TEXT, statute, take
from tests.makers import make_barrier, make_law, says

KEYS = (
    "sfs/2017:725",
    "sfs/2017:725#K6",
    "sfs/2017:725#K6P37S1N2",
    "sfs/1827:60s1007",
    "celex/32016R0679",
    "celex/32016R0679#A22.2.b",
)


@pytest.fixture
def book(session):
    take(session, statute(text=TEXT))


def linked(session, text, language=Language.SV) -> list[tuple[str, str]]:
    """Words and address of each reference that is found."""
    found = get_linker(session, language)(text)
    return [(text[each.start : each.end], each.url) for each in found]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", KEYS)
def test_a_stored_link_is_the_address_that_pages_make(app, key, language):
    with app.test_request_context(f"/{language.value}/law"):
        made = path("provision" if "#" in key else "act", key)

    assert page_path(key, language) == made


def test_a_reference_leads_to_our_page_of_the_act_in_the_language_of_the_text(session, book):
    text = "Se 6 kap. 37 § kommunallagen."

    assert linked(session, text) == [("6 kap. 37 § kommunallagen", "/sv/law/sfs/2017:725/K6P37")]
    assert linked(session, text, Language.EN)[0][1] == "/en/law/sfs/2017:725/K6P37"


def test_law_that_nobody_here_has_leads_to_its_official_place(session, book):
    ((words, url),) = linked(session, "Se artikel 22 i (EU) 2016/679.")

    assert "2016/679" in words
    assert url.startswith("https://eur-lex.europa.eu/")


def test_law_of_the_catalogue_has_a_page_of_ours_without_the_statute_book(session):
    make_law(session, "sfs/2009:400#K26P1")

    assert linked(session, "Enligt 26 kap. 1 § OSL.")[0][1] == "/sv/law/sfs/2009:400/K26P1"


def test_what_leads_nowhere_is_left_as_it_is_written(session, book):
    assert linked(session, "Se 3 § okändalagen och 7 kap.") == []


def test_a_text_that_is_saved_holds_its_links(session, book):
    texts = says(TextField.ANALYSIS, "Se 6 kap. 37 § kommunallagen.", "See 6 kap. 37 § KL.")

    barrier = make_barrier(session, texts=texts)

    session.flush()
    rows = {row.language: row for row in barrier.texts if isinstance(row, RecordText)}
    assert 'href="/sv/law/sfs/2017:725/K6P37"' in rows[Language.SV].body_html


def test_hostile_text_with_references_stays_safe(session, book):
    text = '<img src=x onerror=alert(1)> 6 kap. 37 § kommunallagen" onclick="x <script>'

    html = render(text, get_linker(session, Language.SV))

    assert "<img" not in html
    assert "<script" not in html
    assert 'href="/sv/law/sfs/2017:725/K6P37"' in html
