"""Which records of the catalogue people have changed since: their words stand, not the file's."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Revision
from kb.publication.author_queries import INSIDE
from kb.words import PUBLIC_TEXTS, Language, TextField

#: Kind and code of a record.
Identity = tuple[str, str]

_INSIDE_TEXTS = frozenset(
    f"{field}_{language}"
    for field in TextField
    if field not in PUBLIC_TEXTS
    for language in Language
)
_OF_THE_WORK = frozenset({"work_state", "work_reason", "duplicate_of", "no_obstacle"})
#: What the history tells of what stands beside a record: a note, a consent, an answer, a hit,
#: a proposal.
_BESIDE = frozenset({"note", "consent", "reply", "kind", "proposal"})
#: What no file sets: a change of it leaves the file its say, and the file leaves it alone.
NO_FILE_SETS = (INSIDE - _OF_THE_WORK) | _INSIDE_TEXTS | _BESIDE
#: A term of the record was merged with another; a file that names the old one finds the new.
_OF_THE_VOCABULARY = frozenset({"terms", "reason"})


def list_changed_records(session: Session, identities: Collection[Identity]) -> set[Identity]:
    """Those of *identities* that a person has changed, moved on or published, in one statement."""
    rows = session.execute(
        select(Revision.kind, Revision.code, Revision.is_minor, Revision.changes)
        .where(Revision.actor_id.is_not(None))
        .where(Revision.kind.in_({kind for kind, _ in identities}))
        .where(Revision.code.in_({code for _, code in identities}))
    )
    changed = {
        (kind, code)
        for kind, code, is_minor, changes in rows
        if not _leaves_the_file_its_say(changes, is_minor=is_minor)
    }
    return changed & set(identities)


def _leaves_the_file_its_say(changes: Mapping[str, Any], *, is_minor: bool) -> bool:
    fields = set(changes)
    if is_minor and fields == _OF_THE_VOCABULARY:
        return True
    # A reason belongs to what is told beside it; alone it is the reason of a withdrawal.
    return fields != {"reason"} and fields - {"reason"} <= NO_FILE_SETS
