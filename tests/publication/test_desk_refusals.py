"""What the pages of the desk say to those who may not take a step, or not yet."""

from kb.words import PublicationState
from tests.publication.clients import DESK, opened_form, put_in
from tests.staff import send


def test_a_step_that_is_not_open_yet_says_from_where_it_is(clients):
    page = clients["admin"].get(f"{DESK}/move/publish?lang=en")

    assert page.status_code == 409
    assert "This step is not open yet" in page.text
    assert "Approved" in page.text


def test_the_page_for_approving_is_no_error_before_it_is_sent(clients, draft):
    put_in(draft, PublicationState.IN_REVIEW)

    page = clients["legal"].get(f"{DESK}/move/approve?lang=en").text

    assert "<title>Error:" not in page


def test_who_wrote_the_text_is_told_why_another_must_approve_it(clients, draft):
    put_in(draft, PublicationState.DRAFTED)
    written = {
        **opened_form(clients["legal"], f"{DESK}/text"),
        "title_sv": "Min rubrik",
        "summary_sv": "Min sammanfattning.",
        "state": "open",
    }
    send(clients["legal"], f"{DESK}/text", written)
    put_in(draft, PublicationState.IN_REVIEW)

    page = clients["legal"].get(f"{DESK}/move/approve?lang=en")

    assert page.status_code == 403
    assert "You changed: Title in Swedish" in page.text
