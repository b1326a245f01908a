"""The personal task list: computed from the data, never kept.

Every task says why it is somebody's, by when, and where it is done. What is everybody's (a barrier
that nobody owns) stands in a queue of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kb.barriers.proposal_queries import DECIDED_BY
from kb.clock import SWEDEN, now, today
from kb.models import (
    Action,
    Barrier,
    LawFinding,
    MoveProposal,
    Publication,
    PublicRecord,
    Record,
    Response,
    Review,
)
from kb.publication.desk_queries import changed_since_published, list_due
from kb.security.actor import Actor
from kb.security.permissions import Permission, Scope
from kb.security.rules import can
from kb.security.transitions import ENDED
from kb.security.visibility import published
from kb.words import (
    ActionState,
    FindingKind,
    PublicationState,
    RecordKind,
    ReviewKind,
    Verdict,
    WorkState,
)
from kb.work.consultation_queries import answers_to_write, list_undecided

#: Days within which a barrier that was submitted should be assessed.
ASSESS_DAYS = 30
#: Days within which a public text that waits should be reviewed, and an approved one published.
REVIEW_DAYS = 14
#: Days after which an untouched draft, or a barrier that nobody has worked on, is pointed out.
DRAFT_DAYS, STALE_DAYS = 30, 180
#: Most tasks of one sort that are shown; the list behind them holds the rest.
MOST = 50
#: Most barriers of one owner that are held against what the public reads, the latest saved first.
MOST_COMPOSED = 100


class TaskKind(StrEnum):
    """What is to be done."""

    ANSWER_QUESTION = "answer-question"
    FINISH_DRAFT = "finish-draft"
    TAKE_UP = "take-up"
    ASSESS = "assess"
    BEGIN_WORK = "begin-work"
    REVIEW_TEXT = "review-text"
    FINISH_TEXT = "finish-text"
    PUBLISH = "publish"
    PUBLISH_AGAIN = "publish-again"
    LOOK_AGAIN = "look-again"
    STALE = "stale"
    ANSWER_CONSULTATION = "answer-consultation"
    DECIDE_ANSWER = "decide-answer"
    FINISH_ACTION = "finish-action"
    LAW_MOVED = "law-moved"
    CONFIRM_RESOLUTION = "confirm-resolution"
    DECIDE_PROPOSAL = "decide-proposal"
    TAKE_ON = "take-on"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that somebody should do; *due_on* is None where nothing sets a day."""

    kind: TaskKind
    record_kind: RecordKind
    code: str
    name: str
    since: date
    due_on: date | None
    #: The question that is to be answered; None for any other task.
    review_id: int | None = None
    #: The consultation that is to be answered, as it was imported; None for any other task.
    document_id: int | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.due_on is not None and self.due_on < today()


def list_tasks(session: Session, actor: Actor) -> list[Task]:
    """Everything that waits for *actor*, what is due first, what has no day last."""
    tasks = [task for part in _PARTS for task in part(session, actor)]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.since, task.code))


def count_ownerless(session: Session) -> int:
    """How many barriers that are under way nobody owns."""
    return session.scalar(select(func.count()).select_from(Barrier).where(_is_ownerless())) or 0


def list_ownerless(session: Session, limit: int = 10) -> list[Task]:
    """Barriers that are under way and that nobody owns, the longest untouched first."""
    rows = session.execute(
        _barriers(Barrier.changed_at).where(_is_ownerless()).order_by(Barrier.changed_at)
    ).fetchmany(limit)
    return [_task(TaskKind.TAKE_ON, row, days=None) for row in rows]


def list_ownerless_work(session: Session, limit: int = 10) -> list[Task]:
    """Answers that are to be written, and actions that are to be carried out, that nobody owns."""
    answers = session.execute(
        answers_to_write().where(Response.owner_id.is_(None)).order_by(Response.id).limit(limit)
    ).all()
    actions = session.execute(
        _open_actions().where(Action.owner_id.is_(None)).order_by(Record.changed_at).limit(limit)
    ).all()
    return [
        *(_task(TaskKind.TAKE_ON, row, due_on=_day(row.ends)) for row in answers),
        *(_task(TaskKind.TAKE_ON, row, due_on=_day(row.ended_on)) for row in actions),
    ]


def _is_ownerless() -> ColumnElement[bool]:
    return Barrier.owner_id.is_(None) & Barrier.work_state.not_in([*ENDED, WorkState.DRAFT])


def _questions(session: Session, actor: Actor) -> Iterator[Task]:
    """Questions to the author that have no answer yet."""
    rows = session.execute(
        _barriers(Review.reviewed_at, Review.id.label("review_id"))
        .join(Review, Review.record_id == Barrier.id)
        .where(Review.kind == ReviewKind.SCREENING, Review.verdict == Verdict.RETURNED)
        .where(Review.reply == "", Barrier.work_state.not_in(list(ENDED)))
        .where(or_(Barrier.author_id == actor.user_id, Barrier.owner_id == actor.user_id))
        .where(Review.reviewer_id != actor.user_id)
        .limit(MOST)
    )
    return (_task(TaskKind.ANSWER_QUESTION, row, days=REVIEW_DAYS) for row in rows)


