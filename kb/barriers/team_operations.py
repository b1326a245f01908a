"""Who works with a barrier: at most one owner, contributors and legal reviewers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.errors import Conflict, Invalid
from kb.inbox.operations import tell
from kb.models import Barrier, BarrierMember, User
from kb.records.editions import deed_on
from kb.records.operations import changing, merge_rows
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand, ties_to
from kb.words import Duty, News


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who owns a barrier, nobody when None, and user → duty of the others."""

    owner_id: int | None
    duties: Mapping[int, Duty]


def set_team(session: Session, actor: Actor, barrier: Barrier, version: int, team: Team) -> None:
    """Give *barrier*, opened at *version*, the owner and the members of *team*.

    Whoever is new is told. An owner has no duty beside it. Raises Invalid for somebody without an
    open account who is not in the team already, Forbidden for whoever may not edit the barrier,
    Conflict when somebody else has saved it since it was opened.
    """
    demand(actor, Permission.BARRIER_EDIT, ties_to(actor, barrier))
    deed_on(barrier, version)
    owner_id = team.owner_id
    wanted = {user: duty for user, duty in team.duties.items() if user != owner_id}
    old = {barrier.owner_id, *(member.user_id for member in barrier.members)}
    named = {*wanted, owner_id} if owner_id else set(wanted)
    new = {user for user in named if user not in old}
    _check_open(session, new)
    with changing(session, actor, barrier) as change:
        barrier.owner_id = owner_id
        rows = [BarrierMember(user_id=user, duty=wanted[user]) for user in sorted(wanted)]
        merge_rows(barrier.members, rows, "user_id")
    if change.revision is not None:
        tell(session, sorted(new), News.ASSIGNED, change.revision, barrier)


def take_ownership(session: Session, actor: Actor, barrier: Barrier) -> None:
    """Make *actor* the owner of a barrier that nobody owns; raises Conflict when somebody does."""
    demand(actor, Permission.BARRIER_TAKE)
    if barrier.owner_id is not None:
        raise Conflict("Somebody owns the barrier already.")
    with changing(session, actor, barrier):
        barrier.owner_id = actor.user_id
        kept = [row for row in barrier.members if row.user_id != actor.user_id]
        if kept != barrier.members:
            barrier.members[:] = kept


def _check_open(session: Session, users: set[int]) -> None:
    known = set(session.scalars(select(User.id).where(User.id.in_(users), User.is_active)))
    if users - known:
        raise Invalid("team", "Choose people with an open account.")
