"""Keeping the sets of words that mean the same."""

import pytest
from sqlalchemy import select

from kb.errors import Forbidden, Invalid
from kb.models import Revision, Synonyms
from kb.records.synonym_queries import list_synonyms, map_synonyms
from kb.security.actor import SYSTEM
from kb.words import Role
from kb.work.synonym_operations import (
    add_synonyms,
    change_synonyms,
    remove_synonyms,
    seed_synonyms,
)
from tests.staff import actor_of, make_user


@pytest.fixture
def admin(session):
    return actor_of(make_user(session, Role.ADMIN))


def words(session) -> list[list[str]]:
    return [row.words for row in list_synonyms(session)]


def told(session) -> list[tuple[str, dict]]:
    rows = session.scalars(
        select(Revision).where(Revision.kind == "synonyms").order_by(Revision.number)
    )
    return [(row.verb, row.changes) for row in rows]


def test_words_are_kept_in_small_letters_once_each_and_told_in_the_history(session, admin):
    add_synonyms(session, admin, [" BankID ", "e\u2011legitimation", "bankid", ""])

    assert words(session) == [["bankid", "e-legitimation"]]
    assert told(session) == [("added", {"words": [None, ["bankid", "e-legitimation"]]})]


def test_each_word_of_a_set_leads_to_the_others(session, admin):
    add_synonyms(session, admin, ["a1", "b2", "c3"])

    assert map_synonyms(session) == {
        "a1": ("b2", "c3"),
        "b2": ("a1", "c3"),
        "c3": ("a1", "b2"),
    }


@pytest.mark.parametrize(
    "refused",
    [[], ["ensam"], ["ensam", " Ensam"], ["ab", "--"], ["x" * 81, "y"], list("abcdefghijklm")],
)
def test_what_is_no_set_of_words_is_refused(session, admin, refused):
    with pytest.raises(Invalid) as error:
        add_synonyms(session, admin, refused)

    assert error.value.field == "words"


def test_a_word_stands_in_one_set_only(session, admin):
    add_synonyms(session, admin, ["bankid", "e-legitimation"])

    with pytest.raises(Invalid, match="bankid"):
        add_synonyms(session, admin, ["BankID", "eid"])


def test_a_set_may_keep_its_own_words_when_it_is_changed(session, admin):
    row = add_synonyms(session, admin, ["bankid", "eid"])

    change_synonyms(session, admin, row, ["bankid", "e-legitimation"])

    assert words(session) == [["bankid", "e-legitimation"]]
    assert told(session)[-1] == (
        "changed",
        {"words": [["bankid", "eid"], ["bankid", "e-legitimation"]]},
    )


def test_a_set_that_is_saved_as_it_was_writes_nothing(session, admin):
    row = add_synonyms(session, admin, ["bankid", "eid"])

    change_synonyms(session, admin, row, ["bankid", "eid"])

    assert len(told(session)) == 1


def test_a_removed_set_is_gone_and_the_history_tells_what_it_was(session, admin):
    row = add_synonyms(session, admin, ["bankid", "eid"])

    remove_synonyms(session, admin, row)

    assert session.scalars(select(Synonyms)).all() == []
    assert told(session)[-1] == ("removed", {"words": [["bankid", "eid"], None]})


def test_the_catalogue_fills_an_empty_table_once(session):
    assert seed_synonyms(session, SYSTEM, [("ab", "cd")]) == 1
    assert seed_synonyms(session, SYSTEM, [("ef", "gh")]) == 0

    assert words(session) == [["ab", "cd"]]


def test_what_was_removed_does_not_come_back_with_the_next_load(session, admin):
    row = add_synonyms(session, admin, ["ab", "cd"])
    remove_synonyms(session, admin, row)

    seed_synonyms(session, SYSTEM, [("ab", "cd")])

    assert words(session) == []


@pytest.mark.parametrize("role", [Role.ADVOCACY, Role.LEGAL])
def test_only_administrators_keep_synonyms(session, admin, role):
    row = add_synonyms(session, admin, ["ab", "cd"])
    actor = actor_of(make_user(session, role))

    for act in (
        lambda: add_synonyms(session, actor, ["ef", "gh"]),
        lambda: change_synonyms(session, actor, row, ["ef", "gh"]),
        lambda: remove_synonyms(session, actor, row),
        lambda: seed_synonyms(session, actor, [("ef", "gh")]),
    ):
        with pytest.raises(Forbidden):
            act()
