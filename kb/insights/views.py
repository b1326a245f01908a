"""The ledger of asks, for the public and for staff, as a page and as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from kb.citations.keys import label as cited
from kb.db.paging import PER_PAGE, Page
from kb.insights.area_views import area
from kb.insights.ledger import AskLine, counts_of, newest_first, outcomes_of, passing
from kb.insights.queries import list_public_asks, list_staff_asks, map_bodies
from kb.models.snapshots import Words
from kb.publication.queries import find_titles
from kb.readers.sheet_writing import csv_bytes
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.jinja import local
from kb.web.labels import _, label
from kb.web.listings import FacetSpec, Listing
from kb.words import AskOutcome

SPECS = (
    FacetSpec("outcome", _("What became of it"), "ask-outcome"),
    FacetSpec("since", _("Since")),
    FacetSpec("counterpart", _("Of whom")),
    FacetSpec("act", _("Law")),
    FacetSpec("action-type", _("Kind of action")),
    FacetSpec("barrier", _("Barrier")),
)
_COLUMNS = (
    *("action", "number", "asked_on", "text", "counterparts", "target", "matter", "barriers"),
    *("outcome", "outcome_on", "answer", "answer_page"),
)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One number of the sentence, with the list behind it."""

    outcome: str
    count: int
    url: str


@area.page("/asks", needs=Permission.PUBLIC_READ)
def asks() -> ResponseReturnValue:
    """What was asked for in published actions, of whom, and what became of it."""
    return _ledger("insights/asks.html", list_public_asks(g.session))


@area.page("/asks.csv", needs=Permission.PUBLIC_READ)
def asks_csv() -> ResponseReturnValue:
    """The same as a file, narrowed as the page is."""
    return _csv(list_public_asks(g.session))


@area.staff("/asks", needs=Permission.INTERNAL_READ)
def staff_asks() -> ResponseReturnValue:
    """What we have asked for, published or not, of whom, and what became of it."""
    return _ledger("insights/staff_asks.html", list_staff_asks(g.session, g.actor))


@area.staff("/asks.csv", needs=Permission.INTERNAL_READ)
def staff_asks_csv() -> ResponseReturnValue:
    """The same as a file, narrowed as the page is."""
    return _csv(list_staff_asks(g.session, g.actor))


def _ledger(template: str, lines: Sequence[AskLine]) -> str:
    filters = listings.read_filters(SPECS)
    found = newest_first(passing(lines, filters))
    counts = counts_of(lines, filters)
    page = listings.read_page(len(found), PER_PAGE)
    labels = _labels(lines)
    listing = Listing(
        entries=_on(page, found),
        page=page,
        facets=listings.shown_facets(SPECS, counts, labels),
        chosen=listings.shown_choices(SPECS, labels),
        sorts=[],
        clear_url=listings.clear_address(),
        kind="",
    )
    sums = outcomes_of(passing(lines, filters, apart_from="outcome"))
    return render_template(
        template,
        listing=listing,
        total=sum(sums.values()),
        total_url=listings.address(outcome=None, page=None),
        sums=[_sum(outcome, count) for outcome, count in sums.items()],
        since=min(filters["since"]) if filters.get("since") else None,
        csv_url=f"{request.path}.csv?{request.query_string.decode('ascii', 'ignore')}",
        bodies=map_bodies(g.session, {body for line in found for body in line.counterparts}),
    )


def _sum(outcome: AskOutcome, count: int) -> Sum:
    url = listings.address(outcome=[outcome.value], page=None)
    return Sum(outcome=outcome.value, count=count, url=url)


def _on(page: Page, found: Sequence[AskLine]) -> Sequence[AskLine]:
    return found[page.offset : page.offset + page.per_page]


def _labels(lines: Sequence[AskLine]) -> dict[tuple[str, str], Any]:
    """Words for the values of the filters."""
    bodies = map_bodies(g.session, {body for line in lines for body in line.counterparts})
    labels: dict[tuple[str, str], Any] = {
        ("counterpart", code): name for code, name in bodies.items()
    }
    for line in lines:
        if line.action_type:
            labels["action-type", line.action_type[0]] = line.action_type[1]
        for act in line.values("act"):
            pair = cited(act)
            labels["act", act] = {"sv": pair.sv, "en": pair.en}
    codes = {("barrier", code) for line in lines for code in line.barriers}
    for (_kind, code), link in find_titles(g.session, codes).items():
        labels["barrier", code] = _coded(code, link.title)
    return labels


def _coded(code: str, title: Words) -> dict[str, str]:
    return {"sv": f"{code} {title['sv']}", "en": f"{code} {title['en']}"}


def _csv(lines: Sequence[AskLine]) -> Response:
    found = newest_first(passing(lines, listings.read_filters(SPECS)))
    # Labels need the request, which has ended when the file is sent line by line.
    rows = [[str(cell) for cell in _row(line)] for line in found]
    body = csv_bytes(_COLUMNS, rows, bom=request.args.get("bom") != "no")
    answer = Response(body, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="asks.csv"'
    return answer


def _row(line: AskLine) -> Sequence[object]:
    return (
        line.action,
        line.number,
        line.asked_on or "",
        local({"sv": line.text["sv"], "en": line.text["en"]}),
        ";".join(line.counterparts),
        line.target["key"] if line.target else "",
        line.matter or "",
        ";".join(line.barriers),
        label(line.outcome, "ask-outcome"),
        line.outcome_on or "",
        line.answer["key"] if line.answer else "",
        line.answer_page,
    )
