"""Four eyes, told: why somebody may not judge a text, and what they have written in it."""

from flask import g

from kb.errors import Locked
from kb.models import Record
from kb.publication.author_queries import list_written_fields
from kb.security.permissions import Tie
from kb.security.rules import Ties, can
from kb.security.transitions import Transition
from kb.web.field_labels import field_in_words


def refuse_own_text(record: Record, way: Transition, ties: Ties) -> None:
    """Raise Locked when the actor could take *way* but for what they wrote in *record*."""
    may_otherwise = can(g.actor, way.permission, ties - {Tie.TEXT_AUTHOR})
    if can(g.actor, way.permission, ties) or not may_otherwise:
        return
    fields = list_written_fields(g.session, g.actor, record)
    if not fields:
        raise Locked("You wrote the public text, so somebody else has to do this.")
    raise Locked(
        "You changed: %(fields)s. Therefore you count as a writer of the public text, and somebody "
        "else has to do this.",
        fields=", ".join(map(field_in_words, fields)),
    )
