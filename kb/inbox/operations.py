"""Telling people what happened, in the transaction in which it happens."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Follow, Notification, Record, Revision, User
from kb.words import News


def tell(
    session: Session,
    users: Iterable[int],
    news: News,
    revision: Revision,
    record: Record | None = None,
) -> None:
    """Put *news* of *revision* into the inboxes of *users*, by id.

    Nobody is told of what they did themselves, nor twice of one change: of two reasons the
    weightier stands, in the order of ``News``. Closed accounts are passed over.
    """
    rows = session.scalars(select(Notification).where(Notification.revision_id == revision.id))
    told = {row.user_id: row for row in rows}
    wanted = dict.fromkeys(user for user in users if user != revision.actor_id)
    active = select(User.id).where(User.id.in_(wanted), User.is_active)
    for user_id in session.scalars(active):
        if user_id in told:
            told[user_id].news = min(told[user_id].news, news, key=list(News).index)
        else:
            session.add(
                Notification(
                    user_id=user_id,
                    news=news,
                    revision_id=revision.id,
                    record_id=record.id if record else None,
                )
            )
    session.flush()


def tell_followers(
    session: Session,
    revision: Revision,
    record: Record,
    news: News = News.CHANGED,
    followers: Collection[int] | None = None,
) -> None:
    """Tell those who follow *record* of *revision*, unless it is a minor one.

    *followers* are their ids, where the caller has looked them up for many records at once; None
    asks the database.
    """
    if revision.is_minor:
        return
    if followers is None:
        statement = select(Follow.user_id).where(Follow.record_id == record.id)
        followers = session.scalars(statement).all()
    if followers:
        tell(session, followers, news, revision, record)
