"""Our answers to consultations, proposal by proposal."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.db.types import choice
from kb.models.advocacy import Action, Ask
from kb.models.document import Document
from kb.models.matter import Matter
from kb.models.record import CODE_LENGTH
from kb.words import Invited, ResponseState, Stance


class Response(Base):
    """Our answer to one consultation of a matter; internal until it is sent as an action."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("matter_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    #: The consultation as it was imported; None for one that no source lists.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    state: Mapped[ResponseState] = mapped_column(
        choice(ResponseState), default=ResponseState.NOT_DECIDED
    )
    #: Whether we were asked for an answer: lists of those asked are seldom published as data.
    invited: Mapped[Invited] = mapped_column(choice(Invited), default=Invited.UNKNOWN)
    #: What the answer says of the whole; None until somebody has said it.
    stance: Mapped[Stance | None] = mapped_column(choice(Stance))
    #: Our number of the answer.
    diary_number: Mapped[str] = mapped_column(String(60), default="")
    #: Who adopted it: the board, a delegation, the chief lawyer.
    adopted_by: Mapped[str] = mapped_column(String(200), default="")
    #: Why it was declined.
    reason: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The action that the answer became when it was sent.
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))

    matter: Mapped[Matter] = relationship(lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")
    action: Mapped[Action | None] = relationship(lazy="raise")
    positions: Mapped[list[ResponsePosition]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ResponsePosition.position"
    )


class ResponsePosition(Base):
    """What our answer says of one proposal; internal until it is sent, then an ask."""

    __tablename__ = "response_positions"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), index=True)
    position: Mapped[int]
    #: Which proposal of the document: ``avsnitt 6.2``, ``10 kap. 28 § OSL``.
    proposal: Mapped[str] = mapped_column(Text)
    #: What we say of the proposal.
    stance: Mapped[Stance] = mapped_column(choice(Stance))
    text_sv: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    #: Key of the provision or act that it is about.
    target: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    #: The wording we propose; empty when none is put forward.
    proposed_wording: Mapped[str] = mapped_column(Text, default="")
    #: The earlier ask whose words were used again.
    earlier_ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))

    earlier_ask: Mapped[Ask | None] = relationship(lazy="raise")
