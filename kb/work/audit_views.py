"""The log of everything that was done, for those who may read it."""

import json
from collections.abc import Iterable, Iterator

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from kb.clock import SWEDEN, today
from kb.db.paging import PER_PAGE
from kb.history import end_of_chain, verify
from kb.readers.sheet_writing import csv_bytes
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.field_labels import kind_in_words, verb_in_words
from kb.work.area_views import area
from kb.work.audit_forms import read_sought
from kb.work.audit_operations import export_log
from kb.work.audit_queries import count_log, list_choices, list_log
from kb.work.history_queries import Event
from kb.work.history_views import shown_events

_COLUMNS = ("number", "at", "user", "verb", "kind", "code", "version", "changes")


@area.staff("/audit", needs=Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """The log, newest first; when it is asked for, whether the history is whole."""
    sought = read_sought(request.args)
    page = listings.read_page(count_log(g.session, g.actor, sought), PER_PAGE)
    choices = list_choices(g.session, g.actor)
    is_verified = "verify" in request.args
    return render_template(
        "work/audit.html",
        sought=sought,
        events=shown_events(list_log(g.session, g.actor, sought, page)),
        page=page,
        page_url=_page_url,
        people=choices.people,
        verbs=[(verb, verb_in_words(verb)) for verb in choices.verbs],
        kinds=[(kind, kind_in_words(kind)) for kind in choices.kinds],
        is_verified=is_verified,
        faults=[fault.sentence for fault in verify(g.session)] if is_verified else [],
        end=end_of_chain(g.session),
    )


@area.staff("/audit/export", needs=Permission.AUDIT_READ, methods=("POST",))
def export_audit() -> ResponseReturnValue:
    """The log as a CSV file; that it was taken out stands in the log."""
    events = export_log(g.session, g.actor, read_sought(request.form))
    name = f"log-{today().isoformat()}.csv"
    return Response(
        b"".join(csv_bytes(_COLUMNS, _lines(events), bom=True)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(events: Iterable[Event]) -> Iterator[list[str]]:
    for event in events:
        changes = {
            ".".join(filter(None, (change.name, change.part))): [change.before, change.after]
            for change in event.changes
        }
        yield [
            str(event.number),
            event.at.astimezone(SWEDEN).isoformat(timespec="seconds"),
            event.who or "",
            event.verb,
            event.kind,
            event.code,
            "" if event.version is None else str(event.version),
            json.dumps(changes, ensure_ascii=False),
        ]


def _page_url(number: int) -> str:
    return listings.address(page=None if number == 1 else str(number))
