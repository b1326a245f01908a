"""Closing an account: what its owner answered for is handed on, what they wrote stays theirs."""

import pytest
from sqlalchemy import select

from kb.barriers.operations import save_barrier
from kb.errors import Forbidden, Invalid
from kb.models import Barrier, Notification, Revision, SearchJob
from kb.security.actor import SYSTEM
from kb.words import News, Role
from kb.work.leaving_operations import close_account
from kb.work.leaving_queries import count_owned
from tests.makers import barrier_draft
from tests.staff import actor_of, make_user


@pytest.fixture
def admin(session):
    return make_user(session, Role.ADMIN)


@pytest.fixture
def eva(session):
    return make_user(session, Role.LEGAL)


@pytest.fixture
def barrier(session, eva):
    barrier = save_barrier(session, SYSTEM, barrier_draft(code="H-2026-901"))
    barrier.owner_id = barrier.author_id = eva.id
    session.flush()
    return barrier


def test_a_barrier_waits_for_a_new_owner_when_nobody_takes_over(session, admin, eva, barrier):
    assert count_owned(session, eva) == 1

    assert close_account(session, actor_of(admin), eva) == 1

    found = session.scalars(select(Barrier)).one()
    assert (found.owner_id, found.author_id) == (None, eva.id)
    assert not eva.is_active


def test_whoever_takes_over_is_told_and_the_history_says_so(session, admin, eva, barrier):
    successor = make_user(session, Role.ADVOCACY)
    jobs = len(session.scalars(select(SearchJob)).all())

    close_account(session, actor_of(admin), eva, successor)

    revision = session.scalars(select(Revision).where(Revision.verb == "handed on")).one()
    told = session.scalars(select(Notification)).one()
    assert revision.changes == {"owner_id": [eva.id, successor.id]}
    assert (told.user_id, told.news) == (successor.id, News.ASSIGNED)
    assert len(session.scalars(select(SearchJob)).all()) > jobs


@pytest.mark.parametrize("who", ["self", "closed"])
def test_nobody_who_leaves_can_take_over(session, admin, eva, barrier, who):
    closed = make_user(session, Role.LEGAL)
    closed.is_active = False
    session.flush()

    with pytest.raises(Invalid):
        close_account(session, actor_of(admin), eva, eva if who == "self" else closed)


def test_only_an_admin_closes_accounts(session, eva):
    with pytest.raises(Forbidden):
        close_account(session, actor_of(eva), eva)
