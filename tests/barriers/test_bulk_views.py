"""Bulk edits through the browser."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.clock import today
from kb.models import Barrier, ImportBatch
from kb.web.services import EXTENSION
from kb.words import Channel
from tests.staff import send, signed_in

#: A day that has not come.
LATER = (today() + timedelta(days=90)).isoformat()
CODES = ["H-2026-001", "H-2026-003"]


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def legal(staff_app, people):
    return signed_in(staff_app, people["legal"])


def channels(database):
    with database.reading() as session:
        found = select(Barrier).where(Barrier.code.in_(CODES)).order_by(Barrier.code)
        return [barrier.channel for barrier in session.scalars(found)]


def test_chosen_rows_are_previewed_changed_and_put_back(legal, database):
    place = send(legal, "/staff/bulk", {"code": CODES}).location
    chosen = send(legal, place, {"what": "channel", "channel": "media"})
    preview = legal.get(chosen.location)
    unchanged = channels(database)
    done = send(legal, f"{place}/apply")
    changed = channels(database)
    result = legal.get(done.location)
    send(legal, f"{place}/undo")

    assert all(code in preview.text for code in CODES)
    assert unchanged == [None, None]
    assert changed == [Channel.MEDIA, Channel.MEDIA]
    assert f"{place}/undo" in result.text
    assert channels(database) == [None, None]
    assert f"{place}/undo" not in legal.get(f"{place}/result").text


def test_all_hits_of_the_list_can_be_chosen(legal, database):
    send(legal, "/staff/bulk", {"all": "1", "query": "sector=school&page=2"})

    with database.reading() as session:
        [batch] = session.scalars(select(ImportBatch)).all()
    assert 0 < len(batch.report["codes"]) < 14


@pytest.mark.parametrize("what", ["owner", "add-term", "remove-term", "review-on", "follow"])
def test_every_change_has_a_preview(legal, what):
    place = send(legal, "/staff/bulk", {"code": CODES}).location
    values = {
        "owner": "none",
        "add_term": "sector/school",
        "remove_term": "sector/all",
        "review_on": LATER,
    }

    answer = send(legal, place, {"what": what, **values})

    assert legal.get(answer.location).status_code == 200


@pytest.mark.parametrize("what", ["owner", "add-term", "remove-term", "channel"])
def test_a_change_whose_value_was_not_chosen_is_shown_again(legal, what):
    place = send(legal, "/staff/bulk", {"code": CODES}).location

    answer = send(legal, place, {"what": what})

    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_choosing_nothing_leads_back_to_the_list_with_a_reason(legal):
    answer = send(legal, "/staff/bulk", {"query": "sector=school"})

    assert answer.location == "/staff/barriers?sector=school&told=none-chosen"
    assert legal.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"what": "code", "code": "H-1"},
        {"what": "add-term", "add_term": "sector/x"},
        {"what": "review-on", "review_on": "2026-02-31"},
    ],
)
def test_a_change_that_cannot_be_made_is_told_on_the_form(legal, data):
    place = send(legal, "/staff/bulk", {"code": CODES}).location

    answer = send(legal, place, data)

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_nobody_knows_of_anybody_elses_bulk_edit(staff_app, people, legal):
    place = send(legal, "/staff/bulk", {"code": CODES}).location
    send(legal, place, {"what": "channel", "channel": "media"})
    other = signed_in(staff_app, people["other_legal"])

    for address in (place, f"{place}/preview", f"{place}/result"):
        assert other.get(address).status_code == 404
    for address in (place, f"{place}/apply", f"{place}/undo"):
        assert send(other, address).status_code == 404


def test_a_stranger_changes_nothing(staff_app, people, database):
    answer = send(staff_app.test_client(), "/staff/bulk", {"code": CODES})

    assert answer.status_code in (400, 401)
    with database.reading() as session:
        assert session.scalars(select(ImportBatch)).all() == []
