"""The pages on which barriers are written: every section by every role, drafts and conflicts."""

import re

import pytest

from kb.models import Barrier
from kb.records.queries import find_record
from tests.barriers.editing import change, fields, hidden, read
from tests.staff import send, signed_in

SECTIONS = {
    "report": {"working_title": "Ny titel", "working_summary": "Det händer."},
    "law": {
        "citations-0-reference": "10 kap. 28 § OSL",
        "citations-0-role": "causes",
        "citations-0-certainty": "inference",
        "root_causes": "secrecy",
    },
    "flow": {"sender_sv": "Socialtjänsten", "secrecy": "26 kap. 1 § OSL"},
    "objectives": {
        "impacts-0-objective": "1.1",
        "impacts-0-direction": "blocks",
        "impacts-0-strength": "2",
        "impacts-0-reason_sv": "Därför.",
        "impacts-0-certainty": "inference",
    },
    "scores": {"severity": "3", "severity_reason": "Barn berörs."},
    "evidence": {"relations-0-barrier": "h-2026-001", "relations-0-relation": "related"},
    "all": {"working_title": "Allt på en gång", "reach": "2", "reach_reason": "Många."},
}


def test_a_working_title_is_enough_to_log_a_barrier(staff_app, author):
    answer = send(author, "/staff/barriers/new", {"working_title": "Nytt", "then": "go-on"})

    assert answer.status_code == 303
    code = re.search(r"/staff/barriers/(H-\d{4}-\d{3})/edit/law\?told=created", answer.location)[1]
    assert read(staff_app, code).working_title == "Nytt"


def test_a_new_barrier_without_a_title_is_shown_again_with_what_was_typed(author):
    answer = send(author, "/staff/barriers/new", {"working_summary": "Detta är kvar."})

    assert answer.status_code == 422
    assert "Detta är kvar." in answer.text
    assert 'href="#working_title"' in answer.text


@pytest.mark.parametrize("section", SECTIONS)
def test_its_author_saves_every_section(staff_app, author, code, section):
    url = f"/staff/barriers/{code}/edit/{section}"
    page = author.get(url)

    answer = send(author, url, {**hidden(page), **SECTIONS[section], "then": "close"})

    assert page.status_code == 200
    assert (answer.status_code, answer.location) == (303, f"/staff/barriers/{code}?told=saved")
    assert read(staff_app, code).version == 2


@pytest.mark.parametrize("section", SECTIONS)
def test_legal_saves_every_section(staff_app, lawyer, code, section):
    url = f"/staff/barriers/{code}/edit/{section}"

    answer = send(lawyer, url, {**hidden(lawyer.get(url)), **SECTIONS[section]})

    assert answer.status_code == 303
    assert read(staff_app, code).version == 2


@pytest.mark.parametrize("section", SECTIONS)
def test_another_in_advocacy_may_not_change_it(staff_app, people, code, section):
    other = signed_in(staff_app, people["other_advocacy"])
    url = f"/staff/barriers/{code}/edit/{section}"

    assert other.get(url).status_code == 403
    assert send(other, url, SECTIONS[section]).status_code == 403
    assert read(staff_app, code).version == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_a_stranger_is_asked_to_sign_in(staff_app, code, section):
    stranger = staff_app.test_client()

    answer = stranger.get(f"/staff/barriers/{code}/edit/{section}")

    assert "Ett utkast" not in answer.text
    assert answer.status_code in (302, 303, 401)
    send(stranger, f"/staff/barriers/{code}/edit/{section}", SECTIONS[section])
    assert read(staff_app, code).version == 1


@pytest.mark.parametrize(
    "path", ["H-2026-999/edit/report", "CASE/edit/nothing", "H-2026-999/check"]
)
def test_what_does_not_exist_is_not_found(author, code, path):
    assert author.get(f"/staff/barriers/{path.replace('CASE', code)}").status_code == 404


