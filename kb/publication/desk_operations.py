"""The way of a barrier or case to the public and back, step by step, as the table of ways allows.

Who writes is not who approves; what is published is exactly what was approved.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.barriers.past_queries import RECOGNISED
from kb.clock import now
from kb.errors import Conflict, Invalid, Missing
from kb.history import record as record_revision
from kb.inbox.operations import tell, tell_followers
from kb.models import Barrier, Publication, Record, Review, Revision
from kb.publication.composed import Composed
from kb.publication.desk_queries import (
    desk_ties,
    get_publication,
    is_public,
    list_unsettled,
    missing_for_publication,
    shown_digest,
)
from kb.publication.operations import let_approval_fall, lock_record, put_out, withdraw
from kb.publication.tie_queries import public_part
from kb.records.moves import way_from
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.security.transitions import Machine, Need, Transition
from kb.words import (
    Clearance,
    News,
    NotPublishable,
    PublicationState,
    ReviewKind,
    Verdict,
    Withdrawal,
    WorkState,
)


@dataclass(frozen=True, kw_only=True)
class DeskAnswers:
    """What was answered to what a way asks for; the rest stays empty."""

    reason: str = ""
    not_publishable: NotPublishable | None = None
    withdrawal: Withdrawal | None = None
    #: Points of the clearance list that were ticked.
    cleared: Collection[Clearance] = ()
    #: Digest of the words that were on the page (``shown_digest``); None when nobody was shown a
    #: page, as in a script. What was not on the page is not judged.
    seen: str | None = None


def move_publication(
    session: Session, actor: Actor, record: Record, way_name: str, answers: DeskAnswers
) -> Transition:
    """Take *record* (loaded whole) along the way called *way_name*, as ``take_way`` does."""
    return take_way(session, actor, Composed(session, record), way_name, answers)


def take_way(
    session: Session, actor: Actor, composed: Composed, way_name: str, answers: DeskAnswers
) -> Transition:
    """Take the record of *composed* along the way called *way_name*; returns that way.

    *composed* is read only when nobody else can change the record any more. For whoever has used it
    before, the lock refuses when the record has been saved since it was loaded.
    What an earlier version says stays public until another is published or it is withdrawn. Raises
    Conflict when the way does not begin in its state, somebody was first or the words are others
    than those that were shown, Forbidden when another has to take it, Missing with all that is not
    there yet, Invalid for a wrong answer.
    """
    demand(actor, Permission.INTERNAL_READ)
    record = composed.record
    publication = open_publication(session, record)
    if composed.has_fallen(publication):
        fall_back(publication)
        if way_name == "publish":
            raise Conflict(
                "The record has changed since it was approved. Send it to review once more."
            )
    way = way_from(Machine.PUBLICATION, publication.state, way_name)
    demand(actor, way.permission, desk_ties(session, actor, record, publication))
    if answers.seen is not None and answers.seen != shown_digest(composed, way):
        raise Conflict("The text is not the one that you were shown. Read it once more.")
    missing = {*missing_for_publication(composed, way), *_missing_answers(way, answers)}
    if missing:
        raise Missing(need for need in way.needs if need in missing)
    step = _STEPS.get(way.name, _note)
    revision = step(session, actor, composed, publication, answers)
    publication.state = PublicationState(way.target)
    session.flush()
    if revision is None:
        changes = {"way": [None, way.name], "reason": [None, answers.reason.strip() or None]}
        told = {name: pair for name, pair in changes.items() if pair[1]}
        revision = record_revision(session, actor, "moved the publication", record, told)
    _tell(session, record, publication, way, revision)
    return way


def set_embargo(
    session: Session, actor: Actor, record: Record, publish_at: datetime | None
) -> Publication:
    """Decide that *record* is not published before *publish_at*, and is published then if approved.

    None: as soon as somebody publishes it. Raises Forbidden, Invalid for a moment that has passed,
    Conflict when nothing is on its way to the public.
    """
    demand(actor, Permission.RECORD_PUBLISH)
    publication = open_publication(session, record)
    if publication.state not in _ON_THE_WAY:
        raise Conflict("Nothing is on its way to the public.")
    if publish_at is not None and publish_at <= now():
        raise Invalid("publish_at", "Choose a day that has not come yet.")
    before = publication.publish_at
    publication.publish_at = publish_at
    publication.reminded_at = None
    changes = {"publish_at": [_iso(before), _iso(publish_at)]}
    record_revision(session, actor, "set the embargo", record, changes)
    session.flush()
    return publication


def open_publication(session: Session, record: Record) -> Publication:
    """The row of *record* as it is now, begun if there is none, locked until the transaction ends.

    Raises Conflict when somebody has saved the record since it was loaded.
    """
    lock_record(session, record)
    publication = session.get(Publication, record.id, populate_existing=True)
    if publication is None:
        publication = get_publication(session, record)
        session.add(publication)
        session.flush()
    return publication


def publish_approved(
    session: Session, actor: Actor, composed: Composed, publication: Publication
) -> Revision:
    """Publish what was approved of *composed*, whose approval was found to hold.

    Hits and consents are looked at once more: much can have happened since the approval. Raises
    Missing with what is not settled, Conflict while an embargo lies ahead, when the clearance is
    not there, for a barrier that is a duplicate, is none or has not been recognised yet.
    """
    if publication.publish_at is not None and publication.publish_at > now():
        raise Conflict("It is under embargo until a later day.")
    if not _is_cleared(session, publication):
        raise Conflict("The clearance is not there. Send it to review once more.")
    record = composed.record
    if isinstance(record, Barrier):
        _check_work(record)
    unsettled = list_unsettled(composed)
    if unsettled:
        raise Missing(unsettled)
    revision = put_out(session, actor, record, public_part(session, composed.snapshot))
    let_approval_fall(publication)
    publication.reason = ""
    # The public reads just this already; that somebody stands by it is worth a line.
    return revision or record_revision(session, actor, "published", record, {})


def _check_work(barrier: Barrier) -> None:
    if barrier.work_state is WorkState.DUPLICATE:
        raise Conflict("A duplicate is not published: the barrier that lives on is.")
    if barrier.work_state is WorkState.NOT_AN_OBSTACLE:
        raise Conflict("It was found to be no barrier, and is not published as one.")
    if barrier.work_state not in RECOGNISED:
        raise Conflict("It has not been recognised yet. It is published after that.")


def let_fall(session: Session, publication: Publication) -> None:
    """Let the approval fall, if there is one, because what it rested on no longer holds."""
    if publication.state is PublicationState.APPROVED:
        fall_back(publication)
        session.flush()


def fall_back(publication: Publication) -> None:
    """Take back the approval; the writer has the text again, and the day for it is kept."""
    publish_at = publication.publish_at
    let_approval_fall(publication)
    publication.publish_at = publish_at
    publication.state = PublicationState.DRAFTED


Step = Callable[[Session, Actor, Composed, Publication, DeskAnswers], Revision | None]

#: States in which a text is on its way, so that a day for it can be set.
_ON_THE_WAY = (PublicationState.DRAFTED, PublicationState.IN_REVIEW, PublicationState.APPROVED)


def _note(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> None:
    publication.not_publishable = None
    publication.reason = answers.reason.strip()


def _keep_inside(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> None:
    if is_public(session, composed.record):
        raise Conflict("The public reads a version of it. Withdraw that first.")
    let_approval_fall(publication)
    publication.not_publishable = answers.not_publishable
    publication.reason = answers.reason.strip()


def _send_back(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> None:
    fall_back(publication)
    publication.reason = answers.reason.strip()
    review = _review(session, actor, composed.record, ReviewKind.APPROVAL, Verdict.RETURNED)
    if review is not None:
        review.reason = answers.reason.strip()


def _approve(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> None:
    moment = now()
    publication.approver_id = actor.user_id
    publication.approved_at = moment
    publication.approved_digest = composed.digest
    publication.reason = ""
    if publication.publish_at is not None and publication.publish_at <= moment:
        # The day has passed: publishing is a decision again, not something that the clock does.
        publication.publish_at = None
    ticked = {point.value: "yes" for point in Clearance if point in answers.cleared}
    for kind, said in ((ReviewKind.CLEARANCE, ticked), (ReviewKind.APPROVAL, {})):
        review = _review(session, actor, composed.record, kind, Verdict.PASSED)
        if review is not None:
            review.answers = said
            review.reviewed_at = moment


def _publish(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> Revision:
    return publish_approved(session, actor, composed, publication)


def _withdraw(
    session: Session,
    actor: Actor,
    composed: Composed,
    publication: Publication,
    answers: DeskAnswers,
) -> Revision:
    if answers.withdrawal is Withdrawal.MERGED:
        raise Invalid("withdrawal", "Merging has a page of its own.")
    revision = withdraw(session, actor, composed.record, reason=str(answers.withdrawal))
    publication.reason = answers.reason.strip()
    return revision


_STEPS: dict[str, Step] = {
    "keep-inside": _keep_inside,
    "send-back": _send_back,
    "approve": _approve,
    "publish": _publish,
    "withdraw": _withdraw,
}


def _missing_answers(way: Transition, answers: DeskAnswers) -> list[Need]:
    given = {
        Need.REASON: answers.reason.strip(),
        Need.NOT_PUBLISHABLE: answers.not_publishable,
        Need.WITHDRAWAL: answers.withdrawal,
        Need.CLEARANCE: set(Clearance) <= set(answers.cleared),
    }
    return [need for need in way.asked if not given.get(need)]


def _review(
    session: Session, actor: Actor, record: Record, kind: ReviewKind, verdict: Verdict
) -> Review | None:
    """Add the review; the system, which is nobody, leaves none."""
    if actor.user_id is None:
        return None
    review = Review(record_id=record.id, kind=kind, verdict=verdict, reviewer_id=actor.user_id)
    session.add(review)
    return review


def _is_cleared(session: Session, publication: Publication) -> bool:
    """Whether the approval that stands was given together with a whole clearance list."""
    cleared = session.scalars(
        select(Review.id).where(
            Review.record_id == publication.record_id,
            Review.kind == ReviewKind.CLEARANCE,
            Review.verdict == Verdict.PASSED,
            Review.reviewed_at == publication.approved_at,
        )
    ).first()
    return cleared is not None


def _tell(
    session: Session,
    record: Record,
    publication: Publication,
    way: Transition,
    revision: Revision,
) -> None:
    """Tell first who has to act, then the owner and the writer, then whoever follows the record."""
    writer = [publication.author_id] if publication.author_id else []
    if way.name == "send-back":
        tell(session, writer, News.ASKED, revision, record)
    owner = record.owner_id if isinstance(record, Barrier) else None
    tell(session, [*writer, *([owner] if owner else [])], News.MOVED, revision, record)
    tell_followers(session, revision, record, News.MOVED)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
