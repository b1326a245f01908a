"""May this actor do this? Asked by routes, operations and templates alike."""

from kb.errors import Forbidden
from kb.models import Barrier, Publication
from kb.security.actor import Actor
from kb.security.permissions import Permission, Scope, Tie

Ties = frozenset[Tie]


def can(actor: Actor, permission: Permission, ties: Ties | None = None) -> bool:
    """Whether *actor* holds *permission* over a record to which they have *ties*.

    Without *ties* the question is whether they hold it over any record at all: enough to open a
    page, never enough to change a record.
    """
    scope = actor.scope_of(permission)
    return scope is not None and (ties is None or scope.covers(ties))


def demand(actor: Actor, permission: Permission, ties: Ties | None = None) -> None:
    """Raise Forbidden unless *actor* holds *permission* over a record with *ties*."""
    if not can(actor, permission, ties):
        raise Forbidden(f"Not allowed: {permission.sentence}")


def ties_to(actor: Actor, barrier: Barrier, publication: Publication | None = None) -> Ties:
    """How *actor* is tied to *barrier* (its team loaded) and to its public text.

    The ties of now alone; kb.barriers.past_queries knows who has owned it before.
    """
    if actor.user_id is None:
        return frozenset()
    held = {
        Tie.AUTHOR: barrier.author_id == actor.user_id,
        Tie.OWNER: barrier.owner_id == actor.user_id,
        Tie.TEAM: any(member.user_id == actor.user_id for member in barrier.members),
        Tie.TEXT_AUTHOR: publication is not None and publication.author_id == actor.user_id,
    }
    return frozenset(tie for tie, is_held in held.items() if is_held)


def is_close(ties: Ties) -> bool:
    """Whether whoever has *ties* to a barrier logged it, owns it or is in its team."""
    return Scope.OWN.covers(ties)


def text_ties(actor: Actor, publication: Publication | None) -> Ties:
    """How *actor* is tied to the public text alone, for records that nobody owns."""
    wrote = publication is not None and publication.author_id is not None
    own = wrote and publication is not None and publication.author_id == actor.user_id
    return frozenset({Tie.TEXT_AUTHOR}) if own else frozenset()
