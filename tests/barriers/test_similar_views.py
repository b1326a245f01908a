"""What is shown beside a form while somebody writes."""

import pytest

from tests.staff import send, signed_in


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


def similar(client, **typed):
    return send(client, "/staff/similar", typed).text


def test_barriers_that_rest_on_the_same_provision_are_told_while_typing(client):
    page = similar(client, **{"citations-0-reference": "6 kap. 37 § KL"})

    assert "/staff/barriers/H-2026-001" in page
    assert "<details>" in page


def test_the_barrier_that_is_written_is_not_told_of_itself(client):
    typed = {"citations-0-reference": "6 kap. 37 § KL", "code": "H-2026-001"}

    assert "/staff/barriers/H-2026-001" not in similar(client, **typed)


def test_a_reference_is_shown_as_it_is_read_and_one_that_is_not_as_it_stands(client):
    typed = {"citations-0-reference": "6 kap 37 § kommunallagen", "legal_basis": "<b>något</b>"}

    page = similar(client, **typed)

    assert "6 kap. 37 § KL" in page
    assert "&lt;b&gt;något&lt;/b&gt;" in page


def test_an_act_that_no_longer_applies_is_told_with_what_took_its_place(client):
    page = similar(client, **{"citations-0-reference": "12 kap. 10 § lagen (2001:453)"})

    assert "2025:400" in page or "SoL" in page


def test_barriers_in_similar_words_are_told_by_the_title(client):
    page = similar(client, working_title="nämnder låta system fatta beslut")

    assert "/staff/barriers/H-2026-001" in page


def test_a_stranger_is_told_nothing(staff_app):
    answer = send(
        staff_app.test_client(), "/staff/similar", {"citations-0-reference": "6 kap. 37 § KL"}
    )

    assert "H-2026-001" not in answer.text


def test_the_preview_shows_markdown_without_what_is_not_safe(client):
    typed = {"field": "internal", "internal": "**Viktigt** <script>alert(1)</script>"}

    page = send(client, "/staff/preview", typed).text

    assert "<strong>Viktigt</strong>" in page
    assert "<script>" not in page


@pytest.mark.parametrize("typed", [{}, {"field": "nothing"}, {"field": "x", "x": ""}])
def test_a_preview_of_nothing_is_empty(client, typed):
    assert send(client, "/staff/preview", typed).text.strip() == ""


def test_a_preview_of_what_cannot_be_rendered_says_why(client):
    answer = send(client, "/staff/preview", {"field": "x", "x": "[" * 20_000})

    assert answer.status_code == 200
    assert "<p>" in answer.text
