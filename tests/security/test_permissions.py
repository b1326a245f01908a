"""Permissions: each told in a sentence, each in somebody's hands."""

import pytest

from kb.security.permissions import (
    OF_A_ROLE,
    OF_THE_PUBLIC,
    OF_THE_SYSTEM,
    Grant,
    Permission,
    Scope,
    Tie,
)
from kb.words import Role


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_told_in_one_sentence(permission):
    assert permission.sentence[0].isupper()
    assert permission.sentence.count(".") == 1
    assert permission.sentence.endswith(".")


def test_no_two_permissions_allow_the_same():
    sentences = {permission.sentence for permission in Permission}

    assert len(sentences) == len(Permission)


def test_the_public_may_read_and_nothing_else():
    assert {Grant(Permission.PUBLIC_READ)} == OF_THE_PUBLIC


def test_the_system_may_do_everything():
    assert {Grant(permission) for permission in Permission} == OF_THE_SYSTEM


def test_every_role_has_its_grants():
    assert set(OF_A_ROLE) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_a_role_holds_a_permission_one_way_only(role):
    held = [grant.permission for grant in OF_A_ROLE[role]]

    assert len(held) == len(set(held))


def test_every_permission_but_loading_the_catalogue_is_in_somebodys_hands():
    held = {grant.permission for grants in OF_A_ROLE.values() for grant in grants}

    assert set(Permission) - held == {Permission.CATALOGUE_LOAD}


@pytest.mark.parametrize(
    ("scope", "stopped_by"),
    [
        (Scope.ANY, set()),
        (Scope.NOT_LOGGED, {Tie.AUTHOR}),
        (Scope.NOT_OWNED, {Tie.OWNER, Tie.PAST_OWNER}),
        (Scope.NOT_WRITTEN, {Tie.TEXT_AUTHOR}),
    ],
)
def test_four_eyes_are_stopped_by_their_own_ties_alone(scope, stopped_by):
    assert {tie for tie in Tie if not scope.covers(frozenset({tie}))} == stopped_by
    assert scope.covers(frozenset())


def test_ones_own_is_what_one_logged_owns_or_works_with():
    covered = {tie for tie in Tie if Scope.OWN.covers(frozenset({tie}))}

    assert covered == {Tie.AUTHOR, Tie.OWNER, Tie.TEAM}
    assert not Scope.OWN.covers(frozenset())


def test_who_answers_for_a_barrier_logged_or_owns_it_and_who_lets_it_rest_owns_it():
    covered = {
        scope: {tie for tie in Tie if scope.covers(frozenset({tie}))}
        for scope in (Scope.ANSWERED_FOR, Scope.OWNED)
    }

    assert covered == {
        Scope.ANSWERED_FOR: {Tie.AUTHOR, Tie.OWNER},
        Scope.OWNED: {Tie.OWNER},
    }
