"""Adding what somebody else adds in the same moment: the loser is told, and nothing is lost."""

import pytest

from kb.accounts import admin_operations
from kb.accounts.admin_operations import MemberDraft, add_user
from kb.db.begun import is_added
from kb.errors import Invalid
from kb.inbox import search_operations
from kb.inbox.follow_operations import follow_record
from kb.inbox.search_operations import rename_search, save_search
from kb.models import Follow, SavedSearch, Term
from kb.words import Pair, Role
from kb.work import term_operations
from kb.work.term_operations import add_term
from tests.makers import make_barrier, make_terms
from tests.staff import actor_of, make_user

LABEL, NOTE = Pair("Skola", "School"), Pair("", "")
DRAFT = MemberDraft(email="eva@example.se", name="Eva", role=Role.LEGAL)


@pytest.fixture
def admin(session):
    return actor_of(make_user(session, Role.ADMIN))


def test_a_row_whose_key_stands_already_is_not_added_and_the_transaction_goes_on(session):
    session.add(Term(scheme="sector", key="school", label_sv="Skola", label_en="School"))

    assert not is_added(
        session, Term(scheme="sector", key="school", label_sv="Annan", label_en="Other")
    )

    assert [term.label_sv for term in session.query(Term)] == ["Skola"]


def test_following_in_the_same_moment_is_following_once(session, admin, monkeypatch):
    barrier = make_barrier(session)
    follow_record(session, admin, "barrier", barrier.code)

    follow_record(session, admin, "barrier", barrier.code)

    assert session.query(Follow).count() == 1


def test_a_search_that_is_saved_twice_in_the_same_moment_is_refused_the_second_time(
    session, admin, monkeypatch
):
    save_search(session, admin, name="Skolan", query="sector=school")
    other = save_search(session, admin, name="Vården", query="sector=care")
    monkeypatch.setattr(search_operations, "_check_name", lambda *given: None)

    with pytest.raises(Invalid):
        save_search(session, admin, name="Skolan", query="sector=school")
    with pytest.raises(Invalid):
        rename_search(session, admin, other.id, name="Skolan")

    assert {search.name for search in session.query(SavedSearch)} == {"Skolan", "Vården"}


def test_an_account_that_is_opened_twice_in_the_same_moment_is_refused_the_second_time(
    session, admin, monkeypatch
):
    add_user(session, admin, DRAFT)
    monkeypatch.setattr(admin_operations, "find_any_user", lambda *given: None)

    with pytest.raises(Invalid, match="already"):
        add_user(session, admin, DRAFT)


def test_a_term_that_is_added_twice_in_the_same_moment_is_refused_the_second_time(
    session, admin, monkeypatch
):
    make_terms(session, ("sector", "care"))
    add_term(session, admin, "sector", LABEL, NOTE)
    monkeypatch.setattr(term_operations, "find_term", lambda *given: None)

    with pytest.raises(Invalid, match="already"):
        add_term(session, admin, "sector", LABEL, NOTE)
