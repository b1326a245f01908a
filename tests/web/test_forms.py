"""Parts of forms: labels, hints and messages are tied to fields; signs are not only seen."""

import re
from types import SimpleNamespace

import pytest
from flask import render_template_string
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

HEAD = """
{% from "parts/forms.html" import buttons, error_summary, hidden_fields, radios, row_list,
   text_field, textarea with context %}
{% from "parts/panels.html" import summary_list, word_diff with context %}
"""


class Row(Form):
    source = StringField("Source", [InputRequired("Name the source.")])


class Sample(Form):
    version = HiddenField(default="7")
    name = StringField("Name", [InputRequired("Write a name.")])
    side = RadioField("Side", [InputRequired("Choose a side.")], choices=["left", "right"])
    sources = FieldList(FormField(Row), "Sources", min_entries=2)


@pytest.fixture
def shown(app):
    """What a piece of template shows in English."""

    def show(source, **values):
        with app.test_request_context("/en/sample"):
            markup = render_template_string(HEAD + source, csrf_token=lambda: "sample", **values)
        return re.sub(r"\s+", " ", markup)

    return show


@pytest.fixture
def wrong():
    form = Sample()
    form.validate()
    return form


def test_hint_and_message_describe_the_field_that_the_label_names(shown, wrong):
    markup = shown("{{ text_field(form.name, hint='Of the barrier') }}", form=wrong)

    assert '<label class="field-label" for="name">' in markup
    assert 'aria-describedby="name-hint name-error" aria-invalid="true"' in markup
    assert 'id="name-hint">Of the barrier<' in markup
    assert 'id="name-error"' in markup


def test_a_field_without_fault_says_nothing_of_one(shown):
    markup = shown("{{ text_field(form.name) }}", form=Sample())

    assert "aria-" not in markup
    assert "(must be filled in)" in markup


def test_what_is_given_beyond_goes_to_the_input(shown):
    markup = shown("{{ text_field(form.name, autocomplete='email') }}", form=Sample())

    assert 'autocomplete="email"' in markup


def test_choices_stand_in_a_named_group(shown, wrong):
    markup = shown("{{ radios(form.side) }}", form=wrong)

    assert 'id="side" aria-describedby="side-error"' in markup
    assert '<legend class="field-label">Side ' in markup
    assert markup.count("<label") == 2


def test_the_summary_leads_to_every_field_also_within_rows(shown, wrong):
    markup = shown("{{ error_summary(form) }}", form=wrong)

    assert 'role="alert" tabindex="-1" data-focus' in markup
    assert re.findall(r'href="#([^"]+)">([^<]+)<', markup) == [
        ("name", "Name: Write a name."),
        ("side-0", "Side: Choose a side."),
        ("sources-0-source", "Sources 1, Source: Name the source."),
        ("sources-1-source", "Sources 2, Source: Name the source."),
    ]


def test_a_form_without_fault_has_no_summary(shown):
    assert shown("{{ error_summary(form) }}", form=Sample()).strip() == ""


def test_every_row_is_a_group_of_its_own_that_can_be_removed(shown):
    source = (
        "{% call(row) row_list(form.sources, 'Source', add='Add') %}"
        "{{ text_field(row.form.source) }}{% endcall %}"
    )

    markup = shown(source, form=Sample())

    assert "<legend>Source 2</legend>" in markup
    assert 'for="sources-1-source"' in markup
    assert 'name="remove" value="sources-1"' in markup
    assert 'name="add" value="sources"' in markup


def test_enter_in_a_field_presses_a_button_that_has_no_say(shown):
    source = "{{ hidden_fields(form) }}{{ buttons('Save', [{'label': 'Other', 'url': '/x'}]) }}"

    markup = shown(source, form=Sample())

    first = re.search(r"<button[^>]*>", markup)[0]
    assert "name=" not in first
    assert 'name="version"' in markup
    assert 'name="csrf_token" value="sample"' in markup


def test_a_link_to_change_says_what_it_changes(shown):
    rows = [{"term": "Name", "value": "", "url": "/name"}]

    markup = shown("{{ summary_list(rows) }}", rows=rows)

    assert 'Change<span class="unseen"> Name</span>' in markup
    assert "Not filled in" in markup


def test_differences_are_told_in_words_too(shown):
    pieces = [
        SimpleNamespace(kind="same", text="A "),
        SimpleNamespace(kind="removed", text="<b>"),
        SimpleNamespace(kind="added", text="c"),
    ]

    markup = shown("{{ word_diff(pieces) }}", pieces=pieces)
    heard = re.sub(r"<[^>]+>", "", markup).strip()

    assert heard == "A removed: &lt;b&gt; end of removedadded: c end of added"


def test_a_visitor_is_offered_to_sign_in_and_loads_nothing_of_the_staff(client):
    page = client.get("/en/barriers").text

    assert '<a href="/login" rel="nofollow">Sign in</a>' in page
    assert "/static/css/staff.css" not in page
    assert "csrf" not in page
