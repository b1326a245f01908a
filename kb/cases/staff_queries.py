"""Cases as staff read them: as they are now, published or not."""

from sqlalchemy.orm import Session

from kb.errors import NotFound
from kb.models import Case
from kb.records.queries import find_record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can


def get_case(session: Session, actor: Actor, code: str) -> Case:
    """The case with *code*, in any letter case, loaded whole.

    Raises NotFound, also for whoever may not know that it exists.
    """
    case = find_record(session, Case, code.upper())
    if case is None or not can(actor, Permission.INTERNAL_READ):
        raise NotFound(f"There is no case {code}.")
    return case
