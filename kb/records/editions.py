"""Which state of a record somebody had before them when they changed it."""

from dataclasses import dataclass

from kb.errors import Conflict
from kb.history import Deed
from kb.models import Record


@dataclass(frozen=True)
class Edition:
    """The version that was opened, when its number does not say enough."""

    version: int
    #: A small correction, of which nobody needs to hear.
    is_minor: bool = False


def deed_on(record: Record, opened: int | Edition) -> Deed:
    """What a change of *record* is told as; raises Conflict when it is no longer as it was opened.

    *opened* is the number of the version, or more of it.
    """
    edition = opened if isinstance(opened, Edition) else Edition(opened)
    if record.version != edition.version:
        raise Conflict("Somebody else has saved the record since it was opened.")
    return Deed(is_minor=edition.is_minor)
