"""The staff's page of a case."""

import pytest

from tests.staff import signed_in

URL = "/staff/cases/F-2026-002"


@pytest.mark.parametrize("who", ["advocacy", "legal", "admin"])
def test_a_case_is_shown_with_its_barriers_and_the_way_to_edit_it(staff_app, people, who):
    page = signed_in(staff_app, people[who]).get(URL)

    assert page.status_code == 200
    assert f'href="{URL}/edit"' in page.text
    assert 'href="/staff/barriers/H-' in page.text


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(URL).location.startswith("/login")


def test_a_case_that_is_not_there_is_not_found(staff_app, people):
    client = signed_in(staff_app, people["legal"])

    assert client.get("/staff/cases/F-1900-001").status_code == 404
