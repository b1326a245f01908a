"""Who works here: inviting people, changing what they may do, closing accounts.

What somebody leaves behind when their account is closed is handed on by
``kb.work.leaving_operations``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.accounts.operations import end_every_sign_in
from kb.accounts.queries import find_any_user, normal_email
from kb.accounts.token_operations import keep_token, kill_tokens
from kb.db.begun import is_added
from kb.errors import Conflict, Invalid
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Digest, Language, Purpose, Role

#: Longest name of a person.
NAME_LENGTH = 200
HANDLE_LENGTH = 60
_EMAIL = re.compile(r"[^\s@,;<>()\"\\]{1,64}@[^\s@,;<>()\"\\]{1,189}\Z")
_NOT_OF_HANDLES = re.compile(r"[^a-zåäöéü0-9]+")


@dataclass(frozen=True, kw_only=True)
class MemberDraft:
    """Somebody who is to work here."""

    email: str
    name: str
    role: Role
    language: Language = Language.SV


@dataclass(frozen=True, kw_only=True)
class OwnChoices:
    """What everybody chooses for their own account."""

    name: str
    language: Language
    digest: Digest


def invite(session: Session, actor: Actor, draft: MemberDraft, token: str) -> User:
    """Open an account without a password; the link with *token* lets its owner choose one.

    Raises Invalid for an address that is none or that already has an account.
    """
    user = add_user(session, actor, draft)
    keep_token(session, user, token, Purpose.INVITATION)
    return user


def add_user(session: Session, actor: Actor, draft: MemberDraft) -> User:
    """Open an account that nobody can sign in to yet; raises Invalid as ``invite`` does."""
    demand(actor, Permission.USER_MANAGE)
    email = normal_email(draft.email)
    if not _EMAIL.match(email):
        raise Invalid("email", "Write an e-mail address, such as eva.lind@example.se.")
    if find_any_user(session, email) is not None:
        raise _has_account()
    user = User(
        email=email,
        name=_name(draft.name),
        role=draft.role,
        language=draft.language,
        handle=_free_handle(session, email),
    )
    if not is_added(session, user):
        raise _has_account()
    _tell(session, actor, "invited", user, {"role": [None, user.role.value]})
    return user


def _has_account() -> Invalid:
    return Invalid("email", "There is an account with this address already.")


def invite_again(session: Session, actor: Actor, user: User, token: str) -> None:
    """Make a new link for *user*: an invitation for whoever has no password, else a reset."""
    demand(actor, Permission.USER_MANAGE)
    if not user.is_active:
        raise Conflict("The account is closed.")
    keep_token(session, user, token, purpose_for(user))
    _tell(session, actor, "sent a link", user)


def purpose_for(user: User) -> Purpose:
    """What a link sent to *user* is for."""
    return Purpose.RESET if user.password_hash else Purpose.INVITATION


def change_role(session: Session, actor: Actor, user: User, role: Role) -> None:
    """Give *user* another role; they must sign in again. Raises Conflict for the last admin."""
    demand(actor, Permission.USER_MANAGE)
    if user.role is role:
        return
    _keep_an_admin(session, user)
    before, user.role = user.role, role
    end_every_sign_in(session, user)
    _tell(session, actor, "changed the role", user, {"role": [before.value, role.value]})


def close(session: Session, actor: Actor, user: User) -> None:
    """Close the account of *user*: sign-ins and links end, their work stays in their name.

    Raises Conflict for the last admin.
    """
    demand(actor, Permission.USER_MANAGE)
    if not user.is_active:
        return
    _keep_an_admin(session, user)
    user.is_active = False
    kill_tokens(session, user)
    end_every_sign_in(session, user)
    _tell(session, actor, "closed", user, {"is_active": [True, False]})


def reopen(session: Session, actor: Actor, user: User) -> None:
    """Open a closed account again, with the password it had."""
    demand(actor, Permission.USER_MANAGE)
    if user.is_active:
        return
    user.is_active = True
    _tell(session, actor, "opened again", user, {"is_active": [False, True]})


def save_choices(session: Session, actor: Actor, user: User, choices: OwnChoices) -> None:
    """Save what *actor* chooses for their own account, which is *user*."""
    demand(actor, Permission.ACCOUNT_KEEP)
    if user.id != actor.user_id:
        demand(actor, Permission.USER_MANAGE)
    changes: dict[str, object] = {}
    if user.name != (name := _name(choices.name)):
        # The history holds ids of people, no names: that it was changed is enough.
        changes["name"] = [None, None]
        user.name = name
    for field in ("language", "digest"):
        before, after = getattr(user, field), getattr(choices, field)
        if before is not after:
            changes[field] = [before.value, after.value]
            setattr(user, field, after)
    if changes:
        _tell(session, actor, "changed", user, changes)


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Invalid("name", "Write the name.")
    if len(name) > NAME_LENGTH:
        raise Invalid("name", "Use at most %(limit)s characters.", limit=NAME_LENGTH)
    return name


def _keep_an_admin(session: Session, user: User) -> None:
    """Raise Conflict when *user* is the last admin; admins are locked until the transaction ends.

    Without the lock, two admins could take each other's role away in the same moment.
    """
    admins = session.scalars(
        select(User.id)
        .where(User.role == Role.ADMIN, User.is_active)
        .order_by(User.id)
        .with_for_update()
    ).all()
    if list(admins) == [user.id]:
        raise Conflict("The last administrator must stay. Appoint another first.")


def _free_handle(session: Session, email: str) -> str:
    """Make a handle of what stands before the @, with a number when somebody has it already."""
    local = unicodedata.normalize("NFC", email.partition("@")[0])
    wanted = _NOT_OF_HANDLES.sub(".", local).strip(".")[:HANDLE_LENGTH].strip(".") or "person"
    # A handle is plain text: no sign of it means anything to LIKE.
    taken = set(session.scalars(select(User.handle).where(User.handle.startswith(wanted))))
    numbers = (f"{wanted}{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbers if each not in taken)


def _tell(
    session: Session,
    actor: Actor,
    verb: str,
    user: User,
    changes: Mapping[str, object] | None = None,
) -> None:
    record_revision(session, actor, verb, Subject("user", str(user.id)), changes or {})