def test_saving_and_going_on_leads_through_every_step_to_the_check(author, code):
    seen, url = [], f"/staff/barriers/{code}/edit/report"
    while "/edit/" in url:
        url = url.partition("?")[0]
        seen.append(url.rpartition("/")[2])
        sent = {**fields(author.get(url)), **SECTIONS[seen[-1]], "then": "go-on"}
        url = send(author, url, sent).location

    assert seen == ["report", "law", "flow", "objectives", "scores", "evidence"]
    assert url.startswith(f"/staff/barriers/{code}/check")


def test_the_check_lists_all_that_is_missing_at_once_and_where_to_fill_it_in(author, code):
    page = author.get(f"/staff/barriers/{code}/check")

    assert f'href="/staff/barriers/{code}/edit/report#kinds"' in page.text
    assert f'href="/staff/barriers/{code}/edit/report#channel"' in page.text
    assert "Ursprunglig text." in page.text
    assert f'action="/staff/barriers/{code}/move/submit"' in page.text


def test_every_answer_on_the_check_has_a_way_to_change_it(author, code):
    page = author.get(f"/staff/barriers/{code}/check")

    assert page.text.count('class="summary-change"') >= 40


def test_a_row_is_added_and_removed_without_script_and_nothing_typed_is_lost(author, code):
    url = f"/staff/barriers/{code}/edit/law"
    typed = {"citations-0-reference": "första", "citations-1-reference": "andra"}

    added = send(author, url, {**typed, "add": "citations"})
    removed = send(author, url, {**typed, "remove": "citations-0"})

    assert 'name="citations-2-reference"' in added.text
    assert 'value="första"' in added.text
    assert 'value="första"' not in removed.text
    assert 'value="andra"' in removed.text


def test_a_reference_that_cannot_be_read_is_kept_and_told(staff_app, author, code):
    url = f"/staff/barriers/{code}/edit/law"
    sent = {**hidden(author.get(url)), **SECTIONS["law"], "citations-0-reference": "den där lagen"}

    answer = send(author, url, {**sent, "then": "go-on"}, follow=True)

    assert answer.request.path == url
    assert "den där lagen" in answer.text
    assert read(staff_app, code).citations[0].text == "den där lagen"


def test_a_day_that_the_calendar_lacks_is_refused_with_everything_kept(author, code):
    url = f"/staff/barriers/{code}/edit/report"
    sent = {"working_title": "Titel", "reported_on": "2026-02-31"}

    answer = send(author, url, {**hidden(author.get(url)), **sent})

    assert answer.status_code == 422
    assert 'value="2026-02-31"' in answer.text
    assert 'href="#reported_on"' in answer.text


def test_every_fault_of_the_scores_is_told_at_once(author, code):
    url = f"/staff/barriers/{code}/edit/scores"
    sent = {"severity": "3", "reach": "2", "stake_from": "10"}

    answer = send(author, url, {**hidden(author.get(url)), **sent})

    assert answer.status_code == 422
    for field in ("severity_reason", "reach_reason", "stake_unit", "stake_year", "stake_source"):
        assert f'href="#{field}"' in answer.text


def test_a_fault_in_a_row_stands_at_its_field(author, code):
    url = f"/staff/barriers/{code}/edit/evidence"
    sent = {"relations-0-relation": "related", "relations-1-barrier": "H-1999-999"}

    answer = send(author, url, {**hidden(author.get(url)), **sent})

    assert answer.status_code == 422
    assert 'href="#relations-1-barrier"' in answer.text


def test_what_is_no_field_of_the_form_has_no_effect(staff_app, people, author, code):
    url = f"/staff/barriers/{code}/edit/all"
    before = read(staff_app, code)
    sent = {
        **hidden(author.get(url)),
        **SECTIONS["all"],
        "owner_id": str(people["other_legal"].id),
        "author_id": "",
        "work_state": "recognised",
        "state": "resolved",
        "role": "admin",
        "priority_year": "2026",
        "title_sv": "Offentlig titel",
        "code": "H-2026-001",
    }

    send(author, url, sent)

    after = read(staff_app, code)
    assert after.working_title == SECTIONS["all"]["working_title"]
    for name in ("owner_id", "author_id", "work_state", "state", "priority_year", "title_sv"):
        assert getattr(after, name) == getattr(before, name)


