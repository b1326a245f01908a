"""The day before which nothing is published, and what happens when it comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.clock import now
from kb.errors import Conflict, Forbidden, Invalid, NotFound
from kb.models import Notification, Publication
from kb.publication import embargo_operations
from kb.publication.desk_operations import DeskAnswers, move_publication, set_embargo
from kb.publication.desk_queries import get_publication
from kb.publication.queries import get_published
from kb.records.operations import changing
from kb.security.actor import ANONYMOUS
from kb.words import News, PublicationState
from tests.publication.desk import CLEARED, approve, make_people, make_record, publish_due, put_in

HOUR = timedelta(hours=1)


def embargoed(session, people, wait=HOUR):
    """A record that is approved and waits; its text was written by the advocate."""
    record = make_record(session)
    approve(session, record, people["legal"], people["advocacy"])
    set_embargo(session, people["legal"], record, now() + wait)
    return record


def test_a_record_is_published_by_itself_when_its_day_has_come(session):
    record = embargoed(session, make_people(session))

    assert publish_due(session) == 0
    with pytest.raises(NotFound):
        get_published(session, record.kind, record.code)

    publication = session.get(Publication, record.id)
    publication.publish_at = now() - HOUR
    session.flush()
    assert publish_due(session) == 1
    assert publish_due(session) == 0
    assert get_published(session, record.kind, record.code).number == 1
    assert get_publication(session, record).state is PublicationState.PUBLISHED
    assert get_publication(session, record).publish_at is None


def test_what_has_changed_since_it_was_approved_is_not_published_by_itself(session):
    people = make_people(session)
    record = embargoed(session, people)
    with changing(session, people["advocacy"], record):
        record.title_sv = "Något annat"
    session.get(Publication, record.id).publish_at = now() - HOUR
    session.flush()

    assert publish_due(session) == 0

    assert get_publication(session, record).state is PublicationState.DRAFTED
    told = session.scalars(select(Notification.news)).all()
    assert News.ASKED in told


def test_the_writer_is_reminded_once_a_day_before(session):
    people = make_people(session)
    record = embargoed(session, people)

    publish_due(session)
    publish_due(session)

    told = session.scalars(select(Notification).where(Notification.news == News.EMBARGO)).all()
    assert [(each.user_id, each.record_id) for each in told] == [
        (people["advocacy"].user_id, record.id)
    ]


def test_nobody_is_reminded_of_a_day_that_is_far_away(session):
    embargoed(session, make_people(session), timedelta(days=9))

    publish_due(session)

    reminders = select(Notification).where(Notification.news == News.EMBARGO)
    assert session.scalars(reminders).all() == []


def test_a_day_that_has_passed_at_the_approval_publishes_nothing_by_itself(session):
    people = make_people(session)
    record = make_record(session)
    publication = put_in(session, record, PublicationState.IN_REVIEW)
    publication.publish_at = now() - HOUR
    session.flush()

    move_publication(session, people["legal"], record, "approve", CLEARED)

    assert publish_due(session) == 0


def test_the_day_is_set_by_those_who_publish_and_lies_ahead(session):
    people = make_people(session)
    record = make_record(session)
    approve(session, record, people["legal"])

    with pytest.raises(Forbidden):
        set_embargo(session, people["advocacy"], record, now() + HOUR)
    with pytest.raises(Invalid):
        set_embargo(session, people["legal"], record, now() - HOUR)
    with pytest.raises(Forbidden):
        embargo_operations.publish_due(None, now(), ANONYMOUS)


def test_a_day_can_be_taken_away(session):
    people = make_people(session)
    record = embargoed(session, people)

    set_embargo(session, people["legal"], record, None)
    move_publication(session, people["legal"], record, "publish", DeskAnswers())

    assert get_published(session, record.kind, record.code).number == 1


def test_a_day_is_set_only_for_what_is_on_its_way(session):
    with pytest.raises(Conflict):
        set_embargo(session, make_people(session)["legal"], make_record(session), now() + HOUR)


@pytest.mark.parametrize("broken", ["publish_approved", "open_publication"])
def test_a_record_that_cannot_be_published_keeps_none_of_the_others(
    session, monkeypatch, caplog, broken
):
    people = make_people(session)
    ids = {}
    for code in ("H-2027-900", "H-2027-901", "H-2027-902"):
        record = make_record(session, code=code)
        approve(session, record, people["legal"], people["advocacy"]).publish_at = now() - HOUR
        session.flush()
        ids[code] = record.id
    whole = getattr(embargo_operations, broken)

    def fail_for_one(*given):
        records = (getattr(each, "record", each) for each in given)
        if any(getattr(each, "code", "") == "H-2027-901" for each in records):
            raise ZeroDivisionError
        return whole(*given)

    monkeypatch.setattr(embargo_operations, broken, fail_for_one)

    assert publish_due(session) == 2

    states = {code: session.get(Publication, each).state for code, each in ids.items()}
    assert states.pop("H-2027-901") is PublicationState.APPROVED
    assert set(states.values()) == {PublicationState.PUBLISHED}
    assert "could not be published" in caplog.text
    monkeypatch.undo()
    assert publish_due(session) == 1
