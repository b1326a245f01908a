"""The events of a matter as it is now, in the shape in which they are published."""

from kb.citations.keys import label, official_url
from kb.clock import SWEDEN
from kb.models import Matter, MatterEvent
from kb.models.snapshots import EventSnapshot, Words


def told_events(matter: Matter) -> list[EventSnapshot]:
    """Tell the events of *matter* (loaded), so that its stage can be computed from them."""
    return [
        {
            "stage": event.stage.value,
            "date": event.date,
            "until": event.until,
            "document": event.document,
            "label": _label(event.document),
            "url": official_url(event.document) if event.document else None,
            "title": {"sv": event.title_sv, "en": event.title_en} if event.title_sv else None,
            "is_planned": event.is_planned,
            "certainty": event.certainty.value,
            "source": event.source,
            "turn": event.turn.value if event.turn else None,
            "observed_on": observed_on(event),
        }
        for event in matter.events
    ]


def observed_on(event: MatterEvent) -> str | None:
    """The day in Sweden on which the source of *event* was seen to say so; None where unknown."""
    if event.observed_at is None:
        return None
    return event.observed_at.astimezone(SWEDEN).date().isoformat()


def _label(key: str | None) -> Words | None:
    if key is None:
        return None
    pair = label(key)
    return {"sv": pair.sv, "en": pair.en}
