"""Column types: moments in UTC, enums kept as words, dates known only in part."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String, TypeDecorator

#: ``2022``, ``2022-07`` or ``2022-07-01``: as much of a date as the source gives. As text the
#: three sort among each other, and nothing is invented to fill a column.
PARTIAL_DATE = String(10)
ENUM_LENGTH = 40
SORT_LENGTH = 120
#: Text that sorts by its characters alone, the same on every database and in every locale.
SORTED = String(SORT_LENGTH).with_variant(String(SORT_LENGTH, collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Naive values are refused; what is read is always aware and in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn *value* into UTC; raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(words: type[StrEnum]) -> Enum:
    """Return the column type of an enum: its values as text, held by a named CHECK constraint."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in words.__name__).lstrip("_")
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=ENUM_LENGTH,
        values_callable=values,
    )
