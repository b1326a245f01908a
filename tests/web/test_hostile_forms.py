"""Forms that no page of ours would send: odd numbers of rows, odd hidden fields."""

import json

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from kb.web.editing import MAX_ROWS, EditForm, Row, Rows
from kb.web.forms import RecordForm, row_number


class Source(Row):
    name = StringField("Name")


class Sample(EditForm):
    sources = Rows(Source, "Sources")


@pytest.fixture
def filled(app):
    """The form as it is filled in by what was sent."""
    with app.test_request_context("/en/sample"):
        yield lambda fields: Sample(formdata=MultiDict(fields), meta={"csrf": False})


def names(form):
    return [row["name"] for row in form.values()["sources"]]


@pytest.mark.parametrize(
    "number", ["²", "٣", "5" * 5_000, "10000", "", "x", "-1", "1e3", " 1", "1\n"]
)
def test_a_row_whose_number_is_none_is_not_read(filled, number):
    form = filled([(f"sources-{number}-name", "odd"), ("sources-7-name", "even")])

    assert names(form) == ["even"]
    assert form.validate()


def test_fields_of_a_list_with_a_longer_name_are_no_rows_of_this_one(filled):
    assert names(filled([("sources2-1-name", "other"), ("sourcesX1-name", "other")])) == []


def test_as_many_rows_are_saved_as_there_may_be(filled):
    form = filled([(f"sources-{n}-name", str(n)) for n in range(MAX_ROWS)])

    assert form.validate()
    assert names(form) == [str(n) for n in range(MAX_ROWS)]


def test_more_rows_are_refused_with_a_sentence_and_not_quietly_left_out(filled):
    form = filled([(f"sources-{n}-name", str(n)) for n in range(MAX_ROWS + 1)])

    assert not form.validate()
    assert form.errors["sources"] == ["There are 101 rows; at most 100 can be saved."]


def test_a_record_that_has_more_rows_can_still_be_opened(app):
    with app.test_request_context("/en/sample"):
        rows = [{"name": str(n)} for n in range(MAX_ROWS + 1)]

        form = Sample(formdata=None, data={"sources": rows}, meta={"csrf": False})

        assert len(form.sources.entries) == MAX_ROWS + 1


@pytest.mark.parametrize(
    "base",
    ["[" * 10_000, '{"a":' * 3_000, "x" * 100_000, "{", "[]", "1" * 5_000, '"x"', "\ud800"],
)
def test_what_a_form_says_it_was_opened_with_is_believed_only_when_it_can_be_read(app, base):
    with app.test_request_context("/en/sample"):
        form = RecordForm(formdata=MultiDict({"base": base}), meta={"csrf": False})

        assert form.opened_base == {}


def test_what_a_form_was_opened_with_is_read_back(app):
    with app.test_request_context("/en/sample"):
        hashes = {f"field{n}": "0" * 12 for n in range(200)}
        form = RecordForm(formdata=MultiDict({"base": json.dumps(hashes)}), meta={"csrf": False})

        assert form.opened_base == hashes


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("", 0), ("²", 0), ("٣", 0), ("-1", 0), ("9" * 10, 0), ("9" * 5_000, 0)],
)
def test_the_number_of_a_row_is_short_and_of_plain_digits(text, number):
    assert row_number(text) == number
