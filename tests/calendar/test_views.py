"""Deadlines on pages and in calendars, read as calendar programs read them."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from kb.clock import today
from kb.db.session import session_scope
from kb.models import Action, ActionTask, Matter, PersonalCalendar, User
from kb.publication.operations import naming, publish
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.web.services import EXTENSION
from kb.words import ActionState
from tests.staff import send, signed_in

FEED = "/calendar/deadlines.ics"
#: A matter of the catalogue that has a consultation.
CODE = "L-2026-004"


def database_of(app):
    return app.extensions[EXTENSION].database


def extend(app, until: date, *, is_published: bool = True) -> None:
    """Let the consultation of the matter end *until*."""
    with session_scope(database_of(app).writing) as session:
        matter = find_record(session, Matter, CODE)
        step = next(event for event in matter.events if event.stage == "consultation")
        step.until = until.isoformat()
        session.flush()
        if is_published:
            publish(session, SYSTEM, matter, naming(session))


def events_of(client, url: str) -> dict[str, tuple[date, int]]:
    answer = client.get(url)
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    return {
        str(event["uid"]): (event["dtstart"].dt, int(event["sequence"]))
        for event in calendar.walk("VEVENT")
    }


def own_address(client) -> str:
    page = send(client, "/staff/calendar")
    assert page.status_code == 200
    return "/calendar/" + page.text.split("/calendar/")[1].split(".ics")[0] + ".ics"


def test_a_consultation_stands_in_the_calendar_and_on_the_page(staff_app):
    end = today() + timedelta(days=20)
    extend(staff_app, end)
    client = staff_app.test_client()

    days = {uid: day for uid, (day, _sequence) in events_of(client, FEED).items()}

    assert days[f"{CODE}.consultation.1.consultation@hinderbanken"] == end
    assert f"/sv/matters/{CODE}" in client.get("/sv/deadlines").text


def test_a_day_that_is_moved_keeps_its_name_and_counts_up(staff_app):
    uid = f"{CODE}.consultation.1.consultation@hinderbanken"
    client = staff_app.test_client()
    extend(staff_app, today() + timedelta(days=20))
    before = events_of(client, FEED)[uid]

    extend(staff_app, today() + timedelta(days=30))

    after = events_of(client, FEED)[uid]
    assert after[0] - before[0] == timedelta(days=10)
    assert after[1] > before[1]


def test_what_is_not_published_is_in_no_public_calendar(staff_app, people):
    end = today() + timedelta(days=77)
    extend(staff_app, end, is_published=False)
    client = staff_app.test_client()

    assert end not in {day for day, _sequence in events_of(client, FEED).values()}
    assert end.isoformat() not in client.get("/sv/deadlines").text
    staff = signed_in(staff_app, people["legal"])
    assert end.isoformat() in staff.get("/staff/deadlines").text


def test_lines_are_folded_as_the_standard_asks(staff_app):
    extend(staff_app, today() + timedelta(days=20))

    body = staff_app.test_client().get(FEED).data

    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


@pytest.mark.parametrize(("language", "words"), [("sv", "Remisstiden"), ("en", "Consultation")])
def test_a_calendar_speaks_the_language_that_is_asked_for(staff_app, language, words):
    extend(staff_app, today() + timedelta(days=20))

    text = staff_app.test_client().get(f"{FEED}?lang={language}").text

    assert words in text


def test_a_calendar_can_be_narrowed_to_one_matter_or_barrier(staff_app):
    extend(staff_app, today() + timedelta(days=20))
    client = staff_app.test_client()

    assert len(events_of(client, f"{FEED}?matter={CODE}")) == 1
    assert events_of(client, f"{FEED}?matter=L-2099-001") == {}
    assert events_of(client, f"{FEED}?barrier=H-2099-001") == {}


def test_the_same_calendar_is_not_sent_twice(staff_app):
    client = staff_app.test_client()
    tag = client.get(FEED).headers["ETag"]

    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304


def test_an_own_calendar_holds_what_is_ones_own_and_nothing_of_others(staff_app, people):
    with session_scope(database_of(staff_app).writing) as session:
        action = session.query(Action).filter_by(code="P-2026-001").one()
        for number, who in enumerate(("advocacy", "legal")):
            session.add(
                ActionTask(
                    action_id=action.id,
                    position=number,
                    title=f"Uppgift för {who}",
                    due_on=today() + timedelta(days=5),
                    owner_id=people[who].id,
                    state=ActionState.PLANNED,
                )
            )
    address = own_address(signed_in(staff_app, people["advocacy"]))

    text = staff_app.test_client().get(address).text

    assert "Uppgift för advocacy" in text
    assert "Uppgift för legal" not in text


def test_a_new_address_ends_the_old_one_and_so_does_a_closed_account(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    stranger = staff_app.test_client()
    first = own_address(client)
    second = own_address(client)
    assert [stranger.get(each).status_code for each in (first, second)] == [404, 200]

    with session_scope(database_of(staff_app).writing) as session:
        session.get_one(User, people["advocacy"].id).is_active = False

    assert stranger.get(second).status_code == 404


def test_an_address_can_be_taken_away_and_its_secret_is_kept_nowhere(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])
    address = own_address(client)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    with session_scope(database_of(staff_app).reading) as session:
        assert secret not in [row.digest for row in session.query(PersonalCalendar)]

    send(client, "/staff/calendar", {"drop": "1"})

    assert staff_app.test_client().get(address).status_code == 404


def test_a_wrong_secret_answers_as_a_page_that_does_not_exist(staff_app):
    client = staff_app.test_client()

    assert client.get("/calendar/nothing.ics").status_code == 404


def test_staff_see_what_is_theirs_alone_when_they_ask(staff_app, people):
    client = signed_in(staff_app, people["advocacy"])

    assert client.get("/staff/deadlines?whose=mine").status_code == 200
    assert client.get("/staff/deadlines?kind=task").status_code == 200
    assert client.get("/staff/deadlines?kind=nonsense").status_code == 200
