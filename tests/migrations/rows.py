"""One row in every table, whatever tables there are."""

from datetime import UTC, datetime

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Enum, Integer, MetaData

from kb.db.types import UtcDateTime

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)


def fill_every_table(connection: Connection, metadata: MetaData) -> None:
    """Write a row into each table; every foreign key points at the one row of its table."""
    for table in metadata.sorted_tables:
        values = {c.name: _value(c) for c in table.columns}
        if table.name == "follows":  # of a record or of a search, never of both
            values["saved_search_id"] = None
        connection.execute(table.insert().values(values))


def count_rows(connection: Connection, metadata: MetaData) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        table.name: len(connection.execute(table.select()).all())
        for table in metadata.sorted_tables
    }


def _value(column: Column) -> object:
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enum_class(kind.enums[0])
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, JSON):
        return {"å": 1}
    if isinstance(kind, UtcDateTime):
        return MOMENT
    return MOMENT.date() if isinstance(kind, Date) else "2026"
