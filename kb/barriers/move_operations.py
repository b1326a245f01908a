"""Moving a barrier on: from one state of our work to the next, as the table of ways allows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kb.barriers.needs import missing_for
from kb.barriers.past_queries import state_when_reopened, ties_over_time
from kb.barriers.proposal_operations import PRIORITY_YEARS, accept_proposal
from kb.clock import now
from kb.errors import Conflict, Invalid, Missing
from kb.history import record as record_revision
from kb.inbox.operations import tell
from kb.models import Barrier, Citation, PublicRecord, Review, Revision, User
from kb.records.code_operations import locked_counter
from kb.records.editions import deed_on
from kb.records.moves import (
    MoveAnswers,
    check_answers,
    check_opened,
    missing_answers,
    way_from,
)
from kb.records.operations import changing
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand, ties_to
from kb.security.transitions import Machine, Need, Transition
from kb.security.visibility import published
from kb.words import (
    Certainty,
    CitationRole,
    News,
    ProposalKind,
    ReviewKind,
    ScreeningQuestion,
    State,
    Verdict,
    WorkState,
)

#: How many barriers can have priority in one year; more than that is no priority.
MOST_PRIORITIES = 10


def move_barrier(
    session: Session, actor: Actor, barrier: Barrier, way_name: str, answers: MoveAnswers
) -> Transition:
    """Move *barrier* (loaded whole) along the way called *way_name*; returns that way.

    Whoever it concerns is told. Reopening leads to work in progress, but what was never recognised
    becomes what it was: a draft, or submitted for assessment.

    Raises Conflict when no such way leads on from its state, when it says something else than on
    the page that was answered, or when it is rejected while the public still reads it; Forbidden
    when somebody else has to take it, Missing with everything that is not there yet, Invalid for an
    answer that cannot be right. Merging is an operation of its own.
    """
    demand(actor, Permission.INTERNAL_READ)
    way = way_from(Machine.BARRIER, barrier.work_state, way_name)
    if Need.SURVIVOR in way.needs:
        raise Conflict("Merging has a page of its own.")
    demand(actor, way.permission, ties_over_time(session, actor, barrier))
    check_opened(barrier, answers)
    _check(session, barrier, way, answers)
    target = WorkState(way.target)
    if way.name == "reopen":
        target = state_when_reopened(session, barrier)
    told = {"way": [None, way.name], "reason": [None, answers.reason or answers.question]}
    with changing(session, actor, barrier, verb="moved") as change:
        change.told |= {name: pair for name, pair in told.items() if pair[1]}
        barrier.work_state = target
        barrier.work_reason = answers.reason.strip() if Need.REASON in way.needs else ""
        barrier.review_on = answers.review_on if Need.REVIEW_ON in way.needs else None
        settle = _SETTLING.get(way.name)
        if settle is not None:
            settle(barrier, answers)
    review = _review(way, answers)
    if review is not None and actor.user_id is not None:
        session.add(Review(record_id=barrier.id, reviewer_id=actor.user_id, **review))
        session.flush()
    if change.revision is not None:
        if way.name == "drop":
            accept_proposal(session, actor, barrier, ProposalKind.DROP, change.revision)
        _tell(session, barrier, way, change.revision)
    return way


def reply_to_question(
    session: Session, actor: Actor, barrier: Barrier, review: Review, text: str
) -> Review:
    """Answer the question that *review* sent *barrier* back with; whoever asked is told.

    For its author and its owner. Raises Invalid for an empty answer, Conflict when the
    review asks nothing or has been answered.
    """
    demand(actor, Permission.BARRIER_SUBMIT, ties_to(actor, barrier))
    if review.record_id != barrier.id or review.verdict is not Verdict.RETURNED:
        raise Conflict("There is no question to answer.")
    if review.replied_at is not None:
        raise Conflict("The question has been answered.")
    if not text.strip():
        raise Invalid("text", "Write an answer.")
    _write_reply(session, actor, review, text.strip())
    changes = {"reply": [None, review.reply]}
    revision = record_revision(session, actor, "answered", barrier, changes)
    tell(session, [review.reviewer_id], News.NOTED, revision, barrier)
    session.flush()
    return review


def _write_reply(session: Session, actor: Actor, review: Review, reply: str) -> None:
    """Write the answer where there is none: of two who answer at once the second is told."""
    written = session.execute(
        update(Review)
        .where(Review.id == review.id, Review.replied_at.is_(None))
        .values(reply=reply, replied_by_id=actor.user_id, replied_at=now())
        .returning(Review.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not written:
        raise Conflict("The question has been answered.")
    session.refresh(review)


@dataclass(frozen=True, kw_only=True)
class Priority:
    """Into which year's priority set a barrier is put, None for none, and why."""

    year: int | None
    reason: str


