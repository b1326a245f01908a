"""Saved searches: their owner's alone, and no part of the history."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.db.begun import is_added, is_written
from kb.errors import Invalid
from kb.inbox.follow_operations import unfollow_search
from kb.inbox.queries import get_search
from kb.models import SavedSearch
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: Longest name of a saved search, in characters.
NAME = 120
#: Longest query that is kept; addresses end there as well.
MAX_QUERY = 4_000


def save_search(session: Session, actor: Actor, *, name: str, query: str) -> SavedSearch:
    """Keep *query*, that of the address of the list, under *name*; what is there now is not new.

    The caller has cleaned the query of what is no filter. Raises Invalid for a name that is empty,
    too long or taken, and for a query that is too long.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    _check_name(session, actor, name)
    if len(query) > MAX_QUERY:
        raise Invalid("query", "The search has too many filters to be saved.")
    search = SavedSearch(owner_id=actor.user_id, name=name, query=query, seen_at=now())
    if not is_added(session, search):
        raise _taken()
    return search


def rename_search(session: Session, actor: Actor, search_id: int, *, name: str) -> SavedSearch:
    """Give a saved search another name; raises as ``save_search``, NotFound for another's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    search = get_search(session, actor, search_id)
    if name != search.name:
        _check_name(session, actor, name)
        if not is_written(session, lambda: setattr(search, "name", name)):
            raise _taken()
    return search


def remove_search(session: Session, actor: Actor, search_id: int) -> None:
    """Remove a saved search and with it the following of it; raises NotFound for another's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    search = get_search(session, actor, search_id)
    unfollow_search(session, actor, search_id)
    session.delete(search)
    session.flush()


def mark_seen(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    """Let only what changes from now on be new in a saved search; NotFound for another's."""
    demand(actor, Permission.ACCOUNT_KEEP)
    search = get_search(session, actor, search_id)
    search.seen_at = now()
    session.flush()
    return search


def _check_name(session: Session, actor: Actor, name: str) -> None:
    if not name:
        raise Invalid("name", "Write a name for the search.")
    if len(name) > NAME:
        raise Invalid("name", "Write at most %(limit)s characters.", limit=NAME)
    taken = select(SavedSearch.id).where(
        SavedSearch.owner_id == actor.user_id, SavedSearch.name == name
    )
    if session.scalar(taken) is not None:
        raise _taken()


def _taken() -> Invalid:
    return Invalid("name", "You have a search with that name already.")
