"""What scripts add to pages of the staff: saving while one writes, choosing rows, shortcuts."""

import re
from types import SimpleNamespace

import pytest
from flask import render_template_string
from wtforms import Form, StringField, TextAreaField
from wtforms.validators import InputRequired

from kb.web.protection import HEADERS
from tests.journeys.staffing import faults_of

pytestmark = pytest.mark.browser

SITE = "https://staff.test"
SOURCE = """
{% extends "layout/form_page.html" %}
{% from "parts/forms.html" import autosave_status, text_field, textarea with context %}
{% from "parts/panels.html" import bulk_bar, cell, choose_row, data_table, row_head with context %}
{% block page_title %}A sample{% endblock %}
{% block fields %}
  {{ text_field(form.name) }}
  {{ textarea(form.text, markdown=true, preview_url="/preview") }}
  {{ autosave_status("/autosave") }}
{% endblock %}
{% block after_form %}
  <form>
    {% call bulk_bar() %}{% endcall %}
    {% call data_table("rows", "Rows", ["Choose", "Code"]) %}
      {% for code in ["one", "two"] %}
        <tr>
          {% call cell("Choose") %}{{ choose_row(code, code) }}{% endcall %}
          {% call row_head() %}<a href="/{{ code }}">{{ code }}</a>{% endcall %}
        </tr>
      {% endfor %}
    {% endcall %}
  </form>
{% endblock %}
"""


class Sample(Form):
    name = StringField("Name", [InputRequired("Write a name.")])
    text = TextAreaField("Text")


def item(name, *, count=None):
    return SimpleNamespace(
        key=name[0].lower(), url=f"/{name.lower()}", label=name, is_current=False, count=count
    )


def markup_of(app, form):
    """The sample page as one who is signed in gets it."""
    me = SimpleNamespace(name="Anna Ek", role_label="Law", account_url="/me", logout_url="/logout")
    names = ("Tasks", "Barriers", "Drafts")
    with app.test_request_context("/sample", headers={"Accept-Language": "en"}):
        return render_template_string(
            SOURCE,
            form=form,
            errors=form.errors,
            member=lambda: me,
            staff_nav=lambda: [*map(item, names), item("Inbox", count=3)],
            staff_language_url="/language/sv",
            csrf_token=lambda: "sample",
        )


@pytest.fixture
def staff(app, browser):
    """Opens the sample page over the static files of *app*; ``asked`` holds what it was sent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    client = app.test_client()
    told = SimpleNamespace(page=page, asked=[], errors=[], status=200)
    page.on("console", lambda line: told.errors.append(line.text) if line.type == "error" else None)

    def answer(route, request):
        path = request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            found = client.get(path)
            route.fulfill(body=found.data, content_type=found.content_type)
        elif path == "/sample":
            route.fulfill(body=told.markup, content_type="text/html", headers=HEADERS)
        else:
            told.asked.append((path, request.post_data))
            route.fulfill(status=told.status, body="<p>Answer</p>", content_type="text/html")

    def open_page(form=None):
        told.markup = markup_of(app, form or Sample())
        page.goto(f"{SITE}/sample")
        return told

    context.route("**/*", answer)
    told.open = open_page
    yield told
    context.close()


def test_axe_finds_nothing_and_no_rule_of_protection_is_broken(staff):
    form = Sample()
    form.validate()

    page = staff.open(form).page

    assert faults_of(page) == []
    assert staff.errors == []


def test_no_part_of_the_page_scrolls_sideways_at_320_pixels(staff):
    staff.page.set_viewport_size({"width": 320, "height": 640})

    page = staff.open().page

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_was_not_accepted_takes_focus_and_leads_to_its_field(staff):
    form = Sample()
    form.validate()
    page = staff.open(form).page

    focused = page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Name: Write a name.").click()

    assert focused == "error-summary"
    assert page.evaluate("document.activeElement.id") == "name"
    assert page.title().startswith("Error: A sample")


def test_what_is_written_is_saved_two_seconds_after_the_last_letter(staff):
    staff.page.clock.install()
    page = staff.open().page

    page.locator("#name").press_sequentially("Notary")
    page.clock.run_for(1900)
    early = list(staff.asked)
    with page.expect_response("**/autosave"):
        page.clock.run_for(200)
    page.locator("[data-autosave] p").wait_for()

    assert early == []
    assert "name=Notary" in staff.asked[0][1]
    assert "csrf_token=sample" in staff.asked[0][1]
    assert page.locator("[data-autosave]").text_content() == "Answer"


def test_who_writes_without_pause_is_saved_every_five_seconds(staff):
    staff.page.clock.install()
    page = staff.open().page

    with page.expect_response("**/autosave"):
        for _ in range(6):
            page.locator("#name").press_sequentially("a")
            page.clock.run_for(1000)

    assert "name=aaaaa" in staff.asked[0][1]


def test_a_failed_save_is_told_and_tried_again(staff):
    staff.status = 503
    staff.page.clock.install()
    page = staff.open().page

    page.locator("#name").press_sequentially("a")
    with page.expect_response("**/autosave"):
        page.clock.run_for(2000)
    page.get_by_text("Not saved. What you have written is still here").wait_for()
    with page.expect_response("**/autosave"):
        page.clock.run_for(10000)

    assert len(staff.asked) == 2


def test_leaving_with_unsaved_words_is_asked_about(staff):
    page = staff.open().page
    page.locator("#name").press_sequentially("Notary")

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.accept()


def test_the_preview_is_sent_the_one_text_and_its_name(staff):
    page = staff.open().page
    page.locator("#name").fill("Not sent")
    page.locator("#text").fill("Words")

    page.get_by_role("button", name="Preview Text").click()
    page.locator("#text-preview p").wait_for()

    sent = dict(staff.asked)["/preview"]
    assert sorted(sent.split("&")) == ["csrf_token=sample", "field=text", "text=Words"]


def test_a_tool_writes_its_marks_around_the_chosen_words(staff):
    page = staff.open().page
    page.locator("#text").fill("Words")
    page.locator("#text").select_text()

    page.get_by_role("button", name="Bold").click()

    assert page.locator("#text").input_value() == "**Words**"


def test_all_rows_are_chosen_at_once_and_counted(staff):
    page = staff.open().page

    page.get_by_label("Choose all on the page").check()
    both = page.locator("[data-count]").text_content()
    page.get_by_label("Choose one").uncheck()

    assert both == "Chosen: 2"
    assert page.locator("[data-count]").text_content() == "Chosen: 1"
    assert page.locator("[data-choose-all]").evaluate("box => box.indeterminate")


def test_the_keyboard_goes_through_rows_and_to_the_tasks(staff):
    page = staff.open().page

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    here = page.evaluate("document.activeElement.closest('tr').innerText")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(re.compile("/tasks$"))

    assert "one" in here


def test_shortcuts_rest_while_one_types(staff):
    page = staff.open().page

    page.locator("#name").press_sequentially("gt?/")

    assert page.locator("#name").input_value() == "gt?/"
    assert page.locator("dialog[open]").count() == 0


def test_shortcuts_are_listed_and_stay_off_once_they_are_turned_off(staff):
    page = staff.open().page

    page.keyboard.press("?")
    page.get_by_label("Use keyboard shortcuts in this browser").uncheck()
    staff.open()
    page.keyboard.press("?")
    opened = page.locator("dialog[open]").count()
    page.get_by_role("button", name="Keyboard shortcuts").click()

    assert opened == 0
    assert not page.get_by_label("Use keyboard shortcuts in this browser").is_checked()
