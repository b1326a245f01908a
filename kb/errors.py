"""The errors that operations, queries and readers raise.

They know nothing of HTTP: ``kb.web.errors`` gives each its status and page.
"""

from collections.abc import Iterable


def sentence(english: str) -> str:
    """Mark *english* as a sentence of an error that is raised elsewhere; pages translate it."""
    return english


class KbError(Exception):
    """Something the caller asked for cannot be done.

    *sentence* is English for a reader, with places such as ``%(limit)s`` for *values*; pages
    translate it before they fill it in, so a sentence that staff may meet is never an f-string.
    """

    def __init__(self, sentence: str = "", **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class NotFound(KbError):
    """The record does not exist, or the actor may not know that it does."""


class Gone(KbError):
    """The record was published once and has been withdrawn."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or "Withdrawn.")
        self.reason = reason


class Moved(KbError):
    """The record lives on as another of its kind, which is published: *kind* and *code* name it."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__("Moved.")
        self.kind = kind
        self.code = code


class Forbidden(KbError):
    """The actor may know of the record but may not do this."""


class Locked(Forbidden):
    """What the actor may not do and could expect to; the sentence tells the reader why."""


class Invalid(KbError):
    """A value is wrong; *field* names it, the sentence says what would be right."""

    def __init__(self, field: str, sentence: str, **values: object) -> None:
        super().__init__(sentence, **values)
        self.field = field

    @property
    def message(self) -> str:
        """The sentence in English, filled in."""
        return str(self)


class Missing(Invalid):
    """A move lacks something; *needs* names all of it at once, in the words of the table."""

    def __init__(self, needs: Iterable[str]) -> None:
        self.needs = tuple(needs)
        super().__init__("needs", "Something is missing before this can be done.")


class Conflict(KbError):
    """The record is not in a state that allows this, or somebody was first."""


class NotOpen(Conflict):
    """A way that does not begin in the state that something is in: where it does begin.

    *machine*, *way* and the states are words of the closed lists.
    """

    def __init__(self, machine: str, way: str, state: str, sources: Iterable[str]) -> None:
        super().__init__("This cannot be done from the state that it is in now.")
        self.machine = machine
        self.way = way
        self.state = state
        self.sources = tuple(sources)
