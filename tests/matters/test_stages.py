"""How far a matter has come: worked out from its events, and never ahead of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.matters.stages import (
    ORDER,
    USUAL,
    StepStatus,
    end_of,
    has_happened,
    latest_event,
    next_stage,
    stage_of,
    stage_of_matter,
    steps_of,
)
from kb.words import Certainty, Stage

TODAY = date(2026, 7, 1)


def snapshot(stage: Stage, when: str | None = None, *, planned: bool = False, title: str = ""):
    """An event as it stands in what is published."""
    return {
        "stage": stage.value,
        "date": when,
        "until": None,
        "document": None,
        "label": None,
        "url": None,
        "title": {"sv": title, "en": title} if title else None,
        "is_planned": planned,
        "certainty": Certainty.VERIFIED.value,
        "source": "",
    }


def statuses(*events) -> dict[Stage, StepStatus]:
    return {step.stage: step.status for step in steps_of(events, TODAY)}


def shown(stage: Stage, *events):
    return next(step for step in steps_of(events, TODAY) if step.stage is stage)


@pytest.mark.parametrize("when", [None, "2025", "2026", "2026-06", "2026-07", "2026-07-01"])
def test_an_event_whose_date_has_come_or_is_not_known_has_happened(when):
    assert has_happened(snapshot(Stage.BILL, when), TODAY)


@pytest.mark.parametrize("when", ["2027", "2026-08", "2026-07-02"])
def test_an_event_still_to_come_has_not_happened(when):
    assert not has_happened(snapshot(Stage.BILL, when), TODAY)


@pytest.mark.parametrize("when", [None, "2020", "2026-06-30", "2027"])
def test_an_event_that_was_only_planned_never_counts_as_happened(when):
    assert not has_happened(snapshot(Stage.BILL, when, planned=True), TODAY)


def test_before_anything_happened_every_usual_step_lies_ahead():
    assert statuses() == dict.fromkeys(USUAL, StepStatus.LATER)
    assert stage_of([], TODAY) is None
    assert latest_event([], TODAY) is None


def test_what_lies_before_the_stage_reached_is_done_and_what_follows_is_later():
    events = [snapshot(Stage.DIRECTIVE, "2022"), snapshot(Stage.REPORT, "2024-03")]

    assert statuses(*events) == {
        Stage.DIRECTIVE: StepStatus.DONE,
        Stage.REPORT: StepStatus.NOW,
        Stage.CONSULTATION: StepStatus.LATER,
        Stage.BILL: StepStatus.LATER,
        Stage.DECISION: StepStatus.LATER,
        Stage.IN_FORCE: StepStatus.LATER,
    }


def test_a_planned_step_is_shown_as_planned_and_lies_ahead():
    events = [
        snapshot(Stage.REPORT, "2024"),
        snapshot(Stage.BILL, "2026-03", planned=True),
    ]

    bill = shown(Stage.BILL, *events)

    assert stage_of(events, TODAY) is Stage.REPORT
    assert (bill.status, bill.date, bill.is_planned) == (StepStatus.LATER, "2026-03", True)


def test_a_step_that_happened_is_not_shown_by_its_old_plan():
    events = [
        snapshot(Stage.BILL, "2025-10-01", planned=True, title="plan"),
        snapshot(Stage.BILL, "2026-02-01", title="bill"),
    ]

    bill = shown(Stage.BILL, *events)

    assert (bill.title["en"], bill.is_planned) == ("bill", False)


def test_a_date_of_entry_into_force_to_come_does_not_put_the_law_in_force():
    events = [
        snapshot(Stage.PROMULGATED, "2026-05"),
        snapshot(Stage.IN_FORCE, "2027-01-01"),
    ]

    assert stage_of(events, TODAY) is Stage.PROMULGATED
    assert shown(Stage.IN_FORCE, *events).status is StepStatus.LATER


def test_on_the_day_itself_the_law_is_in_force():
    assert stage_of([snapshot(Stage.IN_FORCE, "2026-07-01")], TODAY) is Stage.IN_FORCE


@pytest.mark.parametrize("last", [Stage.IN_FORCE, Stage.FOLLOW_UP])
def test_in_force_everything_is_done_and_nothing_follows(last):
    events = [snapshot(Stage.BILL, "2023"), snapshot(last, "2024")]

    assert set(statuses(*events).values()) == {StepStatus.DONE}
    assert next_stage(events, TODAY) is None


def test_a_usual_step_passed_over_without_a_trace_is_left_out():
    events = [snapshot(Stage.REPORT, "2022"), snapshot(Stage.BILL, "2023")]

    assert Stage.CONSULTATION not in statuses(*events)
    assert Stage.DIRECTIVE not in statuses(*events)


def test_an_unusual_step_shows_only_when_something_is_known_of_it():
    assert Stage.COUNCIL_DRAFT not in statuses(snapshot(Stage.REPORT, "2022"))
    assert Stage.COUNCIL_DRAFT in statuses(snapshot(Stage.COUNCIL_DRAFT, "2022"))


def test_the_stage_reached_is_the_furthest_even_when_an_earlier_step_has_a_later_date():
    events = [snapshot(Stage.BILL, "2023-03"), snapshot(Stage.CONSULTATION, "2024-01")]

    assert stage_of(events, TODAY) is Stage.BILL


def test_of_two_events_at_one_stage_the_later_is_the_latest():
    events = [snapshot(Stage.BILL, "2024-05-01"), snapshot(Stage.BILL, "2023-01-01")]

    assert latest_event(events, TODAY)["date"] == "2024-05-01"


def test_of_two_events_without_a_date_the_latest_is_the_one_that_stands_last():
    events = [snapshot(Stage.DIRECTIVE, title="first"), snapshot(Stage.DIRECTIVE, title="second")]

    assert latest_event(events, TODAY)["title"]["en"] == "second"


def test_a_step_taken_twice_is_shown_by_the_first_time_it_was_taken():
    events = [
        snapshot(Stage.DIRECTIVE, "2018", planned=True, title="plan"),
        snapshot(Stage.DIRECTIVE, "2019", title="first"),
        snapshot(Stage.DIRECTIVE, "2020", title="second"),
    ]

    assert shown(Stage.DIRECTIVE, *events).title["en"] == "first"


def test_what_usually_follows_is_the_next_step_ahead():
    assert next_stage([snapshot(Stage.REPORT, "2022")], TODAY) is Stage.CONSULTATION


def test_a_planned_unusual_step_comes_before_the_usual_one_after_it():
    events = [
        snapshot(Stage.CONSULTATION, "2025"),
        snapshot(Stage.COUNCIL_DRAFT, "2026-09", planned=True),
    ]

    assert next_stage(events, TODAY) is Stage.COUNCIL_DRAFT


EVENTS = st.lists(
    st.builds(
        snapshot,
        st.sampled_from(Stage),
        st.sampled_from([None, "2020", "2025-03", "2026-07-01", "2026-07-02", "2030"]),
        planned=st.booleans(),
    ),
    max_size=8,
)


@given(EVENTS)
def test_steps_stand_in_the_order_of_the_law_each_once_done_before_now_before_later(events):
    steps = steps_of(events, TODAY)

    places = [ORDER.index(step.stage) for step in steps]
    phases = [list(StepStatus).index(step.status) for step in steps]
    assert places == sorted(set(places))
    assert phases == sorted(phases)
    assert phases.count(1) <= 1


@given(EVENTS)
def test_a_step_that_is_done_or_now_never_rests_on_a_plan_beyond_the_stage_reached(events):
    reached = stage_of(events, TODAY)

    ahead = [step for step in steps_of(events, TODAY) if step.status is not StepStatus.LATER]

    assert all(ORDER.index(step.stage) <= ORDER.index(reached) for step in ahead)


def turned(turn: str, stage: Stage, when: str):
    return {**snapshot(stage, when), "turn": turn}


@pytest.mark.parametrize("turn", ["laid-aside", "rejected", "withdrawn"])
def test_a_matter_that_has_ended_has_nothing_ahead(turn):
    events = [snapshot(Stage.REPORT, "2024"), turned(turn, Stage.BILL, "2025-03-01")]

    assert end_of(events, TODAY)["turn"] == turn
    assert next_stage(events, TODAY) is None
    assert StepStatus.LATER not in statuses(*events).values()


@pytest.mark.parametrize("turn", ["referred-back", "split"])
def test_a_matter_that_turns_may_go_on(turn):
    assert end_of([turned(turn, Stage.COMMITTEE, "2025-03-01")], TODAY) is None


def test_what_happens_after_the_end_takes_the_matter_up_again():
    events = [turned("laid-aside", Stage.REPORT, "2020"), snapshot(Stage.DIRECTIVE, "2024")]

    assert end_of(events, TODAY) is None


def test_what_is_announced_comes_before_what_usually_follows():
    events = [snapshot(Stage.REPORT, "2024"), snapshot(Stage.IN_FORCE, "2027-01-01", planned=True)]

    assert next_stage(events, TODAY) is Stage.IN_FORCE


def test_an_act_of_the_eu_has_steps_of_its_own():
    steps = [step.stage for step in steps_of([snapshot(Stage.EU_PROPOSAL, "2025")], TODAY, "eu")]

    assert steps == [
        Stage.EU_PROPOSAL,
        Stage.EU_POSITION,
        Stage.EU_ADOPTED,
        Stage.IN_FORCE,
        Stage.APPLIES,
    ]


def test_a_step_that_was_taken_twice_says_so():
    events = [snapshot(Stage.DIRECTIVE, "2019"), snapshot(Stage.DIRECTIVE, "2020")]

    assert shown(Stage.DIRECTIVE, *events).times == 2


def test_a_stage_set_by_hand_stands_before_the_steps():
    matter = {"events": [snapshot(Stage.REPORT, "2024")], "set_stage": {"stage": "bill"}}

    assert stage_of_matter(matter, TODAY) is Stage.BILL
    assert stage_of_matter({**matter, "set_stage": None}, TODAY) is Stage.REPORT
