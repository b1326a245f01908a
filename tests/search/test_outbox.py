"""The outbox: what changes is indexed once it is committed, and nothing is lost on the way."""

import pytest
from sqlalchemy import select

from kb.db.session import session_scope
from kb.discovery.sources import internal_documents, public_documents
from kb.models import Barrier, SearchJob
from kb.publication.operations import withdraw
from kb.records.queries import find_record
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
    return [code for _kind, code in index.engine.digests()]


def save(database, work):
    """Do *work* with a session of its own and commit it."""
    with session_scope(database.writing) as session:
        work(session)


def test_a_published_barrier_reaches_both_indexes(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))

    drain(database, indexes)

    assert held(indexes[0]) == held(indexes[1]) == ["H-2026-901"]


def test_a_draft_reaches_the_internal_index_alone(database, indexes):
    save(database, lambda session: make_barrier(session, code="H-2026-901"))

    drain(database, indexes)

    assert held(indexes[0]) == []
    assert held(indexes[1]) == ["H-2026-901"]


def test_the_public_index_holds_what_was_published_and_not_what_was_saved_since(database, indexes):
    old, new = Pair("Förr", "Before"), Pair("Xylofon", "Xylophone")
    save(database, lambda session: publish_barrier(session, code="H-2026-901", title=old))
    save(database, lambda session: make_barrier(session, code="H-2026-901", title=new))

    drain(database, indexes)

    assert indexes[0].engine.search(Query(text="xylofon")).total == 0
    assert indexes[1].engine.search(Query(text="xylofon")).total == 1


def test_a_withdrawn_barrier_leaves_the_public_index(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))
    drain(database, indexes)

    save(database, lambda session: withdraw_barrier(session, "H-2026-901"))
    drain(database, indexes)

    assert held(indexes[0]) == []


def test_what_has_been_taken_in_waits_no_more(database, indexes):
    save(database, publish_barrier)
    assert waiting(database) > 0

    drain(database, indexes)

    assert waiting(database) == 0


def test_a_drain_that_breaks_off_is_done_again(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))
    broken = Index("broken", indexes[1].engine, lambda _session, _identities: 1 / 0)

    drain(database, [indexes[0], broken])
    drain(database, indexes)

    assert held(indexes[0]) == held(indexes[1]) == ["H-2026-901"]


def test_a_record_that_breaks_is_told_and_holds_no_other_back(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))
    save(database, lambda session: publish_barrier(session, code="H-2026-902"))

    def source(session, identities):
        if ("barrier", "H-2026-901") in identities:
            raise ValueError("poison")
        return public_documents(session, identities)

    drain(database, [Index("public", indexes[0].engine, source)])

    with database.reading() as session:
        errors = {(job.code, job.error) for job in session.scalars(select(SearchJob))}
    assert held(indexes[0]) == ["H-2026-902"]
    assert errors == {("H-2026-901", "ValueError: poison")}


def test_saving_goes_on_while_the_index_is_being_fed(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))

    def source(session, identities):
        save(database, lambda other: make_barrier(other, code="H-2026-902"))
        return public_documents(session, identities)

    drain(database, [Index("public", indexes[0].engine, source)])

    assert held(indexes[0]) == ["H-2026-901"]
    assert waiting(database) == 1


def test_a_save_that_is_rolled_back_asks_nothing_of_the_index(database, indexes):
    with database.writing() as session:
        make_barrier(session)
        session.rollback()

    assert waiting(database) == 0


def test_a_rebuild_takes_in_what_waits(database, indexes):
    save(database, lambda session: publish_barrier(session, code="H-2026-901"))

    rebuild(database, indexes)

    assert held(indexes[0]) == ["H-2026-901"]
    assert waiting(database) == 0


def waiting(database):
    with database.reading() as session:
        return count_waiting(session)


def withdraw_barrier(session, code):
    withdraw(session, SYSTEM, find_record(session, Barrier, code), reason="mistake")