def _drafts(session: Session, actor: Actor) -> Iterator[Task]:
    rows = session.execute(
        _barriers(Barrier.changed_at)
        .where(Barrier.work_state == WorkState.DRAFT, Barrier.author_id == actor.user_id)
        .limit(MOST)
    )
    return (_task(TaskKind.FINISH_DRAFT, row, days=DRAFT_DAYS) for row in rows)


def _assessment(session: Session, actor: Actor) -> Iterator[Task]:
    """Submitted barriers for whoever may take them up, those under assessment for lawyers."""
    judging = can(actor, Permission.BARRIER_ASSESS)
    states = [WorkState.SUBMITTED, WorkState.UNDER_ASSESSMENT] if judging else []
    rows = session.execute(
        _barriers(Barrier.changed_at, Barrier.work_state)
        .where(Barrier.work_state.in_(states))
        .where(_is_not_own(actor), ~_waits_for_answer())
        .order_by(Barrier.changed_at)
        .limit(MOST)
    )
    for row in rows:
        is_taken = row.work_state is WorkState.UNDER_ASSESSMENT
        yield _task(TaskKind.ASSESS if is_taken else TaskKind.TAKE_UP, row, days=ASSESS_DAYS)


def _work(session: Session, actor: Actor) -> Iterator[Task]:
    """What the owner should begin, look at again, or has long left alone."""
    own = Barrier.owner_id == actor.user_id
    rows = session.execute(
        _barriers(Barrier.changed_at, Barrier.work_state, Barrier.review_on)
        .where(own, Barrier.work_state.not_in([WorkState.DRAFT, WorkState.SUBMITTED]))
        .order_by(Barrier.changed_at)
    )
    stale_before = now() - timedelta(days=STALE_DAYS)
    for row in rows:
        if row.review_on is not None and row.review_on <= today():
            yield _task(TaskKind.LOOK_AGAIN, row, due_on=row.review_on)
        elif row.work_state is WorkState.RECOGNISED:
            yield _task(TaskKind.BEGIN_WORK, row, days=DRAFT_DAYS)
        elif row.work_state not in ENDED and row.at < stale_before:
            yield _task(TaskKind.STALE, row, days=STALE_DAYS)


def _proposals(session: Session, actor: Actor) -> Iterator[Task]:
    """What is proposed and waits for those who decide it, a row for each barrier."""
    kinds = [kind for kind, needed in DECIDED_BY.items() if can(actor, needed)]
    first = (
        select(MoveProposal.barrier_id, func.min(MoveProposal.proposed_at).label("at"))
        .where(MoveProposal.decided_at.is_(None), MoveProposal.kind.in_(kinds))
        .group_by(MoveProposal.barrier_id)
        .subquery()
    )
    rows = session.execute(
        _barriers(first.c.at)
        .join(first, first.c.barrier_id == Barrier.id)
        .order_by(first.c.at)
        .limit(MOST)
    )
    return (_task(TaskKind.DECIDE_PROPOSAL, row, days=REVIEW_DAYS) for row in rows)


def _texts(session: Session, actor: Actor) -> Iterator[Task]:
    """Public texts that wait for a writer, a reviewer or somebody to publish them."""
    approving = actor.scope_of(Permission.PUBLIC_TEXT_APPROVE)
    approved = Publication.state == PublicationState.APPROVED
    drafted = Publication.state == PublicationState.DRAFTED
    # An approval may have fallen: then its writer has the text again.
    wanted: list[ColumnElement[bool]] = [
        or_(drafted, approved) & (Publication.author_id == actor.user_id)
    ]
    if approving is not None:
        in_review = Publication.state == PublicationState.IN_REVIEW
        other = Publication.author_id.is_distinct_from(actor.user_id)
        wanted.append(in_review if approving is Scope.ANY else in_review & other)
    if can(actor, Permission.RECORD_PUBLISH):
        due = or_(Publication.publish_at.is_(None), Publication.publish_at <= now())
        wanted.append(approved & due)
    rows = session.scalars(
        select(Publication)
        .join(Record, Record.id == Publication.record_id)
        .where(or_(*wanted))
        .order_by(Record.changed_at)
        .limit(MOST)
    )
    kinds = {
        PublicationState.DRAFTED: TaskKind.FINISH_TEXT,
        PublicationState.IN_REVIEW: TaskKind.REVIEW_TEXT,
        PublicationState.APPROVED: TaskKind.PUBLISH,
    }
    for waiting in list_due(session, actor, rows):
        yield _task(kinds[waiting.state], waiting.record, days=REVIEW_DAYS)


def _changed_since(session: Session, actor: Actor) -> Iterator[Task]:
    """Published barriers of one's own that say something else than the public reads of them."""
    own = session.scalars(
        select(PublicRecord.record_id)
        .join(Barrier, Barrier.id == PublicRecord.record_id)
        .outerjoin(Publication, Publication.record_id == Barrier.id)
        .where(Barrier.owner_id == actor.user_id, published())
        .where(func.coalesce(Publication.state, PublicationState.PUBLISHED)
               == PublicationState.PUBLISHED)
    ).all()  # fmt: skip
    changed = changed_since_published(session, own, most=MOST_COMPOSED) if own else ()
    rows = session.execute(_barriers(Barrier.changed_at).where(Barrier.id.in_(changed)).limit(MOST))
    return (_task(TaskKind.PUBLISH_AGAIN, row, days=REVIEW_DAYS) for row in rows)


