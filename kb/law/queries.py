"""Acts by the names they go by."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import ActName, LegalAct
from kb.words import NameKind


def cited_name(act: LegalAct) -> str:
    """Return the name that provisions of *act* are cited by: abbreviation, short name, or "".

    A name that has passed to another act is not used, since it would now mislead.
    """
    for kind in (NameKind.ABBREVIATION, NameKind.SHORT):
        for name in act.names:
            if name.kind is kind and name.valid_until is None:
                return name.name
    return ""


def map_names(session: Session) -> dict[str, str]:
    """Every name that an act goes by today, case-folded, and the act's key."""
    rows = session.execute(
        select(ActName.name, LegalAct.code)
        .join(LegalAct, LegalAct.id == ActName.act_id)
        .where(ActName.valid_until.is_(None))
    )
    return {name.casefold(): code for name, code in rows}
