"""Sending: every letter arrives, once, whatever the server and the workers do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from functools import partial

import pytest

from kb.accounts.queries import token_hash
from kb.accounts.token_operations import RESET_HOURS, keep_token, kill_tokens
from kb.clock import now
from kb.db.session import session_scope
from kb.errors import Conflict, Forbidden, NotFound
from kb.inbox.mail_operations import (
    KEEP_SENT_DAYS,
    LONGEST_DELAY,
    deliver,
    forget_dead_links,
    forget_sent,
    retry_mail,
    unsubscribe,
)
from kb.inbox.postman import DelayedError, RefusedError, hand_over
from kb.inbox.queries import AT_THE_DOOR, MAX_ATTEMPTS
from kb.models import Mail, Revision, User
from kb.words import Digest, Purpose, Role
from tests.inbox.makers import (
    MORNING,
    letter_of,
    mail_server,
    make_mail,
    server_at,
    silent_server,
    waiting_mail,
)
from tests.staff import actor_of, make_user


def send(database, server, moment=MORNING):
    """One round of a worker at *moment*."""
    return deliver(database, partial(hand_over, server), lambda: moment)


def test_a_letter_is_sent_once(database, reader, server, postbox):
    mail = waiting_mail(database, reader)

    assert [send(database, server), send(database, server)] == [1, 0]

    assert len(postbox.taken) == 1
    assert letter_of(database, mail).sent_at == MORNING


@pytest.mark.parametrize(
    ("occasion", "kept"),
    [("reset/1", ""), ("invitation/1", ""), ("digest/1/2026-11-24", "Text.")],
)
def test_of_a_letter_whose_link_lets_somebody_in_nothing_is_kept_once_it_is_sent(
    database, reader, server, occasion, kept
):
    mail = waiting_mail(database, reader, occasion=occasion, body="Text.")

    assert send(database, server) == 1
    assert letter_of(database, mail).body == kept


def test_a_letter_that_was_not_taken_keeps_what_it_is_to_say(database, reader, server, postbox):
    mail = waiting_mail(database, reader, occasion="reset/1", body="Text.")
    postbox.answer_to_recipient = "450 Later"

    send(database, server)

    assert letter_of(database, mail).body == "Text."


def test_a_letter_whose_time_has_not_come_waits(database, reader, server):
    waiting_mail(database, reader, try_at=MORNING + timedelta(minutes=1))

    assert send(database, server) == 0
    assert send(database, server, MORNING + timedelta(minutes=1)) == 1


def test_no_letter_goes_to_an_account_that_was_closed(database, reader, server, postbox):
    waiting_mail(database, reader)
    with session_scope(database.writing) as session:
        session.get_one(User, reader.id).is_active = False

    assert send(database, server) == 0
    assert postbox.taken == []


def test_a_letter_that_is_refused_for_good_is_not_tried_again(database, reader, server, postbox):
    mail = waiting_mail(database, reader)
    postbox.answer_to_recipient = "550 No such user"
    send(database, server)
    postbox.answer_to_recipient = "250 OK"

    assert send(database, server, MORNING + timedelta(days=3)) == 0
    assert letter_of(database, mail).error == "550 No such user"
    assert letter_of(database, mail).attempts == MAX_ATTEMPTS


def test_a_letter_that_is_refused_for_now_is_tried_later_and_others_go_on(
    database, reader, server, postbox
):
    with session_scope(database.writing) as session:
        other = make_user(session, Role.LEGAL)
    late, prompt = waiting_mail(database, reader), waiting_mail(database, other)

    async def answer(server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return "451 Try later" if address == reader.email else "250 OK"

    postbox.handle_RCPT, usual = answer, postbox.handle_RCPT
    assert send(database, server) == 1
    postbox.handle_RCPT = usual

    assert letter_of(database, prompt).sent_at == MORNING
    assert letter_of(database, late).error == "451 Try later"
    assert send(database, server) == 0
    assert send(database, server, MORNING + timedelta(minutes=1)) == 1


def test_letters_wait_for_a_server_that_is_down_and_go_when_it_comes_back(
    database, reader, postbox
):
    first, second = waiting_mail(database, reader), waiting_mail(database, reader)
    with mail_server(postbox) as port:
        pass
    server = server_at(port)

    assert send(database, server) == 0
    # Nobody knocks for the second when the first found the server gone.
    assert [letter_of(database, mail).attempts for mail in (first, second)] == [1, 0]

    with mail_server(postbox, port):
        assert send(database, server, MORNING + timedelta(hours=1)) == 2
    assert len(postbox.taken) == 2


def test_a_server_that_hangs_holds_no_transaction_and_the_letter_is_tried_later(
    database, reader, server, postbox
):
    mail = waiting_mail(database, reader)
    with silent_server() as port:
        assert send(database, server_at(port, timeout_seconds=0.2)) == 0

    assert letter_of(database, mail).error
    assert send(database, server, MORNING + timedelta(hours=1)) == 1
    assert len(postbox.taken) == 1


def test_the_database_can_be_written_while_the_server_is_talked_to(database, reader):
    mail = waiting_mail(database, reader)

    def write_meanwhile(_mail, at_the_door):
        with session_scope(database.writing) as session:
            session.get_one(User, reader.id).name = "Åsa Ek"
        at_the_door()

    assert deliver(database, write_meanwhile, lambda: MORNING) == 1
    assert letter_of(database, mail).sent_at


@pytest.mark.parametrize("outcome", [None, RefusedError("550"), DelayedError("451")])
def test_a_letter_that_is_taken_back_in_the_middle_does_not_end_the_round(
    database, reader, outcome
):
    first, second = waiting_mail(database, reader), waiting_mail(database, reader)

    def post(mail, _at_the_door):
        if mail.id == first.id:
            with session_scope(database.writing) as session:
                session.delete(session.get_one(Mail, first.id))
            if outcome is not None:
                raise outcome

    assert deliver(database, post, lambda: MORNING) == 1
    assert letter_of(database, second).sent_at == MORNING


def test_a_letter_is_tried_at_growing_distance_and_then_stands_among_the_failed(
    database, reader, server, postbox
):
    mail = waiting_mail(database, reader)
    postbox.answer_to_recipient = "451 Try later"
    moment, waits = MORNING, []
    for _ in range(MAX_ATTEMPTS):
        send(database, server, moment)
        again = letter_of(database, mail).try_at
        waits.append(again - moment)
        moment = again

    postbox.answer_to_recipient = "250 OK"
    assert send(database, server, moment + timedelta(days=9)) == 0
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == LONGEST_DELAY


def test_a_worker_killed_before_the_text_went_out_leaves_a_letter_that_is_sent(
    database, reader, server, postbox
):
    waiting_mail(database, reader)

    def die(_mail, _at_the_door):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(database, die, lambda: MORNING)

    assert send(database, server, MORNING + timedelta(minutes=1)) == 1
    assert len(postbox.taken) == 1


def test_a_worker_killed_after_sending_leaves_a_letter_that_is_not_sent_again(
    database, reader, server, postbox
):
    mail = waiting_mail(database, reader)

    def send_and_die(mail, at_the_door):
        hand_over(server, mail, at_the_door)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(database, send_and_die, lambda: MORNING)

    assert send(database, server, MORNING + timedelta(days=30)) == 0
    assert len(postbox.taken) == 1
    assert letter_of(database, mail).error == AT_THE_DOOR


def test_several_workers_at_once_send_each_letter_once(database, reader, server, postbox):
    for _ in range(6):
        waiting_mail(database, reader)
    together = threading.Barrier(3)

    def work(_number):
        together.wait()
        return send(database, server)

    with ThreadPoolExecutor(3) as pool:
        sent = sum(pool.map(work, range(3)))

    assert sent == 6
    assert len(postbox.taken) == 6
    assert len({read["Message-ID"] for read in map(headers_of, postbox.taken)}) == 6


def headers_of(envelope):
    return message_from_bytes(envelope.content)


def test_a_slow_worker_whose_letter_another_took_up_does_not_send_it(
    database, reader, server, postbox
):
    waiting_mail(database, reader)

    def be_overtaken(mail, at_the_door):
        send(database, server, MORNING + timedelta(minutes=2))
        hand_over(server, mail, at_the_door)

    deliver(database, be_overtaken, lambda: MORNING)

    assert len(postbox.taken) == 1


def test_a_clock_that_was_a_year_ahead_keeps_no_letter_back(database, reader, server):
    waiting_mail(database, reader, try_at=MORNING + timedelta(days=365))

    assert send(database, server) == 1


def test_a_letter_that_failed_can_be_tried_again_by_an_administrator(session):
    admin = actor_of(make_user(session, Role.ADMIN))
    mail = make_mail(session, make_user(session, Role.LEGAL), attempts=MAX_ATTEMPTS, error="550")

    retry_mail(session, admin, mail.id)

    assert (mail.attempts, mail.error) == (0, "")
    assert session.query(Revision).order_by(Revision.id.desc()).first().kind == "mail"
    with pytest.raises(Conflict):
        retry_mail(session, admin, mail.id)
    with pytest.raises(NotFound):
        retry_mail(session, admin, 999)


def test_others_try_no_letter_again(session):
    lawyer = make_user(session, Role.LEGAL)
    mail = make_mail(session, lawyer, attempts=MAX_ATTEMPTS)

    with pytest.raises(Forbidden):
        retry_mail(session, actor_of(lawyer), mail.id)


def test_unsubscribing_ends_the_digests_and_is_told_once_in_the_history(session):
    user = make_user(session, Role.LEGAL)

    for _ in range(2):
        unsubscribe(session, user.id)

    assert user.digest is Digest.NEVER
    revision = session.query(Revision).one()
    assert (revision.verb, revision.actor_id, revision.code) == (
        "unsubscribed",
        user.id,
        str(user.id),
    )
    with pytest.raises(NotFound):
        unsubscribe(session, 999)


def test_letters_that_were_sent_long_ago_are_forgotten(session):
    user = make_user(session, Role.LEGAL)
    limit = MORNING - timedelta(days=KEEP_SENT_DAYS)
    make_mail(session, user, sent_at=limit - timedelta(minutes=1))
    kept = [make_mail(session, user, sent_at=limit), make_mail(session, user, written_at=limit)]

    forget_sent(session, MORNING)

    assert {mail.id for mail in session.query(Mail)} == {mail.id for mail in kept}


@pytest.mark.parametrize("answer", ["550 No such user", "450 Later"])
def test_of_a_letter_that_failed_for_good_no_link_is_kept_and_it_is_not_tried_again(
    database, reader, server, postbox, answer
):
    mail = waiting_mail(
        database, reader, occasion="reset/1", body="Text.", attempts=MAX_ATTEMPTS - 1
    )
    postbox.answer_to_recipient = answer

    send(database, server)

    assert letter_of(database, mail).body == ""
    with session_scope(database.writing) as session:
        admin = actor_of(make_user(session, Role.ADMIN))
        with pytest.raises(Conflict, match="link"):
            retry_mail(session, admin, mail.id)


def link_letter(session, user, token, **changes):
    """A letter with a link by which *user* can choose a password, and that link."""
    keep_token(session, user, token, Purpose.RESET)
    return make_mail(session, user, occasion=f"reset/{token_hash(token)}", **changes)


@pytest.mark.parametrize("dead", ["used", "too old"])
def test_a_letter_that_was_not_sent_goes_when_its_link_is_dead(database, reader, dead):
    with session_scope(database.writing) as session:
        user = session.get_one(User, reader.id)
        link_letter(session, user, "first")
        other = make_mail(session, user)
    assert forget_dead_links(database, now()) == 0
    if dead == "used":
        with session_scope(database.writing) as session:
            kill_tokens(session, session.get_one(User, reader.id))

    later = now() + timedelta(hours=RESET_HOURS if dead == "too old" else 0)
    assert forget_dead_links(database, later) == 1

    with database.reading() as session:
        assert [mail.id for mail in session.query(Mail)] == [other.id]


def test_a_letter_whose_link_still_works_can_be_tried_again_and_one_that_is_dead_cannot(session):
    admin, user = actor_of(make_user(session, Role.ADMIN)), make_user(session, Role.LEGAL)
    mail = link_letter(session, user, "first", attempts=MAX_ATTEMPTS)
    retry_mail(session, admin, mail.id)
    assert mail.attempts == 0

    mail.attempts = MAX_ATTEMPTS
    session.flush()
    kill_tokens(session, user)
    with pytest.raises(Conflict, match="link"):
        retry_mail(session, admin, mail.id)
