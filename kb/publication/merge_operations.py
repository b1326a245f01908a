"""Two barriers that turn out to be one: the duplicate keeps its code, and points at the other."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.barriers.edit_rules import may_edit_law
from kb.errors import Invalid, Missing
from kb.inbox.operations import tell
from kb.models import (
    Action,
    ActionBarrier,
    Barrier,
    Case,
    CaseBarrier,
    Citation,
    Follow,
    Revision,
)
from kb.publication.desk_queries import is_public
from kb.publication.operations import lock_record, withdraw
from kb.records.moves import way_from
from kb.records.operations import changing
from kb.records.queries import find_record, list_records
from kb.security.actor import Actor
from kb.security.rules import demand, ties_to
from kb.security.transitions import Machine, Need
from kb.words import News, Withdrawal, WorkState


def merge_barrier(
    session: Session, actor: Actor, barrier: Barrier, survivor_code: str, reason: str
) -> Barrier:
    """Say that *barrier* (loaded whole) is the same as the one with *survivor_code*; returns that.

    Both keep what they say and their histories. Citations, cases, actions and followers that the
    survivor lacks are tied to it too; but provisions and sources only by somebody who may change
    the law of the survivor, else they stay with the duplicate and the survivor's owner is asked to
    look at them. A duplicate that is published is withdrawn, and whoever
    follows its address is sent on once the survivor is published. Taking the duplicate up again
    undoes it, but for what the survivor was given.

    Raises Forbidden, Missing without a survivor, Invalid for one that cannot be meant, Conflict
    when the work with the duplicate has ended.
    """
    way = way_from(Machine.BARRIER, barrier.work_state, "merge")
    demand(actor, way.permission, ties_to(actor, barrier))
    if not survivor_code.strip():
        raise Missing([Need.SURVIVOR])
    survivor = _survivor(session, barrier, survivor_code.strip().upper())
    # Always in the same order, so that two who merge the same pair wait for each other.
    for each in sorted((barrier, survivor), key=lambda each: each.id):
        lock_record(session, each)
    with changing(session, actor, barrier, verb="merged") as change:
        change.told["survivor"] = [None, survivor.code]
        if reason.strip():
            change.told["reason"] = [None, reason.strip()]
        barrier.work_state = WorkState(way.target)
        barrier.work_reason = reason.strip()
        barrier.duplicate_of = survivor
    left = _give(session, actor, barrier, survivor)
    if is_public(session, barrier):
        withdraw(session, actor, barrier, reason=Withdrawal.MERGED.value, moved_to=survivor.code)
    if change.revision is not None:
        _tell(session, barrier, survivor, change.revision)
        if left and survivor.owner_id is not None:
            # Of the weightier news: there is something to do, and only a lawyer may do it.
            tell(session, [survivor.owner_id], News.ASKED, change.revision, barrier)
    return survivor


def _survivor(session: Session, barrier: Barrier, code: str) -> Barrier:
    survivor = find_record(session, Barrier, code)
    if survivor is None:
        raise Invalid("survivor", "There is no barrier with this code.")
    if survivor.id == barrier.id:
        raise Invalid("survivor", "A barrier cannot be merged with itself.")
    if survivor.work_state is WorkState.DUPLICATE:
        raise Invalid("survivor", "That one is a duplicate itself. Name the one that lives on.")
    return survivor


def _give(session: Session, actor: Actor, barrier: Barrier, survivor: Barrier) -> bool:
    """Tie to *survivor* what it lacks of the ties of *barrier*, which keeps its own.

    Whether sources were left with the duplicate, because *actor* may not change the survivor's law.
    """
    lacking = _lacking(barrier.citations, survivor.citations)
    may_take_over = may_edit_law(actor, survivor)
    if lacking and may_take_over:
        with changing(session, actor, survivor, verb="took over") as change:
            change.told["from"] = [None, barrier.code]
            survivor.citations.extend(lacking)
    for case in _cases(session, barrier, survivor):
        tie = next(tie for tie in case.barriers if tie.barrier_id == barrier.id)
        position = max(other.position for other in case.barriers) + 1
        with changing(session, actor, case):
            case.barriers.append(
                CaseBarrier(
                    position=position,
                    barrier=survivor,
                    relation=tie.relation,
                    note_sv=tie.note_sv,
                    note_en=tie.note_en,
                )
            )
    for action in _actions(session, barrier, survivor):
        with changing(session, actor, action):
            action.barriers.append(survivor)
    _followers(session, barrier, survivor)
    return bool(lacking) and not may_take_over


def _lacking(theirs: Sequence[Citation], own: Sequence[Citation]) -> list[Citation]:
    """Copies of those of *theirs* that *own* does not hold: same role, same source, same page."""
    held = {_source(citation) for citation in own}
    position = max((citation.position for citation in own), default=-1)
    copies = []
    for citation in theirs:
        if _source(citation) in held:
            continue
        held.add(_source(citation))
        position += 1
        copies.append(
            Citation(
                position=position,
                role=citation.role,
                key=citation.key,
                text=citation.text,
                page=citation.page,
                note_sv=citation.note_sv,
                note_en=citation.note_en,
                certainty=citation.certainty,
                as_of=citation.as_of,
            )
        )
    return copies


def _source(citation: Citation) -> tuple[str, str, str]:
    return (citation.role.value, citation.key or citation.text, citation.page)


def _cases(session: Session, barrier: Barrier, survivor: Barrier) -> Sequence[Case]:
    of_survivor = select(CaseBarrier.case_id).where(CaseBarrier.barrier_id == survivor.id)
    codes = session.scalars(
        select(Case.code)
        .join(CaseBarrier, CaseBarrier.case_id == Case.id)
        .where(CaseBarrier.barrier_id == barrier.id, Case.id.not_in(of_survivor))
    ).all()
    return list_records(session, Case, codes)


def _actions(session: Session, barrier: Barrier, survivor: Barrier) -> Sequence[Action]:
    of_survivor = select(ActionBarrier.action_id).where(ActionBarrier.barrier_id == survivor.id)
    codes = session.scalars(
        select(Action.code)
        .join(ActionBarrier, ActionBarrier.action_id == Action.id)
        .where(ActionBarrier.barrier_id == barrier.id, Action.id.not_in(of_survivor))
    ).all()
    return list_records(session, Action, codes)


def _followers(session: Session, barrier: Barrier, survivor: Barrier) -> None:
    already = select(Follow.user_id).where(Follow.record_id == survivor.id)
    statement = select(Follow.user_id).where(
        Follow.record_id == barrier.id, Follow.user_id.not_in(already)
    )
    for user_id in session.scalars(statement).all():
        session.add(Follow(user_id=user_id, record_id=survivor.id))
    session.flush()


def _tell(session: Session, barrier: Barrier, survivor: Barrier, revision: Revision) -> None:
    people = [barrier.author_id, barrier.owner_id, survivor.owner_id]
    tell(session, [user for user in people if user], News.MOVED, revision, barrier)
