"""Two people who change the same barrier at once, on its pages."""

import re

import pytest

from tests.barriers.editing import fields, hidden, read
from tests.staff import send


def test_two_who_change_different_fields_are_both_saved(staff_app, author, lawyer, code):
    url = f"/staff/barriers/{code}/edit/report"
    first, second = fields(author.get(url)), fields(lawyer.get(url))

    send(lawyer, url, {**second, "working_title": "Juristens titel"})
    answer = send(author, url, {**first, "working_summary": "Handläggarens text."})

    assert answer.location.endswith("?told=merged")
    after = read(staff_app, code)
    assert after.working_title == "Juristens titel"
    assert after.working_summary == "Handläggarens text."


def test_two_who_change_the_same_text_see_both_and_decide(staff_app, author, lawyer, code):
    url = f"/staff/barriers/{code}/edit/report"
    first, second = fields(author.get(url)), fields(lawyer.get(url))
    send(lawyer, url, {**second, "working_summary": "Första meningen. Ursprunglig text."})

    page = send(author, url, {**first, "working_summary": "Ursprunglig text. Sista meningen."})

    assert page.status_code == 409
    assert "<ins>" in page.text
    assert "<del>" in page.text
    assert "Första meningen. Ursprunglig text. Sista meningen." in page.text
    assert 'name="mine-working_summary"' in page.text
    assert 'value="merged" checked' in page.text
    answer = send(author, url, {**fields(page), "keep-working_summary": "merged"})
    assert answer.status_code == 303
    merged = "Första meningen. Ursprunglig text. Sista meningen."
    assert read(staff_app, code).working_summary == merged


def test_of_two_texts_of_one_sentence_none_is_saved_before_one_is_chosen(
    staff_app, author, lawyer, code
):
    url = f"/staff/barriers/{code}/edit/report"
    first, second = fields(author.get(url)), fields(lawyer.get(url))
    theirs, mine = "Enligt 26 kap. 1 § OSL.", "Enligt 10 kap. 1 § OSL."
    send(lawyer, url, {**second, "working_summary": theirs})
    page = send(author, url, {**first, "working_summary": mine})
    sent = {**fields(page), "clash": "working_summary", "mine-working_summary": mine}

    again = send(author, url, sent)

    assert not re.search(r'name="keep-[^>]* checked', page.text)
    assert again.status_code == 409
    assert 'href="#keep-working_summary"' in again.text
    assert read(staff_app, code).working_summary == theirs
    send(author, url, {**sent, **hidden(again), "keep-working_summary": "mine"})
    assert read(staff_app, code).working_summary == mine


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_one_of_two_texts_can_be_kept_whole(staff_app, author, lawyer, code, keep):
    url = f"/staff/barriers/{code}/edit/report"
    first, second = fields(author.get(url)), fields(lawyer.get(url))
    send(lawyer, url, {**second, "working_summary": "theirs"})
    page = send(author, url, {**first, "working_summary": "mine"})

    sent = {**fields(page), "mine-working_summary": "mine", "keep-working_summary": keep}
    send(author, url, sent)

    assert read(staff_app, code).working_summary == keep


def test_a_third_editor_while_a_conflict_is_settled_is_seen_too(staff_app, author, lawyer, code):
    url = f"/staff/barriers/{code}/edit/report"
    first, second = fields(author.get(url)), fields(lawyer.get(url))
    send(lawyer, url, {**second, "working_summary": "Deras."})
    page = send(author, url, {**first, "working_summary": "Mitt."})
    send(lawyer, url, {**fields(lawyer.get(url)), "working_summary": "Deras igen."})

    again = send(author, url, {**fields(page), "working_summary": "Mitt slutliga."})

    assert again.status_code == 409
    assert read(staff_app, code).working_summary == "Deras igen."
