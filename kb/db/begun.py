"""Adding a row that somebody else may be adding in the same moment."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kb.db.base import Base

Row = TypeVar("Row", bound=Base)


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