def set_priority(
    session: Session, actor: Actor, barrier: Barrier, version: int, priority: Priority
) -> None:
    """Put *barrier*, opened at *version*, into the priority set of a year, or take it out.

    Raises Conflict when somebody else has saved the barrier since, Invalid without a reason, for a
    year that cannot be meant and for a set that is full.
    """
    demand(actor, Permission.PRIORITY_SET)
    deed_on(barrier, version)
    year, reason = priority.year, priority.reason.strip()
    if not reason:
        raise Invalid("reason", "Give a reason.")
    if year is not None:
        _check_priority(session, barrier, year)
    with changing(session, actor, barrier, verb="set the priority") as change:
        change.told["reason"] = [None, reason]
        barrier.priority_year = year
        barrier.priority_reason = reason if year is not None else ""
    if year is not None and change.revision is not None:
        accept_proposal(session, actor, barrier, ProposalKind.PRIORITY, change.revision)


def _check(session: Session, barrier: Barrier, way: Transition, answers: MoveAnswers) -> None:
    if way.name == "reject" and _is_public(session, barrier):
        raise Conflict("The public reads it as a barrier. Withdraw it first.")
    missing = {*missing_for(session, barrier, way), *missing_answers(way, answers)}
    if missing:
        raise Missing(need for need in way.needs if need in missing)
    check_answers(way, answers)
    if way.name == "recognise" and not all(each.is_yes for each in answers.screening.values()):
        raise Invalid(
            "screening", "A barrier is recognised when all three answers are yes; else reject it."
        )
    if answers.owner_id is not None and not _is_open(session, answers.owner_id):
        raise Invalid("owner", "Choose somebody with an open account.")


def _check_priority(session: Session, barrier: Barrier, year: int) -> None:
    if year not in PRIORITY_YEARS:
        raise Invalid("year", "Write a year such as 2026.")
    # Whoever else puts a barrier into the same set waits until this one is counted.
    locked_counter(session, f"priority-{year}")
    others = session.scalar(
        select(func.count())
        .select_from(Barrier)
        .where(Barrier.priority_year == year, Barrier.id != barrier.id)
    )
    if (others or 0) >= MOST_PRIORITIES:
        raise Invalid("year", "The set of that year is full. Take another barrier out first.")


def _is_open(session: Session, user_id: int) -> bool:
    return bool(session.scalar(select(User.is_active).where(User.id == user_id)))


def _is_public(session: Session, barrier: Barrier) -> bool:
    statement = select(PublicRecord.record_id).where(
        published(), PublicRecord.record_id == barrier.id
    )
    return session.scalar(statement) is not None


def _take(barrier: Barrier, answers: MoveAnswers) -> None:
    barrier.owner_id = answers.owner_id


def _reject(barrier: Barrier, answers: MoveAnswers) -> None:
    barrier.no_obstacle = answers.no_obstacle


