"""What happened to a barrier and all that belongs to it, and what it said at any time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.barriers.staff_queries import get_barrier
from kb.clock import SWEDEN
from kb.db.paging import PER_PAGE
from kb.errors import NotFound
from kb.security.permissions import Permission
from kb.text.differences import Piece
from kb.web import listings
from kb.web.addresses import staff_path, with_query
from kb.web.field_labels import Speaker, field_in_words, kind_in_words, verb_in_words
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.words import RecordKind
from kb.work.area_views import area
from kb.work.audit_forms import read_day
from kb.work.history_queries import (
    Difference,
    Event,
    Happening,
    count_events,
    difference,
    hidden_from,
    list_events,
    list_related,
    list_versions,
    map_names,
    said_by,
    state_at,
)

#: Longest value that the line of an event shows.
_SHORT = 160
HAPPENINGS = {
    Happening.CHANGE: _("Changes of the barrier"),
    Happening.MOVE: _("Steps of the work"),
    Happening.NOTE: _("Notes"),
    Happening.PUBLICATION: _("Publication"),
    Happening.CASE: _("Cases"),
    Happening.ACTION: _("Actions"),
    Happening.MATTER: _("Matters"),
}


@dataclass(frozen=True, kw_only=True)
class ShownChange:
    """One field of an event in words; *before* or *after* is empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ShownEvent:
    """An event in words; *url* leads to what it happened to, where that has a page."""

    number: int
    at: datetime
    clock: str
    who: str
    verb: str
    kind: str
    code: str
    url: str | None
    version: int | None
    changes: list[ShownChange]


@dataclass(frozen=True, kw_only=True)
class ShownDifference:
    """A field that differs, in words."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]
    is_list: bool
    added: list[str]
    removed: list[str]


@area.staff("/barriers/<code>/history", needs=Permission.INTERNAL_READ)
def history(code: str) -> ResponseReturnValue:
    """Everything that happened, newest first, and ways to compare versions and to look back."""
    barrier = get_barrier(g.session, g.actor, code)
    if request.args.get("as_of"):
        return _as_of(barrier.code)
    asked = request.args.get("kind", "")
    happening = Happening(asked) if asked in set(Happening) else None
    related = list_related(g.session, barrier)
    page = listings.read_page(count_events(g.session, related, happening), PER_PAGE)
    hidden = hidden_from(g.actor, barrier)
    return render_template(
        "work/history.html",
        barrier=barrier,
        events=shown_events(list_events(g.session, related, page, happening, hidden)),
        page=page,
        page_url=_page_url,
        kinds=[(each.value, gettext(text)) for each, text in HAPPENINGS.items()],
        chosen=happening.value if happening else "",
        versions=list_versions(g.session, barrier),
    )


@area.staff("/barriers/<code>/history/compare", needs=Permission.INTERNAL_READ)
def compare(code: str) -> ResponseReturnValue:
    """What differs between two versions."""
    barrier = get_barrier(g.session, g.actor, code)
    if not {"from", "to"} & request.args.keys():
        return redirect(staff_path("barrier", barrier.code, "history"), 303)
    first, last = _version("from"), _version("to")
    found = difference(g.session, barrier, first, last, hidden_from(g.actor, barrier))
    versions = list_versions(g.session, barrier)
    speaker = _speaker()
    return render_template(
        "work/compare.html",
        barrier=barrier,
        first=next(version for version in versions if version.number == first),
        last=next(version for version in versions if version.number == last),
        differences=[_shown_difference(each, speaker) for each in found],
        turned_url=with_query(request.path, {"from": str(last), "to": str(first)}),
    )


def _as_of(code: str) -> ResponseReturnValue:
    """The barrier as it was at the end of a day."""
    barrier = get_barrier(g.session, g.actor, code)
    day = read_day(request.args.get("as_of", ""))
    if day is None:
        raise NotFound("There is no such day.")
    moment = datetime.combine(day, time.max, SWEDEN)
    state = state_at(g.session, barrier, moment, hidden_from(g.actor, barrier))
    speaker = _speaker()
    fields = said_by(state) if state else []
    return render_template(
        "work/as_of.html",
        barrier=barrier,
        day=day,
        is_there=state is not None,
        rows=[
            {
                "term": field_in_words(field.name, field.part),
                "value": _rows(speaker, field.part or field.name, field.after),
            }
            for field in fields
        ],
    )


def shown_events(events: Iterable[Event]) -> list[ShownEvent]:
    """Put *events* into words, with the names of people and terms."""
    speaker = _speaker()
    return [_shown(event, speaker) for event in events]


def address_of(event: Event) -> str | None:
    """Where what *event* happened to is shown; None where it has no page."""
    if event.kind == "term":
        scheme, _slash, key = event.code.partition("/")
        return url_for("work.term", scheme=scheme, key=key)
    if event.kind not in set(RecordKind):
        return None
    return staff_path(event.kind, event.code)


def _shown(event: Event, speaker: Speaker) -> ShownEvent:
    return ShownEvent(
        number=event.number,
        at=event.at,
        clock=event.at.astimezone(SWEDEN).strftime("%H:%M"),
        who=event.who or gettext("The system"),
        verb=verb_in_words(event.verb),
        kind=kind_in_words(event.kind),
        code=event.code,
        url=address_of(event),
        version=event.version,
        changes=[
            ShownChange(
                label=field_in_words(change.name, change.part),
                before=_short(speaker.value(event.kind, change.part or change.name, change.before)),
                after=_short(speaker.value(event.kind, change.part or change.name, change.after)),
            )
            for change in event.changes
        ],
    )


def _shown_difference(found: Difference, speaker: Speaker) -> ShownDifference:
    name = found.part or found.name
    return ShownDifference(
        label=field_in_words(found.name, found.part),
        before=speaker.value(RecordKind.BARRIER, name, found.before),
        after=speaker.value(RecordKind.BARRIER, name, found.after),
        pieces=found.pieces,
        is_list=found.is_list,
        added=_rows(speaker, name, list(found.added)),
        removed=_rows(speaker, name, list(found.removed)),
    )


def _rows(speaker: Speaker, name: str, value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [speaker.value(RecordKind.BARRIER, name, each) for each in values]


def _speaker() -> Speaker:
    names = map_names(g.session)
    return Speaker(names.people, names.terms)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …"


def _version(name: str) -> int:
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotFound("There is no such version.")
    return int(text)


def _page_url(number: int) -> str:
    return listings.address(page=None if number == 1 else str(number))
