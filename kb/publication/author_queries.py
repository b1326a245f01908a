"""Who has written in what the public would read, as the history tells: the ground of four eyes."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from kb.models import Record, Revision
from kb.security.actor import Actor
from kb.words import PUBLIC_TEXTS, Language

#: What a record is, not what it says.
_IDENTITY = frozenset({"id", "kind", "code", "version", "created_at", "changed_at"})
#: What the public reads and nobody writes in: words of closed lists, dates, and other records.
CHOSEN = frozenset({
    "certainty", "confidence", "checked_on", "terms", "state", "state_since", "waiting_for",
    "waiting_since", "principles", "body", "decided_on",
})  # fmt: skip
#: What is never composed into anything that the public reads.
INSIDE = frozenset({
    "author", "owner", "members", "proposed_wordings", "duplicate_of", "work_state", "work_reason",
    "review_on",
    "severity", "severity_reason", "reach", "reach_reason", "resolvability",
    "resolvability_reason", "horizon_year", "horizon_reason", "working_title", "working_summary",
    "reported_by", "channel", "reported_on", "practice_reason", "no_obstacle", "workaround_risk",
    "stake_from", "stake_to", "stake_unit", "stake_year", "stake_source", "priority_year",
    "priority_reason", "author_id", "owner_id", "duplicate_of_id", "waiting_for_id", "body_id",
})  # fmt: skip


def is_public_writing(record: Record, fields: Iterable[str]) -> bool:
    """Whether one of *fields* of the history of *record* holds words that the public would read.

    Every field of the record does, until somebody says here that it stays inside or that nobody
    writes in it. What the history tells beside the fields, such as a reason, does not.
    """
    return any(field in written_fields(record) for field in fields)


def written_fields(record: Record) -> set[str]:
    """Names, as the history has them, of all fields of *record* that hold words for the public."""
    fields = set(inspect(type(record)).attrs.keys()) - {"texts"}
    texts = {f"{text}_{language}" for text in PUBLIC_TEXTS for language in Language}
    return (fields | texts) - _IDENTITY - CHOSEN - INSIDE


def has_written(session: Session, actor: Actor, record: Record) -> bool:
    """Whether *actor* has written in *record* since an approved text of it was last published.

    What the clock or a member that no longer agrees makes of a standing version is no such text.
    """
    return record.id in list_written(session, actor, [record])


def list_written(session: Session, actor: Actor, records: Collection[Record]) -> set[int]:
    """Ids of those of *records* that *actor* has written in, as ``has_written`` says of each."""
    if actor.user_id is None or not records:
        return set()
    by_name = {(record.kind.value, record.code): record for record in records}
    # Codes are those of one kind alone; where two kinds share one, the name tells them apart.
    theirs = Revision.code.in_({record.code for record in records})
    published = session.execute(
        select(Revision.kind, Revision.code, func.max(Revision.number))
        .where(theirs, Revision.verb == "published")
        .group_by(Revision.kind, Revision.code)
    )
    last = {(kind, code): number for kind, code, number in published}
    changes = session.execute(
        select(Revision.kind, Revision.code, Revision.number, Revision.changes)
        .where(theirs, Revision.actor_id == actor.user_id)
        .order_by(Revision.number)
    )
    return {
        by_name[kind, code].id
        for kind, code, number, fields in changes
        if (kind, code) in by_name
        and number > last.get((kind, code), 0)
        and is_public_writing(by_name[kind, code], fields)
    }


def list_written_fields(session: Session, actor: Actor, record: Record) -> list[str]:
    """Names, as the history has them, of what *actor* has written in since then, in order."""
    if actor.user_id is None:
        return []
    mine = (Revision.kind == record.kind.value) & (Revision.code == record.code)
    last = session.scalar(
        select(func.max(Revision.number)).where(mine, Revision.verb == "published")
    )
    changes = session.scalars(
        select(Revision.changes)
        .where(mine, Revision.actor_id == actor.user_id, Revision.number > (last or 0))
        .order_by(Revision.number)
    )
    public = written_fields(record)
    return list(dict.fromkeys(name for fields in changes for name in fields if name in public))
