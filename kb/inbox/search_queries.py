"""What saved searches find: their queries read as the filters of the staff's list of barriers."""

from datetime import datetime
from urllib.parse import parse_qs, parse_qsl, urlencode

from sqlalchemy.orm import Session

from kb.barriers.list_queries import COUNTED, UNCOUNTED, count_barriers
from kb.inbox.queries import CountNew
from kb.models import User
from kb.security.actor import Actor, member

_FILTERS = frozenset((*COUNTED, *UNCOUNTED))
#: Names of the list that choose nothing, but are kept with a search.
_KEPT = frozenset(("sort",))


def cleaned_query(query: str) -> str:
    """Keep of the *query* of an address what the list of barriers understands, in its order."""
    pairs = [
        (name, value)
        for name, value in parse_qsl(query.removeprefix("?"))
        if name in _FILTERS | _KEPT and value.isprintable()
    ]
    return urlencode(pairs)


def counter(session: Session, actor: Actor) -> CountNew:
    """Return what counts, for *actor*, the barriers logged or changed in a search since a moment.

    ``me`` in the query of a search means *actor*.
    """

    def count(query: str, since: datetime) -> int:
        filters = {name: found for name, found in parse_qs(query).items() if name in _FILTERS}
        return count_barriers(session, actor, filters, since=since)

    return count


def counter_for(session: Session, user: User) -> CountNew:
    """Return what counts for *user*, who does not ask themselves: in letters."""
    return counter(session, member(user.id, user.name, user.role))
