"""The pages of the desk: from the text to the public and back, as staff see it."""

import re

import pytest

from kb.app import open_indexes
from kb.db.session import session_scope
from kb.models import Barrier, Organisation
from kb.records.queries import find_record
from kb.search.outbox import drain
from kb.web.services import EXTENSION
from kb.words import Clearance, PublicationState
from tests.publication.clients import CANARY, CODE, DESK, database_of, opened_form, put_in
from tests.staff import send

CASE_DESK = "/staff/cases/F-2026-002/publication"
CLEARED = {"clearance": [point.value for point in Clearance]}


def seen_at(client, url):
    """The digest of the words that the page at *url* shows."""
    return {"seen": re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(url).text)[1]}


def judge(client, way, answers=None):
    """Take *way* as somebody does who has its page before them."""
    page = f"{DESK}/move/{way}"
    return send(client, page, {**(answers or {}), **seen_at(client, page)})


def publish(draft, clients):
    put_in(draft, PublicationState.IN_REVIEW)
    judge(clients["legal"], "approve", CLEARED)
    answer = judge(clients["legal"], "publish")
    assert answer.status_code == 303, answer.text
    drain(database_of(draft), open_indexes(draft.extensions[EXTENSION].settings))


def walk(client):
    """Public pages that links lead to from the start, by address.

    Pages of the law are left out, being hundreds: tests/web/test_leaks.py walks them all.
    """
    pages = {}
    waiting = ["/sv/", "/en/", "/sitemap.xml", f"/sv/search?q={CANARY}"]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        answer = client.get(address)
        pages[address] = answer.text if answer.status_code == 200 else ""
        links = re.findall(r'href="(/(?:sv|en)/[^"?#]*)', pages[address])
        waiting += [link for link in links if link not in pages and "/law/" not in link]
    return pages


PAGES = [
    DESK,
    f"{DESK}/text",
    f"{DESK}/preview",
    f"{DESK}/difference",
    f"{DESK}/move/allow",
    f"/staff/barriers/{CODE}/merge",
    CASE_DESK,
    f"{CASE_DESK}/text",
    f"{CASE_DESK}/preview",
    f"{CASE_DESK}/difference",
    f"{CASE_DESK}/move/withdraw",
]


def test_every_page_of_the_desk_opens_for_staff_in_both_languages(clients):
    wrong = {
        url: answer.status_code
        for page in PAGES
        for url in (f"{page}?lang=sv", f"{page}?lang=en")
        if (answer := clients["advocacy"].get(url)).status_code != 200
    }

    assert wrong == {}


def test_no_page_of_the_desk_opens_for_strangers(draft):
    stranger = draft.test_client()

    shown = [page for page in PAGES if stranger.get(page).status_code not in (302, 303, 401)]

    assert shown == []


def test_a_record_that_does_not_exist_has_no_desk(clients):
    nowhere = "/staff/barriers/H-2026-989/publication"

    for below in ("", "/text", "/preview", "/difference", "/embargo"):
        assert clients["admin"].get(f"{nowhere}{below}").status_code == 404


def test_a_step_that_is_not_open_is_a_conflict(clients):
    assert send(clients["admin"], f"{DESK}/move/publish").status_code == 409


def test_a_step_of_others_is_forbidden(clients, draft):
    put_in(draft, PublicationState.IN_REVIEW)

    assert clients["advocacy"].get(f"{DESK}/move/approve").status_code == 403
    assert send(clients["advocacy"], f"{DESK}/move/approve", CLEARED).status_code == 403


def test_the_day_is_set_by_those_who_publish(clients, draft):
    put_in(draft, PublicationState.DRAFTED)

    assert clients["advocacy"].get(f"{DESK}/embargo").status_code == 403
    assert clients["legal"].get(f"{DESK}/embargo").status_code == 200
    past = send(clients["legal"], f"{DESK}/embargo", {"day": "2001-01-01"})
    wrong = send(clients["legal"], f"{DESK}/embargo", {"day": "2040-01-01", "hour": "25:00"})
    right = send(clients["legal"], f"{DESK}/embargo", {"day": "2040-01-01", "hour": "08:30"})

    assert (past.status_code, wrong.status_code, right.status_code) == (422, 422, 303)
    assert 'value="08:30"' in clients["legal"].get(f"{DESK}/embargo").text


