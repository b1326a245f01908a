"""What the public may know of records that it does not read: how many, and for which reasons."""

import pytest

from kb.publication.queries import count_kept_inside
from kb.words import NotPublishable, PublicationState
from tests.publication.desk import make_case, make_record, put_in


def keep_inside(session, record, reason):
    publication = put_in(session, record, PublicationState.NOT_PUBLISHABLE)
    publication.not_publishable = reason
    session.flush()
    return publication


def test_every_class_of_reasons_is_counted_and_those_without_records_are_zero(session):
    assert count_kept_inside(session) == dict.fromkeys(NotPublishable, 0)


def test_records_of_every_kind_count_in_the_class_they_are_kept_for(session):
    keep_inside(session, make_record(session), NotPublishable.SECRECY)
    keep_inside(session, make_record(session, code="H-2027-902"), NotPublishable.SECURITY)
    keep_inside(session, make_case(session), NotPublishable.SECRECY)

    counts = count_kept_inside(session)

    assert counts.pop(NotPublishable.SECRECY) == 2
    assert counts.pop(NotPublishable.SECURITY) == 1
    assert set(counts.values()) == {0}


@pytest.mark.parametrize(
    "state", sorted(set(PublicationState) - {PublicationState.NOT_PUBLISHABLE})
)
def test_a_record_in_any_other_state_does_not_count(session, state):
    publication = keep_inside(session, make_record(session), NotPublishable.SECRECY)
    publication.state = state
    session.flush()

    assert sum(count_kept_inside(session).values()) == 0
