"""The pages of the inbox: asking changes nothing, and each sees only their own."""

import re

import pytest

from kb.clock import now
from kb.db.session import session_scope
from kb.inbox.heartbeat import note_round
from kb.inbox.queries import AT_THE_DOOR, MAX_ATTEMPTS
from kb.inbox.search_operations import save_search
from kb.inbox.unsubscribing import token_for
from kb.models import Barrier, Mail, Notification, SavedSearch, User
from kb.web.services import EXTENSION
from kb.words import Digest, News
from tests.inbox.makers import make_mail, tell_of
from tests.staff import actor_of, send, signed_in

CODE = "H-2026-001"


@pytest.fixture
def database(staff_app):
    return staff_app.extensions[EXTENSION].database


@pytest.fixture
def client(staff_app, people):
    return signed_in(staff_app, people["advocacy"])


@pytest.fixture
def told(database, people):
    """The id of a notification of the advocate, of a change in a barrier of the catalogue."""
    with session_scope(database.writing) as session:
        barrier = session.query(Barrier).filter_by(code=CODE).one()
        tell_of(session, [people["advocacy"]], barrier, news=News.MENTIONED, told_at=now())
        return session.query(Notification).one().id


@pytest.fixture
def search(database, people):
    """The id of a saved search of the advocate's."""
    with session_scope(database.writing) as session:
        actor = actor_of(people["advocacy"])
        return save_search(session, actor, name="Skolan", query="sector=school").id


def is_read(database, notification_id):
    with database.reading() as session:
        return session.get_one(Notification, notification_id).read_at is not None


@pytest.mark.parametrize(
    "address",
    ["/staff/inbox", "/staff/searches", "/staff/searches/new", "/staff/searches/1", "/staff/mail"],
)
def test_a_stranger_is_asked_to_sign_in(staff_app, people, address):
    answer = staff_app.test_client().get(address)

    assert answer.status_code in (302, 303, 401)
    assert "Skolan" not in answer.text


@pytest.mark.parametrize("address", ["/staff/follow", "/staff/unfollow", "/staff/inbox/read"])
def test_a_form_without_our_token_is_refused(client, address):
    assert client.post(address, data={"kind": "barrier", "code": CODE}).status_code == 400


def test_the_empty_inbox_says_what_will_come_there(client):
    page = client.get("/staff/inbox").text

    assert 'class="empty"' in page
    assert "/staff/searches" in page


def test_the_inbox_shows_what_happened_and_reading_it_changes_nothing(client, database, told):
    page = client.get("/staff/inbox").text

    assert CODE in page
    assert f"/staff/inbox/{told}/open" in page
    assert client.get(f"/staff/barriers/{CODE}").status_code == 200
    assert not is_read(database, told)


def test_opening_marks_as_read_and_leads_to_the_record(client, database, told):
    answer = send(client, f"/staff/inbox/{told}/open")

    assert answer.status_code == 303
    assert answer.location == f"/staff/barriers/{CODE}"
    assert is_read(database, told)


def test_one_can_be_marked_as_read_and_is_then_not_among_the_unread(client, database, told):
    answer = send(client, f"/staff/inbox/{told}/read", {"next": "/staff/inbox?show=unread"})

    assert answer.location == "/staff/inbox?show=unread&told=read"
    assert CODE not in client.get("/staff/inbox?show=unread").text
    assert CODE in client.get("/staff/inbox").text


def test_all_that_was_shown_can_be_marked_as_read(client, database, told):
    newest = re.search(r'name="newest" value="(\d+)"', client.get("/staff/inbox").text)[1]

    answer = send(client, "/staff/inbox/read", {"newest": newest})

    assert answer.location == "/staff/inbox?told=all-read"
    assert is_read(database, told)


def test_nobody_opens_what_lies_in_the_inbox_of_another(staff_app, people, database, told):
    other = signed_in(staff_app, people["admin"])

    assert send(other, f"/staff/inbox/{told}/open").status_code == 404
    assert send(other, "/staff/inbox/99999999999999999999/open").status_code == 404
    assert not is_read(database, told)


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("", f"/staff/barriers/{CODE}?told=followed"),
        ("/staff/barriers?sector=a&sector=b", "/staff/barriers?sector=a&sector=b&told=followed"),
        ("/staff/barriers?q=&told=saved#rows", "/staff/barriers?q=&told=followed#rows"),
        ("/staff/search?q=a%26b%3D%C3%A5", "/staff/search?q=a%26b%3D%C3%A5&told=followed"),
        ("/logout", f"/staff/barriers/{CODE}?told=followed"),
        ("/\t/evil.example", f"/staff/barriers/{CODE}?told=followed"),
        ("//evil.example/x", f"/staff/barriers/{CODE}?told=followed"),
        ("/\\evil.example", f"/staff/barriers/{CODE}?told=followed"),
        ("https://evil.example", f"/staff/barriers/{CODE}?told=followed"),
    ],
)
def test_following_leads_back_to_a_page_of_ours(client, asked, location):
    answer = send(client, "/staff/follow", {"kind": "barrier", "code": CODE, "next": asked})

    assert (answer.status_code, answer.location) == (303, location)


def test_what_one_follows_is_listed_and_can_be_ended_there(client):
    send(client, "/staff/follow", {"kind": "barrier", "code": CODE})
    assert CODE in client.get("/staff/searches").text

    send(client, "/staff/unfollow", {"kind": "barrier", "code": CODE})
    assert CODE not in client.get("/staff/searches").text


