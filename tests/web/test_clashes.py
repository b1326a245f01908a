"""Somebody was first: the same form comes back with all that was typed, and nothing is done."""

import re

import pytest
from sqlalchemy import update

from kb.barriers.move_operations import move_barrier, set_priority
from kb.db.session import session_scope
from kb.models import Barrier, FormDraft, Publication, Record, Review
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import PublicationState, ReviewKind, Role, ScreeningQuestion, Verdict, WorkState
from tests.barriers.moving import answers, ready_barrier
from tests.staff import actor_of, fill_in, make_user, opened_at, send, signed_in


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def lawyer(staff_app, people):
    return signed_in(staff_app, people["legal"])


@pytest.fixture
def admin(staff_app, people):
    return signed_in(staff_app, people["admin"])


def make(database, state):
    with session_scope(database.writing) as session:
        return f"/staff/barriers/{ready_barrier(session, state).code}"


def change(database, url, **values):
    """Let somebody else save the barrier."""
    with session_scope(database.writing) as session:
        other = actor_of(make_user(session, Role.ADVOCACY))
        barrier = find_record(session, Barrier, url.rpartition("/")[2])
        with changing(session, other, barrier):
            for name, value in (values or {"working_title": "Other words"}).items():
                setattr(barrier, name, value)


def state_of(database, url):
    with database.reading() as session:
        return find_record(session, Barrier, url.rpartition("/")[2]).work_state


def screened():
    names = [question.value.replace("-", "_") for question in ScreeningQuestion]
    reasons = {f"{name}_reason": f"Because of {name}." for name in names}
    return {**dict.fromkeys(names, "yes"), **reasons}


#: Ways, the state they begin in, and what somebody writes in their form.
MOVES = [
    ("recognise", WorkState.UNDER_ASSESSMENT, screened()),
    ("reject", WorkState.UNDER_ASSESSMENT, {"no_obstacle": "not-law", "reason": "A long reason."}),
    ("return", WorkState.UNDER_ASSESSMENT, {"question": "A long question?"}),
    (
        "resolve",
        WorkState.IN_PROGRESS,
        {"happened_on": "2026-01", "how": "In a long way.", "evidence": "prop. 2021/22:125"},
    ),
]


@pytest.mark.parametrize(("way", "state", "answers"), MOVES)
def test_nobody_decides_on_words_that_were_changed_after_they_were_read(
    database, lawyer, way, state, answers
):
    url = make(database, state)
    page = f"{url}/move/{way}"
    opened = opened_at(lawyer, page)
    change(database, url)

    answer = send(lawyer, f"{page}?lang=en", {**opened, **answers})

    assert answer.status_code == 409
    assert state_of(database, url) is state
    for text in answers.values():
        assert text in answer.text
    assert "Somebody else has saved the record since it was opened." in answer.text


def test_the_page_of_a_clash_leads_to_what_was_changed_and_can_be_sent_again(database, lawyer):
    url = make(database, WorkState.UNDER_ASSESSMENT)
    page = f"{url}/move/return"
    change(database, url, working_title="First words")
    opened = opened_at(lawyer, page)
    change(database, url)

    clash = send(lawyer, page, {**opened, "question": "Which?"})
    link = re.search(rf'href="({url}/history/compare[^"]*)"', clash.text)[1]
    version = re.search(r'name="version"[^>]*value="([0-9]*)"', clash.text)[1]
    compared = lawyer.get(link.replace("&amp;", "&"))
    again = send(lawyer, page, {"version": version, "question": "Which?"})

    assert "Other words" in compared.text
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("below", "data"),
    [
        ("move/drop", {"reason": "A long reason.", "review_on": "2090-01-01"}),
        ("priority", {"year": "2031", "reason": "A long reason."}),
    ],
)
def test_whoever_looks_at_what_has_changed_finds_their_words_again(database, admin, below, data):
    url = make(database, WorkState.IN_PROGRESS)
    page = f"{url}/{below}"
    opened = opened_at(admin, page)
    change(database, url)

    send(admin, page, {**opened, **data})
    back = admin.get(page)
    again = fill_in(admin, page, data)

    assert "A long reason." in back.text
    assert again.status_code == 303


def test_nothing_but_the_words_is_kept_of_what_was_refused(database, lawyer):
    url = make(database, WorkState.UNDER_ASSESSMENT)
    opened = opened_at(lawyer, f"{url}/move/reject")
    change(database, url)

    send(lawyer, f"{url}/move/reject", {**opened, "no_obstacle": "not-law", "reason": "Long."})

    with database.reading() as session:
        assert [draft.form for draft in session.query(FormDraft)] == [f"{url}/move/reject"]
        assert session.query(Review).count() == 0
    assert state_of(database, url) is WorkState.UNDER_ASSESSMENT


