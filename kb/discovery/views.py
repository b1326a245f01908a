"""The start page, search, and codes that lead straight to their page."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.db.paging import PER_PAGE
from kb.discovery.areas import list_areas
from kb.discovery.queries import count_values, list_recent
from kb.discovery.searching import FACETS, Found, find
from kb.errors import NotFound
from kb.publication.queries import find_identity
from kb.records.term_queries import with_merged
from kb.search.engine import NEWEST, RELEVANCE, Query
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.addresses import list_path, path
from kb.web.browsing import labels_of
from kb.web.i18n import LANGUAGES, current_language
from kb.web.labels import LABELS, NOTICES, _, notice
from kb.web.routing import Area
from kb.web.services import services
from kb.words import RecordKind

area = Area("discovery")

RECENT_SHOWN = 6
SPECS = (
    listings.FacetSpec("kind", _("Kind of record"), "record-kind-plural"),
    listings.FacetSpec("state", _("How far the law has come"), "state"),
    listings.FacetSpec("sector", _("Sector")),
    listings.FacetSpec("objective", _("Objective")),
)
SORTS = {RELEVANCE: _("Best match first"), NEWEST: _("Latest step first")}


@area.resource("/", needs=Permission.PUBLIC_READ)
def root() -> ResponseReturnValue:
    """Lead to the start page in the language that the reader prefers."""
    response = redirect(url_for("discovery.start", lang=current_language()))
    response.vary.add("Accept-Language")
    return response


@area.page("/", needs=Permission.PUBLIC_READ)
def start() -> ResponseReturnValue:
    """What is open, what moved last, and the ways in."""
    total, counts = count_values(g.session, RecordKind.BARRIER, ["state"], {})
    states = [
        {"state": state, "count": count, "url": list_path("barriers", state=state)}
        for state, count in _in_order(counts["state"])
    ]
    moving = (RecordKind.BARRIER, RecordKind.MATTER, RecordKind.ACTION, RecordKind.CASE)
    return render_template(
        "start.html",
        states=states,
        areas=list_areas(g.session),
        recent=list_recent(g.session, moving, RECENT_SHOWN),
        total=total,
    )


@area.page("/search", needs=Permission.PUBLIC_READ)
def search() -> ResponseReturnValue:
    """Search with facets; without a question, how to ask one."""
    text = _question()
    filters = listings.read_filters(SPECS)
    found = _ask(text, filters) if text or filters else None
    return render_template(
        "search/results.html",
        listing=_listing(text, found),
        query=text,
        notices=[notice(code) for code in found.notices if code in NOTICES] if found else [],
        direct=found.direct if found else None,
        also=found.also if found else (),
    )


@area.resource("/<code>", needs=Permission.PUBLIC_READ)
def code(code: str) -> ResponseReturnValue:
    """Lead from a code alone, in any letter case, to its page."""
    if code in LANGUAGES:
        return redirect(url_for("discovery.start", lang=code), 301)
    identity = find_identity(g.session, code)
    if identity is None:
        raise NotFound("There is no such page.")
    response = redirect(path(*identity))
    response.vary.add("Accept-Language")
    return response


def _question() -> str:
    """What was typed, without the characters that no keyboard types."""
    text = "".join(c if c.isprintable() else " " for c in request.args.get("q", ""))
    return " ".join(text.split())


def _ask(text: str, filters: dict[str, list[str]]) -> Found:
    page = listings.read_page(listings.MAX_ROWS, PER_PAGE)
    query = Query(
        text=text,
        language=current_language(),
        kinds=tuple(filters.pop("kind", ())),
        filters=with_merged(g.session, filters),
        sort=listings.read_sort(SORTS),
        offset=page.offset,
        limit=page.per_page,
    )
    return find(g.session, services().public_index, query)


def _listing(text: str, found: Found | None) -> listings.Listing:
    filters = listings.read_filters(SPECS)
    counts = found.facets if found else {name: {} for name in FACETS}
    labels = labels_of(SPECS, counts, filters)
    return listings.Listing(
        entries=found.entries if found else [],
        page=listings.read_page(found.total if found else 0, PER_PAGE),
        facets=listings.shown_facets(SPECS, counts, labels),
        chosen=listings.shown_choices(SPECS, labels),
        sorts=listings.shown_sorts(SORTS),
        clear_url=listings.clear_address("q"),
        kind="",
    )


def _in_order(counts: dict[str, int]) -> list[tuple[str, int]]:
    """States in the order of the law's way, those without a barrier too."""
    return [(state, counts.get(state, 0)) for state in LABELS["state"]]
