"""Proposing how a provision should read."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.barriers.redline_queries import is_section
from kb.errors import Invalid
from kb.models import Barrier, ProposedWording
from kb.records.operations import changing
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: The longest wording, and the longest reason, in characters.
MAX_WORDING, MAX_REASON = 20_000, 2_000


@dataclass(frozen=True, kw_only=True)
class WordingDraft:
    """How the section *key* should read, and why; an empty *wording* is none."""

    key: str
    wording: str
    reason: str = ""


def propose_wording(session: Session, actor: Actor, barrier: Barrier, draft: WordingDraft) -> None:
    """Say how a provision should read so that *barrier*, loaded whole, goes.

    An empty wording takes the proposal back. Raises Invalid for what is no section of a Swedish
    act, and for texts that are too long.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    key, wording, reason = draft.key, draft.wording, draft.reason
    if not is_section(key):
        raise Invalid("reference", "Name one section of a Swedish act.")
    for name, text, limit in (("wording", wording, MAX_WORDING), ("reason", reason, MAX_REASON)):
        if len(text) > limit:
            raise Invalid(name, "The text is longer than %(limit)s characters.", limit=limit)
    words = wording.replace("\r\n", "\n").strip()
    with changing(session, actor, barrier):
        known = next((each for each in barrier.proposed_wordings if each.key == key), None)
        if not words:
            if known is not None:
                barrier.proposed_wordings.remove(known)
        elif known is not None:
            known.wording, known.reason = words, reason.strip()
        else:
            place = max((each.position for each in barrier.proposed_wordings), default=-1) + 1
            barrier.proposed_wordings.append(
                ProposedWording(key=key, position=place, wording=words, reason=reason.strip())
            )