def test_one_writes_another_approves_and_everybody_reads_and_finds_it(clients, draft):
    writer, reviewer = clients["advocacy"], clients["legal"]
    send(writer, f"{DESK}/move/allow")
    form = opened_form(writer, f"{DESK}/text")
    written = {
        **form,
        "title_sv": "Xylofonstativ",
        "title_en": "Xylophone stand",
        "summary_sv": "Om ett xylofonstativ.",
        "summary_en": "About it.",
        "state": "open",
    }
    assert send(writer, f"{DESK}/text", written).status_code == 303
    send(writer, f"{DESK}/move/send-to-review")
    assert judge(reviewer, "approve", {"clearance": ["tone"]}).status_code == 422
    assert judge(reviewer, "approve", CLEARED).status_code == 303
    reader = draft.test_client()
    assert reader.get(f"/sv/barriers/{CODE}").status_code == 404

    published = judge(reviewer, "publish")
    drain(database_of(draft), open_indexes(draft.extensions[EXTENSION].settings))

    assert published.location.endswith("?told=published")
    assert "Xylofonstativ" in reader.get(f"/sv/barriers/{CODE}").text
    assert CODE in reader.get("/sv/search?q=xylofonstativ").text


def test_a_draft_is_on_no_public_page_before_it_is_published(clients, draft):
    put_in(draft, PublicationState.IN_REVIEW)
    judge(clients["legal"], "approve", CLEARED)
    drain(database_of(draft), open_indexes(draft.extensions[EXTENSION].settings))

    pages = walk(draft.test_client())

    hits = [address for address, page in pages.items() if CODE in page]
    words = [address for address, page in pages.items() if CANARY in page and "q=" not in address]
    assert len(pages) > 100
    assert (hits, words) == ([], [])


def test_what_is_withdrawn_is_gone_from_every_page_and_from_search(clients, draft):
    publish(draft, clients)
    reader = draft.test_client()
    assert CODE in reader.get("/sitemap.xml").text

    answers = {"withdrawal": "mistake", "reason": "En uppgift om Kalle var fel."}
    withdrawn = judge(clients["advocacy"], "withdraw", answers)
    gone = reader.get(f"/sv/barriers/{CODE}")
    version = reader.get(f"/sv/barriers/{CODE}/versions/1")
    drain(database_of(draft), open_indexes(draft.extensions[EXTENSION].settings))

    assert withdrawn.location.endswith("?told=withdrawn")
    assert (gone.status_code, version.status_code) == (410, 410)
    assert "Kalle" not in gone.text
    assert CANARY not in gone.text
    pages = walk(reader)
    assert [address for address, page in pages.items() if CODE in page] == []


def test_a_withdrawal_is_checked_on_a_page_of_its_own_and_needs_a_reason(clients, draft):
    publish(draft, clients)

    page = clients["legal"].get(f"{DESK}/move/withdraw")
    refused = judge(clients["legal"], "withdraw", {"withdrawal": "mistake"})
    merged = {"withdrawal": "merged", "reason": "Samma."}

    assert 'value="merged"' not in page.text
    assert refused.status_code == 422
    assert judge(clients["legal"], "withdraw", merged).status_code == 422
    assert draft.test_client().get(f"/sv/barriers/{CODE}").status_code == 200


def test_the_page_says_that_it_has_changed_since_and_shows_what(clients, draft):
    publish(draft, clients)
    unchanged = clients["advocacy"].get(f"{DESK}?lang=en").text
    form = opened_form(clients["advocacy"], f"{DESK}/text")
    written = {**form, "title_sv": "Xylofonstativ", "title_en": CANARY, "state": "open"}
    send(clients["advocacy"], f"{DESK}/text", {**written, "summary_sv": "Nytt."})

    assert "Changed since published" not in unchanged
    assert "Changed since published" in clients["advocacy"].get(f"{DESK}?lang=en").text
    page = clients["advocacy"].get(f"{DESK}/difference?lang=en").text
    assert "Xylofonstativ" in page
    assert CANARY in page


