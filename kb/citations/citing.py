"""Stand-in."""

from dataclasses import dataclass
from datetime import date

from kb.citations.names import ActNames


@dataclass(frozen=True)
class Cited:
    """A reference."""

    text: str
    start: int
    end: int
    kind: str
    keys: tuple[str, ...]
    page: str = ""


def cite(
    text: str, names: ActNames, *, within: str | None = None, as_of: date
) -> tuple[Cited, ...]:
    """Find references."""
    return ()
