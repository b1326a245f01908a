"""Which documents belong to which matters: what was found, and what people decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.models.document import Document
from kb.models.matter import Matter
from kb.models.users import User
from kb.words import MatchVerdict, Stage


class Match(Base):
    """A document that may belong to a matter, and what somebody decided about it."""

    __tablename__ = "matches"
    __table_args__ = (UniqueConstraint("document_id", "matter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    #: The step of the matter that the document would be.
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    #: How sure it is, from 1 to 100.
    score: Mapped[int]
    #: Each with ``why``, a MatchReason, and ``what`` it rests on; kept with the decision.
    reasons: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: None while it waits for somebody to decide.
    verdict: Mapped[MatchVerdict | None] = mapped_column(choice(MatchVerdict), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    document: Mapped[Document] = relationship(lazy="raise")
    matter: Mapped[Matter] = relationship(lazy="raise")
    decided_by: Mapped[User | None] = relationship(lazy="raise")