def test_a_move_that_does_not_say_what_was_read_is_refused(database, lawyer):
    url = make(database, WorkState.UNDER_ASSESSMENT)

    assert send(lawyer, f"{url}/move/return", {"question": "Which?"}).status_code == 409
    assert state_of(database, url) is WorkState.UNDER_ASSESSMENT


def test_what_was_answered_stays_when_somebody_else_has_moved_the_barrier(database, lawyer):
    url = make(database, WorkState.UNDER_ASSESSMENT)
    page = f"{url}/move/recognise"
    opened = opened_at(lawyer, page)
    change(database, url, work_state=WorkState.RECOGNISED)

    answer = send(lawyer, page, {**opened, **screened()})

    assert answer.status_code == 409
    for text in screened().values():
        assert text in answer.text


def test_a_page_of_a_move_that_has_been_taken_is_a_conflict_when_it_is_asked_for(database, lawyer):
    url = make(database, WorkState.RECOGNISED)

    assert lawyer.get(f"{url}/move/recognise").status_code == 409


def test_a_priority_and_its_reason_stay_when_somebody_was_first(database, admin):
    url = make(database, WorkState.IN_PROGRESS)
    opened = opened_at(admin, f"{url}/priority")
    change(database, url)
    data = {**opened, "year": "2031", "reason": "A long reason."}

    answer = send(admin, f"{url}/priority", data)

    assert answer.status_code == 409
    assert "A long reason." in answer.text
    assert 'value="2031"' in answer.text
    assert f"{url}/history/compare" in answer.text


def test_a_team_stays_chosen_when_somebody_was_first(database, lawyer, people):
    url = make(database, WorkState.IN_PROGRESS)
    opened = opened_at(lawyer, f"{url}/team")
    change(database, url)
    other = str(people["other_legal"].id)

    answer = send(lawyer, f"{url}/team", {**opened, "owner": other, "reviewers": [other]})

    assert answer.status_code == 409
    assert f'<option selected value="{other}">' in answer.text
    assert re.search(rf'<input[^>]*checked[^>]*name="reviewers"[^>]*value="{other}"', answer.text)


def test_an_answer_stays_when_somebody_else_has_answered(database, staff_app, people, lawyer):
    url = make(database, WorkState.SUBMITTED)
    with session_scope(database.writing) as session:
        barrier = find_record(session, Barrier, url.rpartition("/")[2])
        barrier.author_id = people["advocacy"].id
        review = Review(
            record_id=barrier.id,
            kind=ReviewKind.SCREENING,
            verdict=Verdict.RETURNED,
            reason="Which?",
            reviewer_id=people["legal"].id,
        )
        session.add(review)
        session.flush()
        page = f"{url}/reply/{review.id}"
    author = signed_in(staff_app, people["advocacy"])
    send(author, page, {"text": "Section 2."})

    answer = send(author, page, {"text": "A long answer."})

    assert answer.status_code == 409
    assert "A long answer." in answer.text


def test_a_lost_race_shows_the_form_and_not_a_fault(database, admin, monkeypatch):
    url = make(database, WorkState.IN_PROGRESS)
    opened = opened_at(admin, f"{url}/priority")

    def overtaken(session, actor, barrier, *rest):
        """Let somebody else save the barrier between the check and the save."""
        raised = {"version": Record.version + 1}
        session.execute(update(Record).where(Record.id == barrier.id).values(raised))
        set_priority(session, actor, barrier, *rest)

    monkeypatch.setattr("kb.barriers.work_views.set_priority", overtaken)

    answer = send(admin, f"{url}/priority", {**opened, "year": "2031", "reason": "Long."})

    assert answer.status_code == 409
    assert "Long." in answer.text


def test_the_reason_of_a_step_at_the_desk_stays_when_the_words_have_changed(database, lawyer):
    url = make(database, WorkState.IN_PROGRESS)
    desk = f"{url}/publication"
    fill_in(lawyer, f"{desk}/move/allow")
    change(database, url, title_sv="Rubrik", summary_sv="Sammanfattning.")
    with session_scope(database.writing) as session:
        barrier = find_record(session, Barrier, url.rpartition("/")[2])
        session.merge(Publication(record_id=barrier.id, state=PublicationState.IN_REVIEW))
    page = f"{desk}/move/send-back"
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', lawyer.get(page).text)[1]
    change(database, url, summary_sv="Other words.")

    answer = send(lawyer, page, {"seen": seen, "reason": "A long reason."})
    now = re.search(r'name="seen"[^>]*value="([^"]*)"', answer.text)[1]
    again = send(lawyer, page, {"seen": now, "reason": "A long reason."})

    assert answer.status_code == 409
    assert "A long reason." in answer.text
    assert now != seen
    assert again.status_code == 303


def test_whoever_was_shown_no_page_moves_what_stands_there(session):
    barrier = ready_barrier(session, WorkState.IN_PROGRESS)

    assert move_barrier(session, SYSTEM, barrier, "pause", answers()).name == "pause"
