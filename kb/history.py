"""The record of what was done: one revision for each change, in the caller's transaction.

Revisions are a chain: each holds the hash of itself and of the one before it. Whoever writes locks
the end of the chain until the transaction ends, so that numbers have no gaps and no two rows follow
on the same one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import now
from kb.models import ChainEnd, Record, Revision
from kb.security.actor import Actor

#: The one row of the end of the chain.
_END = 1


@dataclass(frozen=True)
class Subject:
    """What a revision is about when it is no record: ``user`` and its id, ``term`` and its key."""

    kind: str
    code: str


@dataclass(frozen=True)
class Deed:
    """What was done, when the word for it does not say enough."""

    #: In the past tense: ``published``.
    verb: str = ""
    #: Nobody who follows the record needs to hear of it.
    is_minor: bool = False
    #: The import or bulk edit that it is part of.
    batch_id: int | None = None


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold; *number* is where it was found."""

    number: int
    sentence: str


def record(
    session: Session,
    actor: Actor,
    verb: str | Deed,
    subject: Record | Subject,
    changes: Mapping[str, object],
) -> Revision:
    """Add the revision that *actor* did *verb* (past tense) to *subject*; it is flushed.

    *changes* maps field names to [before, after]; it must be plain JSON. Whether the actor may do
    it was settled before. Of people it holds ids, never names.
    """
    deed = verb if isinstance(verb, Deed) else Deed(verb)
    end = session.get(ChainEnd, _END, with_for_update=True)
    if end is None:
        end = ChainEnd(id=_END, number=0, hash="")
        session.add(end)
    revision = Revision(
        number=end.number + 1,
        at=now(),
        actor_id=actor.user_id,
        verb=deed.verb,
        kind=str(subject.kind),
        code=subject.code,
        version=subject.version if isinstance(subject, Record) else None,
        changes=dict(changes),
        is_minor=deed.is_minor,
        batch_id=deed.batch_id,
    )
    revision.hash = link_hash(revision, end.hash)
    end.number = revision.number
    end.hash = revision.hash
    session.add(revision)
    session.flush()
    return revision


def link_hash(revision: Revision, previous: str) -> str:
    """Hash everything that *revision* says, and the hash before it."""
    link = [
        previous,
        revision.number,
        revision.at.astimezone(UTC).isoformat(timespec="microseconds"),
        revision.actor_id,
        revision.verb,
        revision.kind,
        revision.code,
        revision.version,
        revision.changes,
        revision.is_minor,
        revision.batch_id,
    ]
    text = json.dumps(link, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def verify(session: Session) -> Iterator[Fault]:
    """Follow the whole chain and yield every place where it does not hold, in order.

    Whoever can rewrite every row after a change and the end of the chain as well leaves no trace
    here: the hash that ``end_of_chain`` gives can be kept elsewhere and held against it later.
    """
    last, last_id, previous = 0, 0, ""
    statement = select(Revision).order_by(Revision.number).execution_options(yield_per=500)
    for revision in session.scalars(statement):
        number = revision.number
        if number <= last:
            yield Fault(number, f"Revision {number} was put in.")
            continue
        if number != last + 1:
            missing = f"{last + 1}" if number == last + 2 else f"{last + 1} and on"
            yield Fault(last + 1, f"Revision {missing} is missing.")
        elif revision.id <= last_id or revision.hash != link_hash(revision, previous):
            yield Fault(number, f"Revision {number} was changed or swapped.")
        last, last_id, previous = number, revision.id, revision.hash
    ended_at = end_of_chain(session)
    if ended_at[0] != last:
        yield Fault(last, f"The chain ends at {last}, but {ended_at[0]} were written.")
    elif ended_at[1] != previous:
        yield Fault(last, f"The end of the chain does not fit revision {last}.")


def end_of_chain(session: Session) -> tuple[int, str]:
    """How many revisions were written, and the hash of the last; 0 and nothing before the first."""
    end = session.get(ChainEnd, _END)
    return (end.number, end.hash) if end else (0, "")
