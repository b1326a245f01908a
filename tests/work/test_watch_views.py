"""Findings as staff see them: the list of a barrier, the form, and who may fill it in."""

import pytest

from kb.db.session import session_scope
from kb.models import Barrier, LawFinding
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import State
from kb.work.watch_operations import watch_law
from tests.law.book import SECOND, statute, take
from tests.staff import send, signed_in
from tests.work.watching import KEY, citing

LINE = ("2025:638", "2025-07-01", "ändr. 6 kap. 37 §")


@pytest.fixture
def change(staff_app):
    return lambda: session_scope(staff_app.extensions[EXTENSION].database.writing)


@pytest.fixture
def found(change):
    """Address of the findings of a barrier, and the id of the one that waits."""
    with change() as session:
        take(session, statute(register=[("2020:1", "2020-07-01", "ändr. 1 §")]))
        barrier = citing(session, "K6P37")
        take(session, statute(register=[LINE]), on=SECOND)
        (finding,) = [each for each in watch_law(session, SYSTEM) if each.barrier_id == barrier.id]
        return f"/staff/barriers/{barrier.code}/findings", finding.id


@pytest.fixture
def legal(staff_app, people):
    return signed_in(staff_app, people["legal"])


@pytest.fixture
def advocacy(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


ANSWER = {"verdict": "still-holds", "note": "Bara <redaktionellt>."}


def test_a_finding_names_the_provision_the_amending_act_and_the_day(legal, found):
    page = legal.get(f"{found[0]}?lang=en").text

    assert 'href="/en/law/sfs/2017:725/K6P37"' in page
    assert "by SFS 2025:638" in page
    assert "1 July 2025" in page


def test_only_who_may_judge_is_led_to_the_form(legal, advocacy, found):
    url, number = found

    assert f'href="{url}/{number}"' in legal.get(url).text
    page = advocacy.get(url)
    assert page.status_code == 200
    assert f'href="{url}/{number}"' not in page.text


def test_a_barrier_without_findings_says_what_would_stand_there(legal):
    assert "Nothing has moved" in legal.get("/staff/barriers/H-2026-008/findings?lang=en").text


def test_a_verdict_is_saved_and_shown_and_leaves_the_barrier_alone(legal, found, change):
    url, number = found

    answer = send(legal, f"{url}/{number}", ANSWER)

    assert (answer.status_code, answer.location) == (303, f"{url}?told=saved")
    assert "Bara &lt;redaktionellt&gt;." in legal.get(url).text
    with change() as session:
        finding = session.get(LawFinding, number)
        assert finding.handled_at is not None
        assert find_record(session, Barrier, url.split("/")[3]).state is State.OPEN


@pytest.mark.parametrize("lacking", [{"verdict": ""}, {"note": " "}, {"verdict": "x"}])
def test_what_lacks_is_asked_for_and_what_was_typed_is_kept(legal, found, lacking):
    url, number = found

    answer = send(legal, f"{url}/{number}", {**ANSWER, "note": "Kvar.", **lacking})

    assert answer.status_code == 422
    assert "note" in lacking or "Kvar." in answer.text


def test_a_second_verdict_is_refused_and_what_was_typed_is_kept(legal, found):
    url, number = found
    send(legal, f"{url}/{number}", ANSWER)

    answer = send(legal, f"{url}/{number}", {**ANSWER, "note": "En annan mening."})

    assert answer.status_code == 409
    assert "En annan mening." in answer.text


def test_an_advocacy_officer_cannot_judge(advocacy, found):
    url, number = found

    assert advocacy.get(f"{url}/{number}").status_code == 403
    assert send(advocacy, f"{url}/{number}", ANSWER).status_code == 403


def test_a_finding_of_another_barrier_is_not_found(legal, found):
    assert legal.get(f"/staff/barriers/H-2026-008/findings/{found[1]}").status_code == 404
    assert legal.get(f"{found[0]}/999999").status_code == 404


def test_the_public_sees_no_findings(staff_app, found):
    answer = staff_app.test_client().get(found[0])

    assert answer.status_code in (302, 303)
    assert KEY not in answer.text


def test_a_finding_stands_on_the_task_list_of_legal_experts(legal, found):
    assert f'href="{found[0]}"' in legal.get("/staff/").text
