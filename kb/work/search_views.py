"""Search as staff do it: among every record as it is now, notes and internal texts included."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kb.db.paging import PER_PAGE
from kb.discovery.searching import Found, find, lookup_for
from kb.search.engine import NEWEST, RELEVANCE, Query
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.browsing import labels_of
from kb.web.i18n import current_language
from kb.web.labels import NOTICES, _, notice
from kb.web.services import services
from kb.work.area_views import area

SPECS = (
    listings.FacetSpec("kind", _("Kind of record"), "record-kind-plural"),
    listings.FacetSpec("state", _("How far the law has come"), "state"),
    listings.FacetSpec("sector", _("Sector")),
    listings.FacetSpec("objective", _("Objective")),
)
SORTS = {RELEVANCE: _("Best match first"), NEWEST: _("Latest step first")}


@area.staff("/search", needs=Permission.INTERNAL_READ)
def search() -> ResponseReturnValue:
    """Search with facets; without a question, what can be asked."""
    text = " ".join(
        "".join(c if c.isprintable() else " " for c in request.args.get("q", "")).split()
    )
    filters = listings.read_filters(SPECS)
    found = _ask(text, filters) if text or filters else None
    counts = found.facets if found else {}
    labels = labels_of(SPECS, counts, filters)
    listing = listings.Listing(
        entries=found.entries if found else [],
        page=listings.read_page(found.total if found else 0, PER_PAGE),
        facets=listings.shown_facets(SPECS, counts, labels),
        chosen=listings.shown_choices(SPECS, labels),
        sorts=listings.shown_sorts(SORTS),
        clear_url=listings.clear_address("q"),
        kind="",
    )
    return render_template(
        "work/search.html",
        listing=listing,
        query=text,
        notices=[notice(code) for code in found.notices if code in NOTICES] if found else [],
    )


def _ask(text: str, filters: dict[str, list[str]]) -> Found:
    page = listings.read_page(listings.MAX_ROWS, PER_PAGE)
    query = Query(
        text=text,
        language=current_language(),
        kinds=tuple(filters.get("kind", ())),
        filters={name: tuple(values) for name, values in filters.items() if name != "kind"},
        sort=listings.read_sort(SORTS),
        offset=page.offset,
        limit=page.per_page,
    )
    return find(g.session, services().internal_index, query, lookup_for(g.actor))
