"""The rules: every permission held against every actor, near and far."""

from itertools import product

import pytest

from kb.errors import Forbidden
from kb.models import Barrier, BarrierMember, Publication
from kb.security.actor import ANONYMOUS, SYSTEM, Actor, member
from kb.security.permissions import Permission, Tie
from kb.security.rules import can, demand, text_ties, ties_to
from kb.words import Duty, Role

P = Permission
NOBODY = Actor("nobody", frozenset())
ADVOCACY = member(1, "Ada", Role.ADVOCACY)
LEGAL = member(2, "Leo", Role.LEGAL)
ADMIN = member(3, "Alma", Role.ADMIN)

#: How far a permission reaches: tie → whether it covers a record to which one has that tie alone.
ANY = dict.fromkeys((None, *Tie), True)
OWN = {**dict.fromkeys(ANY, False), Tie.AUTHOR: True, Tie.OWNER: True, Tie.TEAM: True}
ANSWERED_FOR = {**dict.fromkeys(ANY, False), Tie.AUTHOR: True, Tie.OWNER: True}
OWNED = {**dict.fromkeys(ANY, False), Tie.OWNER: True}
NOT_LOGGED = {**ANY, Tie.AUTHOR: False}
NOT_OWNED = {**ANY, Tie.OWNER: False, Tie.PAST_OWNER: False}
NOT_WRITTEN = {**ANY, Tie.TEXT_AUTHOR: False}
NEVER = dict.fromkeys(ANY, False)

OF_ALL_STAFF = {
    P.PUBLIC_READ: ANY,
    P.INTERNAL_READ: ANY,
    P.ACCOUNT_KEEP: ANY,
    P.NOTE_WRITE: ANY,
    P.CASE_EDIT: ANY,
    P.ADVOCACY_WORK: ANY,
    P.BARRIER_TAKE: ANY,
    P.BARRIER_MERGE: ANY,
    P.BARRIER_PROPOSE: ANY,
    P.PUBLIC_TEXT_WRITE: ANY,
    P.RECORD_WITHDRAW: ANY,
    P.BULK_EDIT: ANY,
    P.BARRIER_SUBMIT: ANSWERED_FOR,
    P.BARRIER_PAUSE: OWNED,
}
OF_LAWYERS = {
    **OF_ALL_STAFF,
    P.RESTRICTED_READ: ANY,
    P.BARRIER_EDIT: ANY,
    P.LAW_EDIT: ANY,
    P.BARRIER_JUDGE: ANY,
    P.BARRIER_REOPEN: ANY,
    P.RECORD_PUBLISH: ANY,
    P.BARRIER_ASSESS: NOT_LOGGED,
    P.BARRIER_RESOLVE: NOT_OWNED,
    P.PUBLIC_TEXT_APPROVE: NOT_WRITTEN,
}
#: What each actor may do, written out: a permission that is added must be added here as well.
ALLOWED = {
    NOBODY: {},
    ANONYMOUS: {P.PUBLIC_READ: ANY},
    ADVOCACY: {
        **OF_ALL_STAFF,
        P.BARRIER_WORK: ANY,
        P.RESTRICTED_READ: OWN,
        P.BARRIER_EDIT: OWN,
        P.LAW_EDIT: OWN,
    },
    LEGAL: OF_LAWYERS,
    ADMIN: {
        **OF_LAWYERS,
        P.BARRIER_WORK: ANY,
        P.BARRIER_DROP: ANY,
        P.PRIORITY_SET: ANY,
        P.SHEET_IMPORT: ANY,
        P.SOURCE_IMPORT: ANY,
        P.VOCABULARY_EDIT: ANY,
        P.USER_MANAGE: ANY,
        P.AUDIT_READ: ANY,
    },
    SYSTEM: dict.fromkeys(P, ANY),
}
PAIRS = list(product(ALLOWED, Permission))
HELD = [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]]
NOT_HELD = [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]]]


def named(item: Actor | Permission) -> str:
    return item.name


@pytest.mark.parametrize(("actor", "permission"), PAIRS, ids=named)
def test_an_actor_can_do_what_is_written_out_and_nothing_else(actor, permission):
    reach = ALLOWED[actor].get(permission, NEVER)

    found = {tie: can(actor, permission, frozenset({tie} if tie else ())) for tie in reach}

    assert found == reach
    assert can(actor, permission) == (permission in ALLOWED[actor])


@pytest.mark.parametrize(("actor", "permission"), HELD, ids=named)
def test_what_an_actor_can_do_may_be_demanded(actor, permission):
    demand(actor, permission)


@pytest.mark.parametrize(("actor", "permission"), NOT_HELD, ids=named)
def test_what_an_actor_cannot_do_is_forbidden_in_words(actor, permission):
    with pytest.raises(Forbidden) as refused:
        demand(actor, permission)

    assert permission.sentence in str(refused.value)


def test_what_reaches_only_ones_own_is_forbidden_elsewhere():
    with pytest.raises(Forbidden):
        demand(ADVOCACY, P.BARRIER_EDIT, frozenset())


def test_whoever_wrote_and_owns_a_barrier_neither_recognises_nor_resolves_it():
    ties = frozenset({Tie.AUTHOR, Tie.OWNER})

    assert not can(LEGAL, P.BARRIER_ASSESS, ties)
    assert not can(ADMIN, P.BARRIER_RESOLVE, ties)


def test_neither_the_public_nor_the_system_is_a_person():
    assert (ANONYMOUS.user_id, SYSTEM.user_id) == (None, None)


def test_an_actor_cannot_be_given_more_afterwards():
    with pytest.raises(AttributeError):
        ANONYMOUS.grants = SYSTEM.grants


def test_ties_are_those_of_the_person_and_of_nobody_else():
    members = [BarrierMember(user_id=3, duty=Duty.CONTRIBUTOR)]
    barrier = Barrier(author_id=1, owner_id=2, members=members)
    text = Publication(author_id=1)

    found = {actor: ties_to(actor, barrier, text) for actor in (ADVOCACY, LEGAL, ADMIN, SYSTEM)}

    assert found == {
        ADVOCACY: {Tie.AUTHOR, Tie.TEXT_AUTHOR},
        LEGAL: {Tie.OWNER},
        ADMIN: {Tie.TEAM},
        SYSTEM: frozenset(),
    }


def test_a_barrier_that_nobody_logged_or_owns_is_not_the_publics_own():
    barrier = Barrier(author_id=None, owner_id=None, members=[])

    assert ties_to(ANONYMOUS, barrier, Publication(author_id=None)) == frozenset()
    assert text_ties(ANONYMOUS, Publication(author_id=None)) == frozenset()


def test_whoever_wrote_a_public_text_is_tied_to_it():
    assert text_ties(ADVOCACY, Publication(author_id=1)) == {Tie.TEXT_AUTHOR}
    assert text_ties(LEGAL, Publication(author_id=1)) == frozenset()
    assert text_ties(LEGAL, None) == frozenset()
