"""Which names an act goes by today. Short names change owner, so each has its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.words import NameKind

#: What batches of statutes are called among all that has been imported.
STATUTES = "statutes"


@dataclass(frozen=True)
class Name:
    """A name, and the first and last day on which it means its act; None for no limit."""

    name: str
    kind: str
    valid_from: str | None
    valid_until: str | None

    def holds(self, today: date) -> bool:
        """Whether the name means its act on *today*; partial dates count as far as they reach."""
        day = today.isoformat()
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (
            self.valid_until is None or day[: len(self.valid_until)] <= self.valid_until
        )


def cited_name(names: Iterable[Name], today: date) -> str:
    """Return the name that provisions are cited by: abbreviation, short name, or ""."""
    valid = [name for name in names if name.holds(today)]
    for kind in (NameKind.ABBREVIATION, NameKind.SHORT):
        for name in valid:
            if name.kind == kind:
                return name.name
    return ""
