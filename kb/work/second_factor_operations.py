"""Taking a second factor away from somebody who has lost the phone, and telling them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.accounts.code_operations import remove_factor
from kb.accounts.letter_operations import Letter, write_notice
from kb.accounts.operations import end_every_sign_in
from kb.errors import Conflict
from kb.history import Subject
from kb.history import record as record_revision
from kb.inbox.operations import tell
from kb.models import User
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import News


@dataclass(frozen=True)
class Notice:
    """What is written to somebody whose second factor is taken away: plain text."""

    subject: str
    body: str


def take_second_factor(
    session: Session, actor: Actor, user: User, notice: Notice | None = None
) -> None:
    """Let *user* sign in with the password alone; their inbox and a *notice*, if any, tell them.

    Every sign-in of theirs ends. Raises Conflict when they have no second factor, and for one's
    own: that is turned off with a code.
    """
    demand(actor, Permission.USER_MANAGE)
    if user.id == actor.user_id:
        raise Conflict("Turn your own second factor off under your account.")
    if not remove_factor(session, user):
        raise Conflict("There is no second factor to take away.")
    end_every_sign_in(session, user)
    about = Subject("user", str(user.id))
    revision = record_revision(session, actor, "took away the second factor", about, {})
    tell(session, [user.id], News.SECOND_FACTOR, revision)
    if notice is not None:
        letter = Letter(notice.subject, notice.body)
        write_notice(session, user, f"second-factor/{revision.number}", letter)
