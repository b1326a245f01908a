"""The rules: every permission held against every actor."""

import pytest

from kb.errors import Forbidden
from kb.security.actor import ANONYMOUS, SYSTEM, Actor
from kb.security.permissions import Permission
from kb.security.rules import can, demand

NOBODY = Actor("nobody", frozenset())
#: What each actor may do, written out: a permission that is added must be added here as well.
ALLOWED = {
    ANONYMOUS: {Permission.PUBLIC_READ},
    SYSTEM: {
        Permission.PUBLIC_READ,
        Permission.INTERNAL_READ,
        Permission.CATALOGUE_LOAD,
        Permission.RECORD_PUBLISH,
    },
    NOBODY: set(),
}
GRID = [(actor, permission) for actor in ALLOWED for permission in Permission]
ALLOWED_PAIRS = [pair for pair in GRID if pair[1] in ALLOWED[pair[0]]]
FORBIDDEN_PAIRS = [pair for pair in GRID if pair[1] not in ALLOWED[pair[0]]]


def named(item: Actor | Permission) -> str:
    return item.name


@pytest.mark.parametrize(("actor", "permission"), GRID, ids=named)
def test_an_actor_can_do_what_is_written_out_and_nothing_else(actor, permission):
    assert can(actor, permission) == (permission in ALLOWED[actor])


@pytest.mark.parametrize(("actor", "permission"), ALLOWED_PAIRS, ids=named)
def test_what_an_actor_can_do_may_be_demanded(actor, permission):
    demand(actor, permission)


@pytest.mark.parametrize(("actor", "permission"), FORBIDDEN_PAIRS, ids=named)
def test_what_an_actor_cannot_do_is_forbidden_in_words(actor, permission):
    with pytest.raises(Forbidden) as refused:
        demand(actor, permission)

    assert permission.sentence in str(refused.value)


def test_neither_the_public_nor_the_system_is_a_person():
    assert (ANONYMOUS.user_id, SYSTEM.user_id) == (None, None)


def test_an_actor_cannot_be_given_more_afterwards():
    with pytest.raises(AttributeError):
        ANONYMOUS.permissions = SYSTEM.permissions
