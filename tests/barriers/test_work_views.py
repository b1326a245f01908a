"""The work with a barrier as staff do it in a browser."""

import re

import pytest
from sqlalchemy import select

from kb.barriers.contact_operations import READ
from kb.db.session import session_scope
from kb.models import Barrier, BarrierMember, Notification, Review, Revision
from kb.web.services import EXTENSION
from kb.words import Duty, News, Role, ScreeningQuestion, State, WorkState
from tests.barriers.moving import bare_barrier, ready_barrier
from tests.staff import fill_in, make_user, send, signed_in

CODE = "H-2026-003"


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


def make(database, state: WorkState, maker=ready_barrier, **changes) -> str:
    """A barrier in the library; returns the address of the staff's page of it."""
    with session_scope(database.writing) as session:
        barrier = maker(session, state)
        for name, value in changes.items():
            setattr(barrier, name, value)
        return f"/staff/barriers/{barrier.code}"


def found(database, url: str) -> Barrier:
    from kb.records.queries import find_record

    with database.reading() as session:
        barrier = find_record(session, Barrier, url.rpartition("/")[2])
        session.expunge_all()
    return barrier


def screened(**changes: str) -> dict[str, str]:
    """What a browser sends when all three questions are answered."""
    data = {}
    for question in ScreeningQuestion:
        name = question.value.replace("-", "_")
        data |= {name: "yes", f"{name}_reason": "For this reason."}
    return {**data, **changes}


def test_the_page_of_a_barrier_of_the_catalogue_shows_all_its_parts(staff_app, people):
    page = signed_in(staff_app, people["legal"]).get(f"/staff/barriers/{CODE}?lang=en")

    assert page.status_code == 200
    for heading in ("What to do next", "The law", "The evidence", "Notes", "Matters and actions"):
        assert f">{heading}</h2>" in page.text
    assert page.text.count("<h1") == 1
    assert f'href="/staff/barriers/{CODE}/edit/law"' in page.text
    assert f'href="/staff/barriers/{CODE}/history"' in page.text


@pytest.mark.parametrize("number", range(3))
def test_every_barrier_of_the_catalogue_can_be_shown(staff_app, people, number):
    client = signed_in(staff_app, people["advocacy"])
    with staff_app.extensions[EXTENSION].database.reading() as session:
        codes = [code for (code,) in session.query(Barrier.code).order_by(Barrier.code)]

    statuses = {
        code: client.get(f"/staff/barriers/{code}").status_code for code in codes[number::3]
    }

    assert set(statuses.values()) == {200}


def test_a_code_in_small_letters_leads_to_the_page(staff_app, people):
    answer = signed_in(staff_app, people["legal"]).get(f"/staff/barriers/{CODE.lower()}")

    assert (answer.status_code, answer.location) == (301, f"/staff/barriers/{CODE}")


@pytest.mark.parametrize("below", ["", "/move/begin", "/team", "/priority", "/reply/1"])
def test_a_stranger_is_asked_to_sign_in(client, below):
    answer = client.get(f"/staff/barriers/{CODE}{below}")

    assert CODE not in answer.text or answer.status_code in (302, 303)
    assert answer.status_code in (302, 303, 401)


@pytest.mark.parametrize("below", ["", "/move/begin", "/team"])
def test_a_barrier_that_is_not_there_is_not_found(staff_app, people, below):
    client = signed_in(staff_app, people["admin"])

    assert client.get(f"/staff/barriers/H-1999-999{below}").status_code == 404


def test_buttons_are_shown_only_for_ways_that_one_may_take(staff_app, people, database):
    url = make(database, WorkState.UNDER_ASSESSMENT)

    lawyer = signed_in(staff_app, people["legal"]).get(url).text
    advocate = signed_in(staff_app, people["advocacy"]).get(url).text

    ways = re.compile(rf'href="{url}/(?:move/)?([a-z-]+)"')
    assert {"recognise", "reject", "return", "merge"} <= set(ways.findall(lawyer))
    assert {"recognise", "reject", "return"}.isdisjoint(ways.findall(advocate))


