"""The list of staff: what passes a filter, what is counted beside it, and in which order."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.barriers.list_queries import (
    COUNTED,
    ME,
    NOBODY,
    SCHEMES,
    SORTS,
    count_barriers,
    count_filters,
    ids_matching,
    list_barriers,
    map_labels,
)
from kb.db.paging import Page
from kb.models import BarrierMember
from kb.security.actor import ANONYMOUS
from kb.words import Duty, PublicationState, Role, State, WorkState
from tests.makers import cites, make_barrier, make_terms
from tests.staff import actor_of, make_user
from tests.statements import counted

TERMS = [
    ("sector", "school"),
    ("sector", "elder-care"),
    ("kind", "archiving"),
    ("kind", "formality"),
]


@pytest.fixture
def person(session):
    return make_user(session, Role.ADVOCACY)


def codes(session, person, filters, sort="code") -> list[str]:
    rows = list_barriers(session, actor_of(person), filters, sort=sort, page=Page(1, 50, 50))
    return [row.code for row in rows]


def change(session, barrier, **values):
    for name, value in values.items():
        setattr(barrier, name, value)
    session.flush()
    return barrier


def test_a_draft_is_in_the_list_of_staff_by_its_working_title(session, person):
    barrier = make_barrier(session, code="H-2026-901")
    change(session, barrier, working_title="Brukaren i två system", work_state=WorkState.DRAFT)

    rows = list_barriers(session, actor_of(person), {}, sort="code", page=Page(1, 1))

    assert [(row.code, row.name) for row in rows] == [("H-2026-901", "Brukaren i två system")]
    assert rows[0].publication is PublicationState.UNDECIDED


def test_the_public_sees_no_unpublished_barrier_in_the_list_whatever_it_asks(session, person):
    make_barrier(session)

    assert list_barriers(session, ANONYMOUS, {}, sort="code", page=Page(1, 0)) == []
    assert count_barriers(session, ANONYMOUS, {}) == 0


def test_values_of_one_filter_are_alternatives_and_filters_narrow_each_other(session, person):
    make_terms(session, *TERMS)
    make_barrier(session, code="H-2026-901", terms=(("sector", "school"), ("kind", "archiving")))
    make_barrier(session, code="H-2026-902", terms=(("sector", "elder-care"),))
    make_barrier(session, code="H-2026-903", terms=(("kind", "archiving"),))

    both = {"sector": ["school", "elder-care"]}

    assert codes(session, person, both) == ["H-2026-901", "H-2026-902"]
    assert codes(session, person, {**both, "kind": ["archiving"]}) == ["H-2026-901"]


def test_owner_me_and_nobody_are_values_like_the_others(session, person):
    other = make_user(session, Role.LEGAL)
    mine = change(session, make_barrier(session), owner_id=person.id)
    nobodys = make_barrier(session)
    theirs = change(session, make_barrier(session), owner_id=other.id)

    assert codes(session, person, {"owner": [ME]}) == [mine.code]
    assert codes(session, person, {"owner": [NOBODY]}) == [nobodys.code]
    assert codes(session, person, {"owner": [str(other.id), ME]}) == [mine.code, theirs.code]


def test_a_barrier_is_found_by_whoever_is_in_its_team(session, person):
    barrier = make_barrier(session)
    make_barrier(session)
    session.add(BarrierMember(barrier_id=barrier.id, user_id=person.id, duty=Duty.CONTRIBUTOR))
    session.flush()

    assert codes(session, person, {"team": [ME]}) == [barrier.code]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("sfs/2009:400", True),
        ("sfs/2009:400#K10", True),
        ("sfs/2009:400#K10P2", True),
        ("sfs/2009:400#K1", False),
        ("sfs/2009:40", False),
        ("sfs/2009:400#K10P28", False),
        ("sfs/%", False),
    ],
)
def test_a_chapter_finds_what_rests_on_its_sections_and_no_neighbour(
    session, person, asked, is_found
):
    barrier = make_barrier(session, citations=(cites("sfs/2009:400#K10P2S1"),))

    assert codes(session, person, {"law": [asked]}) == ([barrier.code] if is_found else [])


def test_a_text_finds_codes_and_titles_as_they_are_written(session, person):
    barrier = change(session, make_barrier(session), working_title="100 % på papper")
    make_barrier(session)

    assert codes(session, person, {"q": ["00 % på"]}) == [barrier.code]
    assert codes(session, person, {"q": [barrier.code.lower()]}) == [barrier.code]
    assert codes(session, person, {"q": ["_"]}) == []


def test_the_counts_of_a_name_leave_its_own_filter_out(session, person):
    make_terms(session, *TERMS)
    make_barrier(session, terms=(("sector", "school"), ("kind", "archiving")))
    make_barrier(session, terms=(("sector", "elder-care"), ("kind", "archiving")))
    make_barrier(session, terms=(("sector", "elder-care"), ("kind", "formality")))

    total, counts = count_filters(
        session, actor_of(person), {"sector": ["school"], "kind": ["archiving"]}
    )

    assert total == 1
    assert counts["sector"] == {"school": 1, "elder-care": 1}
    assert counts["kind"] == {"archiving": 1}
    assert counts["owner"] == {NOBODY: 1}


@given(
    sectors=st.lists(st.sampled_from(["school", "elder-care"]), unique=True),
    states=st.lists(st.sampled_from(["draft", "recognised"]), unique=True),
    kinds=st.lists(st.sampled_from(["archiving", "formality"]), unique=True),
)
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_every_count_is_what_choosing_that_value_gives(session, person, sectors, states, kinds):
    if count_barriers(session, actor_of(person), {}) == 0:
        make_terms(session, *TERMS)
        for number in range(8):
            terms = (TERMS[number % 2], TERMS[2 + number // 2 % 2])
            barrier = make_barrier(session, terms=terms)
            state = WorkState.DRAFT if number % 3 else WorkState.RECOGNISED
            change(session, barrier, work_state=state)
    filters = {"sector": sectors, "work-state": states, "kind": kinds}
    filters = {name: values for name, values in filters.items() if values}

    _total, counts = count_filters(session, actor_of(person), filters)

    for name in ("sector", "work-state", "kind"):
        for value, count in counts[name].items():
            chosen = {**filters, name: [value]}
            assert count == count_barriers(session, actor_of(person), chosen), (name, value)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_gives_every_barrier_once(session, person, sort):
    made = {make_barrier(session).code for _ in range(5)}
    pages = [
        list_barriers(session, actor_of(person), {}, sort=sort, page=Page(number, 5, 2))
        for number in (1, 2, 3)
    ]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert {row.code for page in pages for row in page} == made


def test_what_is_to_be_looked_at_first_comes_first(session, person):
    later = change(session, make_barrier(session), review_on=date(2027, 1, 1))
    never = make_barrier(session)
    sooner = change(session, make_barrier(session), review_on=date(2026, 1, 1))

    assert codes(session, person, {}, "review") == [sooner.code, later.code, never.code]


def test_a_list_and_its_counts_take_one_statement_each(session, person):
    make_terms(session, *TERMS)
    for _ in range(3):
        make_barrier(session, terms=(TERMS[0], TERMS[2]))
    filters = {name: ["school"] for name in (*SCHEMES, "q", "law")}

    with counted(session.get_bind()) as statements:
        count_filters(session, actor_of(person), filters)
        list_barriers(session, actor_of(person), filters, sort="changed", page=Page(1, 0))

    assert len(statements) == 2


def test_ids_come_in_order_of_code_and_no_more_than_asked_for(session, person):
    barriers = [make_barrier(session) for _ in range(3)]

    found = ids_matching(session, actor_of(person), {}, most=2)

    assert found == [barrier.id for barrier in barriers[:2]]


def test_values_from_nowhere_find_nothing_and_break_nothing(session, person):
    make_barrier(session)

    for name in (*COUNTED, "author", "team", "law", "priority", "channel", "q"):
        for value in ("'; DROP TABLE records;--", "9" * 12, "-x", "%", "ä" * 80):
            assert codes(session, person, {name: [value]}) == []
            count_filters(session, actor_of(person), {name: [value]})


def test_people_are_named_and_strangers_ids_are_not(session, person):
    labels = map_labels(session, {str(person.id), NOBODY, "999999", "x"})

    assert labels["owner", str(person.id)]["sv"] == person.name
    assert ("owner", "999999") not in labels


def test_states_of_the_law_are_a_filter_too(session, person):
    barrier = make_barrier(session, state=State.RESOLVED)
    make_barrier(session)

    assert codes(session, person, {"state": ["resolved"]}) == [barrier.code]
