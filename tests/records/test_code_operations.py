"""Giving out codes: each once, in order, also when two ask at once."""

from threading import Thread

import pytest
from sqlalchemy.exc import IntegrityError

from kb.clock import today
from kb.db.begun import begun
from kb.models import CodeCounter
from kb.records.code_operations import next_code
from tests.makers import make_barrier

SERIES = f"X-{today().year}"


def test_codes_of_a_year_are_counted_from_one(session):
    assert [next_code(session, "X") for _ in range(2)] == [f"{SERIES}-001", f"{SERIES}-002"]


def test_the_first_code_follows_those_of_the_catalogue(session):
    make_barrier(session, code=f"{SERIES}-014")

    assert next_code(session, "X") == f"{SERIES}-015"


def test_two_who_ask_for_the_first_code_of_a_year_at_once_get_one_each(database):
    codes = []

    def ask() -> None:
        with database.writing() as other:
            codes.append(next_code(other, "X"))
            other.commit()

    with database.writing() as session:
        codes.append(next_code(session, "X"))
        # The other begins while this one has begun the year and not yet committed it.
        thread = Thread(target=ask)
        thread.start()
        thread.join(timeout=0.2)
        session.commit()
    thread.join()

    assert codes == [f"{SERIES}-001", f"{SERIES}-002"]


def test_what_somebody_else_has_begun_is_taken_as_it_is_and_the_transaction_goes_on(session):
    begun(session, CodeCounter(series=SERIES, last=7), lambda: None)
    session.expunge_all()

    def find() -> CodeCounter | None:
        return session.get(CodeCounter, SERIES, populate_existing=True)

    found = begun(session, CodeCounter(series=SERIES, last=0), find)

    assert found.last == 7
    assert next_code(session, "X") == f"{SERIES}-008"


def test_a_row_that_is_refused_for_another_reason_is_no_row_of_somebody_else(session):
    begun(session, CodeCounter(series=SERIES, last=7), lambda: None)
    session.expunge_all()

    with pytest.raises(IntegrityError):
        begun(session, CodeCounter(series=SERIES, last=0), lambda: None)
