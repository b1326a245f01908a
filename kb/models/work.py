"""What staff leave on a record: notes, files, reviews. None of it is public by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.models.record import Record  # noqa: F401  (the foreign keys point at its table)
from kb.models.users import User
from kb.words import ProposalKind, ReviewKind, Verdict, Visibility


class Note(Base):
    """Internal talk on a record; never public."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body_md: Mapped[str]
    body_html: Mapped[str]
    rendered_by: Mapped[str] = mapped_column(String(40))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(lazy="raise")


class Attachment(Base):
    """A file or a link that belongs to a record; its visibility is checked at each download."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility), default=Visibility.STAFF)
    title_sv: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    #: Address of a link; empty for a file.
    url: Mapped[str] = mapped_column(default="")
    #: Random name under which the file is stored; empty for a link.
    stored_name: Mapped[str] = mapped_column(String(80), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    #: Size in bytes.
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: When it was taken away; a mark with the reason stays in its place.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removal_reason: Mapped[str] = mapped_column(default="")


class Review(Base):
    """A screening, legal review, clearance or approval, with its answers and its verdict."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    kind: Mapped[ReviewKind] = mapped_column(choice(ReviewKind))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    #: Question key → answer, as the checklist stood when it was answered.
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(default="")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: What the author answered to the question that *reason* holds; empty until then.
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reviewer: Mapped[User] = relationship(lazy="raise", foreign_keys=[reviewer_id])
    replied_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[replied_by_id])


class MoveProposal(Base):
    """What somebody proposes for a barrier and an administrator decides."""

    __tablename__ = "move_proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barriers.id"), index=True)
    kind: Mapped[ProposalKind] = mapped_column(choice(ProposalKind))
    #: The year in whose priority set it should be; None for a proposal of another kind.
    year: Mapped[int | None]
    #: When to look at it again, if it is not pursued; None for a proposal of another kind.
    review_on: Mapped[date | None]
    reason: Mapped[str]
    proposer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: None while it waits: no other of its kind is then made for the barrier.
    is_accepted: Mapped[bool | None]
    #: Why it was declined.
    answer: Mapped[str] = mapped_column(default="")
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    proposer: Mapped[User] = relationship(lazy="raise", foreign_keys=[proposer_id])


class FormDraft(Base):
    """What somebody has typed in a form and not yet saved; theirs alone."""

    __tablename__ = "form_drafts"
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: Address of the form.
    form: Mapped[str] = mapped_column(String(200))
    #: Name of the field → the values sent for it.
    data: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
