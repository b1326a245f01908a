"""What a sheet would do, row by row, before anything is done; plain data, kept with the import."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kb.barriers.sheet_cells import Lists, Value
from kb.readers.spreadsheets import Sheet

#: Longest name of a list, as the column that keeps it.
MAX_SOURCE = 60


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A sheet that came in; rows are known again by *source* and what they are called there."""

    sheet: Sheet
    file_name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """What is wrong with a cell; *column* is its name in the file, *values* fill the sentence."""

    column: str
    text: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English, filled in."""
        return self.sentence % self.values if self.values else self.sentence


@dataclass(frozen=True, kw_only=True)
class RowPlan:
    """What one row would do; *number* is its place in the file, the header being 1."""

    number: int
    outcome: Outcome
    #: Code of the barrier that it is about; empty for a new one.
    code: str
    title: str
    #: What a new barrier is called where it came from; empty for one that is known.
    external_id: str = ""
    #: Version of the barrier that the row was held against; None for a new one.
    version: int | None = None
    #: Column → what it is to become, for the columns that change.
    values: Mapping[str, Value] = field(default_factory=dict)
    #: Column → [before, after] as written in cells.
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    faults: tuple[CellFault, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Say it as plain data."""
        return {
            "row": self.number,
            "outcome": self.outcome.value,
            "code": self.code,
            "title": self.title,
            "version": self.version,
            "changes": {name: list(pair) for name, pair in self.changes.items()},
            "faults": [
                {
                    "column": fault.column,
                    "text": fault.text,
                    "sentence": fault.sentence,
                    "values": dict(fault.values),
                }
                for fault in self.faults
            ],
        }


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What a whole sheet would do; nothing may be done while a row is faulty."""

    upload: Upload
    #: Name in the file → key of the column.
    mapping: Mapping[str, str]
    rows: tuple[RowPlan, ...]
    #: Names in the file that are read as nothing.
    ignored: tuple[str, ...]
    #: Names in the file of columns that a sheet cannot change.
    told: tuple[str, ...]
    lists: Lists

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def is_sound(self) -> bool:
        """Whether no row is faulty."""
        return not any(row.faults for row in self.rows)

    def as_data(self) -> dict[str, Any]:
        """Say it as plain data."""
        return {
            "source": self.upload.source,
            "mapping": dict(self.mapping),
            "ignored": list(self.ignored),
            "told": list(self.told),
            "counts": self.counts,
            "lines": [row.as_data() for row in self.rows],
        }
