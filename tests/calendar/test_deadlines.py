"""Which days the events of a matter make due, and what they are called."""

from datetime import date

import pytest

from kb.calendar.deadlines import by_month, deadlines_of
from kb.words import DeadlineKind

TODAY = date(2026, 7, 1)


def step(stage, day=None, *, until=None, planned=False):
    return {"stage": stage, "date": day, "until": until, "is_planned": planned, "source": "x"}


def due(*events):
    matter = {"code": "L-2026-001", "title": {"sv": "Ett ärende", "en": ""}, "events": events}
    return list(deadlines_of(matter, TODAY))


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (step("consultation", "2026-05", until="2026-08-25"), DeadlineKind.CONSULTATION),
        (step("consultation", "2026-03", until="2026-06-30"), None),
        (step("bill", "2026-09-15"), DeadlineKind.STEP),
        (step("bill", "2026-09", planned=True), None),
        (step("bill", "2026-06-15"), None),
        (step("bill", "2026-06-15", planned=True), DeadlineKind.STEP),
        (step("in-force", "2027-01-01", planned=True), DeadlineKind.IN_FORCE),
        (step("applies", "2028-01-01", planned=True), DeadlineKind.IN_FORCE),
    ],
)
def test_what_is_ahead_and_what_was_announced_and_not_seen_is_due(event, found):
    assert [each.kind for each in due(event)] == ([found] if found else [])


def test_a_day_that_is_moved_keeps_its_name():
    before = due(step("consultation", until="2026-08-25"), step("bill", "2026-09-15"))
    after = due(step("consultation", until="2026-09-10"), step("bill", "2026-12-01"))

    assert [each.identity for each in before] == [each.identity for each in after]
    assert [each.on for each in before] != [each.on for each in after]


def test_the_second_consultation_has_another_name_than_the_first():
    found = due(step("consultation", until="2026-08-25"), step("consultation", until="2026-11-01"))

    assert len({each.identity for each in found}) == 2


def test_months_stand_in_order():
    found = due(step("bill", "2027-01-15"), step("in-force", "2026-12-01", planned=True))

    assert [month for month, _due in by_month(found)] == ["2026-12", "2027-01"]
