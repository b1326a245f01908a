"""Deadlines as iCalendar (RFC 5545): whole days, with names that stay when a day is moved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kb.calendar.deadlines import Deadline

#: How often programs are asked to look again.
REFRESH = timedelta(hours=6)
#: What makes the names of our deadlines ours, whatever the address of the service.
_HOST = "hinderbanken"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a calendar and each deadline in it are called, and where more is to be read."""

    name: str
    summary: Callable[[Deadline], str]
    description: Callable[[Deadline], str]
    url: Callable[[Deadline], str]


def calendar_of(deadlines: Iterable[Deadline], wording: Wording) -> bytes:
    """Write *deadlines* as a calendar.

    The UID is made of the identity of the deadline, never of its day; SEQUENCE is the version of
    the record that tells the day, so that a moved day replaces the one before it. The same
    deadlines give the same bytes: DTSTAMP is when the record was last changed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Hinderbanken//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", wording.name)
    calendar.add("x-wr-timezone", "Europe/Stockholm")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"{deadline.identity}@{_HOST}")
        event.add("dtstamp", deadline.changed_at or _EPOCH)
        event.add("last-modified", deadline.changed_at or _EPOCH)
        event.add("sequence", deadline.sequence)
        event.add("dtstart", deadline.on)
        event.add("dtend", deadline.on + timedelta(days=1))
        event.add("summary", wording.summary(deadline))
        if text := wording.description(deadline):
            event.add("description", text)
        event.add("url", wording.url(deadline))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
