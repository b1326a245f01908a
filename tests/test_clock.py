"""Time: moments in UTC, days in Sweden, dates that are known only in part."""

from datetime import UTC, date, datetime

import pytest

from kb import clock
from kb.clock import days_since, is_partial_date, now, today


def test_now_is_aware_and_in_utc():
    assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_sweden_in_summer_as_in_winter(monkeypatch, moment, day):
    monkeypatch.setattr(clock, "now", lambda: moment)

    assert today() == day


@pytest.mark.parametrize("text", ["2022", "2022-07", "2022-07-01", "2024-02-29"])
def test_a_year_a_month_and_a_day_are_dates(text):
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "2022-7",
        "2022-13",
        "2022-00",
        "2022-02-29",
        "2022-07-32",
        "0000",
        "2022-07-01\n",
        " 2022",
        "2022-07-01T00:00",
        "٢٠٢٢",
        "2022/07/01",
    ],
)
def test_what_no_calendar_has_is_no_date(text):
    assert not is_partial_date(text)


def test_days_are_counted_from_a_whole_date():
    assert days_since("2026-02-27", date(2026, 3, 1)) == 2


def test_the_day_itself_is_no_day_ago():
    assert days_since("2026-03-01", date(2026, 3, 1)) == 0


@pytest.mark.parametrize("text", [None, "2026", "2026-02", "2026-03-02"])
def test_days_are_not_counted_from_a_date_known_in_part_or_still_to_come(text):
    assert days_since(text, date(2026, 3, 1)) is None
