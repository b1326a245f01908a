"""The reading rules as SQL: every SELECT of rows that may be secret starts from one of these."""

from sqlalchemy import ColumnElement

from kb.models import PublicRecord


def published() -> ColumnElement[bool]:
    """Rows that the public may read: published, and not withdrawn since."""
    return PublicRecord.version_id.is_not(None)
