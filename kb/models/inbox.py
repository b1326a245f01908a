"""What staff follow, what lies in their inbox, and the mail that tells of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.models.record import Record
from kb.models.revision import Revision
from kb.models.users import User
from kb.words import News


class SavedSearch(Base):
    """A search among barriers to come back to; its owner's alone."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(120))
    #: The query of the address of the list, without the page: ``state=open&sector=school``.
    query: Mapped[str]
    #: What is newer than this is new to the owner.
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Follow(Base):
    """Somebody wants to hear of a record, or of what is new in a saved search."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("user_id", "record_id"),
        UniqueConstraint("user_id", "saved_search_id"),
        CheckConstraint("(record_id IS NULL) <> (saved_search_id IS NULL)", name="one_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    saved_search_id: Mapped[int | None] = mapped_column(
        ForeignKey("saved_searches.id", ondelete="CASCADE")
    )

    record: Mapped[Record | None] = relationship(lazy="raise")


class Notification(Base):
    """Something that somebody was told, once an event; the inbox is the truth, mail a copy."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "revision_id"),
        Index("ix_notifications_user_id_read_at", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Why it lies there.
    news: Mapped[News] = mapped_column(choice(News))
    #: The change that is told of; its actor is who did it.
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When it went into a mail; None while it waits for the next.
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    revision: Mapped[Revision] = relationship(lazy="raise")
    record: Mapped[Record | None] = relationship(lazy="raise")


class Mail(Base):
    """A letter that waits to be sent, or was."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    #: What the letter is, so that none is written twice: ``digest/17/2026-11-24``.
    occasion: Mapped[str] = mapped_column(String(120), unique=True)
    #: One line, without line breaks.
    subject: Mapped[str] = mapped_column(String(200))
    #: Plain text; emptied where it holds a link that lets somebody in, once the letter is sent or
    #: has failed for good. A letter that waits longer than its link works is removed.
    body: Mapped[str]
    #: Address that ends letters like this one; empty for those that must come.
    unsubscribe_url: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    #: Not tried before this moment.
    try_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship(lazy="raise")
