"""Publishing: immutable versions, and nothing public that was not published."""

import pytest
from sqlalchemy import select

from kb.barriers.operations import save_barrier
from kb.errors import Conflict, Forbidden, Gone, NotFound
from kb.models import PublicMark, PublicVersion
from kb.publication.operations import naming, publish, withdraw
from kb.publication.queries import get_published, get_version
from kb.records.queries import find_record
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import Pair, RecordKind
from tests.makers import (
    barrier_draft,
    cites,
    make_barrier,
    make_law,
    publish_again,
    publish_barrier,
)


def test_an_unpublished_barrier_does_not_exist_for_the_public(session):
    make_barrier(session, code="H-2026-901")

    with pytest.raises(NotFound):
        get_published(session, RecordKind.BARRIER, "H-2026-901")


def test_publishing_again_without_a_change_makes_no_new_version(session):
    barrier = publish_barrier(session, code="H-2026-901")

    publish_again(session, barrier)

    assert get_published(session, RecordKind.BARRIER, "H-2026-901").number == 1


def test_a_change_makes_a_new_version_and_leaves_the_old_one_as_it_was(session):
    barrier = publish_barrier(session, code="H-2026-901", title=Pair("Förr", "Before"))
    save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901", title=Pair("Nu", "Now")))
    publish_again(session, barrier)

    old = get_version(session, RecordKind.BARRIER, "H-2026-901", 1)
    new = get_published(session, RecordKind.BARRIER, "H-2026-901")

    assert old.record["title"]["en"] == "Before"
    assert not old.is_current
    assert (new.number, new.record["title"]["en"]) == (2, "Now")


def test_a_saved_change_is_not_public_before_it_is_published(session):
    publish_barrier(session, code="H-2026-901", title=Pair("Förr", "Before"))
    save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901", title=Pair("Nu", "Now")))

    assert (
        get_published(session, RecordKind.BARRIER, "H-2026-901").record["title"]["en"] == "Before"
    )


def test_a_withdrawn_barrier_is_gone_with_its_reason_and_its_versions(session):
    barrier = publish_barrier(session, code="H-2026-901")

    withdraw(session, SYSTEM, barrier, reason="mistake")

    with pytest.raises(Gone) as gone:
        get_published(session, RecordKind.BARRIER, "H-2026-901")
    assert gone.value.reason == "mistake"
    with pytest.raises(Gone):
        get_version(session, RecordKind.BARRIER, "H-2026-901", 1)
    assert session.scalars(select(PublicMark)).all() == []


def test_a_record_that_was_never_published_cannot_be_withdrawn(session):
    barrier = make_barrier(session)

    with pytest.raises(Conflict):
        withdraw(session, SYSTEM, barrier, reason="mistake")


def test_the_public_may_not_publish(session):
    barrier = make_barrier(session, code="H-2026-901")
    whole = find_record(session, type(barrier), "H-2026-901")

    with pytest.raises(Forbidden):
        publish(session, ANONYMOUS, whole, naming(session))
    assert session.scalars(select(PublicVersion)).all() == []


def test_a_provision_marks_the_barrier_with_all_that_holds_it(session):
    make_law(session, "sfs/2009:400#K26P1")
    barrier = publish_barrier(session, citations=(cites("sfs/2009:400#K26P1"),))

    marks = session.scalars(
        select(PublicMark.value).where(
            PublicMark.record_id == barrier.id, PublicMark.scheme == "law"
        )
    ).all()

    assert set(marks) == {"sfs/2009:400#K26P1", "sfs/2009:400#K26", "sfs/2009:400"}
