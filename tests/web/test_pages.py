"""Public pages: permanent addresses, few statements, and no trace on the reader."""

import gzip
import re

import pytest

from kb.web.services import EXTENSION
from tests.statements import counted

PAGES = (
    "/sv/",
    "/sv/barriers",
    "/en/barriers/H-2026-001",
    "/sv/barriers/H-2026-008",
    "/sv/barriers/H-2026-008/versions/1",
    "/sv/law",
    "/sv/law/sfs/2009:400",
    "/sv/law/sfs/2009:400/K26P1",
    "/sv/cases",
    "/sv/cases/F-2026-002",
    "/sv/matters",
    "/sv/matters/L-2026-002",
    "/sv/actions",
    "/sv/actions/P-2026-001",
    "/sv/objectives",
    "/sv/objectives/1.5",
    "/sv/principles",
    "/sv/principles/2",
    "/sv/organisations",
    "/sv/organisations/digg",
    "/sv/search",
    "/sv/search?q=sekretess",
    "/sv/about",
    "/sv/help",
    "/sv/components",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_at_most_eight_statements(app, client, address):
    engine = app.extensions[EXTENSION].database.engine

    with counted(engine) as statements:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(statements) <= 8, "\n".join(statements)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_sets_no_cookie_and_names_no_other_site_to_load_from(client, address):
    answer = client.get(address)

    assert "Set-Cookie" not in answer.headers
    loaded = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="([^"]+)"', answer.text)
    outside = [url for url in loaded if url.startswith("//") or "://" in url]
    assert all("localhost" in url for url in outside)


def test_the_start_page_with_all_it_loads_is_under_100_kilobytes(client):
    page = client.get("/sv/", headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(page.data).decode()
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    sheets = [client.get(url).text for url in loaded if ".css" in url]
    fonts = set(re.findall(r'url\("?\.\./([^")]+)"?\)', "".join(sheets)))
    loaded |= {f"/static/{font}" for font in fonts if "talic" not in font}

    sizes = {url: len(client.get(url, headers={"Accept-Encoding": "gzip"}).data) for url in loaded}

    assert len(sizes) >= 3
    assert len(page.data) + sum(sizes.values()) < 100_000, sizes


def test_the_root_leads_to_the_language_that_the_reader_prefers(client):
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9,sv;q=0.5"})
    other = client.get("/", headers={"Accept-Language": "fi"})

    assert english.location == "/en/"
    assert other.location == "/sv/"
    assert "Accept-Language" in english.headers["Vary"]


@pytest.mark.parametrize("code", ["H-2026-008", "h-2026-008"])
def test_a_code_alone_leads_to_its_page_in_any_letter_case(client, code):
    answer = client.get(f"/{code}", headers={"Accept-Language": "en"})

    assert answer.location == "/en/barriers/H-2026-008"


def test_a_code_in_small_letters_leads_to_the_address_that_quotations_use(client):
    answer = client.get("/sv/barriers/h-2026-008")

    assert answer.status_code == 301
    assert answer.location == "/sv/barriers/H-2026-008"


def test_every_page_names_itself_in_the_other_language(client):
    page = client.get("/sv/barriers/H-2026-008?x=1").text

    assert 'hreflang="en"' in page
    assert "/en/barriers/H-2026-008" in page


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/sv/barriers/H-2026-008")

    again = client.get("/sv/barriers/H-2026-008", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_static_files_are_kept_for_a_year_when_their_address_names_their_content(client):
    page = client.get("/sv/").text
    url = re.search(r'href="(/static/[^"]+\.css\?v=[^"]+)"', page)[1]

    assert "immutable" in client.get(url).headers["Cache-Control"]
    assert "immutable" not in client.get(url.partition("?")[0]).headers.get("Cache-Control", "")


def test_the_site_map_names_every_barrier_in_both_languages(client):
    text = client.get("/sitemap.xml").text

    assert text.startswith("<?xml")
    assert "/sv/barriers/H-2026-008</loc>" in text
    assert "/en/barriers/H-2026-008</loc>" in text


def test_filters_and_paging_stand_in_the_address(client):
    page = client.get("/en/barriers?state=open&kind=information-sharing").text

    assert "H-2026-008" in page
    assert "H-2026-001" not in page
    assert "kind=information-sharing" in page


def test_a_name_that_a_stranger_gives_the_service_is_not_repeated_in_links(client):
    page = client.get("/sv/barriers/H-2026-008", headers={"Host": "evil.example"}).text

    assert "evil.example" not in page
