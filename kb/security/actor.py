"""Who acts: the public, a member of staff, or the system itself."""

from dataclasses import dataclass

from kb.security.permissions import (
    OF_A_ROLE,
    OF_THE_PUBLIC,
    OF_THE_SYSTEM,
    Grant,
    Permission,
    Scope,
)
from kb.words import Role


@dataclass(frozen=True)
class Actor:
    """Somebody who asks for something; *user_id* is None for the public and for the system."""

    name: str
    grants: frozenset[Grant]
    user_id: int | None = None
    role: Role | None = None

    def scope_of(self, permission: Permission) -> Scope | None:
        """How far *permission* reaches for this actor; None when it is not held at all."""
        found = (grant.scope for grant in self.grants if grant.permission is permission)
        return next(found, None)


ANONYMOUS = Actor("anonymous", OF_THE_PUBLIC)
SYSTEM = Actor("system", OF_THE_SYSTEM)


def member(user_id: int, name: str, role: Role) -> Actor:
    """Return the member of staff with the account *user_id*."""
    return Actor(name, OF_A_ROLE[role], user_id, role)
