"""When the worker last went its round, told by the age of a file in the data folder."""

from datetime import UTC, datetime
from pathlib import Path

_NAME = "worker.round"


def note_round(folder: Path, moment: datetime) -> None:
    """Remember in the data *folder* that a round ended at *moment*."""
    (folder / _NAME).write_text(moment.astimezone(UTC).isoformat())


def last_round(folder: Path) -> datetime | None:
    """Return when the last round ended; None when none has, or what is kept cannot be read."""
    try:
        return datetime.fromisoformat((folder / _NAME).read_text())
    except (OSError, ValueError):
        return None
