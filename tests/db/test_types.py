"""Column types: moments keep their meaning, enums their words, sorting its order everywhere."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from sqlalchemy import CheckConstraint, select, text
from sqlalchemy.exc import StatementError

from kb.db.types import choice
from kb.models import Barrier, ImportBatch, PublicRecord
from kb.publication.queries import get_published
from kb.words import Pair, RecordKind, WorkState
from tests.makers import make_barrier, publish_barrier


def save_moment(session, moment) -> ImportBatch:
    batch = ImportBatch(source="test", started_at=moment)
    session.add(batch)
    session.flush()
    session.expire_all()
    return batch


def test_a_moment_comes_back_aware_and_in_utc(session):
    moment = datetime(2026, 7, 1, 12, 30, 15, tzinfo=UTC)

    batch = save_moment(session, moment)

    assert batch.started_at == moment
    assert batch.started_at.utcoffset() == timedelta(0)


def test_a_moment_of_another_zone_is_kept_as_the_same_moment(session):
    summer = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))

    batch = save_moment(session, summer)

    assert batch.started_at == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def test_a_moment_that_is_not_known_stays_unknown(session):
    batch = save_moment(session, datetime(2026, 7, 1, tzinfo=UTC))

    assert batch.finished_at is None


def test_a_moment_without_a_zone_is_refused(session):
    session.add(ImportBatch(source="test", started_at=datetime(2026, 7, 1)))

    with pytest.raises(StatementError, match="A moment needs a time zone"):
        session.flush()


def test_moments_are_compared_as_moments(session):
    save_moment(session, datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2))))

    found = session.scalars(
        select(ImportBatch).where(ImportBatch.started_at < datetime(2026, 7, 1, 13, tzinfo=UTC))
    ).all()

    assert len(found) == 1


def test_an_enum_is_kept_as_its_word_and_read_as_itself(session):
    barrier = make_barrier(session)
    barrier.work_state = WorkState.NOT_AN_OBSTACLE
    session.flush()
    session.expire_all()

    assert session.scalar(text("SELECT work_state FROM barriers")) == "not-an-obstacle"
    assert session.scalars(select(Barrier.work_state)).one() is WorkState.NOT_AN_OBSTACLE


def test_the_check_of_an_enum_is_named_after_it():
    class TwoWords(StrEnum):
        ONE = "one"

    column_type = choice(TwoWords)

    assert (column_type.name, column_type.enums) == ("two_words", ["one"])
    assert column_type.create_constraint


def test_every_enum_column_is_held_by_a_check_in_the_database():
    checked = {
        constraint.name
        for constraint in Barrier.__table__.constraints
        if isinstance(constraint, CheckConstraint)
    }

    assert {"ck_barriers_state", "ck_barriers_work_state"} <= checked


def test_sorted_text_goes_by_its_characters_on_every_database(session):
    for title in ("b", "B", "-b", "a{", "az"):
        record = publish_barrier(session)
        public = session.get(PublicRecord, record.id)
        public.title_key_sv = title
    session.flush()

    keys = session.scalars(
        select(PublicRecord.title_key_sv).order_by(PublicRecord.title_key_sv)
    ).all()

    assert keys == ["-b", "B", "az", "a{", "b"]


def test_json_comes_back_with_its_letters(session):
    publish_barrier(session, code="H-2026-901", title=Pair("Två ”åtgärder” à 1 €", "Two"))
    session.expire_all()

    published = get_published(session, RecordKind.BARRIER, "H-2026-901")

    assert published.record["title"]["sv"] == "Två ”åtgärder” à 1 €"
