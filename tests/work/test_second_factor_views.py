"""Taking a second factor away from somebody who has lost the phone."""

from dataclasses import replace

import pytest

from kb.app import create_app
from kb.db.session import session_scope
from kb.models import Mail, Notification, RecoveryCode, Revision, SecondFactor
from kb.security import passwords
from kb.words import Language, News, Role
from tests.entering import CountingHasher, database_of, enter, give_password, rows
from tests.factors import phone_for
from tests.staff import make_user, send, signed_in


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", CountingHasher())


@pytest.fixture
def legal(staff_app, people):
    give_password(staff_app, people["legal"])
    phone_for(staff_app, people["legal"])
    return people["legal"]


def page_of(user):
    return f"/staff/users/{user.id}"


def test_an_admin_takes_it_away_which_is_logged_and_told(staff_app, people, legal):
    admin, client = signed_in(staff_app, people["admin"]), signed_in(staff_app, legal)
    assert "/second-factor" in admin.get(page_of(legal)).text

    answer = send(admin, f"{page_of(legal)}/second-factor")

    assert answer.location == f"{page_of(legal)}?told=second-factor-taken"
    assert rows(staff_app, SecondFactor) == rows(staff_app, RecoveryCode) == []
    done = rows(staff_app, Revision)[-1]
    assert (done.verb, done.actor_id) == ("took away the second factor", people["admin"].id)
    assert (done.kind, done.code) == ("user", str(legal.id))
    told = rows(staff_app, Notification)[0]
    assert (told.user_id, told.news) == (legal.id, News.SECOND_FACTOR)
    assert client.get("/staff/").status_code == 303
    assert enter(client, legal.email).status_code == 303
    assert "Din tvåstegsinloggning togs bort" in client.get("/staff/inbox?lang=sv").text
    assert rows(staff_app, Mail) == []
    assert "/second-factor" not in admin.get(page_of(legal)).text


@pytest.mark.parametrize("name", ["legal", "advocacy"])
def test_nobody_else_takes_it_away(staff_app, people, legal, name):
    client = signed_in(staff_app, people[name])

    assert send(client, f"{page_of(legal)}/second-factor").status_code == 403
    assert len(rows(staff_app, SecondFactor)) == 1


def test_ones_own_is_turned_off_with_a_code_and_not_taken_away(staff_app, people):
    phone_for(staff_app, people["admin"])
    admin = signed_in(staff_app, people["admin"])

    assert "/second-factor" not in admin.get(page_of(people["admin"])).text
    assert send(admin, f"{page_of(people['admin'])}/second-factor").status_code == 409
    assert len(rows(staff_app, SecondFactor)) == 1


def test_what_is_not_there_is_not_taken_away(staff_app, people):
    admin = signed_in(staff_app, people["admin"])

    assert send(admin, f"{page_of(people['legal'])}/second-factor").status_code == 409
    assert rows(staff_app, Notification) == []


def test_where_mail_is_sent_a_letter_tells_at_once_in_the_language_of_its_reader(own_library):
    app = create_app(replace(own_library, smtp_url="smtp://localhost"))
    with session_scope(database_of(app).writing) as session:
        admin, eve = make_user(session, Role.ADMIN), make_user(session, Role.LEGAL)
        eve.language = Language.EN
    phone_for(app, eve)

    send(signed_in(app, admin), f"{page_of(eve)}/second-factor")

    (mail,) = rows(app, Mail)
    assert mail.user_id == eve.id
    assert mail.subject == "Your second factor at Hinderbanken"
    assert "Your password alone now lets you in." in mail.body
    database_of(app).engine.dispose()
