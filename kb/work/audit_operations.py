"""Taking the log out of the house, which is itself something that is done."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kb.history import Subject, record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.work.audit_queries import Sought, each_of_log
from kb.work.history_queries import Event


def export_log(session: Session, actor: Actor, sought: Sought) -> Sequence[Event]:
    """Everything that *sought* names, oldest first; that it was taken out is told in the log."""
    demand(actor, Permission.AUDIT_READ)
    events = list(each_of_log(session, actor, sought))
    asked = {name: [None, str(value)] for name, value in vars(sought).items() if value}
    record(session, actor, "exported the log", Subject("log", "all"), asked)
    return events
