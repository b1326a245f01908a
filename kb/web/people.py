"""How people stand in lists to choose from, and how a note calls upon them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.models import User
from kb.web.i18n import gettext


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a note can call upon."""

    handle: str
    name: str


def name_in_list(user: User) -> str:
    """The name of *user*; it says so when they have never signed in."""
    if user.password_hash:
        return user.name
    return gettext("%(name)s (invited, has not signed in)") % {"name": user.name}


def colleagues(users: Iterable[User]) -> list[Colleague]:
    """Everybody of *users* with what to write after @, in their order."""
    return [Colleague(user.handle, user.name) for user in users]
