"""Forms show what was typed in them and not saved."""

import pytest
from flask import g

from kb.accounts.draft_operations import keep_draft
from kb.accounts.forms import AccountForm
from kb.db.session import session_scope
from kb.web import drafts
from tests.entering import database_of
from tests.staff import actor_of


@pytest.fixture
def typing(staff_app, people):
    """A request by somebody who has typed a name into the form at /staff/barriers/new."""
    actor = actor_of(people["legal"])
    with session_scope(database_of(staff_app).writing) as session:
        keep_draft(session, actor, "/staff/barriers/new", {"name": ["Typed"], "digest": ["never"]})
    with (
        database_of(staff_app).writing() as session,
        staff_app.test_request_context("/staff/barriers/new"),
    ):
        g.session, g.actor = session, actor
        yield


def test_a_form_is_restored_with_what_was_typed(typing):
    form = drafts.restored(AccountForm)

    assert (form.name.data, form.digest.data) == ("Typed", "never")


def test_a_form_where_nothing_was_typed_is_not_restored(typing):
    assert drafts.restored(AccountForm, "/staff/other") is None
    assert drafts.kept_data("/staff/other") is None


def test_what_was_saved_is_dropped_and_dropping_nothing_is_well(typing):
    drafts.drop()
    drafts.drop()

    assert drafts.kept_data() is None


def test_a_page_knows_where_its_form_is_kept(typing):
    assert drafts.autosave_url() == "/staff/drafts?form=%2Fstaff%2Fbarriers%2Fnew"


def test_a_form_that_is_sent_is_read_and_not_restored(staff_app, people):
    with staff_app.test_request_context("/staff/barriers/new", method="POST"):
        assert drafts.restored(AccountForm) is None
