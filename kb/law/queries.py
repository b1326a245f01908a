"""Acts by the names they go by, published or not: for operations and for staff."""

from sqlalchemy.orm import Session

from kb.clock import today
from kb.law.names import Name, cited_name
from kb.models import LegalAct
from kb.records.queries import list_records


def map_all_act_names(session: Session) -> dict[str, str]:
    """How each act is cited today, by its key."""
    return {act.code: cited_name(names_of(act), today()) for act in list_records(session, LegalAct)}


def names_of(act: LegalAct) -> list[Name]:
    """The names of *act*, which must be loaded whole."""
    return [Name(name.name, name.kind, name.valid_from, name.valid_until) for name in act.names]