def test_what_does_not_exist_cannot_be_followed(client):
    answer = send(client, "/staff/follow", {"kind": "barrier", "code": "H-1999-001"})

    assert answer.status_code == 404


def test_a_search_is_saved_with_a_name_and_what_the_list_understands(client, database):
    page = client.get("/staff/searches/new?sector=school&page=2").text
    query = re.search(r'name="query"[^>]*value="([^"]*)"', page)[1]

    answer = send(client, "/staff/searches", {"name": " Skolan ", "query": query + "&x=1"})

    assert answer.location == "/staff/searches?told=search-saved"
    assert "Skolan" in client.get("/staff/searches").text
    with database.reading() as session:
        assert session.query(SavedSearch).one().query == "sector=school"


@pytest.mark.parametrize("name", ["", "x" * 121, "Skolan"])
def test_a_name_that_cannot_be_used_is_told_and_the_search_is_kept_in_the_form(
    client, search, name
):
    answer = send(client, "/staff/searches", {"name": name, "query": "sector=care"})

    assert answer.status_code == 422
    assert "sector=care" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_opening_a_search_leads_to_its_list(client, search):
    answer = send(client, f"/staff/searches/{search}/open")

    assert answer.location == "/staff/barriers?sector=school"


def test_a_search_is_renamed_followed_and_removed(client, search):
    assert "Skolan" in client.get(f"/staff/searches/{search}").text
    assert send(client, f"/staff/searches/{search}", {"name": ""}).status_code == 422
    send(client, f"/staff/searches/{search}", {"name": "Skola"})
    assert "Skola<" in client.get("/staff/searches").text

    for way in ("follow", "unfollow"):
        assert send(client, f"/staff/searches/{search}/{way}").location == (
            f"/staff/searches?told={way}ed"
        )

    send(client, f"/staff/searches/{search}/remove")
    assert "Skola<" not in client.get("/staff/searches").text


def test_the_search_of_another_does_not_exist(staff_app, people, search):
    other = signed_in(staff_app, people["admin"])

    assert other.get(f"/staff/searches/{search}").status_code == 404
    for way in ("open", "follow", "unfollow", "remove"):
        assert send(other, f"/staff/searches/{search}/{way}").status_code == 404


def test_the_log_of_the_mail_is_for_administrators(client):
    assert client.get("/staff/mail").status_code == 403
    assert send(client, "/staff/mail/1/retry").status_code == 403


def test_the_log_of_the_mail_says_when_the_worker_stands_still(staff_app, people, own_library):
    admin = signed_in(staff_app, people["admin"])
    assert 'class="warning"' in admin.get("/staff/mail").text

    note_round(own_library.data_folder, now())

    assert 'class="warning"' not in admin.get("/staff/mail").text


def test_a_letter_that_failed_can_be_tried_again(staff_app, people, database):
    admin = signed_in(staff_app, people["admin"])
    with session_scope(database.writing) as session:
        refused = make_mail(session, people["legal"], attempts=MAX_ATTEMPTS, error="550 Nobody")
        make_mail(session, people["legal"], attempts=1, error=AT_THE_DOOR)
        make_mail(session, people["legal"], sent_at=now())
    page = admin.get("/staff/mail").text
    assert "550 Nobody" in page
    assert AT_THE_DOOR not in page

    answer = send(admin, f"/staff/mail/{refused.id}/retry")

    assert answer.location == "/staff/mail?told=mail-retried"
    with database.reading() as session:
        assert session.get_one(Mail, refused.id).attempts == 0


def digest_of(database, user):
    with database.reading() as session:
        return session.get_one(User, user.id).digest


def test_letters_are_ended_with_a_button_and_without_signing_in(staff_app, people, database):
    stranger = staff_app.test_client()
    address = f"/unsubscribe/{token_for('k' * 40, people['legal'].id)}"

    asked = stranger.get(address)
    assert asked.status_code == 200
    assert "Set-Cookie" not in asked.headers
    assert digest_of(database, people["legal"]) is Digest.DAILY

    assert stranger.post(address).status_code == 200
    assert digest_of(database, people["legal"]) is Digest.NEVER
    assert digest_of(database, people["admin"]) is Digest.DAILY


def test_letters_are_ended_by_the_one_click_of_a_mail_program(staff_app, people, database):
    answer = staff_app.test_client().post(
        f"/unsubscribe/{token_for('k' * 40, people['legal'].id)}",
        data={"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example.com"},
    )

    assert answer.status_code == 200
    assert digest_of(database, people["legal"]) is Digest.NEVER


@pytest.mark.parametrize("token", ["x", "MQ.x", token_for("z" * 40, 1), token_for("k" * 40, 999)])
def test_an_address_that_we_did_not_sign_ends_nothing(staff_app, people, database, token):
    stranger = staff_app.test_client()

    assert stranger.post(f"/unsubscribe/{token}").status_code == 404
    assert digest_of(database, people["advocacy"]) is Digest.DAILY


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_stands_in_both_languages(staff_app, people, told, search, language):
    admin = signed_in(staff_app, people["admin"])
    advocate = signed_in(staff_app, people["advocacy"])

    for client, address in (
        (advocate, "/staff/inbox"),
        (advocate, "/staff/searches"),
        (advocate, f"/staff/searches/{search}"),
        (admin, "/staff/mail"),
    ):
        page = client.get(f"{address}?lang={language}")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert page.text.count("<h1") == 1
