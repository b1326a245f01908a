"""What a sheet would do: faults by row and column, and which columns are which."""

import pytest

from kb.barriers.import_plans import Outcome
from kb.barriers.sheet_cells import SEPARATOR
from kb.barriers.sheet_columns import CHANNELS, COLUMNS, WORK_STATES, guess_mapping
from kb.errors import Invalid
from kb.web.labels import LABELS
from tests.barriers.sheets import make_ground, plan


@pytest.fixture
def ground(session):
    make_ground(session)
    return session


FAULTS = {
    "reported_on": ("2026-02-31", "Write a date that exists, such as 2026-02-28."),
    "kind": ("nonsense", "“nonsense” is not in the vocabulary."),
    "channel": ("brevduva", "Write one of these words: "),
    "provisions": ("9 kap. Nonsens", "“9 kap. Nonsens” was not understood."),
    "owner": ("ingen@example.se", "Nobody with an open account has this address."),
    "severity": ("5", "Write a whole number from 1 to 4, or nothing."),
    "horizon_year": ("snart", "Write a whole number from 2000 to 2100, or nothing."),
    "working_title": ("x" * 201, "Write at most 200 characters; this is 201."),
    "code": ("H-1999-001", "There is no barrier H-1999-001."),
}


@pytest.mark.parametrize("field", FAULTS)
def test_a_fault_is_told_with_its_row_its_column_and_what_would_be_right(ground, field):
    text, sentence = FAULTS[field]
    title = "" if field == "working_title" else "working_title"
    sheet = f"{title or 'code'};{field}\n{'Titel' if title else ''};{text}\n"

    [row] = plan(ground, sheet).rows

    assert row.number == 2
    assert row.outcome is Outcome.FAULTY
    assert row.faults[0].column == field
    assert str(row.faults[0]).startswith(sentence)


def test_a_score_needs_its_reason(ground):
    [row] = plan(ground, "Titel;Allvar\nEtt;3\n").rows

    assert str(row.faults[0]) == "Give the reason for the value you have chosen."


def test_a_new_row_needs_a_title(ground):
    [row] = plan(ground, "Titel;Slag av hinder\n;formality\n").rows

    assert str(row.faults[0]) == "Give it a working title."


def test_two_rows_about_the_same_barrier_are_a_fault_of_the_second(ground):
    rows = plan(ground, "Eget id;Titel\nA;Ett\nA;Två\n").rows

    assert [row.outcome for row in rows] == [Outcome.CREATE, Outcome.FAULTY]
    assert str(rows[1].faults[0]) == "Row 2 is about the same barrier."


def test_columns_that_nobody_knows_and_that_are_only_exported_are_told(ground):
    found = plan(ground, "Titel;Väder;Läge i arbetet\nEtt;Sol;Löst\n")

    assert found.ignored == ("Väder",)
    assert found.told == ("Läge i arbetet",)
    assert list(found.rows[0].values) == ["working_title"]


def test_a_sheet_that_says_of_no_row_what_it_is_about_is_refused(ground):
    with pytest.raises(Invalid, match="code or the working title"):
        plan(ground, "Lagrum\nOSL\n")


def test_empty_rows_are_passed_over(ground):
    assert len(plan(ground, "Titel;Lagrum\nEtt;\n;\n  ;\nTvå;\n").rows) == 2


def test_names_of_columns_are_read_in_both_languages_and_as_keys():
    for names in zip(*(column.names[:3] for column in COLUMNS), strict=True):
        assert list(guess_mapping(names).values()) == [column.key for column in COLUMNS]


@pytest.mark.parametrize(("pairs", "name"), [(CHANNELS, "channel"), (WORK_STATES, "work-state")])
def test_closed_lists_are_called_in_sheets_what_they_are_called_on_pages(pairs, name):
    assert {key: pair.en for key, pair in pairs.items()} == LABELS[name]
    assert all(SEPARATOR not in pair.sv for pair in pairs.values())
