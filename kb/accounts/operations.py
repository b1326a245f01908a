"""Sign-ins: begun, used, ended. Who is let in is decided by ``kb.accounts.entry_operations``."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kb.accounts.queries import token_hash
from kb.clock import now
from kb.errors import NotFound
from kb.history import Subject
from kb.history import record as record_revision
from kb.models import HalfSignIn, SignIn, User
from kb.security.actor import Actor, member
from kb.security.permissions import Permission
from kb.security.rules import demand

TOKEN_BYTES = 32
#: Random part of the key of forms.
FORM_KEY_BYTES = 24
#: How exactly it is known when a sign-in was last used, in minutes; saves a write a page.
SEEN_MINUTES = 5


def begin_sign_in(
    session: Session, user: User, *, address: str, browser: str, must_set_up: bool = False
) -> str:
    """Sign *user*, who has shown who they are, in; returns the token for the cookie.

    A sign-in that *must_set_up* a second factor opens nothing else before that is done.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignIn(
            token_hash=token_hash(token),
            user_id=user.id,
            form_key=f"{user.id}.{secrets.token_hex(FORM_KEY_BYTES)}",
            address=address[:64],
            browser=browser[:200],
            must_set_up=must_set_up,
        )
    )
    actor = member(user.id, user.name, user.role)
    record_revision(session, actor, "signed in", Subject("user", str(user.id)), {})
    session.flush()
    return token


def note_use(session: Session, sign_in_id: int) -> None:
    """Remember that a sign-in is in use; does nothing when that is known well enough."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is not None and sign_in.seen_at < now() - timedelta(minutes=SEEN_MINUTES):
        sign_in.seen_at = now()
        session.flush()


def end_sign_in(session: Session, actor: Actor, sign_in_id: int) -> None:
    """End one of *actor*'s own sign-ins; raises NotFound for anybody else's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    sign_in = session.scalars(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == actor.user_id)
    ).one_or_none()
    if sign_in is None:
        raise NotFound("There is no such sign-in.")
    session.delete(sign_in)
    record_revision(session, actor, "signed out", Subject("user", str(actor.user_id)), {})
    session.flush()


def end_other_sign_ins(session: Session, actor: Actor, sign_in_id: int) -> None:
    """End every sign-in of *actor* but the one with *sign_in_id*."""
    demand(actor, Permission.ACCOUNT_KEEP)
    session.execute(delete(SignIn).where(SignIn.user_id == actor.user_id, SignIn.id != sign_in_id))
    record_revision(session, actor, "signed out elsewhere", Subject("user", str(actor.user_id)), {})
    session.flush()


def keep_only(session: Session, sign_in_id: int, *, must_set_up: bool = False) -> str:
    """End every other sign-in of whoever holds *sign_in_id*, which gets a new token: returned.

    Its forms stay good, so that a page that is on its way can still be used. Raises NotFound when
    it has ended meanwhile.
    """
    kept = session.get(SignIn, sign_in_id)
    if kept is None:
        raise NotFound("There is no such sign-in.")
    session.execute(delete(SignIn).where(SignIn.user_id == kept.user_id, SignIn.id != sign_in_id))
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == kept.user_id))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kept.token_hash, kept.must_set_up = token_hash(token), must_set_up
    session.flush()
    return token


def end_every_sign_in(session: Session, user: User) -> None:
    """End every sign-in of *user*, also half ones: after a new password, role or second factor."""
    session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user.id))
