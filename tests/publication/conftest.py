"""A barrier that nobody has published, and people of every role at its desk."""

import pytest

from kb.barriers.operations import save_barrier
from kb.db.session import session_scope
from kb.security.actor import SYSTEM
from kb.words import Pair, TextField
from tests.makers import barrier_draft, says
from tests.publication.clients import CANARY, CODE, database_of
from tests.staff import signed_in


@pytest.fixture
def draft(staff_app):
    """A barrier with words of its own that nobody has published."""
    with session_scope(database_of(staff_app).writing) as session:
        save_barrier(
            session,
            SYSTEM,
            barrier_draft(
                code=CODE,
                title=Pair(CANARY, CANARY),
                summary=Pair(f"Om en {CANARY}.", f"About a {CANARY}."),
                texts=says(TextField.ANALYSIS, f"{CANARY} i lag.", f"{CANARY} in law."),
            ),
        )
    return staff_app


@pytest.fixture
def clients(draft, people):
    """Clients of the people, by name."""
    return {name: signed_in(draft, user) for name, user in people.items()}