def test_four_eyes_are_told_in_words_to_the_lawyer_who_logged_it(staff_app, people, database):
    url = make(database, WorkState.UNDER_ASSESSMENT, author_id=people["legal"].id)

    page = signed_in(staff_app, people["legal"]).get(f"{url}?lang=en").text

    assert "somebody else has to do this" in page
    assert f'href="{url}/move/recognise"' not in page


def test_who_told_us_is_read_by_those_who_need_it_alone(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED, reported_by="Kalle Blomkvist")

    lawyer, advocate = (signed_in(staff_app, people[name]) for name in ("legal", "advocacy"))

    assert "Kalle Blomkvist" in send(lawyer, f"{url}/contact").text
    assert "contact" not in advocate.get(url).text
    assert send(advocate, f"{url}/contact").status_code == 403


@pytest.mark.parametrize("below", ["", "/edit/report", "/edit/all", "/check", "/history"])
def test_who_told_us_stands_on_no_page_of_somebody_who_does_not_work_with_the_barrier(
    staff_app, people, database, below
):
    url = make(database, WorkState.SUBMITTED, reported_by="Kalle Blomkvist")

    assert "Blomkvist" not in signed_in(staff_app, people["admin"]).get(url + below).text


def test_that_somebody_outside_the_team_has_read_it_stands_in_the_history(
    staff_app, people, database
):
    url = make(database, WorkState.SUBMITTED, reported_by="Källan", owner_id=people["legal"].id)
    for name in ("legal", "admin"):
        send(signed_in(staff_app, people[name]), f"{url}/contact")

    with database.reading() as session:
        read = session.scalars(select(Revision).where(Revision.verb == READ)).all()
    assert [each.actor_id for each in read] == [people["admin"].id]


def test_whoever_is_not_shown_who_told_us_does_not_take_it_away(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED, reported_by="Källan")
    version = found(database, url).version
    typed = {"working_title": "Ny titel", "working_summary": "Så.", "version": str(version)}

    answer = send(signed_in(staff_app, people["legal"]), f"{url}/edit/report", typed)

    barrier = found(database, url)
    assert answer.status_code == 303
    assert (barrier.working_title, barrier.reported_by) == ("Ny titel", "Källan")


def test_a_legal_expert_asks_gets_an_answer_and_recognises(staff_app, people, database):
    author, lawyer = people["advocacy"], people["legal"]
    url = make(database, WorkState.UNDER_ASSESSMENT, author_id=author.id)
    at_law, at_home = signed_in(staff_app, lawyer), signed_in(staff_app, author)

    asked = fill_in(at_law, f"{url}/move/return", {"question": "Which provision?"})
    with database.reading() as session:
        review = session.query(Review.id).scalar()
    shown = at_home.get(url).text
    answered = send(at_home, f"{url}/reply/{review}", {"text": "Section 2."})
    taken = fill_in(at_law, f"{url}/move/take", {"owner": str(author.id)})
    recognised = fill_in(at_law, f"{url}/move/recognise", screened())

    statuses = [answer.status_code for answer in (asked, answered, taken, recognised)]
    assert statuses == [303, 303, 303, 303]
    assert recognised.location == f"{url}?told=moved"
    assert "Which provision?" in shown
    assert f"{url}/reply/{review}" in shown
    assert found(database, url).work_state is WorkState.RECOGNISED
    assert "Section 2." in at_law.get(url).text


def test_the_page_of_a_move_lists_what_is_missing_with_the_way_to_it(staff_app, people, database):
    url = make(database, WorkState.UNDER_ASSESSMENT, bare_barrier)

    page = signed_in(staff_app, people["legal"]).get(f"{url}/move/recognise?lang=en")

    assert page.status_code == 200
    assert page.text.count(f'href="{url}/edit/law"') == 3
    assert "Name at least one root cause." in page.text


