"""What a barrier proposes that the law should say, and what our asks have put forward, as redlines.

Internal: a proposal is a position of ours before it is sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.citations.keys import fragment_of, is_key, kind_of, sort_key
from kb.law.text_queries import Redline, Text, map_texts, redline
from kb.models import Action, ActionBarrier, Ask, Barrier
from kb.words import CitationRole


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """One proposed wording: whose it is, why, and how it changes the law."""

    #: Code of the action whose ask puts it forward; None for a proposal of the barrier's own.
    action: str | None
    ask: int | None
    reason: str
    redline: Redline


@dataclass(frozen=True, kw_only=True)
class ProvisionWordings:
    """A provision that the barrier rests on: its present words and all that is proposed."""

    key: str
    present: Text | None
    proposed: Sequence[Proposed]


def list_proposed(session: Session, barrier: Barrier) -> list[ProvisionWordings]:
    """Every provision that *barrier*, loaded whole, rests on or proposes to change, in order."""
    asks = session.execute(
        select(Ask, Action.code)
        .join(Action, Action.id == Ask.action_id)
        .join(ActionBarrier, ActionBarrier.action_id == Action.id)
        .where(ActionBarrier.barrier_id == barrier.id, Ask.proposed_wording != "")
        .order_by(Action.code, Ask.number)
    ).all()
    cited = {
        citation.key
        for citation in barrier.citations
        if citation.key and citation.role is not CitationRole.PREPARATORY
    }
    keys = cited | {proposal.key for proposal in barrier.proposed_wordings}
    keys |= {ask.target for ask, _ in asks if ask.target}
    wanted = sorted(filter(is_section, keys), key=sort_key)
    texts = map_texts(session, wanted)
    return [
        ProvisionWordings(
            key=key,
            present=texts.get(key),
            proposed=[
                *_own(barrier, key, texts.get(key)),
                *(
                    Proposed(
                        action=code,
                        ask=ask.number,
                        reason="",
                        redline=redline(key, texts.get(key), ask.proposed_wording),
                    )
                    for ask, code in asks
                    if ask.target == key
                ),
            ],
        )
        for key in wanted
    ]


def is_section(key: str) -> bool:
    """Whether *key* is a section of a Swedish act, or a part of one."""
    return (
        is_key(key)
        and key.startswith("sfs/")
        and kind_of(key) == "provision"
        and "P" in fragment_of(key)
    )


def _own(barrier: Barrier, key: str, present: Text | None) -> Iterator[Proposed]:
    for proposal in barrier.proposed_wordings:
        if proposal.key == key:
            yield Proposed(
                action=None,
                ask=None,
                reason=proposal.reason,
                redline=redline(key, present, proposal.wording),
            )
