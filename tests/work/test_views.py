"""The staff's desk in a browser."""

from kb.db.session import session_scope
from kb.history import Deed
from kb.models import Barrier
from kb.records.operations import changing
from kb.records.queries import find_record
from kb.web.services import EXTENSION
from tests.staff import actor_of, signed_in

CODE = "H-2026-003"
CHANGED = "Changed since"


def page_after(app, user, **values) -> str:
    """The list of barriers after *user* has saved *values* in the barrier CODE, a small thing."""
    with session_scope(app.extensions[EXTENSION].database.writing) as session:
        barrier = find_record(session, Barrier, CODE)
        with changing(session, actor_of(user), barrier, verb=Deed(is_minor=True)):
            for name, value in values.items():
                setattr(barrier, name, value)
    return signed_in(app, user).get("/staff/barriers?lang=en").text


def test_the_list_says_what_would_read_differently_if_it_were_published_now(staff_app, people):
    assert CHANGED in page_after(staff_app, people["legal"], title_sv="Ett annat hinder")


def test_a_change_of_what_stays_inside_is_none_since_the_publication(staff_app, people):
    assert CHANGED not in page_after(staff_app, people["legal"], working_summary="Bara för oss")
