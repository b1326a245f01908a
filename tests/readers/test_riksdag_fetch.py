"""Reading the Riksdag over HTTP: whole, polite, and never led astray."""

import json
from dataclasses import replace

import pytest

from kb.readers.riksdag_fetch import Wanted, fetch
from kb.readers.riksdag_http import FetchError, Host, Manners, NotThere
from tests.readers.riksdag_files import bill, listing, report
from tests.readers.riksdag_server import Answer, riksdag_server

BILLS = Wanted(series="prop", session="2021/22")
LIST = "/dokumentlista/"


@pytest.fixture
def riksdag():
    with riksdag_server() as server:
        server.pages = [[bill()], [bill(dok_id="H903126", beteckning="126")], [report()]]
        yield server


@pytest.fixture
def waits():
    return []


@pytest.fixture
def ask(riksdag, waits):
    """Makes the host, whose waits are noted and not waited for."""

    def ask(**manners):
        return Host(riksdag.url, "Hinderbanken test", Manners(sleep=waits.append, **manners))

    return ask


def test_every_page_is_read_with_a_pause_between(riksdag, ask, waits):
    fetched = fetch(ask(pause=0.25), BILLS)

    assert (len(fetched.answers), fetched.stopped) == (3, None)
    assert waits == [0.25, 0.25]
    assert riksdag.asked[0].startswith("/dokumentlista/?doktyp=prop&rm=2021%2F22&sort=")
    assert riksdag.agents == {"Hinderbanken test"}


def test_documents_of_the_list_are_fetched_in_full_and_a_missing_one_is_told(ask):
    fetched = fetch(ask(), replace(BILLS, in_full=True))

    assert [name for name, _data in fetched.answers][3:] == ["H903125", "H901KU36"]
    assert [each.path for each in fetched.missing] == ["H903126"]
    assert fetched.stopped is None


def test_a_page_that_points_at_itself_ends_the_reading_and_keeps_what_was_read(riksdag, ask):
    at = f"{riksdag.url}/dokumentlista/?p=2"
    first, second = (listing(bill(), **{"@nasta_sida": at}) for _each in range(2))
    riksdag.will_answer(LIST, Answer(first), Answer(second))

    fetched = fetch(ask(), BILLS)

    assert len(fetched.answers) == 2
    assert fetched.stopped == "prop 2021/22, page 2 leads back to a page that was read."


def test_a_list_without_end_is_left(ask):
    fetched = fetch(ask(), BILLS, max_pages=2)

    assert len(fetched.answers) == 2
    assert fetched.stopped == "The list has more than 2 pages."


@pytest.mark.parametrize(
    "address", ["https://example.org/x", "//example.org/x", "file:///etc/passwd", "http://a@b/x"]
)
def test_a_page_of_another_host_is_not_asked(riksdag, ask, address):
    riksdag.will_answer(LIST, Answer(listing(bill(), **{"@nasta_sida": address})))

    fetched = fetch(ask(), BILLS)

    assert len(fetched.answers) == 1
    assert fetched.stopped == f"{address} leads to another host and was not asked."


def test_a_redirect_is_followed_on_the_host_and_nowhere_else(riksdag, ask):
    riksdag.will_answer("/old", Answer(status=302, headers={"Location": "/new"}))
    riksdag.will_answer("/new", Answer(b"{}"))
    riksdag.will_answer("/away", Answer(status=301, headers={"Location": "http://example.org/"}))
    riksdag.will_answer("/round", Answer(status=302, headers={"Location": "/round"}))
    host = ask()

    assert host.get("/old") == b"{}"
    with pytest.raises(FetchError, match=r"http://example\.org/ leads to another host"):
        host.get("/away")
    with pytest.raises(FetchError, match="moves on and on"):
        host.get("/round")


def test_too_many_requests_are_waited_for_as_long_as_the_host_asks(riksdag, ask, waits):
    busy = Answer(status=429, headers={"Retry-After": "7"})
    far = Answer(status=503, headers={"Retry-After": "86400"})
    riksdag.will_answer("/x", busy, far, Answer(b"{}"))

    assert ask(pause=0, longest_wait=60).get("/x") == b"{}"
    assert [wait for wait in waits if wait] == [7, 60]


def test_a_server_that_fails_for_ever_is_left_after_a_few_tries(riksdag, ask, waits):
    riksdag.will_answer(LIST, Answer(status=500))

    fetched = fetch(ask(pause=0), BILLS)

    assert fetched.answers == []
    assert fetched.stopped.endswith("could not be fetched in 4 tries: status 500.")
    assert [wait for wait in waits if wait] == [2, 4, 8]


def test_what_fails_on_the_way_keeps_what_was_read(riksdag, ask):
    riksdag.will_answer("/dokumentstatus/H903125.json", Answer(status=500))

    fetched = fetch(ask(tries=1), replace(BILLS, in_full=True))

    assert len(fetched.answers) == 3
    assert fetched.stopped is not None


def test_a_silent_answer_and_a_slow_one_run_out_of_time(riksdag, ask):
    riksdag.will_answer("/silent", Answer(b"{}", slow=0.4))
    riksdag.will_answer("/slow", Answer(b" " * (1 << 20), slow=0.03))

    with pytest.raises(FetchError, match=r"in 2 tries: ReadTimeoutError\."):
        ask(read=0.05, tries=2).get("/silent")
    with pytest.raises(FetchError, match=r"in 1 tries: slow answer\."):
        ask(whole=0.1, tries=1).get("/slow")


def test_nobody_there_is_told():
    host = Host("http://127.0.0.1:9", "test", Manners(tries=1))

    with pytest.raises(FetchError, match="NewConnectionError"):
        host.get("/x")


def test_a_huge_answer_is_not_read_to_its_end(riksdag, ask):
    riksdag.will_answer("/x", Answer(b" " * (1 << 20)))

    with pytest.raises(FetchError, match="holds more than 1000 bytes"):
        ask(max_bytes=1000).get("/x")


@pytest.mark.parametrize("body", [b"<html>", b"[]", json.dumps({"dokumentlista": 1}).encode()])
def test_an_answer_that_is_no_list_is_told_and_not_kept(riksdag, ask, body):
    riksdag.will_answer(LIST, Answer(body))

    fetched = fetch(ask(), BILLS)

    assert fetched.answers == []
    assert fetched.stopped.startswith("prop 2021/22, page 1 has an unknown shape: ")


def test_what_is_not_there_is_no_failure_of_the_host(riksdag, ask, waits):
    with pytest.raises(NotThere):
        ask().get("/dokumentstatus/H999.json")

    assert waits == []


def test_links_by_http_are_asked_as_the_host_is():
    host = Host("https://data.riksdagen.se", "test")

    assert host.own("http://data.riksdagen.se/x?p=2") == "https://data.riksdagen.se/x?p=2"
    assert host.own("//data.riksdagen.se/x") == "https://data.riksdagen.se/x"
    with pytest.raises(FetchError):
        host.own("https://data.riksdagen.se:8443/x")


@pytest.mark.parametrize("address", ["data.riksdagen.se", "ftp://data.riksdagen.se", "https://"])
def test_a_host_is_one_of_http(address):
    with pytest.raises(FetchError):
        Host(address, "test")
