"""Sign-ins: how long they live, and that each belongs to one person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kb.accounts.operations import begin_sign_in, end_other_sign_ins, end_sign_in, note_use
from kb.accounts.queries import find_sign_in, list_sign_ins
from kb.clock import now
from kb.errors import Forbidden, NotFound
from kb.models import SignIn
from kb.security.actor import ANONYMOUS
from kb.words import Role
from tests.staff import actor_of, make_user


@pytest.fixture
def eva(session):
    return make_user(session, Role.LEGAL)


def begun(session, user, **changes):
    token = begin_sign_in(session, user, address="10.0.0.1", browser="x" * 500)
    sign_in = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    for name, value in changes.items():
        setattr(sign_in, name, value)
    session.flush()
    return token, sign_in


@pytest.mark.parametrize(
    ("column", "ago", "lives"),
    [
        ("seen_at", timedelta(hours=7, minutes=55), True),
        ("seen_at", timedelta(hours=8, minutes=1), False),
        ("began_at", timedelta(days=6, hours=23), True),
        ("began_at", timedelta(days=7, minutes=1), False),
    ],
)
def test_a_sign_in_ends_after_eight_hours_of_rest_and_after_seven_days(
    session, eva, column, ago, lives
):
    token, _sign_in = begun(session, eva, **{column: now() - ago})

    assert (find_sign_in(session, token) is not None) == lives
    assert bool(list_sign_ins(session, actor_of(eva))) == lives


def test_a_sign_in_opens_nothing_once_the_account_is_closed(session, eva):
    token, _sign_in = begun(session, eva)
    eva.is_active = False
    session.flush()

    assert find_sign_in(session, token) is None


def test_use_is_noted_every_few_minutes(session, eva):
    _token, sign_in = begun(session, eva, seen_at=now() - timedelta(minutes=6))

    note_use(session, sign_in.id)

    assert sign_in.seen_at > now() - timedelta(minutes=1)


def test_somebody_elses_sign_in_can_be_neither_seen_nor_ended(session, eva):
    other = make_user(session, Role.ADMIN)
    token, sign_in = begun(session, eva)

    with pytest.raises(NotFound):
        end_sign_in(session, actor_of(other), sign_in.id)

    assert find_sign_in(session, token) is not None
    assert list_sign_ins(session, actor_of(other)) == []


def test_all_others_of_ones_own_can_be_ended_at_once(session, eva):
    other = make_user(session, Role.LEGAL)
    kept, own = begun(session, eva)
    ended, _second = begun(session, eva)
    others, _third = begun(session, other)

    end_other_sign_ins(session, actor_of(eva), own.id)

    found = [find_sign_in(session, token) is not None for token in (kept, ended, others)]
    assert found == [True, False, True]


def test_the_public_has_no_sign_ins_to_end(session):
    with pytest.raises(Forbidden):
        end_other_sign_ins(session, ANONYMOUS, 1)
