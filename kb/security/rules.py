"""May this actor do this? Asked by routes, operations and templates alike."""

from kb.errors import Forbidden
from kb.security.actor import Actor
from kb.security.permissions import Permission


def can(actor: Actor, permission: Permission) -> bool:
    """Whether *actor* holds *permission*."""
    return permission in actor.permissions


def demand(actor: Actor, permission: Permission) -> None:
    """Raise Forbidden unless *actor* holds *permission*."""
    if not can(actor, permission):
        raise Forbidden(f"Not allowed: {permission.sentence}")
