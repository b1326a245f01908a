"""A document as a step of a matter: what it becomes, and where it stands among the others."""

from datetime import datetime, time

from kb.clock import SWEDEN
from kb.models import Document, Matter, MatterEvent
from kb.words import Certainty, DocumentKind, Stage

#: How sources are named to readers.
SITES = {
    "government": "regeringen.se",
    "riksdag": "riksdagen.se",
    "statutes": "Svensk författningssamling",
}


def seen_at(document: Document) -> datetime:
    """When the source was last seen to hold *document*: noon of the day that it tells of."""
    day = datetime.fromisoformat((document.seen_on + "-01-01")[:10]).date()
    return datetime.combine(day, time(12), tzinfo=SWEDEN)


def add_event(matter: Matter, document: Document, stage: Stage) -> MatterEvent:
    """Add *document* as a step to *matter* (events loaded), in its place by day, and return it.

    A step that somebody noted before, of the same kind and the same days as far as both tell them,
    is that step: it keeps its words and learns the rest. A bill's or statute's own day of entry
    into force comes with it: planned for a bill.
    """
    known = _known(matter, document, stage)
    if known is not None:
        _absorb(known, document)
        return known
    event = _event(document, stage, document.dated_on)
    if document.kind is DocumentKind.CONSULTATION:
        event.until = document.deadline_on
    _place(matter, event)
    if document.in_force_on and not _tells_in_force(matter, document.in_force_on):
        coming = _event(document, Stage.IN_FORCE, document.in_force_on)
        coming.title_sv = coming.title_en = ""
        coming.is_planned = document.kind is not DocumentKind.STATUTE
        _place(matter, coming)
    for step in document.steps:
        told = _event(document, Stage(step["stage"]), step["date"])
        told.title_sv, told.title_en = step["title"], ""
        told.is_planned = bool(step["is_planned"])
        if (told.stage, told.date) != (event.stage, event.date):
            _place(matter, told)
    return event


def remove_event(matter: Matter, document: Document) -> None:
    """Take away every step that came in with *document*; what was there before stays, unlinked."""
    for event in matter.events:
        if event.document_id == document.id and event.import_batch_id is None:
            event.document_id = event.observed_at = None
    matter.events[:] = [event for event in matter.events if event.document_id != document.id]
    _number(matter)


def _known(matter: Matter, document: Document, stage: Stage) -> MatterEvent | None:
    """The step of *matter* that *document* is, noted before without it; None when there is none."""
    until = document.deadline_on if document.kind is DocumentKind.CONSULTATION else None
    for event in matter.events:
        if event.stage is stage and event.document_id is None:
            is_same_number = event.document is not None and event.document == document.key
            is_open = event.document is None and _agree(event.date, document.dated_on)
            is_same_end = until is not None and event.until == until
            if is_same_number or is_same_end or (is_open and _agree(event.until, until)):
                return event
    return None


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two dates can be the same day, as far as each is known."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def _absorb(event: MatterEvent, document: Document) -> None:
    """Let a step that is known learn what *document* adds; it loses nothing."""
    event.document_id = document.id
    event.observed_at = seen_at(document)
    event.document = event.document or document.key
    if document.dated_on and document.dated_on.startswith(event.date or ""):
        event.date = document.dated_on
    if document.kind is DocumentKind.CONSULTATION and not event.until:
        event.until = document.deadline_on


def _event(document: Document, stage: Stage, date: str | None) -> MatterEvent:
    return MatterEvent(
        stage=stage,
        date=date,
        document=document.key,
        document_id=document.id,
        title_sv=document.title,
        title_en="",
        is_planned=False,
        certainty=Certainty.VERIFIED,
        source=SITES.get(document.source, document.source),
        observed_at=seen_at(document),
        import_batch_id=document.import_batch_id,
    )


def _tells_in_force(matter: Matter, day: str) -> bool:
    """Whether the matter knows that it is in force, or is to be, on *day*."""
    return any(
        event.stage is Stage.IN_FORCE and event.date and day.startswith(event.date)
        for event in matter.events
    )


def _place(matter: Matter, event: MatterEvent) -> None:
    """Put *event* behind the last one that is not later, by its day, else by its step."""
    order = list(Stage)
    at = len(matter.events)
    for place, other in enumerate(matter.events):
        if event.date and other.date:
            is_later = other.date > event.date
        else:
            is_later = order.index(other.stage) > order.index(event.stage)
        if is_later:
            at = place
            break
    matter.events.insert(at, event)
    _number(matter)


def _number(matter: Matter) -> None:
    for position, event in enumerate(matter.events):
        event.position = position
