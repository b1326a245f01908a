"""What is typed is kept for its writer alone."""

import pytest

from kb.accounts.draft_operations import MAX_BYTES, drop_draft, keep_draft
from kb.accounts.draft_queries import find_draft, list_drafts, may_be_kept
from kb.errors import Forbidden, Invalid, NotFound
from kb.security.actor import ANONYMOUS
from kb.words import Role
from tests.house.source import name_of, python_files
from tests.staff import actor_of, make_user

FORM = "/staff/barriers/new"


@pytest.fixture
def eva(session):
    return actor_of(make_user(session, Role.LEGAL))


@pytest.fixture
def other(session):
    return actor_of(make_user(session, Role.ADMIN))


def test_what_is_kept_later_takes_the_place_of_what_was_kept_before(session, eva):
    keep_draft(session, eva, FORM, {"title": ["First"], "gone": ["x"]})
    keep_draft(session, eva, FORM, {"title": ["Second"], "kind": ["a", "b"], "csrf_token": ["t"]})

    assert find_draft(session, eva, FORM).data == {"title": ["Second"], "kind": ["a", "b"]}
    assert len(list_drafts(session, eva)) == 1


def test_nobody_sees_or_drops_what_somebody_else_typed(session, eva, other):
    keep_draft(session, eva, FORM, {"title": ["Mine"]})

    assert find_draft(session, other, FORM) is None
    assert find_draft(session, ANONYMOUS, FORM) is None
    assert list_drafts(session, other) == []
    with pytest.raises(NotFound):
        drop_draft(session, other, FORM)
    assert find_draft(session, eva, FORM) is not None


def test_what_is_thrown_away_is_gone(session, eva):
    keep_draft(session, eva, FORM, {"title": ["Mine"]})

    drop_draft(session, eva, FORM)

    assert find_draft(session, eva, FORM) is None


def test_a_draft_takes_four_megabytes_and_no_more(session, eva):
    keep_draft(session, eva, FORM, {"text": ["x" * (MAX_BYTES - 100)]})

    with pytest.raises(Invalid):
        keep_draft(session, eva, FORM, {"text": ["x" * MAX_BYTES]})


@pytest.mark.parametrize("form", ["", "/sv/", "https://evil.example/staff/", "/staff/" + "x" * 200])
def test_only_forms_of_the_staff_have_drafts(session, eva, form):
    with pytest.raises(Invalid):
        keep_draft(session, eva, form, {})


def test_characters_that_a_database_refuses_are_left_out(session, eva):
    draft = keep_draft(session, eva, FORM, {"a\0b": ["c\0d"]})

    assert draft.data == {"ab": ["cd"]}


def test_the_public_keeps_nothing(session):
    with pytest.raises(Forbidden):
        keep_draft(session, ANONYMOUS, FORM, {})


def test_every_form_that_asks_for_a_password_stands_where_nothing_is_kept():
    asking = {
        name_of(path)
        for path in python_files("kb")
        if "PasswordField" in path.read_text(encoding="utf-8")
    }

    assert asking == {"kb/accounts/forms.py"}
    assert not may_be_kept("/staff/account/password", ["current", "new", "again"])


@pytest.mark.parametrize("name", ["password", "new_password", "Token", "client-secret"])
def test_a_form_with_a_field_for_a_secret_is_not_kept(session, eva, name):
    with pytest.raises(Invalid):
        keep_draft(session, eva, FORM, {"title": ["x"], name: ["y"]})
