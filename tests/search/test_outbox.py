"""The outbox: what changes is indexed once it is committed, and nothing is lost on the way."""

import pytest
from sqlalchemy import select

from kb.discovery.sources import internal_documents, public_documents
from kb.models import SearchJob
from kb.publication.operations import withdraw
from kb.search.engine import Query
from kb.search.outbox import Index, count_waiting, drain, rebuild
from kb.search.whoosh_engine import WhooshEngine
from kb.security.actor import SYSTEM
from kb.words import Pair
from tests.makers import make_barrier, publish_barrier


@pytest.fixture
def indexes(tmp_path):
    return [
        Index("public", WhooshEngine(tmp_path / "public"), public_documents),
        Index("internal", WhooshEngine(tmp_path / "internal"), internal_documents),
    ]


def held(index):
    return [code for _kind, code in index.engine.identities()]


def test_a_published_barrier_reaches_both_indexes(session, indexes):
    publish_barrier(session, code="H-2026-901")

    drain(session, indexes)

    assert held(indexes[0]) == held(indexes[1]) == ["H-2026-901"]


def test_a_draft_reaches_the_internal_index_alone(session, indexes):
    make_barrier(session, code="H-2026-901")

    drain(session, indexes)

    assert held(indexes[0]) == []
    assert held(indexes[1]) == ["H-2026-901"]


def test_the_public_index_holds_what_was_published_and_not_what_was_saved_since(session, indexes):
    publish_barrier(session, code="H-2026-901", title=Pair("Förr", "Before"))
    make_barrier(session, code="H-2026-901", title=Pair("Xylofon", "Xylophone"))

    drain(session, indexes)

    assert indexes[0].engine.search(Query(text="xylofon")).total == 0
    assert indexes[1].engine.search(Query(text="xylofon")).total == 1


def test_a_withdrawn_barrier_leaves_the_public_index(session, indexes):
    barrier = publish_barrier(session, code="H-2026-901")
    drain(session, indexes)

    withdraw(session, SYSTEM, barrier, reason="mistake")
    drain(session, indexes)

    assert held(indexes[0]) == []


def test_what_has_been_taken_in_waits_no_more(session, indexes):
    publish_barrier(session)
    assert count_waiting(session) > 0

    drain(session, indexes)

    assert count_waiting(session) == 0


def test_a_drain_that_breaks_off_is_done_again(session, indexes):
    publish_barrier(session, code="H-2026-901")
    broken = Index("broken", indexes[1].engine, lambda _session, _identities: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        drain(session, [indexes[0], broken])
    drain(session, indexes)

    assert held(indexes[0]) == held(indexes[1]) == ["H-2026-901"]


def test_a_save_that_is_rolled_back_asks_nothing_of_the_index(database, indexes):
    with database.writing() as session:
        make_barrier(session)
        session.rollback()

    with database.reading() as session:
        assert session.scalars(select(SearchJob)).all() == []


def test_a_rebuild_takes_in_what_waits(session, indexes):
    publish_barrier(session, code="H-2026-901")

    rebuild(session, indexes)

    assert held(indexes[0]) == ["H-2026-901"]
    assert count_waiting(session) == 0