def test_hits_are_handled_on_the_page(clients, draft):
    form = opened_form(clients["advocacy"], f"{DESK}/text")
    phone = "070-174 06 05"
    words = {"title_sv": CANARY, "summary_sv": f"Ring {phone}.", "state": "open"}
    send(clients["advocacy"], f"{DESK}/text", {**form, **words})
    put_in(draft, PublicationState.IN_REVIEW)
    review = f"{DESK}/move/approve"

    assert phone in clients["legal"].get(review).text
    assert judge(clients["legal"], "approve", CLEARED).status_code == 422
    hit = {"kind": "phone", "text": phone}
    assert send(clients["legal"], f"{DESK}/leaks", hit).status_code == 422
    handled = send(clients["legal"], f"{DESK}/leaks", {**hit, "reason": "En växel."})
    assert handled.location.endswith("?told=leak-handled")
    assert "En växel." in clients["legal"].get(review).text
    assert judge(clients["legal"], "approve", CLEARED).status_code == 303


@pytest.mark.parametrize("way", ["approve", "send-back"])
def test_nobody_judges_words_that_they_were_not_shown(clients, draft, way):
    put_in(draft, PublicationState.IN_REVIEW)
    page = f"{DESK}/move/{way}"
    answers = {**CLEARED, "reason": "Oklart.", **seen_at(clients["legal"], page)}
    with session_scope(database_of(draft).writing) as session:
        find_record(session, Barrier, CODE).summary_sv = "Ord som ingen har sett."

    assert send(clients["legal"], page, answers).status_code == 409
    assert send(clients["legal"], page, {**answers, "seen": ""}).status_code == 409
    again = {**answers, **seen_at(clients["legal"], page)}
    assert send(clients["legal"], page, again).status_code == 303


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 25, "²", "٣", "x"])
def test_a_number_that_no_hit_can_have_takes_nothing_back(clients, number):
    assert send(clients["legal"], f"{DESK}/leaks", {"forget": number}).status_code in (404, 422)


def test_consents_are_recorded_on_the_page(clients, draft):
    with session_scope(database_of(draft).writing) as session:
        barrier = find_record(session, Barrier, CODE)
        barrier.waiting_for = find_record(session, Organisation, "region-stockholm")
    member = {"member": "region-stockholm"}

    missing = send(clients["advocacy"], f"{DESK}/consents", member)
    given = send(clients["advocacy"], f"{DESK}/consents", {**member, "given_by": "Anna, brev"})
    page = clients["advocacy"].get(DESK).text
    back = send(clients["advocacy"], f"{DESK}/consents", {**member, "action": "withdraw"})

    assert missing.status_code == 422
    assert given.location.endswith("?told=consent-saved")
    assert "Anna, brev" in page
    assert back.location.endswith("?told=consent-withdrawn")


def test_fields_that_the_form_does_not_have_change_nothing(clients, draft):
    form = opened_form(clients["advocacy"], f"{DESK}/text")
    sent = {**form, "title_sv": "Ny", "state": "open", "work_state": "resolved", "owner_id": "1"}
    sent |= {"approver_id": "1", "code": "H-2026-001"}

    send(clients["advocacy"], f"{DESK}/text", sent)

    with database_of(draft).reading() as session:
        found = find_record(session, Barrier, CODE)
        assert (found.title_sv, found.owner_id) == ("Ny", None)
        assert found.work_state.value == "recognised"


def test_a_preview_is_marked_and_is_nowhere_public(clients, draft):
    page = clients["advocacy"].get(f"{DESK}/preview?lang=en").text

    assert "Preview, not published." in page
    assert CANARY in page
    assert 'content="noindex"' in page
    assert draft.test_client().get(f"/en/barriers/{CODE}").status_code == 404


def test_a_merged_barrier_leads_readers_on(clients, draft):
    publish(draft, clients)
    url = f"/staff/barriers/{CODE}/merge"
    compared = clients["advocacy"].get(f"{url}?survivor=H-2026-001&lang=en").text
    wrong = send(clients["advocacy"], url, {"survivor": "H-2026-989"})

    merged = send(clients["advocacy"], url, {"survivor": "H-2026-001", "reason": "Samma."})

    assert "Lives on" in compared
    assert wrong.status_code == 422
    assert merged.location.endswith("/staff/barriers/H-2026-001?told=barrier-merged")
    moved = draft.test_client().get(f"/sv/barriers/{CODE}")
    assert moved.status_code == 301
    assert moved.location.endswith("/sv/barriers/H-2026-001")
    assert clients["advocacy"].get(f"/staff/barriers/{CODE}/merge").status_code == 409