def test_a_move_that_lacks_something_is_refused_with_all_that_is_missing(
    staff_app, people, database
):
    url = make(database, WorkState.UNDER_ASSESSMENT, bare_barrier)

    answer = fill_in(signed_in(staff_app, people["legal"]), f"{url}/move/recognise", screened())

    assert answer.status_code == 422
    assert answer.text.count(f'href="{url}/edit/law"') == 3
    assert found(database, url).work_state is WorkState.UNDER_ASSESSMENT


def test_an_unanswered_question_is_marked_in_the_form_and_what_was_typed_is_kept(
    staff_app, people, database
):
    url = make(database, WorkState.UNDER_ASSESSMENT)
    data = screened(is_law="", is_new_reason="I have searched.")

    answer = fill_in(signed_in(staff_app, people["legal"]), f"{url}/move/recognise?lang=en", data)

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert "I have searched." in answer.text


def test_a_no_in_the_screening_is_told_at_the_questions(staff_app, people, database):
    url = make(database, WorkState.UNDER_ASSESSMENT)

    answer = fill_in(
        signed_in(staff_app, people["legal"]), f"{url}/move/recognise", screened(is_new="no")
    )

    assert answer.status_code == 422
    assert 'id="is_obstacle-error"' in answer.text


@pytest.mark.parametrize(("who", "status"), [("advocacy", 403), ("legal", 200)])
def test_a_move_is_shown_to_those_who_may_take_it(staff_app, people, database, who, status):
    url = make(database, WorkState.UNDER_ASSESSMENT)

    assert signed_in(staff_app, people[who]).get(f"{url}/move/recognise").status_code == status


def test_a_move_from_another_state_says_that_somebody_was_first(staff_app, people, database):
    url = make(database, WorkState.RECOGNISED)

    answer = fill_in(signed_in(staff_app, people["legal"]), f"{url}/move/recognise", screened())

    assert answer.status_code == 409


def test_a_source_is_read_as_lawyers_cite_it(staff_app, people, database):
    url = make(database, WorkState.IN_PROGRESS)
    data = {"happened_on": "2026-01", "how": "Genom en lag.", "evidence": "prop. 2021/22:125"}

    answer = fill_in(signed_in(staff_app, people["legal"]), f"{url}/move/resolve", data)

    assert answer.status_code == 303
    assert found(database, url).state is State.RESOLVED
    assert found(database, url).citations[-1].key == "prop/2021/22:125"


def test_merging_leads_to_its_own_page(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED)

    answer = signed_in(staff_app, people["legal"]).get(f"{url}/move/merge")

    assert (answer.status_code, answer.location) == (303, f"{url}/merge")


def test_the_team_is_set_by_those_who_may_edit(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED)
    data = {
        "owner": str(people["advocacy"].id),
        "contributors": [str(people["other_advocacy"].id), str(people["other_legal"].id)],
        "reviewers": [str(people["other_legal"].id)],
    }

    data["version"] = str(found(database, url).version)

    answer = send(signed_in(staff_app, people["legal"]), f"{url}/team", data)

    barrier = found(database, url)
    assert answer.location == f"{url}?told=team-saved"
    assert barrier.owner_id == people["advocacy"].id
    assert {member.user_id: member.duty for member in barrier.members} == {
        people["other_advocacy"].id: Duty.CONTRIBUTOR,
        people["other_legal"].id: Duty.LEGAL_REVIEWER,
    }


def test_the_form_of_the_team_shows_who_is_there_even_when_an_account_is_closed(
    staff_app, people, database
):
    url = make(database, WorkState.SUBMITTED)
    with session_scope(database.writing) as session:
        gone = make_user(session, Role.ADVOCACY, "Gone Away")
        gone.is_active = False
        barrier_id = session.query(Barrier.id).filter_by(code=url.rpartition("/")[2]).scalar()
        session.add(BarrierMember(barrier_id=barrier_id, user_id=gone.id, duty=Duty.CONTRIBUTOR))

    page = signed_in(staff_app, people["legal"]).get(f"{url}/team")

    assert page.status_code == 200
    assert "Gone Away" in page.text


