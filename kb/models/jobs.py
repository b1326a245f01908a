"""Work that waits: what the index is to take in, and what came in from files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.clock import now
from kb.db.base import Base
from kb.db.types import UtcDateTime, choice
from kb.models.record import CODE_LENGTH
from kb.words import IndexVerb, RecordKind


class SearchJob(Base):
    """A record whose place in the search indexes must be looked at again.

    Written in the transaction of the change, removed when both indexes have taken it in.
    """

    __tablename__ = "search_jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(choice(RecordKind))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    verb: Mapped[IndexVerb] = mapped_column(choice(IndexVerb))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    enqueued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ImportBatch(Base):
    """What was changed together: by one file that came in, or by one bulk edit."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What was counted, and every row that was not understood.
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    #: When it was taken back; None while it stands.
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExternalKey(Base):
    """What a record is called where it came from, so that it comes in only once."""

    __tablename__ = "external_keys"

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)


class CodeCounter(Base):
    """The last number given out in a series of codes, such as ``H-2026``; none is used twice."""

    __tablename__ = "code_counters"

    #: Letter and year: ``H-2026``.
    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: The highest number given out.
    last: Mapped[int] = mapped_column(default=0)
