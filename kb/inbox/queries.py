"""What lies in somebody's inbox, what they follow and look for, and how it goes with the mail."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, with_polymorphic

from kb.clock import now
from kb.db.paging import Page
from kb.errors import NotFound
from kb.models import Barrier, Follow, Mail, Notification, Record, Revision, SavedSearch
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.visibility import own_rows

#: How many barriers that match the query of a saved search were made or changed since a moment.
CountNew = Callable[[str, datetime], int]

#: After so many attempts a letter is no longer tried; it stands among the failed.
MAX_ATTEMPTS = 10
#: Stands as the error of a letter from the moment its text is given to the server until the answer
#: is written down. Who finds it there later knows that the sending was cut off in between.
AT_THE_DOOR = "handed over, answer not known"
#: How many of the latest letters and of the failed ones the log shows.
SHOWN_LETTERS = 50


@dataclass(frozen=True)
class SearchRow:
    """A saved search of one's own."""

    search: SavedSearch
    is_followed: bool
    #: How many barriers are new in it since it was last opened.
    new: int


@dataclass(frozen=True, kw_only=True)
class MailState:
    """How it goes with the mail: for those who run the service."""

    waiting: int
    #: When a letter was last taken by the server; None before the first.
    last_sent_at: datetime | None
    failed: Sequence[Mail]
    #: The latest letters that were sent, newest first.
    sent: Sequence[Mail]


def count_unread(session: Session, actor: Actor) -> int:
    """How much in *actor*'s inbox is unread."""
    return count_inbox(session, actor, only_unread=True)


def count_inbox(session: Session, actor: Actor, *, only_unread: bool = False) -> int:
    """How much lies in *actor*'s inbox."""
    statement = select(func.count()).select_from(Notification).where(_own(actor, only_unread))
    return session.scalar(statement) or 0


def list_inbox(
    session: Session, actor: Actor, page: Page, *, only_unread: bool = False
) -> Sequence[Notification]:
    """A page of *actor*'s inbox: unread first, then newest; with the change, its actor, its record.

    One statement, however long the page.
    """
    # What has only a working title is known by that.
    records = with_polymorphic(Record, [Barrier], flat=True)
    return session.scalars(
        select(Notification)
        .where(_own(actor, only_unread))
        .options(
            joinedload(Notification.revision).joinedload(Revision.actor),
            joinedload(Notification.record.of_type(records)),
        )
        .order_by(Notification.read_at.is_not(None), Notification.id.desc())
        .offset(page.offset)
        .limit(page.per_page)
    ).all()


def get_notification(session: Session, actor: Actor, notification_id: int) -> Notification:
    """One notification of *actor*'s own, with its record; raises NotFound for anybody else's."""
    found = session.scalars(
        select(Notification)
        .where(own_rows(actor, Notification), Notification.id == notification_id)
        .options(joinedload(Notification.record), joinedload(Notification.revision))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such notification.")
    return found


def map_followers(session: Session, record_ids: Collection[int]) -> dict[int, list[int]]:
    """Ids of those who follow each of the records *record_ids*, by its id; none without any."""
    rows = session.execute(
        select(Follow.record_id, Follow.user_id).where(Follow.record_id.in_(record_ids))
    )
    followers: dict[int, list[int]] = {}
    for record_id, user_id in rows:
        if record_id is not None:
            followers.setdefault(record_id, []).append(user_id)
    return followers


def is_following(session: Session, actor: Actor, record: Record) -> bool:
    """Whether *actor* follows *record*."""
    statement = select(Follow.id).where(
        Follow.user_id == actor.user_id, Follow.record_id == record.id
    )
    return session.scalar(statement) is not None


def list_followed(session: Session, actor: Actor) -> Sequence[Record]:
    """The records that *actor* follows, bare, by kind and code; of barriers their names too."""
    records = with_polymorphic(Record, [Barrier], flat=True)
    return session.scalars(
        select(records)
        .join(Follow, Follow.record_id == records.id)
        .where(Follow.user_id == actor.user_id)
        .order_by(records.kind, records.code)
    ).all()


def list_searches(session: Session, actor: Actor, count_new: CountNew) -> list[SearchRow]:
    """The saved searches of *actor*, by name, each with what *count_new* finds new in it."""
    searches = session.scalars(
        select(SavedSearch).where(own_rows(actor, SavedSearch)).order_by(SavedSearch.name)
    ).all()
    followed = set(
        session.scalars(
            select(Follow.saved_search_id).where(
                Follow.user_id == actor.user_id, Follow.saved_search_id.is_not(None)
            )
        )
    )
    return [
        SearchRow(
            search,
            search.id in followed,
            count_new(search.query, search.seen_at),
        )
        for search in searches
    ]


def get_search(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    """One saved search of *actor*'s own; raises NotFound for anybody else's."""
    found = session.scalars(
        select(SavedSearch).where(own_rows(actor, SavedSearch), SavedSearch.id == search_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such saved search.")
    return found


def mail_state(session: Session, actor: Actor) -> MailState:
    """How it goes with the mail; raises Forbidden for those who do not run the service."""
    demand(actor, Permission.USER_MANAGE)
    failed = has_failed(now())
    unsent = Mail.sent_at.is_(None)
    letters = select(Mail).options(joinedload(Mail.user)).limit(SHOWN_LETTERS)
    waiting = select(func.count()).select_from(Mail).where(unsent, ~failed)
    return MailState(
        waiting=session.scalar(waiting) or 0,
        last_sent_at=session.scalar(select(func.max(Mail.sent_at))),
        failed=session.scalars(letters.where(failed).order_by(Mail.id.desc())).all(),
        sent=session.scalars(letters.where(~unsent).order_by(Mail.sent_at.desc(), Mail.id)).all(),
    )


def has_failed(moment: datetime) -> ColumnElement[bool]:
    """Letters that are not tried any more by themselves."""
    was_cut_off = (Mail.error == AT_THE_DOOR) & (Mail.try_at <= moment)
    return Mail.sent_at.is_(None) & or_(Mail.attempts >= MAX_ATTEMPTS, was_cut_off)


def _own(actor: Actor, only_unread: bool) -> ColumnElement[bool]:
    own = own_rows(actor, Notification)
    return own & Notification.read_at.is_(None) if only_unread else own
