"""Who acts: the public, a member of staff, or the system itself."""

from dataclasses import dataclass

from kb.security.permissions import OF_THE_PUBLIC, OF_THE_SYSTEM, Permission


@dataclass(frozen=True)
class Actor:
    """Somebody who asks for something; *user_id* is None for the public and for the system."""

    name: str
    permissions: frozenset[Permission]
    user_id: int | None = None


ANONYMOUS = Actor("anonymous", OF_THE_PUBLIC)
SYSTEM = Actor("system", OF_THE_SYSTEM)
