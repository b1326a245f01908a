"""The staff's list of matters: the computed stage can be asked for, and counts are right."""

import pytest

from kb.clock import today
from kb.db.paging import Page
from kb.matters.list_queries import SORTS, count_matters, list_matters
from kb.matters.stages import end_of, stage_of
from kb.matters.told import told_events
from kb.models import Matter, MatterEvent
from kb.records.queries import find_record, list_records
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import Stage, Turn
from tests.makers import event, make_matter
from tests.statements import counted

EVENTS = {
    "nothing": (),
    "report": (event(Stage.DIRECTIVE, "2020"), event(Stage.REPORT, "2021")),
    "planned": (event(Stage.BILL, "2022-02"), event(Stage.IN_FORCE, "2099-01-01", is_planned=True)),
    "announced": (event(Stage.REPORT, "2021"), event(Stage.BILL, "2099-02-01")),
    "rejected": (event(Stage.BILL, "2022"), event(Stage.DECISION, "2023-05-01")),
    "again": (event(Stage.DECISION, "2023-05-01"), event(Stage.DIRECTIVE, "2024")),
}
TURNED = ("rejected", "again")


@pytest.fixture
def matters(session):
    found = {name: make_matter(session, *events) for name, events in EVENTS.items()}
    for name in TURNED:
        turned = next(each for each in found[name].events if each.stage is Stage.DECISION)
        turned.turn = Turn.REJECTED
    session.flush()
    return {name: matter.code for name, matter in found.items()}


def told(session, filters=None, sort="code"):
    filters = filters or {}
    total, _counts = count_matters(session, SYSTEM, filters)
    return list_matters(session, SYSTEM, filters, sort=sort, page=Page(1, total))


def test_the_stage_of_the_list_is_the_stage_of_the_page(session, matters):
    rows = {row.code: row for row in told(session)}
    session.expunge_all()

    for matter in list_records(session, Matter):
        events = told_events(matter)
        assert rows[matter.code].stage == stage_of(events, today())
        assert rows[matter.code].is_ended == (end_of(events, today()) is not None)


def test_a_stage_set_by_hand_stands_before_what_the_steps_say(session, matters):
    matter = find_record(session, Matter, matters["report"])
    matter.set_stage = Stage.BILL
    session.flush()

    assert matters["report"] in [row.code for row in told(session, {"stage": ["bill"]})]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"stage": ["report"]}, ["report", "announced"]),
        ({"ended": ["yes"]}, ["rejected"]),
        ({"stage": ["no-such-stage"]}, []),
        ({"bears": ["no"], "stage": ["bill"]}, ["planned"]),
    ],
)
def test_filters_narrow_the_list(session, matters, filters, names):
    found = {row.code for row in told(session, filters)}

    assert found == {matters[name] for name in names}


def test_each_choice_says_how_many_it_would_give(session, matters):
    _total, counts = count_matters(session, SYSTEM, {})

    for stage, count in counts["stage"].items():
        assert len(told(session, {"stage": [stage]})) == count
    assert counts["bears"] == {"no": len(EVENTS)}


def test_the_next_day_is_that_of_the_first_step_ahead(session, matters):
    row = next(row for row in told(session) if row.code == matters["announced"])

    assert (row.latest_on, row.next_on) == ("2021", "2099-02-01")


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_takes_two_statements_whatever_its_length(database, session, matters, sort):
    with counted(database.engine) as statements:
        told(session, sort=sort)

    assert len(statements) == 2


def test_strangers_see_no_matter(session, matters):
    assert count_matters(session, ANONYMOUS, {})[0] == 0


def test_an_event_of_another_day_moves_nothing(session, matters):
    matter = find_record(session, Matter, matters["nothing"])
    matter.events.append(
        MatterEvent(
            position=0, stage=Stage.BILL, date="2099", is_planned=True, certainty="verified"
        )
    )
    session.flush()

    assert next(row for row in told(session) if row.code == matters["nothing"]).stage is None
