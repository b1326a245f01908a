"""What a record said at an earlier version, as far as it has changed since."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Record, Revision


def values_at(session: Session, record: Record, version: int) -> dict[str, Any]:
    """What the fields that were changed after *version* said then: field of the history → value.

    Fields that are missing here say today what they said then.
    """
    rows = session.scalars(
        select(Revision)
        .where(Revision.kind == record.kind.value, Revision.code == record.code)
        .where(Revision.version > version)
        .order_by(Revision.number)
    )
    values: dict[str, Any] = {}
    for revision in rows:
        for name, change in revision.changes.items():
            if isinstance(change, list) and len(change) == 2:
                values.setdefault(name, change[0])
    return values
