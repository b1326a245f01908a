"""Signing in and out through the pages."""
from tests.staff import signed_in


def test_the_page_for_signing_in_is_shown(staff_app):
    client = staff_app.test_client()
    answer = client.get("/login")
    print(answer.headers)
    assert answer.status_code == 200, answer.text
    assert client.get("/forgot").status_code == 200
    assert client.get("/staff/account").status_code == 303


def test_account(staff_app, people):
    c = signed_in(staff_app, people["admin"])
    for u in ("/staff/account", "/staff/users", f"/staff/users/{people['legal'].id}", f"/staff/users/{people['legal'].id}/close"):
        r = c.get(u)
        assert r.status_code == 200, (u, r.text)