@pytest.mark.parametrize("version", ["999999", "-1", "x", "", "9" * 400])
def test_a_version_that_was_made_up_overwrites_nothing_unseen(staff_app, author, code, version):
    url = f"/staff/barriers/{code}/edit/report"

    answer = send(author, url, {"version": version, "base": "{}", "working_title": "Påhittad"})

    assert answer.status_code == 409
    assert read(staff_app, code).working_title == "Ett utkast"


def test_a_hostile_text_is_shown_as_text(author, code):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    url = f"/staff/barriers/{code}/edit/report"
    send(author, url, {**hidden(author.get(url)), "working_title": hostile, "internal": hostile})

    for path in ("edit/report", "edit/all", "check"):
        page = author.get(f"/staff/barriers/{code}/{path}")
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


@pytest.mark.parametrize("text", ["[" * 20_000, "x" * 2_000_000])
def test_a_text_that_cannot_be_rendered_is_refused(staff_app, author, code, text):
    url = f"/staff/barriers/{code}/edit/report"

    answer = send(author, url, {**hidden(author.get(url)), "working_title": "T", "internal": text})

    assert answer.status_code in (413, 422)
    assert read(staff_app, code).version == 1


def test_what_was_typed_and_not_saved_stands_in_the_form_until_it_is_saved(author, code):
    url = f"/staff/barriers/{code}/edit/report"
    opened = hidden(author.get(url))
    send(author, f"/staff/drafts?form={url}", {**opened, "working_title": "Halvskriven"})

    page = author.get(url)

    assert 'value="Halvskriven"' in page.text
    assert 'action="/staff/drafts/drop"' in page.text
    send(author, url, {**hidden(page), "working_title": "Hel"})
    assert 'action="/staff/drafts/drop"' not in author.get(url).text


def test_what_was_typed_is_kept_when_saving_is_refused(author, code):
    url = f"/staff/barriers/{code}/edit/report"
    send(author, f"/staff/drafts?form={url}", {"working_title": "Halvskriven"})

    send(author, url, {"working_title": ""})

    assert 'value="Halvskriven"' in author.get(url).text


def test_advocacy_leaves_the_law_of_a_recognised_barrier_alone(staff_app, author, code):
    with change(staff_app) as session:
        find_record(session, Barrier, code).work_state = "recognised"

    law, flow = (author.get(f"/staff/barriers/{code}/edit/{part}") for part in ("law", "flow"))
    everything = author.get(f"/staff/barriers/{code}/edit/all")
    url = f"/staff/barriers/{code}/edit/all"
    law_too = {**SECTIONS["law"], **SECTIONS["flow"]}
    send(author, url, {**hidden(everything), **SECTIONS["all"], **law_too})

    assert (law.status_code, flow.status_code) == (403, 403)
    assert 'name="practice_reason"' not in everything.text
    assert 'name="secrecy"' not in everything.text
    after = read(staff_app, code)
    assert (after.citations, after.flow) == ([], None)
    assert after.reach == 2


def test_law_that_a_lawyer_changes_meanwhile_is_no_conflict_for_whoever_may_not_see_its_fields(
    staff_app, author, lawyer, code
):
    with change(staff_app) as session:
        find_record(session, Barrier, code).work_state = "recognised"
    url = f"/staff/barriers/{code}/edit"
    opened, law = fields(author.get(f"{url}/all")), hidden(lawyer.get(f"{url}/law"))
    send(lawyer, f"{url}/law", {**law, **SECTIONS["law"], "practice_reason": "Praxis"})

    answer = send(author, f"{url}/all", {**opened, "working_title": "Min titel"})

    assert answer.location.endswith("?told=merged")
    after = read(staff_app, code)
    assert (after.working_title, after.practice_reason) == ("Min titel", "Praxis")
    assert len(after.citations) == 1
