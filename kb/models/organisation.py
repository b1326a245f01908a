"""Bodies: authorities, ministries, courts, members. Persons are never kept here."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kb.db.base import Base
from kb.models.record import Record
from kb.words import RecordKind


class Organisation(Record):
    """A body. Its code is a short name, ``digg``."""

    __tablename__ = "organisations"
    __mapper_args__ = {"polymorphic_identity": RecordKind.ORGANISATION}

    id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    #: Whether the body is a member of the association.
    is_member: Mapped[bool] = mapped_column(default=False)
    note_sv: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")

    earlier_names: Mapped[list[EarlierName]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="EarlierName.position"
    )


class EarlierName(Base):
    """A name that a body had before, by which old documents call it."""

    __tablename__ = "earlier_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
