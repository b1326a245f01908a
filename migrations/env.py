"""Alembic's environment: runs the revisions on the connection that kb.db.migrations hands over."""

from alembic import context

import kb.models  # noqa: F401  (the tables register themselves with the base)
from kb.db.base import Base
from kb.db.types import UtcDateTime

connection = context.config.attributes["connection"]


def plain_types(kind, item, autogen_context):
    """Write our column types as the database sees them, so that revisions need nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