def _resolve_partly(barrier: Barrier, answers: MoveAnswers) -> None:
    if barrier.state is not State.PARTLY_RESOLVED:
        barrier.state_since = None
    barrier.state = State.PARTLY_RESOLVED
    barrier.state_note_sv, barrier.state_note_en = answers.remains.sv, answers.remains.en
    _cite(barrier, answers)


def _resolve(barrier: Barrier, answers: MoveAnswers) -> None:
    barrier.state = State.RESOLVED
    barrier.state_since = answers.happened_on
    barrier.state_note_sv, barrier.state_note_en = answers.how.sv, answers.how.en
    barrier.waiting_for = None
    barrier.waiting_since = None
    _cite(barrier, answers)


def _reopen(barrier: Barrier, answers: MoveAnswers) -> None:
    barrier.no_obstacle = None
    barrier.duplicate_of = None
    if barrier.state is State.RESOLVED:
        # What was said of its end is no longer held to be true; the history keeps it.
        barrier.state = State.OPEN
        barrier.state_since = None
        barrier.state_note_sv = barrier.state_note_en = ""


#: What a way settles in the barrier beside its state.
_SETTLING: dict[str, Callable[[Barrier, MoveAnswers], None]] = {
    "take": _take,
    "reject": _reject,
    "resolve-partly": _resolve_partly,
    "resolve": _resolve,
    "reopen": _reopen,
}


def _cite(barrier: Barrier, answers: MoveAnswers) -> None:
    """Add the evidence, unless the barrier cites just that as evidence already."""
    evidence = answers.evidence
    if evidence is None:
        return
    named = (evidence.key, "" if evidence.key else evidence.text, evidence.page)
    known = {
        (old.key, "" if old.key else old.text, old.page)
        for old in barrier.citations
        if old.role is CitationRole.EVIDENCE
    }
    if named in known:
        return
    last = max((old.position for old in barrier.citations), default=-1)
    barrier.citations.append(
        Citation(
            position=last + 1,
            role=CitationRole.EVIDENCE,
            key=evidence.key,
            text=evidence.text,
            page=evidence.page,
            note_sv="",
            note_en="",
            certainty=Certainty.VERIFIED,
            as_of=None,
        )
    )


def _review(way: Transition, answers: MoveAnswers) -> dict[str, Any] | None:
    """What the record of the review says, for the ways that are one."""
    if way.name == "return":
        return _row(ReviewKind.SCREENING, Verdict.RETURNED, answers.question)
    if way.name == "recognise":
        return _row(ReviewKind.SCREENING, Verdict.PASSED, "") | {"answers": _answered(answers)}
    if way.name == "reject":
        answered = {"no-obstacle": str(answers.no_obstacle)}
        return _row(ReviewKind.SCREENING, Verdict.REFUSED, answers.reason) | {"answers": answered}
    if way.name == "resolve":
        return _row(ReviewKind.LEGAL, Verdict.PASSED, answers.how.sv)
    return None


def _row(kind: ReviewKind, verdict: Verdict, reason: str) -> dict[str, Any]:
    return {"kind": kind, "verdict": verdict, "reason": reason.strip()}


def _answered(answers: MoveAnswers) -> dict[str, Any]:
    return {
        question.value: {
            "answer": "yes" if answers.screening[question].is_yes else "no",
            "reason": answers.screening[question].reason.strip(),
        }
        for question in ScreeningQuestion
    }


def _tell(session: Session, barrier: Barrier, way: Transition, revision: Revision) -> None:
    """Tell first whom the move asks something of, then everybody who works with the barrier."""
    if way.name == "return":
        asked = barrier.author_id or barrier.owner_id
        tell(session, [asked] if asked else [], News.ASKED, revision, barrier)
    if way.name == "take" and barrier.owner_id is not None:
        tell(session, [barrier.owner_id], News.ASSIGNED, revision, barrier)
    team = [member.user_id for member in barrier.members]
    concerned = [user for user in (barrier.author_id, barrier.owner_id, *team) if user]
    tell(session, concerned, News.MOVED, revision, barrier)
