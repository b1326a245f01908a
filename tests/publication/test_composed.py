"""A page of the desk, and the step that it takes, compose and scan the text once."""

import re

import pytest

from kb.db.session import session_scope
from kb.models import Publication
from kb.publication import composed, leak_queries
from kb.publication.composed import Composed, digest_of
from kb.publication.desk_queries import get_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import Clearance, PublicationState, RecordKind
from tests.publication.desk import make_record
from tests.staff import send, signed_in

CLEARED = [point.value for point in Clearance]


@pytest.fixture
def counted(monkeypatch):
    """How often a text was composed, and how often one was scanned."""
    counts = {"composed": 0, "scanned": 0}

    def count(module, name, word):
        real = getattr(module, name)

        def counting(*args, **kwargs):
            counts[word] += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, counting)

    count(composed, "compose", "composed")
    count(leak_queries, "compose", "composed")
    count(composed, "list_leaks_in", "scanned")
    count(leak_queries, "list_leaks_in", "scanned")
    return counts


@pytest.fixture
def desk(staff_app):
    """The address of the desk of a barrier whose text is approved and may be published."""
    with session_scope(staff_app.extensions[EXTENSION].database.writing) as session:
        record = make_record(session)
        put_in(session, record, PublicationState.IN_REVIEW)
        return f"/staff/barriers/{record.code}/publication"


def put_in(session, record, state):
    digest = Composed(session, record).digest
    session.merge(Publication(record_id=record.id, state=state, approved_digest=digest))


def approve_words(app, desk):
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        record = get_record(session, SYSTEM, RecordKind.BARRIER, desk.split("/")[3])
        put_in(session, record, PublicationState.APPROVED)


@pytest.mark.parametrize("below", ["", "/move/approve", "/move/send-back"])
def test_a_page_of_the_desk_composes_and_scans_once(staff_app, people, desk, counted, below):
    answer = signed_in(staff_app, people["legal"]).get(f"{desk}{below}")

    assert answer.status_code == 200
    assert counted["composed"] == 1
    assert counted["scanned"] <= 1


def test_the_desk_of_an_approved_text_composes_and_scans_once(staff_app, people, desk, counted):
    approve_words(staff_app, desk)
    counted.update(composed=0)

    signed_in(staff_app, people["legal"]).get(desk)

    assert counted == {"composed": 1, "scanned": 1}


@pytest.mark.parametrize("answered", [(CLEARED, 303), (CLEARED[:1], 422)])
def test_approving_composes_and_scans_once_whatever_comes_of_it(
    staff_app, people, desk, counted, answered
):
    ticked, status = answered
    client = signed_in(staff_app, people["legal"])
    page = f"{desk}/move/approve"
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(page).text)[1]
    counted.update(composed=0, scanned=0)

    answer = send(client, page, {"clearance": ticked, "seen": seen})

    assert answer.status_code == status
    assert counted == {"composed": 1, "scanned": 1}


def test_what_was_composed_is_not_composed_again_when_it_is_read_in_part(session, counted):
    whole = Composed(session, make_record(session))

    assert whole.digest == digest_of(whole.snapshot)
    assert (whole.leaks, whole.members) == ([], [])
    assert whole.public
    assert counted == {"composed": 1, "scanned": 1}
