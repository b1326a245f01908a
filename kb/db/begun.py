"""Adding a row that somebody else may be adding in the same moment."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kb.db.base import Base

Row = TypeVar("Row", bound=Base)


def is_added(session: Session, row: Base) -> bool:
    """Add *row* and flush it; False when somebody has added one with its key in the same moment.

    For rows that were looked for just before. The transaction goes on in both cases.
    """
    return is_written(session, lambda: session.add(row))


def is_written(session: Session, write: Callable[[], None]) -> bool:
    """Do *write* and flush; False, and nothing written, when it would make a key stand twice."""
    # What was there before the attempt is not to be blamed on it, or lost with it.
    session.flush()
    try:
        with session.begin_nested():
            write()
            session.flush()
    except IntegrityError:
        return False
    return True


def begun(session: Session, row: Row, find: Callable[[], Row | None]) -> Row:
    """Add *row* and flush it; when there is one with its key meanwhile, return what *find* finds.

    The transaction goes on in both cases: the attempt has a savepoint of its own. *find* has to ask
    the database and not the session. Raises IntegrityError when it finds nothing, for then the row
    was refused for another reason.
    """
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        theirs = find()
        if theirs is None:
            raise
        return theirs
    return row
