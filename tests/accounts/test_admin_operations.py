"""Who works here: invited, given roles, closed and opened, by administrators alone."""

import pytest
from sqlalchemy import select

from kb.accounts.admin_operations import (
    MemberDraft,
    OwnChoices,
    change_role,
    close,
    invite,
    invite_again,
    reopen,
    save_choices,
)
from kb.accounts.operations import begin_sign_in
from kb.accounts.queries import find_one_use_token, find_sign_in, find_user, get_user, list_users
from kb.accounts.token_operations import new_token
from kb.errors import Conflict, Forbidden, Invalid, NotFound
from kb.models import Revision
from kb.security.actor import SYSTEM
from kb.words import Digest, Language, Purpose, Role
from tests.staff import actor_of, make_user


@pytest.fixture
def admin(session):
    return make_user(session, Role.ADMIN, email="chef@example.se")


@pytest.fixture
def eva(session):
    return make_user(session, Role.LEGAL, name="Eva Lind", email="eva@example.se")


def draft(email="ny.person@example.se", name="Ny Person"):
    return MemberDraft(email=email, name=name, role=Role.LEGAL)


def invited(session, actor=SYSTEM, **changes):
    return invite(session, actor, draft(**changes), new_token())


def test_whoever_is_invited_has_an_account_a_link_and_a_handle_but_no_password(session, admin):
    token = new_token()

    user = invite(session, actor_of(admin), draft(email=" Ny.Person@Example.se"), token)

    assert (user.email, user.handle, user.password_hash) == (
        "ny.person@example.se",
        "ny.person",
        "",
    )
    assert find_one_use_token(session, token).purpose is Purpose.INVITATION


def test_handles_are_never_the_same(session):
    handles = [invited(session, email=f"eva@{host}.se").handle for host in ("a", "b", "c")]

    assert handles == ["eva", "eva2", "eva3"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "eva",
        "eva@",
        "@example.se",
        "a b@example.se",
        "a@b@c.se",
        "a@b.se\r\nBcc: x@y.se",
        "<a@b.se>",
        "å" * 300 + "@example.se",
    ],
)
def test_what_is_no_address_is_refused(session, email):
    with pytest.raises(Invalid) as refused:
        invited(session, email=email)

    assert refused.value.field == "email"


@pytest.mark.parametrize("is_active", [True, False])
def test_an_address_has_one_account_whether_open_or_closed(session, eva, is_active):
    eva.is_active = is_active
    session.flush()

    with pytest.raises(Invalid, match="already"):
        invited(session, email="EVA@example.se")


def test_a_new_role_ends_the_sign_ins_and_stands_in_the_history(session, admin, eva):
    token = begin_sign_in(session, eva, address="", browser="")

    change_role(session, actor_of(admin), eva, Role.ADMIN)

    last = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert find_sign_in(session, token) is None
    assert (last.verb, last.actor_id, last.code) == ("changed the role", admin.id, str(eva.id))
    assert last.changes == {"role": ["legal", "admin"]}


def test_the_same_role_again_changes_nothing(session, admin):
    change_role(session, actor_of(admin), admin, Role.ADMIN)

    assert session.scalars(select(Revision)).all() == []


def test_the_last_admin_keeps_role_and_account(session, admin, eva):
    make_user(session, Role.ADMIN).is_active = False
    session.flush()

    with pytest.raises(Conflict):
        change_role(session, actor_of(admin), admin, Role.LEGAL)
    with pytest.raises(Conflict):
        close(session, SYSTEM, admin)


def test_one_of_two_admins_can_be_closed(session, admin):
    other = make_user(session, Role.ADMIN)

    close(session, actor_of(admin), other)

    assert not other.is_active


def test_a_closed_account_is_not_found_by_its_address_and_its_links_are_dead(session, admin, eva):
    token = new_token()
    invite_again(session, actor_of(admin), eva, token)

    close(session, actor_of(admin), eva)
    reopen(session, actor_of(admin), eva)

    assert find_one_use_token(session, token) is None
    assert find_user(session, eva.email) is eva


def test_open_accounts_are_listed_first(session, admin, eva):
    close(session, actor_of(admin), eva)
    make_user(session, Role.LEGAL, name="Örjan")

    assert [user.name for user in list_users(session)][-1] == "Eva Lind"


def test_a_closed_account_gets_no_link(session, admin, eva):
    close(session, actor_of(admin), eva)

    with pytest.raises(Conflict):
        invite_again(session, actor_of(admin), eva, new_token())


@pytest.mark.parametrize("role", [Role.ADVOCACY, Role.LEGAL])
def test_only_an_admin_may(session, eva, role):
    actor = actor_of(make_user(session, role))
    choices = OwnChoices(name="X", language=Language.SV, digest=Digest.DAILY)

    for act in (
        lambda: invited(session, actor),
        lambda: invite_again(session, actor, eva, new_token()),
        lambda: change_role(session, actor, eva, Role.ADMIN),
        lambda: close(session, actor, eva),
        lambda: reopen(session, actor, eva),
        lambda: save_choices(session, actor, eva, choices),
    ):
        with pytest.raises(Forbidden):
            act()


def test_own_choices_are_saved_and_the_history_holds_no_name(session, eva):
    choices = OwnChoices(name=" Eva  Ek ", language=Language.EN, digest=Digest.NEVER)

    save_choices(session, actor_of(eva), eva, choices)
    save_choices(session, actor_of(eva), eva, choices)

    revision = session.scalars(select(Revision)).one()
    assert (eva.name, eva.language, eva.digest) == ("Eva Ek", Language.EN, Digest.NEVER)
    assert "Ek" not in str(revision.changes)


@pytest.mark.parametrize("number", [0, 999, 2**31, 2**70])
def test_an_account_that_does_not_exist_is_not_found(session, number):
    with pytest.raises(NotFound):
        get_user(session, number)
