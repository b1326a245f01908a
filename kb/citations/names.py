"""Names of acts, and which act a name means on a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ActName:
    """One name of an act, and the first and last day on which it means that act."""

    name: str
    key: str
    valid_from: str | None = None
    valid_until: str | None = None


class ActNames:
    """The names that are known."""

    def __init__(self, names: Iterable[ActName]) -> None:
        self._names: dict[str, list[ActName]] = {}
        for name in names:
            self._names.setdefault(name.name.casefold(), []).append(name)

    def find(self, name: str, as_of: date) -> str | None:
        """The key of the act that *name* means on the day."""
        rows = self._names.get(name.casefold(), [])
        return rows[-1].key if rows else None


def names_of_title(title: str, number: str) -> tuple[str, ...]:
    """Names that follow from the title of an act."""
    bare = re.sub(rf" ?\({re.escape(number)}\)", "", title).strip()
    first, _, rest = bare.partition(" ")
    for end, definite in (("lag", "en"), ("balk", "en"), ("förordning", "en"), ("ordning", "en")):
        if first.casefold().endswith(end):
            return (f"{first[0].lower()}{first[1:]}{definite} {rest}".strip(),)
    return ()
