"""The errors that operations, queries and readers raise.

They know nothing of HTTP: ``kb.web.errors`` gives each its status and page.
"""


class KbError(Exception):
    """Something the caller asked for cannot be done; the message is for a reader."""


class NotFound(KbError):
    """The record does not exist, or the actor may not know that it does."""


class Gone(KbError):
    """The record was published once and has been withdrawn."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or "Withdrawn.")
        self.reason = reason


class Forbidden(KbError):
    """The actor may know of the record but may not do this."""


class Invalid(KbError):
    """A value is wrong; *field* names it, the message says what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class Conflict(KbError):
    """The record is not in a state that allows this, or somebody was first."""
