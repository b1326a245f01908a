"""Matters and our answers to consultations as staff work with them in a browser."""

import pytest

from kb.models import Response
from kb.web.services import EXTENSION
from kb.words import ResponseState
from tests.staff import fill_in, signed_in

URL = "/staff/matters/L-2026-003"


def test_every_matter_of_the_catalogue_can_be_shown(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])

    statuses = [client.get(f"/staff/matters/L-2026-{n:03}").status_code for n in range(1, 12)]

    assert statuses == [200] * 11


def test_an_answer_is_decided_and_sent(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])

    shown = client.get(f"{URL}/response/answer", follow_redirects=True)
    decided = fill_in(client, f"{URL}/consultation/answer", {"owner": str(people["legal"].id)})
    partly = fill_in(client, f"{URL}/consultation/send", {"happened_on": "2026"})
    sent = fill_in(client, f"{URL}/consultation/send", {"happened_on": "2026-02-03"})

    with staff_app.extensions[EXTENSION].database.reading() as session:
        state = session.query(Response.state).scalar()
    assert [each.status_code for each in (shown, decided, partly, sent)] == [200, 303, 422, 303]
    assert state is ResponseState.SENT
    assert 'id="happened_on-error"' in partly.text


def test_a_stranger_is_asked_to_sign_in(client):
    for below in ("", "/response/answer"):
        assert client.get(f"{URL}{below}").location.startswith("/login")


@pytest.mark.parametrize("below", ["L-1900-001", "L-2026-003/consultation/fly"])
def test_what_is_not_there_is_not_found(staff_app, people, below):
    client = signed_in(staff_app, people["legal"])

    assert client.get(f"/staff/matters/{below}").status_code == 404
