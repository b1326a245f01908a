"""The scope of a session: all of a block is written, or nothing of it."""

import pytest
from sqlalchemy import select

from kb.db.session import session_scope
from kb.models import Term
from tests.makers import make_terms


def stored(database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Term.key)))


def test_what_the_block_did_is_written_when_it_ends_well(database):
    with session_scope(database.writing) as session:
        make_terms(session, ("sector", "school"))

    assert stored(database) == ["school"]


def test_nothing_is_written_when_the_block_fails(database):
    def fail_half_way() -> None:
        with session_scope(database.writing) as session:
            make_terms(session, ("sector", "school"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert stored(database) == []


def test_the_block_is_written_only_at_its_end(database):
    with session_scope(database.writing) as session:
        make_terms(session, ("sector", "school"))

        assert stored(database) == []
