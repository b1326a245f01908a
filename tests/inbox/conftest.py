"""Staff to write to, and a mail server to write through."""

import pytest

from kb.db.session import session_scope
from kb.words import Role
from tests.inbox.makers import Postbox, mail_server, server_at
from tests.staff import make_user


@pytest.fixture
def reader(database):
    """Somebody who gets letters."""
    with session_scope(database.writing) as session:
        return make_user(session, Role.ADVOCACY, "Åsa Öberg", "asa@example.se")


@pytest.fixture
def postbox():
    """What the mail server takes; it takes everything until it is told otherwise."""
    return Postbox()


@pytest.fixture
def server(postbox):
    """A real mail server, which stops with the test."""
    with mail_server(postbox) as port:
        yield server_at(port)
