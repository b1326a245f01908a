"""Why is this still a barrier: said only as far as what is published carries."""

from datetime import date

import pytest

from kb.barriers.why import UNSURE, why_still
from kb.matters.queries import MatterPath
from kb.matters.stages import end_of, latest_event, next_event, next_stage, steps_of
from kb.publication.queries import Link, Links
from kb.words import Confidence, Effect, Stage, State

TODAY = date(2026, 7, 1)
NAME = {"sv": "Namn", "en": "Name"}
LINKS = Links(
    {
        ("organisation", "digg"): Link("organisation", "digg", NAME),
        ("matter", "L-1"): Link("matter", "L-1", NAME),
        ("matter", "L-2"): Link("matter", "L-2", NAME),
    },
    {},
)
NO_LINKS = Links({}, {})


def barrier(**changes):
    """The part of a published barrier that the answer is made of."""
    values = {
        "state": State.OPEN.value,
        "state_since": None,
        "confidence": Confidence.HIGH.value,
        "waiting_for": None,
        "waiting_since": None,
        "checked_on": None,
    }
    return {**values, **changes}


def path(code: str, *stages: Stage, effect: Effect = Effect.WOULD_REMOVE) -> MatterPath:
    """A matter on which the events of *stages* happened."""
    events = [
        {
            "stage": stage.value,
            "date": f"20{10 + number}",
            "label": None,
            "url": None,
            "title": None,
            "is_planned": False,
        }
        for number, stage in enumerate(stages)
    ]
    return MatterPath(
        code=code,
        title=NAME,
        effect=effect.value,
        note=None,
        steps=steps_of(events, TODAY),
        latest=latest_event(events, TODAY),
        next=next_stage(events, TODAY),
        ended=end_of(events, TODAY),
        coming=next_event(events, TODAY),
    )


@pytest.mark.parametrize("state", State)
def test_only_a_resolved_barrier_is_told_as_resolved(state):
    why = why_still(barrier(state=state.value), LINKS, [], TODAY)

    assert (why.state, why.is_resolved) == (state, state is State.RESOLVED)


@pytest.mark.parametrize("confidence", Confidence)
def test_a_reading_of_low_confidence_has_still_to_be_confirmed(confidence):
    why = why_still(barrier(confidence=confidence.value), LINKS, [], TODAY)

    assert why.is_confirmed == (confidence not in UNSURE)


def test_low_confidence_is_low_and_low_to_medium():
    assert {Confidence.LOW, Confidence.LOW_MEDIUM} == UNSURE


def test_whose_move_it_is_and_for_how_many_days():
    waiting = barrier(waiting_for="digg", waiting_since="2026-06-01")

    why = why_still(waiting, LINKS, [], TODAY)

    assert (why.waiting_for.code, why.waiting_since, why.days) == ("digg", "2026-06-01", 30)


@pytest.mark.parametrize("checked_on", ["2026-02", None])
def test_until_when_it_is_known_is_the_day_it_was_last_compared_with_its_sources(checked_on):
    assert why_still(barrier(checked_on=checked_on), LINKS, [], TODAY).known_on == checked_on


def test_days_are_not_counted_from_a_month():
    why = why_still(barrier(waiting_for="digg", waiting_since="2026-06"), LINKS, [], TODAY)

    assert (why.waiting_since, why.days) == ("2026-06", None)


def test_a_body_that_is_not_published_is_not_named():
    why = why_still(barrier(waiting_for="digg"), NO_LINKS, [], TODAY)

    assert why.waiting_for is None


def test_without_a_matter_there_is_no_step_behind_or_ahead():
    why = why_still(barrier(), LINKS, [], TODAY)

    assert (why.latest, why.next) == (None, None)


def test_the_latest_step_and_what_follows_come_from_the_matter():
    why = why_still(barrier(), LINKS, [path("L-1", Stage.DIRECTIVE, Stage.REPORT)], TODAY)

    assert (why.latest.stage, why.latest.date, why.latest.matter.code) == ("report", "2011", "L-1")
    assert why.next is Stage.CONSULTATION


def test_the_matter_that_came_furthest_leads():
    matters = [path("L-1", Stage.REPORT), path("L-2", Stage.BILL)]

    assert why_still(barrier(), LINKS, matters, TODAY).latest.matter.code == "L-2"
    assert why_still(barrier(), LINKS, matters[::-1], TODAY).latest.matter.code == "L-2"


def test_a_matter_of_known_effect_leads_before_one_that_came_further():
    matters = [path("L-1", Stage.REPORT), path("L-2", Stage.BILL, effect=Effect.UNKNOWN)]

    assert why_still(barrier(), LINKS, matters, TODAY).latest.matter.code == "L-1"


def test_a_matter_on_which_nothing_happened_does_not_lead():
    matters = [path("L-1"), path("L-2", Stage.REPORT, effect=Effect.UNKNOWN)]

    assert why_still(barrier(), LINKS, matters, TODAY).latest.matter.code == "L-2"


def test_a_matter_that_is_not_published_is_not_named():
    why = why_still(barrier(), NO_LINKS, [path("L-1", Stage.REPORT)], TODAY)

    assert why.latest is None


def test_a_matter_in_force_has_nothing_ahead():
    why = why_still(barrier(), LINKS, [path("L-1", Stage.BILL, Stage.IN_FORCE)], TODAY)

    assert (why.latest.stage, why.next) == ("in-force", None)