def test_somebody_outside_of_the_team_may_not_change_it(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED)

    assert signed_in(staff_app, people["advocacy"]).get(f"{url}/team").status_code == 403
    assert send(signed_in(staff_app, people["advocacy"]), f"{url}/team", {}).status_code == 403


def test_a_barrier_that_nobody_owns_can_be_taken_over_once(staff_app, people, database):
    url = make(database, WorkState.SUBMITTED)

    first = send(signed_in(staff_app, people["advocacy"]), f"{url}/take-over")
    second = send(signed_in(staff_app, people["other_advocacy"]), f"{url}/take-over")

    assert (first.status_code, second.status_code) == (303, 409)
    assert found(database, url).owner_id == people["advocacy"].id


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"year": "2027", "reason": "Most."}, 303),
        ({"year": "soon", "reason": "Most."}, 422),
        ({"year": "2027", "reason": ""}, 422),
    ],
)
def test_a_priority_needs_a_year_and_a_reason(staff_app, people, database, data, status):
    url = make(database, WorkState.RECOGNISED)

    data = {**data, "version": str(found(database, url).version)}

    answer = send(signed_in(staff_app, people["admin"]), f"{url}/priority", data)

    assert answer.status_code == status
    assert found(database, url).priority_year == (2027 if status == 303 else None)


@pytest.mark.parametrize("page", ["team", "priority"])
def test_a_form_that_was_opened_before_somebody_else_saved_is_refused(
    staff_app, people, database, page
):
    url = make(database, WorkState.RECOGNISED)
    admin = signed_in(staff_app, people["admin"])
    opened = re.search(r'name="version"[^>]*value="(\d+)"', admin.get(f"{url}/{page}").text)[1]
    send(signed_in(staff_app, people["advocacy"]), f"{url}/take-over")

    data = {"version": opened, "owner": "", "year": "2027", "reason": "Now."}
    answer = send(admin, f"{url}/{page}", data)

    after = found(database, url)
    assert answer.status_code == 409
    assert (after.owner_id, after.priority_year) == (people["advocacy"].id, None)


def test_whoever_has_given_a_barrier_away_is_offered_no_way_to_resolve_it(
    staff_app, people, database
):
    url = make(database, WorkState.IN_PROGRESS)
    legal = signed_in(staff_app, people["legal"])
    send(legal, f"{url}/take-over")
    version = str(found(database, url).version)
    send(legal, f"{url}/team", {"owner": "", "version": version})

    assert found(database, url).owner_id is None
    assert f'{url}/move/resolve"' not in legal.get(url).text
    assert legal.get(f"{url}/move/resolve").status_code == 403
    assert signed_in(staff_app, people["other_legal"]).get(f"{url}/move/resolve").status_code == 200


def test_only_an_administrator_reaches_the_form_of_the_priority(staff_app, people):
    for who, status in (("admin", 200), ("legal", 403), ("advocacy", 403)):
        page = signed_in(staff_app, people[who]).get(f"/staff/barriers/{CODE}/priority")

        assert page.status_code == status


def test_an_empty_answer_to_a_question_is_refused(staff_app, people, database):
    url = make(database, WorkState.UNDER_ASSESSMENT, author_id=people["advocacy"].id)
    fill_in(signed_in(staff_app, people["legal"]), f"{url}/move/return", {"question": "Which?"})
    with database.reading() as session:
        review = session.query(Review.id).scalar()
        news = session.query(Notification.news).filter_by(user_id=people["advocacy"].id).scalar()

    client = signed_in(staff_app, people["advocacy"])

    assert news is News.ASKED
    assert client.get(f"{url}/reply/{review}").status_code == 200
    assert send(client, f"{url}/reply/{review}", {"text": " "}).status_code == 422
    assert client.get(f"{url}/reply/{review + 1}").status_code == 404
