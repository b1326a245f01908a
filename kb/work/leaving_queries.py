"""What somebody answers for who is about to leave."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.models import Barrier, User


def count_owned(session: Session, user: User) -> int:
    """How many barriers *user* owns."""
    return session.scalar(select(func.count()).where(Barrier.owner_id == user.id)) or 0
