"""One row in every table, whatever tables there are."""

from datetime import UTC, datetime

from sqlalchemy import JSON, Boolean, Column, Connection, DateTime, Enum, Integer, MetaData

ONE = 1


def fill_every_table(connection: Connection, metadata: MetaData) -> None:
    """Write a row into each table; every foreign key points at the one row of its table."""
    for table in metadata.sorted_tables:
        connection.execute(table.insert().values({c.name: _value(c) for c in table.columns}))


def count_rows(connection: Connection, metadata: MetaData) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        table.name: len(connection.execute(table.select()).all())
        for table in metadata.sorted_tables
    }


def _value(column: Column) -> object:
    kind = column.type
    if isinstance(kind, Enum):
        return kind.python_type(kind.enums[0])
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer):
        return ONE
    if isinstance(kind, JSON):
        return {"å": 1}
    if isinstance(kind, DateTime) or kind.python_type is datetime:
        return datetime(2026, 7, 1, tzinfo=UTC)
    return "2026-07-01" if kind.python_type is str else datetime(2026, 7, 1, tzinfo=UTC).date()
