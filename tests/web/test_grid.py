"""Every address held against everybody: who is let in, who is refused, who is asked to sign in."""

from dataclasses import dataclass

import pytest

from kb.security.actor import ANONYMOUS, member
from kb.security.rules import can
from kb.words import Role
from tests.staff import send, signed_in
from tests.web.routes import ROUTES

#: Serves static files, which are public, and is Flask's own.
STATIC = "static"
#: Something for each part of an address; none of it is there.
PARTS = {
    "lang": "sv",
    "kinds": "barriers",
    "kind": "barrier",
    "source": "sfs",
    "act": "1900:1",
    "fragment": "K1P1",
    "code": "H-1900-999",
    "section": "report",
    "way": "take",
    "slug": "no-such-page",
    "token": "no-such-token",
    "scheme": "kind",
}


#: A number that nothing has.
NUMBER = 9_999
#: Mail programs send this one by themselves; the secret in its address is its token.
WITHOUT_TOKEN = "/unsubscribe/no-such-token"


@dataclass(frozen=True)
class Asked:
    """One address as it is asked for."""

    endpoint: str
    method: str
    url: str

    @property
    def id(self) -> str:
        """What the test is called."""
        return f"{self.method} {self.url}"


def addresses(app) -> list[Asked]:
    """Every rule of the application with every method that changes or shows something."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == STATIC:
            continue
        values = {name: PARTS.get(name, NUMBER) for name in rule.arguments}
        url = adapter.build(rule.endpoint, values, method=None, force_external=False)
        found += [
            Asked(rule.endpoint, method, url) for method in rule.methods - {"HEAD", "OPTIONS"}
        ]
    return sorted(set(found), key=lambda asked: (asked.url, asked.method))


def class_of(answer) -> str:
    """In, refused, or asked to sign in; whatever else goes wrong is the same as in."""
    if answer.status_code == 403:
        return "refused"
    if answer.status_code == 401 or "/login?next=" in (answer.location or ""):
        return "asked to sign in"
    return "broken" if answer.status_code >= 500 else "in"


def test_every_endpoint_stands_in_the_table_with_its_permission(app):
    served = {
        endpoint: view.needs for endpoint, view in app.view_functions.items() if endpoint != STATIC
    }

    assert served == ROUTES


def test_a_stranger_is_let_in_to_what_is_public_and_asked_to_sign_in_elsewhere(staff_app):
    found, expected = {}, {}

    for asked in addresses(staff_app):
        is_public = can(ANONYMOUS, ROUTES[asked.endpoint])
        client = staff_app.test_client()
        answer = client.get(asked.url) if asked.method == "GET" else send(client, asked.url)
        found[asked.id] = class_of(answer)
        expected[asked.id] = "in" if is_public else "asked to sign in"

    assert found == expected


@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_in_where_it_holds_the_permission_and_refused_elsewhere(
    staff_app, people, role
):
    actor = member(0, role, role)
    found, expected = {}, {}

    for asked in addresses(staff_app):
        # A sign-in of its own: some addresses end it.
        client = signed_in(staff_app, people[role.value])
        answer = client.get(asked.url) if asked.method == "GET" else send(client, asked.url)
        found[asked.id] = class_of(answer)
        expected[asked.id] = "in" if can(actor, ROUTES[asked.endpoint]) else "refused"

    assert len(found) > 100
    assert found == expected


def test_a_form_without_its_token_changes_nothing_for_anybody(staff_app, people):
    client = signed_in(staff_app, people["admin"])

    statuses = {
        asked.id: client.post(asked.url).status_code
        for asked in addresses(staff_app)
        if asked.method == "POST" and asked.url != WITHOUT_TOKEN
    }

    assert len(statuses) > 30
    assert {asked: status for asked, status in statuses.items() if status != 400} == {}
