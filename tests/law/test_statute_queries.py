"""Reading the statute book: lists, wordings, amendments, and what rests on each part."""

import pytest

from kb.db.paging import Page
from kb.law.statute_queries import (
    count_barriers_within,
    count_statutes,
    exists_in_book,
    find_statute,
    list_amendments,
    list_parts,
    list_statutes,
    list_wordings,
    map_statutes,
)
from tests.law.book import FIRST, SECOND, TEXT, THIRD, statute, take
from tests.makers import cites, make_barrier, publish_barrier
from tests.statements import counted

KEY = "sfs/2017:725"
LINES = [
    ("1999:5", None, "ändr. 6 kap. 38 §"),
    ("2022:638", "2022-07-01", "ändr. 6 kap. 37 §"),
    ("2020:1", "2020-07-01", "ändr. 6 kap."),
    ("2024:9", None, "ny 5 kap. 2 §"),
]


@pytest.fixture
def act(session):
    take(session, statute(text=TEXT, register=LINES))
    return find_statute(session, KEY)


def numbers(session, act, fragment="") -> list[str]:
    return [line.number for line in list_amendments(session, act, fragment)]


def listed(session, query="", sort="oldest") -> list[str]:
    page = Page(number=1, per_page=50, total=50)
    found = list_statutes(session, query, sort=sort, only_with_text=False, page=page)
    assert len(found) == count_statutes(session, query)
    return [each.number for each in found]


def test_the_register_is_newest_first_and_a_line_without_a_day_stands_by_its_year(session, act):
    assert numbers(session, act) == ["2024:9", "2022:638", "2020:1", "1999:5"]


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("K6P37", ["2022:638", "2020:1"]),
        ("K6P37S1N1", ["2022:638", "2020:1"]),
        ("K6P38", ["2020:1", "1999:5"]),
        ("K6P3", ["2020:1"]),
        ("K6", ["2022:638", "2020:1", "1999:5"]),
        ("K5", ["2024:9"]),
        ("P37", []),
    ],
)
def test_a_part_has_the_amendments_that_touch_it(session, act, fragment, found):
    assert numbers(session, act, fragment) == found


def test_wordings_begin_with_the_present_one_and_go_back(session, act):
    for day, word in ((SECOND, "Andra."), (THIRD, "Tredje.")):
        text = TEXT.replace("En nämnd får uppdra åt en anställd att besluta.", word)
        take(session, statute(text=text), on=day)

    found = [(each.text, each.until_on) for each in list_wordings(session, act, "K6P37")]

    assert found == [
        ("Tredje.", None),
        ("Andra.", SECOND),
        ("En nämnd får uppdra åt en anställd att besluta.", FIRST),
    ]


@pytest.mark.parametrize(
    ("fragment", "is_known"),
    [("K6P37", True), ("K6P37S2", True), ("K6", True), ("K5P2", True), ("K6P99", True),
     ("K7", False), ("P1", False)],
)  # fmt: skip
def test_a_part_exists_where_text_or_register_knows_it(session, act, fragment, is_known):
    assert exists_in_book(session, act, fragment) is is_known


def test_barriers_are_counted_on_each_part_and_all_that_hold_it_if_published(session, act):
    publish_barrier(session, citations=(cites(f"{KEY}#K6P37S1"),))
    publish_barrier(session, citations=(cites(f"{KEY}#K6P38"), cites(f"{KEY}#K6P37")))
    make_barrier(session, citations=(cites(f"{KEY}#K6P37"),))
    session.flush()

    found = count_barriers_within(session, KEY)

    assert found == {"": 2, "K6": 2, "K6P37": 2, "K6P37S1": 1, "K6P38": 1}
    assert {part.fragment: part.barriers for part in list_parts(session, act) if part.barriers} == {
        "K6": 2,
        "K6P37": 2,
        "K6P38": 1,
    }


@pytest.fixture
def shelf(session):
    take(
        session,
        statute("2017:725", "Kommunallag (2017:725)"),
        statute("1827:60 s.1007", "Ängslag"),
        statute("2022:100", "Åkerlag om 100 % ersättning"),
    )


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("oldest", ["1827:60 s.1007", "2017:725", "2022:100"]),
        ("newest", ["2022:100", "2017:725", "1827:60 s.1007"]),
        ("title", ["2017:725", "2022:100", "1827:60 s.1007"]),
        ("nonsense", ["2022:100", "2017:725", "1827:60 s.1007"]),
    ],
)
def test_acts_are_sorted_by_number_or_as_swedish_sorts_titles(session, shelf, sort, order):
    assert listed(session, sort=sort) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kommunal", ["2017:725"]),
        ("KOMMUNALLAG", ["2017:725"]),
        ("ängs", ["1827:60 s.1007"]),
        ("2017:7", ["2017:725"]),
        ("lag 2022", ["2022:100"]),
        ("%", ["2022:100"]),
        ("_", []),
        ("725 ängslag", []),
        ("x" * 5000, []),
    ],
)
def test_acts_are_found_by_every_word_of_title_or_number(session, shelf, query, found):
    assert listed(session, query) == found


def test_titles_of_acts_are_told_for_their_parts(session, act):
    keys = [f"{KEY}#K6P37", "sfs/2099:1", "prop/2021/22:125"]

    assert map_statutes(session, keys) == {KEY: "Kommunallag (2017:725)"}


def test_outline_wordings_and_amendments_take_a_known_number_of_statements(session, database, act):
    with counted(database.engine) as sent:
        list_parts(session, act)
        list_wordings(session, act, "K6P37")
        list_amendments(session, act)

    assert len(sent) == 4