def _consultations(session: Session, actor: Actor) -> Iterator[Task]:
    """Answers of one's own that are not sent, due when the consultation ends."""
    rows = session.execute(answers_to_write().where(Response.owner_id == actor.user_id).limit(MOST))
    for row in rows:
        yield _task(TaskKind.ANSWER_CONSULTATION, row, due_on=_day(row.ends))


def _undecided(session: Session, actor: Actor) -> Iterator[Task]:
    """Consultations that close soon, touch a barrier, and wait for a decision."""
    for listed in list_undecided(session, actor, MOST):
        named = listed.remitted[0].key if listed.remitted else ""
        yield Task(
            kind=TaskKind.DECIDE_ANSWER,
            record_kind=RecordKind.MATTER,
            code=listed.matter or named,
            name=listed.title,
            since=today(),
            due_on=_day(listed.row.ends),
            document_id=listed.row.document_id,
        )


def _actions(session: Session, actor: Actor) -> Iterator[Task]:
    """Actions of one's own that are planned or under way."""
    rows = session.execute(_open_actions().where(Action.owner_id == actor.user_id).limit(MOST))
    return (_task(TaskKind.FINISH_ACTION, row, due_on=_day(row.ended_on)) for row in rows)


def _findings(session: Session, actor: Actor) -> Iterator[Task]:
    """Law that has moved under barriers: for those who judge it, and for whoever owns them."""
    wanted: list[ColumnElement[bool]] = [LawFinding.handled_at.is_(None)]
    if not can(actor, Permission.BARRIER_JUDGE):
        wanted.append(Barrier.owner_id == actor.user_id)
    rows = session.execute(
        _barriers(LawFinding.found_at, LawFinding.kind.label("finding"), LawFinding.happens_on)
        .join(LawFinding, LawFinding.barrier_id == Barrier.id)
        .where(*wanted)
        .order_by(LawFinding.found_at, LawFinding.id)
        .limit(MOST)
    )
    for row in rows:
        is_resolution = row.finding is FindingKind.RESOLUTION
        kind = TaskKind.CONFIRM_RESOLUTION if is_resolution else TaskKind.LAW_MOVED
        yield _task(kind, row, days=REVIEW_DAYS)


def _open_actions() -> Any:
    return _records(Record.changed_at, Action.ended_on, model=Action).where(
        Action.state.in_([ActionState.PLANNED, ActionState.DOING])
    )


_PARTS = (
    _questions,
    _drafts,
    _assessment,
    _work,
    _proposals,
    _texts,
    _changed_since,
    _consultations,
    _undecided,
    _actions,
    _findings,
)


def _waits_for_answer() -> ColumnElement[bool]:
    """Barriers that were sent back with a question which their author has not answered."""
    is_open = (Review.verdict == Verdict.RETURNED) & (Review.reply == "")
    asked = (Review.kind == ReviewKind.SCREENING) & (Review.record_id == Barrier.id)
    is_submitted = Barrier.work_state == WorkState.SUBMITTED
    return is_submitted & select(Review.id).where(asked, is_open).exists()


def _is_not_own(actor: Actor) -> ColumnElement[bool]:
    """Barriers that the actor did not log: somebody else has to assess them."""
    return Barrier.author_id.is_distinct_from(actor.user_id)


def _barriers(at: Any, *more: Any) -> Any:
    """Select what tells a barrier, and *at*, since when the task is there."""
    return _records(at, *more, Barrier.working_title, model=Barrier)


def _records(at: Any, *more: Any, model: type[Record] = Record) -> Any:
    columns = (model.kind, model.code, model.title_sv, model.title_en, at.label("at"))
    return select(*columns, *more).select_from(model)


def _task(kind: TaskKind, row: Any, *, days: int | None = None, due_on: date | None = None) -> Task:
    """Make a task of *row*, selected by ``_records``, or of a record loaded whole."""
    # A task of the public text calls the record what its readers will.
    is_text = isinstance(row, Record)
    moment: datetime = row.changed_at if is_text else row.at
    working_title = "" if is_text else getattr(row, "working_title", "")
    since = moment.astimezone(SWEDEN).date()
    asked = getattr(row, "asked", None)
    return Task(
        kind=kind,
        record_kind=row.kind,
        code=row.code,
        name=asked or working_title or row.title_sv or row.title_en or row.code,
        since=since,
        review_id=getattr(row, "review_id", None),
        document_id=getattr(row, "document_id", None),
        due_on=due_on or (since + timedelta(days=days) if days else None),
    )


def _day(text: str | None) -> date | None:
    """A whole day from as much of a date as is known; None for less than a day."""
    return date.fromisoformat(text) if text and len(text) == len("2026-01-31") else None
