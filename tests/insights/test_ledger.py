"""The ledger of asks: filters, counts and sums are right under any mix."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.insights.ledger import (
    FILTERS,
    AskLine,
    counts_of,
    newest_first,
    outcomes_of,
    passing,
)
from kb.words import AskOutcome

LINE = AskLine(
    action="P-2026-001",
    action_title={"sv": "En insats", "en": ""},
    action_type=("letter", {"sv": "Skrivelse", "en": "Letter"}),
    asked_on="2021-05-01",
    number=1,
    text={"sv": "Ändra lagen.", "en": ""},
    counterparts=("regeringen",),
    barriers=("H-2026-001",),
    target={"key": "sfs/2009:400#K10P28", "label": {"sv": "", "en": ""}, "url": None},
    matter=None,
    outcome="open",
    outcome_on=None,
    answer=None,
    answer_page="",
)
lines = st.lists(
    st.builds(
        lambda year, outcome, body, barriers, number: replace(
            LINE,
            asked_on=year,
            outcome=outcome,
            counterparts=body,
            barriers=barriers,
            number=number,
        ),
        st.sampled_from([None, "2019", "2020-03", "2021-05-01", "2024"]),
        st.sampled_from([outcome.value for outcome in AskOutcome]),
        st.sampled_from([(), ("regeringen",), ("regeringen", "digg")]),
        st.sampled_from([(), ("H-2026-001",), ("H-2026-001", "H-2026-002")]),
        st.integers(1, 5),
    ),
    max_size=20,
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "since": st.sampled_from([["2020"], ["2021"], ["2024", "2020"]]),
        "outcome": st.sampled_from([["met"], ["open", "partly"]]),
        "counterpart": st.sampled_from([["digg"], ["regeringen"]]),
        "barrier": st.sampled_from([["H-2026-002"]]),
    },
)


@given(lines, filters)
def test_each_count_is_what_choosing_it_would_give(found, chosen):
    for name, values in counts_of(found, chosen).items():
        for value, count in values.items():
            assert len(passing(found, {**chosen, name: [value]})) == count


@given(lines, filters)
def test_the_sums_of_the_sentence_add_up_to_the_list(found, chosen):
    listed = passing(found, chosen)

    assert sum(outcomes_of(listed).values()) == len(listed)
    assert set(outcomes_of(listed)) == set(AskOutcome)


def test_an_ask_of_no_known_year_is_left_out_since_a_year():
    assert passing([replace(LINE, asked_on=None)], {"since": ["2020"]}) == []


def test_a_provision_belongs_to_its_act():
    assert LINE.values("act") == ("sfs/2009:400",)
    assert replace(LINE, target=None).values("act") == ()


def test_the_latest_stand_first_and_those_of_no_day_last():
    days = [None, "2020", "2024-05"]
    found = newest_first([replace(LINE, asked_on=day) for day in days])

    assert [line.asked_on for line in found] == ["2024-05", "2020", None]


def test_every_filter_has_values():
    assert all(isinstance(LINE.values(name), tuple) for name in FILTERS)
