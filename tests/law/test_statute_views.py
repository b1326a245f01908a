"""Pages of the statute book: what they tell, what they keep to themselves, what they cost."""

import pytest

from kb.app import create_app
from kb.config import Settings
from kb.db.session import session_scope
from kb.models import Barrier, Matter
from kb.publication.operations import withdraw
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import Pair, Stage
from tests.law.book import FIRST, SECOND, TEXT, statute, take
from tests.makers import (
    cites,
    event,
    make_barrier,
    make_law,
    make_matter,
    publish_again,
    publish_barrier,
)
from tests.statements import counted

ACT, SECTION = "/en/law/sfs/2017:725", "/en/law/sfs/2017:725/K6P37"
REWORDED = TEXT.replace("en anställd att besluta.", "ett system att besluta. Lag (2022:638).")
REGISTER = [
    ("2019:1", None, "ändr. 6 kap. 38 §"),
    ("2022:638", "2022-07-01", "ändr. 6 kap. 37 §"),
    ("2024:9", "2024-07-01", "omtryck; upphokus"),
]


@pytest.fixture
def app(database, tmp_path):
    """The application over the empty database, of each kind in turn."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(data_dir=str(tmp_path), database_url=url, secret_key="k" * 40))
    yield app
    app.extensions[EXTENSION].database.engine.dispose()


@pytest.fixture
def change(database):
    return lambda: session_scope(database.writing)


@pytest.fixture
def book(change):
    """The act with two wordings of one section, a register, and two acts of which less is known."""
    with change() as session:
        take(session, statute(text=TEXT, register=REGISTER, ikraft_datum="2018-01-01"))
        take(
            session,
            statute(text=REWORDED, register=REGISTER),
            statute("1827:60 s.1007", "Kungörelse om ting"),
            statute("2001:1", "Lag (2001:1) om slut", register=[("2025:2", None, "upph.")]),
            on=SECOND,
        )


def shown(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.text.split())


def resting(session, *, is_published=True, title="Ett hinder") -> str:
    """A barrier on section 37, published or not; its code."""
    make = publish_barrier if is_published else make_barrier
    draft = {"title": Pair(title, title), "citations": (cites("sfs/2017:725#K6P37"),)}
    return make(session, **draft).code


def test_an_act_is_shown_with_its_outline_and_its_facts(client, book):
    page = shown(client, ACT)

    assert "Kommunallag (2017:725)" in page
    assert f'href="{SECTION}"' in page
    assert 'href="/en/law/sfs/2017:725/K6"' in page
    assert f'href="{ACT}/amendments"' in page


def test_a_section_is_shown_with_its_words_their_day_and_what_amended_it(client, book):
    page = shown(client, SECTION)

    assert "ett system att besluta." in page
    assert "1 September 2025" in page
    assert "SFS 2022:638" in page
    assert "1 July 2022" in page
    assert "2019:1" not in page


def test_an_earlier_wording_is_shown_with_what_has_changed(client, book):
    page = shown(client, SECTION)

    assert "Wording until some day after" in page
    assert '<ins><span class="unseen">added: </span>' in page
    assert '<del><span class="unseen">removed: </span>' in page


def test_a_section_that_only_came_later_has_no_earlier_wording_to_show(client, change):
    with change() as session:
        take(session, statute(text=TEXT.partition("#### 38 §")[0]))
        take(session, statute(text=f"{TEXT}\nLag (2025:700).\n"), on=SECOND)

    assert "Wording until" not in shown(client, "/en/law/sfs/2017:725/K6P38")


def test_a_chapter_is_shown_with_the_words_of_its_sections(client, book):
    page = shown(client, "/en/law/sfs/2017:725/K6")

    assert "ett system att besluta." in page
    assert "Följande beslutanderätt får inte delegeras:" in page
    assert "närvaro på distans" not in page


def test_a_paragraph_is_shown_with_the_words_of_its_section(client, book):
    assert "ett system att besluta." in shown(client, f"{SECTION}S1")


@pytest.mark.parametrize(
    "address", ["/en/law/sfs/1827:60s1007", "/sv/law/sfs/1827:60s1007", "/en/law/sfs/2001:1"]
)
def test_an_act_without_text_has_a_page_that_says_so(client, book, address):
    page = shown(client, address)

    assert "Text not available" in page or "Texten saknas" in page


def test_an_act_without_a_register_says_so(client, book):
    assert "No register is known" in shown(client, "/en/law/sfs/1827:60s1007")
    assert "No register of amendments is known" in shown(
        client, "/en/law/sfs/1827:60s1007/amendments"
    )


def test_an_act_that_is_repealed_says_by_what(client, book):
    page = shown(client, "/en/law/sfs/2001:1")

    assert "Repealed" in page
    assert "SFS 2025:2" in page


def test_the_whole_register_is_shown_newest_first_and_what_is_not_understood_as_written(
    client, book
):
    page = shown(client, f"{ACT}/amendments")

    places = [page.index(f"SFS {number}") for number in ("2024:9", "2022:638", "2019:1")]
    assert places == sorted(places)
    assert "omtryck; upphokus" in page


@pytest.mark.parametrize(
    "address",
    [
        "/en/law/sfs/2099:1",
        "/en/law/sfs/2099:1/amendments",
        "/en/law/sfs/2017:725/K6P99/positions",
        "/en/law/sfs/2017:725/nonsense",
        f"{SECTION}/versions/1",
        f"{ACT}/versions/1",
    ],
)
def test_what_there_is_not_is_not_found(client, book, address):
    assert client.get(address).status_code == 404


def test_acts_are_found_by_words_and_numbers(client, book):
    by_word = shown(client, "/en/law/statutes?q=KOMMUN")
    by_number = shown(client, "/en/law/statutes?q=1827:60")
    nothing = shown(client, "/en/law/statutes?q=%25_")

    assert ("Kommunallag" in by_word, "Kungörelse" in by_word) == (True, False)
    assert ("Kommunallag" in by_number, "Kungörelse" in by_number) == (False, True)
    assert "No act matches" in nothing


def test_only_acts_with_text_can_be_asked_for(client, book):
    page = shown(client, "/en/law/statutes?text=1")

    assert ("Kommunallag" in page, "Kungörelse" in page) == (True, False)


def test_an_empty_statute_book_says_how_to_fill_it(client):
    assert "kb import statutes" in shown(client, "/en/law/statutes")


def test_a_published_barrier_stands_on_its_section_its_chapter_and_its_act(client, book, change):
    with change() as session:
        code = resting(session)

    for address in (ACT, "/en/law/sfs/2017:725/K6", SECTION):
        assert f"/en/barriers/{code}" in shown(client, address)
    assert "1 barrier" in shown(client, ACT)
    assert code not in shown(client, "/en/law/sfs/2017:725/K5P37")


def test_a_barrier_that_is_not_published_changes_no_page_of_the_law(client, book, change):
    addresses = (ACT, "/en/law/sfs/2017:725/K6", SECTION, f"{SECTION}/positions")
    before = [shown(client, address) for address in addresses]

    with change() as session:
        resting(session, is_published=False, title="Kanariefågel")

    assert [shown(client, address) for address in addresses] == before


def test_a_barrier_that_is_withdrawn_leaves_the_counts(client, book, change):
    with change() as session:
        code = resting(session)
    with change() as session:
        withdraw(session, SYSTEM, find_record(session, Barrier, code), reason="mistake")

    page = shown(client, ACT)

    assert code not in page
    assert "1 barrier" not in page


def test_the_matter_behind_an_amendment_is_told_once_it_is_published(client, book, change):
    bill = event(Stage.BILL, "2022-03-01", document="prop/2021/22:125")
    promulgated = event(Stage.PROMULGATED, "2022-06-01", document="sfs/2022:638")
    with change() as session:
        code = make_matter(session, bill, promulgated, title=Pair("Ärendet", "The matter")).code
    before = shown(client, SECTION)
    with change() as session:
        publish_again(session, find_record(session, Matter, code))

    page = shown(client, SECTION)

    assert "The matter" not in before
    assert "2021/22:125" not in before
    assert f"/en/matters/{code}" in page
    assert "prop. 2021/22:125" in page


@pytest.fixture(params=[False, True], ids=["book", "record"])
def crowded(request, book, change):
    """Seven barriers on the section, with and without published records of the law itself."""
    with change() as session:
        if request.param:
            make_law(session, "sfs/2017:725#K6P37")
        for _number in range(7):
            resting(session)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (ACT, 8),
        (SECTION, 8),
        (f"{SECTION}S1", 8),
        ("/en/law/sfs/2017:725/K6", 8),
        (f"{ACT}/amendments", 5),
        ("/en/law/statutes", 5),
        ("/en/law/statutes?q=kommun", 5),
    ],
)
def test_a_page_of_the_law_takes_a_known_number_of_statements(app, client, crowded, address, most):
    shown(client, address)

    with counted(app.extensions[EXTENSION].database.engine) as sent:
        shown(client, address)

    assert len(sent) <= most, "\n".join(sent)


def test_the_day_of_the_first_source_is_told_where_only_the_register_is_known(client, change):
    with change() as session:
        take(session, statute(register=REGISTER), on=FIRST)

    assert "30 June 2025" in shown(client, f"{ACT}/amendments")
