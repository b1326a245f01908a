"""What the staff's page of a barrier shows beside the barrier itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.law.queries import map_all_act_names
from kb.models import Action, ActionBarrier, Barrier, Case, CaseBarrier
from kb.models.snapshots import Words
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.queries import Links, find_links
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to


@dataclass(frozen=True)
class Tied:
    """A record that is tied to the barrier, and a word of how: its state or its relation."""

    kind: str
    code: str
    title: Words
    word: str


@dataclass(frozen=True, kw_only=True)
class BarrierWork:
    """The barrier as it would be published now, what it points at, and what points at it."""

    record: Any
    #: Published records only: law pages. The staff's own pages are addressed by code.
    links: Links
    cases: Sequence[Tied]
    actions: Sequence[Tied]


def get_work(session: Session, actor: Actor, barrier: Barrier) -> BarrierWork:
    """Gather what stands around *barrier*, which is loaded whole."""
    snapshot = compose(barrier, Naming(map_all_act_names(session), names_every_member=True))
    return BarrierWork(
        record=snapshot,
        links=find_links(session, snapshot),
        cases=_cases(session, actor, barrier),
        actions=_actions(session, actor, barrier),
    )


def _cases(session: Session, actor: Actor, barrier: Barrier) -> list[Tied]:
    rows = session.execute(
        select(Case.code, Case.title_sv, Case.title_en, CaseBarrier.relation)
        .join(CaseBarrier, CaseBarrier.case_id == Case.id)
        .where(CaseBarrier.barrier_id == barrier.id, records_visible_to(actor))
        .order_by(Case.code)
    )
    return [Tied("case", code, {"sv": sv, "en": en}, word.value) for code, sv, en, word in rows]


def _actions(session: Session, actor: Actor, barrier: Barrier) -> list[Tied]:
    rows = session.execute(
        select(Action.code, Action.title_sv, Action.title_en, Action.state)
        .join(ActionBarrier, ActionBarrier.action_id == Action.id)
        .where(ActionBarrier.barrier_id == barrier.id, records_visible_to(actor))
        .order_by(Action.code)
    )
    return [Tied("action", code, {"sv": sv, "en": en}, word.value) for code, sv, en, word in rows]
