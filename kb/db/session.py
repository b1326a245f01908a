"""Sessions outside requests: one scope, one transaction, one commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, sessionmaker


@contextmanager
def session_scope(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """Open a session, commit when the block ends well, roll back when it does not."""
    with sessions() as session:
        yield session
        session.commit()
