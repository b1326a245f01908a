"""What a form holds of a barrier, saved unchanged, changes nothing: every barrier we have."""

import pytest
from werkzeug.datastructures import MultiDict

from kb.barriers.edit_operations import revise_barrier
from kb.barriers.edit_views import EVERYTHING
from kb.cases.edit_forms import CaseForm
from kb.cases.edit_operations import revise_case
from kb.cases.edit_values import case_values, read_case
from kb.law.reading_queries import get_known_law
from kb.models import Barrier, Case
from kb.records.queries import list_records
from kb.security.actor import SYSTEM
from kb.web.merging import flat
from kb.web.services import EXTENSION


@pytest.fixture
def writing(staff_app):
    """A writing session on the real catalogue, within a request of a member of staff."""
    database = staff_app.extensions[EXTENSION].database
    with staff_app.test_request_context("/staff/"), database.writing() as session:
        yield session
        session.rollback()


def sent(values):
    """What the browser sends of a form that holds *values*."""
    return MultiDict(pair for name, value in values.items() for pair in flat(name, value))


def test_a_barrier_that_is_saved_as_it_was_opened_is_as_it_was(writing):
    law = get_known_law(writing)
    changed = []
    barriers = list_records(writing, Barrier)
    for barrier in barriers:
        form = EVERYTHING.form(formdata=sent(EVERYTHING.values(barrier, law)))
        values = form.values()
        version = barrier.version
        drafts = [read(values) for read in EVERYTHING.reads]
        revise_barrier(writing, SYSTEM, barrier, version, *drafts)
        changed += [barrier.code] if barrier.version != version else []

    assert len(barriers) > 10
    assert changed == []


def test_a_case_that_is_saved_as_it_was_opened_is_as_it_was(writing):
    changed = []
    cases = list_records(writing, Case)
    for case in cases:
        form = CaseForm(formdata=sent(case_values(case)))
        version = case.version
        revise_case(writing, SYSTEM, case, version, read_case(form.values()))
        changed += [case.code] if case.version != version else []

    assert len(cases) > 5
    assert changed == []
