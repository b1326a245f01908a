"""Letters as a real mail server gets them."""

from email import message_from_bytes
from email.policy import default

import pytest

from kb.errors import Invalid
from kb.inbox.postman import (
    DelayedError,
    RefusedError,
    UnreachableError,
    compose,
    hand_over,
    read_server,
)
from kb.models import Mail, User
from tests.inbox.makers import EVENING, mail_server, server_at, silent_server

SENDER = "kb@example.se"


def letter(name="Åsa Öberg", email="asa@example.se", **changes):
    values = {
        "id": 7,
        "occasion": "digest/1/2026-11-24",
        "subject": "Nytt i din inkorg",
        "body": "Något har hänt.\n.\nEn rad till.\n",
        "unsubscribe_url": "https://kb.example.se/unsubscribe/x",
        "written_at": EVENING,
    }
    return Mail(user=User(name=name, email=email), **{**values, **changes})


def deliver(server, mail):
    hand_over(server, mail, lambda: None)


def read(envelope):
    return message_from_bytes(envelope.content, policy=default)


def test_a_letter_arrives_as_it_was_written(server, postbox):
    deliver(server, letter())

    (envelope,) = postbox.taken
    message = read(envelope)
    assert envelope.rcpt_tos == ["asa@example.se"]
    assert str(message["To"]) == "Åsa Öberg <asa@example.se>"
    assert message["From"] == SENDER
    assert message["Subject"] == "Nytt i din inkorg"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == "Något har hänt.\n.\nEn rad till.\n"


def test_a_letter_can_be_ended_with_one_click(server, postbox):
    deliver(server, letter())

    message = read(postbox.taken[0])
    assert message["List-Unsubscribe"] == "<https://kb.example.se/unsubscribe/x>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_long_address_that_ends_letters_stands_on_one_line(server, postbox):
    url = f"https://kb.example.se/unsubscribe/{'x' * 120}"

    deliver(server, letter(unsubscribe_url=url, body="långt " * 40))

    lines = postbox.taken[0].content.decode("ascii").split("\r\n")
    assert f"List-Unsubscribe: <{url}>" in lines
    assert max(len(line) for line in lines[lines.index("") :]) <= 76


def test_a_letter_that_must_come_offers_no_end():
    assert compose(letter(unsubscribe_url=""), SENDER)["List-Unsubscribe"] is None


def test_the_same_row_always_has_the_same_message_id_and_no_other_row_has_it():
    same = {compose(letter(), SENDER)["Message-ID"] for _ in range(2)}

    assert len(same) == 1
    assert compose(letter(id=8), SENDER)["Message-ID"] not in same


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_a_name_or_subject_with_line_ends_adds_no_header(server, postbox, end):
    evil = f"Ek{end}Bcc: all@example.se{end}{end}Hello"

    deliver(server, letter(name=evil, subject=evil))

    (envelope,) = postbox.taken
    message = read(envelope)
    assert envelope.rcpt_tos == ["asa@example.se"]
    assert message["Bcc"] is None
    assert message["Subject"] == "Ek Bcc: all@example.se Hello"
    assert message["To"].addresses[0].addr_spec == "asa@example.se"
    assert len(message["To"].addresses) == 1


@pytest.mark.parametrize("email", ["asa@example.se\r\nBcc: all@example.se", "", "åsa@example.se"])
def test_an_address_that_cannot_be_written_to_is_refused_before_anything_is_sent(
    server, postbox, email
):
    with pytest.raises(RefusedError):
        deliver(server, letter(email=email))

    assert postbox.taken == []


@pytest.mark.parametrize("field", ["answer_to_recipient", "answer_to_text"])
@pytest.mark.parametrize(
    ("answer", "error"), [("550 No such user", RefusedError), ("451 Try later", DelayedError)]
)
def test_what_the_server_answers_decides_whether_it_is_tried_again(
    server, postbox, field, answer, error
):
    setattr(postbox, field, answer)

    with pytest.raises(error, match=answer):
        deliver(server, letter())


def test_a_server_that_never_answers_is_given_up_in_time():
    with silent_server() as port, pytest.raises(UnreachableError):
        deliver(server_at(port, timeout_seconds=0.2), letter())


def test_a_server_that_is_down_cannot_be_reached(postbox):
    with mail_server(postbox) as port:
        pass

    with pytest.raises(UnreachableError):
        deliver(server_at(port), letter())


def test_the_door_is_told_only_when_the_server_has_taken_sender_and_recipient(server, postbox):
    seen = []
    postbox.answer_to_recipient = "550 No such user"

    with pytest.raises(RefusedError):
        hand_over(server, letter(), lambda: seen.append("door"))

    assert seen == []


def test_an_address_of_a_server_is_read_with_its_options():
    server = read_server("smtp://kb:p%40ss@mail.example.se:587?from=kb@example.se&starttls=1")

    assert (server.host, server.port, server.user, server.password) == (
        "mail.example.se",
        587,
        "kb",
        "p@ss",
    )
    assert server.sender == "kb@example.se"
    assert server.has_starttls
    assert not server.is_tls


def test_encrypted_servers_have_a_port_of_their_own():
    server = read_server("smtps://mail.example.se")

    assert (server.port, server.is_tls) == (465, True)
    assert server.sender == "hinderbanken@mail.example.se"


def test_a_password_may_go_in_the_clear_to_this_machine():
    assert read_server("smtp://kb:secret@127.0.0.1:25").password == "secret"


@pytest.mark.parametrize(
    "url",
    [
        "https://mail.example.se",
        "smtp://",
        "smtp://mail.example.se:port",
        "smtp://kb:secret@mail.example.se",
        "smtp://mail.example.se?from=nobody",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_the_password(url):
    with pytest.raises(Invalid) as error:
        read_server(url)

    assert error.value.field == "KB_SMTP_URL"
    assert "secret" not in str(error.value)
