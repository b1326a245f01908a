"""The outline of an act as it is shown: its chapters, each with its headings and sections."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.law.statute_queries import OutlinePart
from kb.words import PartKind


@dataclass
class Group:
    """A chapter with what stands in it; *chapter* is None before the first, or without chapters."""

    chapter: OutlinePart | None
    parts: list[OutlinePart] = field(default_factory=list)

    @property
    def barriers(self) -> int:
        """Published barriers that rest on the chapter or on a part of it."""
        if self.chapter is not None:
            return self.chapter.barriers
        return sum(part.barriers for part in self.parts)


def outline_of(parts: Iterable[OutlinePart]) -> list[Group]:
    """Gather *parts*, in the order of the act, below their chapters; loose text is left out."""
    groups = [Group(None)]
    for part in parts:
        if part.kind is PartKind.CHAPTER:
            groups.append(Group(part))
        elif part.kind is not PartKind.TEXT:
            groups[-1].parts.append(part)
    return [group for group in groups if group.chapter or group.parts]
