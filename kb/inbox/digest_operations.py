"""Writing the letters that copy inboxes: one a person and day, or week, when there is news.

A digest has a moment from which it is due: seven in the morning in Sweden, of the day or of the
Monday. It tells what was told before that moment, so that whenever it is written, it is the same
letter; news of later waits for the next. The unique occasion keeps a second one out.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from kb.clock import SWEDEN
from kb.inbox.queries import CountNew
from kb.inbox.search_queries import counter_for
from kb.models import Follow, Mail, Notification, SavedSearch, User
from kb.words import Digest, News

#: When digests are due, on the Swedish clock.
DIGEST_HOUR = 7
#: A letter names this many records at most; the inbox holds the rest.
MAX_GROUPS = 50


@dataclass(frozen=True)
class NewsOfRecord:
    """What happened to one record, each reason once with how often; no record: kind is empty."""

    kind: str
    code: str
    news: dict[News, int]


@dataclass(frozen=True)
class NewsOfSearch:
    """How many barriers are new in a saved search that is followed."""

    name: str
    query: str
    new: int


@dataclass(frozen=True, kw_only=True)
class DigestDraft:
    """What a digest says. Codes and reasons alone: no title or text leaves the house by mail."""

    user: User
    due_at: datetime
    records: list[NewsOfRecord]
    #: How many records more there are news of.
    omitted: int
    searches: list[NewsOfSearch]


@dataclass(frozen=True)
class Letter:
    """A digest in words, in the language of its reader."""

    subject: str
    body: str
    unsubscribe_url: str


Render = Callable[[DigestDraft], Letter]
#: Gives what counts in the searches of a reader.
CounterFor = Callable[[Session, User], CountNew]


def last_due(digest: Digest, moment: datetime) -> datetime:
    """Return when a daily or weekly *digest* was last due, at or before *moment*."""
    local = moment.astimezone(SWEDEN)
    day = local.date()
    if local.time() < time(DIGEST_HOUR):
        day -= timedelta(days=1)
    if digest is Digest.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, time(DIGEST_HOUR), SWEDEN)


def write_digests(
    session: Session, moment: datetime, render: Render, counter_for: CounterFor = counter_for
) -> int:
    """Write the digests that are due at *moment* and not yet written; returns how many.

    Nobody is written to who has nothing unread that was not in a letter before, and nothing new in
    a search that they follow.
    """
    # Others who write digests wait here until this transaction ends, then see what it wrote.
    readers = session.scalars(
        select(User)
        .where(User.is_active, User.digest != Digest.NEVER)
        .order_by(User.id)
        .with_for_update(key_share=True)
    ).all()
    return sum(_write_digest(session, user, moment, render, counter_for) for user in readers)


def _write_digest(
    session: Session, user: User, moment: datetime, render: Render, counter_for: CounterFor
) -> bool:
    due_at = last_due(user.digest, moment)
    occasion = f"digest/{user.id}/{due_at.date().isoformat()}"
    if session.scalar(select(Mail.id).where(Mail.occasion == occasion)) is not None:
        return False
    unread = _unread(session, user, due_at)
    searches = _searches(session, user, counter_for(session, user))
    if not unread and not searches:
        return False
    records = _by_record(unread)
    letter = render(
        DigestDraft(
            user=user,
            due_at=due_at,
            records=records[:MAX_GROUPS],
            omitted=max(0, len(records) - MAX_GROUPS),
            searches=searches,
        )
    )
    session.add(
        Mail(
            user_id=user.id,
            occasion=occasion,
            subject=letter.subject,
            body=letter.body,
            unsubscribe_url=letter.unsubscribe_url,
            written_at=moment,
            try_at=moment,
        )
    )
    for notification in unread:
        notification.mailed_at = moment
    session.flush()
    return True


def _unread(session: Session, user: User, due_at: datetime) -> Sequence[Notification]:
    return session.scalars(
        select(Notification)
        .where(
            Notification.user_id == user.id,
            Notification.read_at.is_(None),
            Notification.mailed_at.is_(None),
            Notification.told_at < due_at,
        )
        .options(joinedload(Notification.record))
        .order_by(Notification.id)
    ).all()


def _by_record(notifications: Sequence[Notification]) -> list[NewsOfRecord]:
    """Group by record, in the order in which news of each first came."""
    groups: dict[tuple[str, str], Counter[News]] = {}
    for notification in notifications:
        record = notification.record
        key = (record.kind.value, record.code) if record else ("", "")
        groups.setdefault(key, Counter())[notification.news] += 1
    return [NewsOfRecord(kind, code, dict(news)) for (kind, code), news in groups.items()]


def _searches(session: Session, user: User, count_new: CountNew) -> list[NewsOfSearch]:
    """Followed searches in which something is new since they were opened, or last written of."""
    last_letter = session.scalar(
        select(func.max(Mail.written_at)).where(Mail.occasion.startswith(f"digest/{user.id}/"))
    )
    followed = session.scalars(
        select(SavedSearch)
        .join(Follow, Follow.saved_search_id == SavedSearch.id)
        .where(Follow.user_id == user.id)
        .order_by(SavedSearch.name)
    )
    counted = [
        NewsOfSearch(
            search.name,
            search.query,
            count_new(search.query, max(search.seen_at, last_letter or search.seen_at)),
        )
        for search in followed
    ]
    return [each for each in counted if each.new]
