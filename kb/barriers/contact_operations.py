"""Reading who told us of a barrier: shown when it is asked for, and told in the history."""

from sqlalchemy.orm import Session

from kb.history import Deed
from kb.history import record as record_revision
from kb.models import Barrier
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand, is_close, ties_to

#: What the history says of somebody who has read it.
READ = "read who told us"


def read_contact(session: Session, actor: Actor, barrier: Barrier) -> str:
    """Who told us of *barrier* (its team loaded); empty when nobody wrote it down.

    That somebody outside the team has read it stands in the history from then on. Raises Forbidden.
    """
    ties = ties_to(actor, barrier)
    demand(actor, Permission.RESTRICTED_READ, ties)
    if barrier.reported_by and not is_close(ties):
        record_revision(session, actor, Deed(READ, is_minor=True), barrier, {})
    return barrier.reported_by
