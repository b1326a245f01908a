"""What tests of the inbox need: news that was told, letters, and mail servers that misbehave."""

import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

from aiosmtpd.controller import Controller

from kb.db.session import session_scope
from kb.history import record as record_revision
from kb.inbox.digest_operations import Letter
from kb.inbox.operations import tell
from kb.inbox.postman import MailServer
from kb.models import Mail, Notification
from kb.security.actor import SYSTEM
from kb.words import News

_numbers = count(1)
#: A Tuesday, eleven in the morning in Sweden.
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
#: The evening before.
EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def tell_of(session, users, record, **how):
    """Tell *users* of *record*; *how* may name news, told_at and the actor who did something."""
    news, told_at, actor = (
        how.get(name, usual)
        for name, usual in (("news", News.CHANGED), ("told_at", EVENING), ("actor", SYSTEM))
    )
    revision = record_revision(session, actor, "changed", record, {})
    tell(session, [user.id for user in users], news, revision, record)
    for row in session.query(Notification).filter_by(revision_id=revision.id):
        row.told_at = told_at
    session.flush()


def plain(draft):
    """A digest in the fewest words."""
    lines = [f"{group.code}: {', '.join(group.news)}" for group in draft.records]
    lines += [f"{search.name}: {search.new}" for search in draft.searches]
    return Letter("News", "\n".join(lines), f"https://kb.example.se/unsubscribe/{draft.user.id}")


def make_mail(session, user, **changes) -> Mail:
    """A letter that waits."""
    values = {
        "occasion": f"test/{next(_numbers)}",
        "subject": "News",
        "body": "Something has happened.",
        "written_at": EVENING,
        "try_at": EVENING,
    }
    mail = Mail(user_id=user.id, **{**values, **changes})
    session.add(mail)
    session.flush()
    return mail


def letter_of(database, mail) -> Mail:
    """The row of *mail* as it now is."""
    with database.reading() as session:
        return session.get_one(Mail, mail.id)


def waiting_mail(database, user, **changes) -> Mail:
    """A letter that waits, saved."""
    with session_scope(database.writing) as session:
        return make_mail(session, user, **changes)


class Postbox:
    """What a mail server took, and what it answers: words such as ``550 No such user``."""

    def __init__(self):
        self.taken = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_text = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (theirs)
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (theirs)
        if self.answer_to_text.startswith("250"):
            self.taken.append(envelope)
        return self.answer_to_text


class FreeController(Controller):
    """Listens on whatever port is free, and knows which when it has started."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(postbox, port=0):
    """A real server that answers as *postbox* says; gives its port."""
    controller = FreeController(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent_server():
    """A server that is connected to and never says anything; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def server_at(port, timeout_seconds=5.0) -> MailServer:
    """The server of these tests."""
    return MailServer(
        host="127.0.0.1", port=port, sender="kb@example.se", timeout_seconds=timeout_seconds
    )
