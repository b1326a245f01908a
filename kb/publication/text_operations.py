"""Writing the public text: the words that are published, apart from those that stay inside."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.errors import Conflict, Invalid
from kb.models import Barrier, Case, Publication, Record
from kb.publication.desk_operations import fall_back, open_publication
from kb.publication.desk_queries import has_fallen
from kb.readers.drafts import TextDraft
from kb.records.operations import changing, merge_rows, set_pair, text_row
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import PUBLIC_TEXTS, Confidence, Pair, PublicationState, State

#: Longest public title and summary, in characters.
MOST_OF_TITLE = 200
MOST_OF_SUMMARY = 400
#: States of the law that only a move of the barrier brings and takes back.
_SETTLED = frozenset({State.PARTLY_RESOLVED, State.RESOLVED})


@dataclass(frozen=True, kw_only=True)
class BarrierWords:
    """What the public text of a barrier says beside its texts."""

    state: State
    state_since: str | None
    state_note: Pair
    interest: Pair


@dataclass(frozen=True, kw_only=True)
class PublicTextDraft:
    """What the form of the public text says, checked in shape but not yet saved.

    *texts* holds every long text that the form shows, those that are empty too.
    """

    title: Pair
    summary: Pair
    texts: tuple[TextDraft, ...]
    confidence: Confidence | None
    checked_on: str | None
    #: None for a case.
    barrier: BarrierWords | None = None
    #: How a case ended; None for a barrier.
    outcome: Pair | None = None


def write_public_text(
    session: Session, actor: Actor, record: Record, version: int, draft: PublicTextDraft
) -> Publication:
    """Make the public text of *record* (loaded whole, opened at *version*) what *draft* says.

    Whoever writes becomes its author, and an approval falls with the change. What the public reads
    stays as it is until it is published again. That a barrier is resolved, in part or whole, is no
    matter of words: the text may explain it, but a move of the barrier says so and takes it back.

    Raises Forbidden, Invalid, Conflict when somebody else has saved meanwhile or the record is kept
    inside.
    """
    demand(actor, Permission.PUBLIC_TEXT_WRITE)
    _check(record, draft)
    if record.version != version:
        raise Conflict("Somebody else has saved the record since it was opened.")
    publication = open_publication(session, record)
    if publication.state is PublicationState.NOT_PUBLISHABLE:
        raise Conflict("It is kept inside. Decide first that it may be published.")
    with changing(session, actor, record) as change:
        _write(session, record, draft)
    if change.revision is None:
        return publication
    publication.author_id = actor.user_id
    if has_fallen(session, record, publication):
        fall_back(publication)
    elif publication.state is PublicationState.PUBLISHABLE:
        publication.state = PublicationState.DRAFTED
    session.flush()
    return publication


def _check(record: Record, draft: PublicTextDraft) -> None:
    if isinstance(record, Barrier) is (draft.barrier is None):
        raise Invalid("kind", "The text is written for a record of another kind.")
    if isinstance(record, Barrier) and draft.barrier is not None:
        _check_state(record, draft.barrier)
    if any(text.field not in PUBLIC_TEXTS for text in draft.texts):
        raise Invalid("texts", "This text is not public.")
    for field, pair, most in (
        ("title", draft.title, MOST_OF_TITLE),
        ("summary", draft.summary, MOST_OF_SUMMARY),
    ):
        for language, text in (("sv", pair.sv), ("en", pair.en)):
            if len(text) > most:
                raise Invalid(
                    f"{field}_{language}", "Write at most %(limit)s characters.", limit=most
                )


def _check_state(barrier: Barrier, words: BarrierWords) -> None:
    """Raise Invalid for a state of the law, or a day of its end, that the work has to settle."""
    if words.state is not barrier.state and {words.state, barrier.state} & _SETTLED:
        raise Invalid(
            "state", "Whether it is resolved is noted on the page of the barrier, not in its text."
        )
    if barrier.state is State.RESOLVED and words.state_since != barrier.state_since:
        raise Invalid(
            "state_since", "The day was noted with the evidence. Reopen the barrier to change it."
        )


def _write(session: Session, record: Record, draft: PublicTextDraft) -> None:
    set_pair(record, "title", draft.title)
    set_pair(record, "summary", draft.summary)
    record.confidence = draft.confidence
    record.checked_on = draft.checked_on
    shown = {text.field for text in draft.texts}
    written = [text_row(session, text) for text in draft.texts if text.body_md.strip()]
    kept = [text for text in record.texts if text.field not in shown]
    merge_rows(record.texts, [*kept, *written], "field", "language")
    if isinstance(record, Barrier) and draft.barrier is not None:
        record.state = draft.barrier.state
        record.state_since = draft.barrier.state_since
        set_pair(record, "state_note", draft.barrier.state_note)
        set_pair(record, "interest", draft.barrier.interest)
    if isinstance(record, Case) and draft.outcome is not None:
        set_pair(record, "outcome", draft.outcome)
