"""Lists: counted and filtered in the database, with a fixed number of statements."""

import pytest

from kb.db.paging import Page
from kb.discovery.details import get_detail
from kb.discovery.queries import count_values, list_backlinks, list_entries, list_outline
from kb.publication.operations import withdraw
from kb.publication.queries import get_published
from kb.security.actor import SYSTEM
from kb.words import Pair, RecordKind, State
from tests.makers import cites, make_barrier, make_law, make_terms, publish_barrier
from tests.many import ACT, write_barriers
from tests.statements import counted

SCHOOL = ("sector", "school")
CARE = ("sector", "health-care")


@pytest.fixture
def two_sectors(session):
    make_terms(session, SCHOOL, CARE)
    publish_barrier(session, code="H-2026-901", terms=(SCHOOL,), state=State.OPEN)
    publish_barrier(session, code="H-2026-902", terms=(CARE,), state=State.OPEN)
    publish_barrier(session, code="H-2026-903", terms=(SCHOOL, CARE), state=State.RESOLVED)
    return session


def codes(session, filters, sort="code"):
    entries = list_entries(session, RecordKind.BARRIER, filters, sort=sort, page=Page(1, 99))
    return [entry.code for entry in entries]


def test_values_within_a_filter_are_alternatives(two_sectors):
    assert codes(two_sectors, {"sector": ["school", "health-care"]}) == [
        "H-2026-901",
        "H-2026-902",
        "H-2026-903",
    ]


def test_filters_must_all_be_met(two_sectors):
    assert codes(two_sectors, {"sector": ["school"], "state": ["open"]}) == ["H-2026-901"]


def test_a_filter_that_nothing_passes_gives_an_empty_list(two_sectors):
    assert codes(two_sectors, {"sector": ["moon"]}) == []


def test_counts_of_a_filter_leave_its_own_choice_out(two_sectors):
    total, counts = count_values(
        two_sectors, RecordKind.BARRIER, ["sector", "state"], {"sector": ["school"]}
    )

    assert total == 2
    assert counts["sector"] == {"school": 2, "health-care": 2}
    assert counts["state"] == {"open": 1, "resolved": 1}


def test_unpublished_and_withdrawn_barriers_are_in_no_list_and_no_count(two_sectors):
    make_barrier(two_sectors, code="H-2026-904", terms=(SCHOOL,))
    gone = publish_barrier(two_sectors, code="H-2026-905", terms=(SCHOOL,))
    withdraw(two_sectors, SYSTEM, gone, reason="mistake")

    total, counts = count_values(two_sectors, RecordKind.BARRIER, ["sector"], {})

    assert total == 3
    assert counts["sector"]["school"] == 2
    assert codes(two_sectors, {"sector": ["school"]}) == ["H-2026-901", "H-2026-903"]


def test_titles_sort_as_swedish_readers_expect(session):
    for number, title in enumerate(("Öppna data", "Zebra", "Ärenden", "Åldrar"), 1):
        publish_barrier(session, code=f"H-2026-90{number}", title=Pair(title, title))

    titles = [
        entry.title["sv"]
        for entry in list_entries(
            session, RecordKind.BARRIER, {}, sort="title-sv", page=Page(1, 99)
        )
    ]

    assert titles == ["Zebra", "Åldrar", "Ärenden", "Öppna data"]


def test_a_chapter_finds_the_barriers_on_its_sections(session):
    make_law(session, "sfs/2009:400#K26P1")
    publish_barrier(session, code="H-2026-901", citations=(cites("sfs/2009:400#K26P1"),))

    groups = list_backlinks(session, [("law", "sfs/2009:400#K26")], apart_from=0)

    assert [(group.kind, group.total) for group in groups] == [("barrier", 1)]
    assert groups[0].entries[0].code == "H-2026-901"


def test_the_outline_counts_what_rests_on_each_part(session):
    make_law(session, "sfs/2009:400#K26P1", "sfs/2009:400#K8P1")
    publish_barrier(session, citations=(cites("sfs/2009:400#K26P1"),))

    outline = list_outline(session, ACT)

    assert [(part.code.partition("#")[2], part.depth, part.total) for part in outline] == [
        ("K8", 0, 0),
        ("K8P1", 1, 0),
        ("K26", 0, 1),
        ("K26P1", 1, 1),
    ]


def test_a_list_of_ten_thousand_barriers_takes_two_statements(database):
    with database.writing() as session:
        publish_barrier(session, code="H-2026-901")
        template = get_published(session, RecordKind.BARRIER, "H-2026-901").record
        write_barriers(session, template, 10_000)

        with counted(database.engine) as statements:
            total, counts = count_values(
                session, RecordKind.BARRIER, ["state", "sector"], {"sector": ["school"]}
            )
            entries = list_entries(
                session,
                RecordKind.BARRIER,
                {"sector": ["school"]},
                sort="newest",
                page=Page(3, total),
            )

        assert total == 2_500
        assert sum(counts["sector"].values()) == 10_000
        assert len(entries) == 20
        assert len(statements) == 2
        session.rollback()


def test_the_page_of_a_law_on_which_ten_thousand_barriers_rest_takes_few_statements(database):
    with database.writing() as session:
        make_law(session, f"{ACT}#K26P1")
        publish_barrier(session, code="H-2026-901")
        template = get_published(session, RecordKind.BARRIER, "H-2026-901").record
        write_barriers(session, template, 10_000)

        with counted(database.engine) as statements:
            detail = get_detail(session, RecordKind.ACT, ACT)

        barriers = next(group for group in detail.backlinks if group.kind == "barrier")
        assert (barriers.total, len(barriers.entries)) == (10_000, 10)
        assert len(statements) <= 6
        session.rollback()
