"""What would be published of a record now, composed and scanned at most once.

A page of the desk and the step that it takes need the same words several times: for their digest,
for the scanner, for the members that they name. Whoever begins makes one ``Composed`` and hands it
on. It is made after the last change to the record, and thrown away with the next.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from kb.models import Publication, Record
from kb.models.snapshots import Snapshot
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.leak_queries import Leak, NamedMember, list_leaks_in, list_members_among
from kb.publication.queries import public_naming
from kb.publication.tie_queries import public_part
from kb.words import PublicationState


class Composed:
    """*record*, loaded whole, as it would be read; each part is made when it is first asked for."""

    def __init__(self, session: Session, record: Record, naming: Naming | None = None) -> None:
        self.session = session
        self.record = record
        #: What composing asks for, where it was read for several records; None to read it.
        self._naming = naming

    @cached_property
    def snapshot(self) -> Snapshot:
        """The record for those who review it, as plain JSON; it names all that it is tied to.

        ``published`` is what would be published of it now: a tie to what is not public appears when
        its record is next published after the other one. An approval holds for all of it, and does
        not fall when the other one is published.
        """
        return compose(self.record, self._naming or public_naming(self.session))

    @cached_property
    def public(self) -> Mapping[str, Any]:
        """What would be published of it now."""
        return public_part(self.session, self.snapshot)

    @cached_property
    def leaks(self) -> list[Leak]:
        """What the scanner finds in it."""
        return list_leaks_in(self.session, self.record, self.snapshot)

    @cached_property
    def members(self) -> list[NamedMember]:
        """Members that it is tied to or names in its text."""
        return list_members_among(self.session, self.record, self.leaks)

    @cached_property
    def digest(self) -> str:
        """What tells these words from any others."""
        return digest_of(self.snapshot)

    def has_fallen(self, publication: Publication) -> bool:
        """Whether an approval no longer holds: what would be published is not what was approved."""
        if publication.state is not PublicationState.APPROVED:
            return False
        return self.digest != publication.approved_digest

    def current_state(self, publication: Publication) -> PublicationState:
        """The state that counts: an approval that has fallen leaves a text being written."""
        return PublicationState.DRAFTED if self.has_fallen(publication) else publication.state


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of *snapshot*, whatever the order of its names."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
