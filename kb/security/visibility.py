"""The reading rules as SQL: every SELECT of rows that may be secret starts from one of these."""

from sqlalchemy import ColumnElement, select, true

from kb.models import PublicRecord, Record
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can


def records_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Records that *actor* may read: all of them inside, the published ones for the public."""
    if can(actor, Permission.INTERNAL_READ):
        return true()
    return Record.id.in_(select(PublicRecord.record_id).where(published()))


def published() -> ColumnElement[bool]:
    """Rows that the public may read: published, and not withdrawn since."""
    return PublicRecord.version_id.is_not(None)
