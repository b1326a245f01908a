"""The record of what was done: one revision for each change, in the caller's transaction."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from kb.models import Record, Revision
from kb.security.actor import Actor


def record(
    session: Session, actor: Actor, verb: str, subject: Record, changes: Mapping[str, object]
) -> None:
    """Add the revision that *actor* did *verb* (past tense) to *subject*.

    *changes* maps field names to what they changed to; it must be plain JSON. Whether the actor
    may do it was settled before.
    """
    session.add(
        Revision(
            actor_id=actor.user_id,
            verb=verb,
            kind=subject.kind,
            code=subject.code,
            changes=dict(changes),
        )
    )
