"""Barriers that rest on the same law: chapters hold sections, most shared comes first."""

import pytest

from kb.barriers.similar_queries import list_by_code, list_resting_on
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import CitationRole, WorkState
from tests.makers import cites, make_barrier
from tests.statements import counted


def codes(session, *keys, actor=SYSTEM, without=""):
    session.flush()
    return [found.code for found in list_resting_on(session, actor, keys, without=without)]


@pytest.mark.parametrize(
    ("cited", "typed", "is_found"),
    [
        ("sfs/2009:400#K10P28", "sfs/2009:400#K10P28", True),
        ("sfs/2009:400#K10", "sfs/2009:400#K10P28", True),
        ("sfs/2009:400#K10P28", "sfs/2009:400#K10", True),
        ("sfs/2009:400#K10P28S1", "sfs/2009:400#K10P28", True),
        ("sfs/2009:400#K10P28", "sfs/2009:400", True),
        ("celex/32016R0679#A22.1", "celex/32016R0679#A22", True),
        ("sfs/2009:400#K10P2", "sfs/2009:400#K10P28", False),
        ("sfs/2009:400#K10P28", "sfs/2009:400#K10P2", False),
        ("sfs/2009:400#K10P28", "sfs/2009:400#K1", False),
        ("sfs/2009:400", "sfs/2009:400#K10P28", False),
        ("celex/32016R0679#A22", "celex/32016R0679#A2", False),
    ],
)
def test_a_barrier_is_found_by_the_law_it_rests_on(session, cited, typed, is_found):
    barrier = make_barrier(session, citations=(cites(cited),))

    assert codes(session, typed) == ([barrier.code] if is_found else [])


def test_whoever_shares_most_comes_first(session):
    one = make_barrier(session, citations=(cites("sfs/2009:400#K10P28"),))
    both = make_barrier(
        session, citations=(cites("sfs/2009:400#K10P28"), cites("sfs/2009:400#K26P1"))
    )

    found = codes(session, "sfs/2009:400#K26P1", "sfs/2009:400#K10P28")

    assert found == [both.code, one.code]


def test_neither_itself_nor_a_duplicate_nor_what_only_proves_is_found(session):
    key = "sfs/2009:400#K10P28"
    itself = make_barrier(session, citations=(cites(key),))
    make_barrier(session, citations=(cites(key),)).work_state = WorkState.DUPLICATE
    make_barrier(session, citations=(cites(key, CitationRole.EVIDENCE),))

    assert codes(session, key, without=itself.code) == []


def test_the_public_finds_no_barrier_that_is_not_published(session):
    barrier = make_barrier(session, citations=(cites("sfs/2009:400#K10P28"),))

    assert codes(session, "sfs/2009:400#K10P28", actor=ANONYMOUS) == []
    assert list_by_code(session, ANONYMOUS, [barrier.code]) == []


def test_what_is_no_key_finds_nothing(session):
    make_barrier(session, citations=(cites("sfs/2009:400#K10P28"),))

    assert codes(session, "%", "", "sfs/%#K10") == []


def test_it_takes_one_statement_however_many_are_found(session, database):
    for _number in range(5):
        make_barrier(session, citations=(cites("sfs/2009:400#K10P28"),))
    session.flush()
    session.expire_all()

    with counted(database.engine) as sent:
        found = list_resting_on(session, SYSTEM, ["sfs/2009:400#K10P28"])

    assert len(found) == 5
    assert len(sent) == 1
