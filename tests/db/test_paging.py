"""Pages of a list: no page outside it, no row left out, none shown twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.db.paging import Page
from kb.errors import NotFound


@pytest.mark.parametrize(("total", "count"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_there_are_as_many_pages_as_the_rows_fill_and_at_least_one(total, count):
    assert Page(1, total).count == count


@pytest.mark.parametrize(("number", "total"), [(0, 0), (2, 0), (-1, 100), (0, 100), (6, 100)])
def test_a_page_outside_the_list_is_not_found(number, total):
    with pytest.raises(NotFound):
        Page(number, total)


def test_an_empty_list_shows_no_row():
    page = Page(1, 0)

    assert (page.first, page.last) == (0, 0)


def test_the_last_page_ends_with_the_last_row():
    page = Page(3, 45)

    assert (page.offset, page.first, page.last) == (40, 41, 45)


@given(st.integers(1, 500), st.integers(1, 50))
def test_the_pages_together_show_every_row_once(total, per_page):
    pages = [Page(n, total, per_page) for n in range(1, Page(1, total, per_page).count + 1)]

    shown = [row for page in pages for row in range(page.first, page.last + 1)]

    assert shown == list(range(1, total + 1))


@pytest.mark.parametrize(
    ("number", "total", "around"),
    [
        (1, 0, [1]),
        (1, 40, [1, 2]),
        (1, 200, [1, 2, None, 10]),
        (5, 200, [1, None, 4, 5, 6, None, 10]),
        (10, 200, [1, None, 9, 10]),
        (3, 200, [1, 2, 3, 4, None, 10]),
    ],
)
def test_the_ends_and_the_neighbours_are_offered_with_a_gap_between(number, total, around):
    assert Page(number, total).around == around
