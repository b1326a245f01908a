"""The staff's list of matters."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.db.paging import PER_PAGE
from kb.matters.area_views import area
from kb.matters.list_queries import SORTS, count_matters, list_matters, map_bodies
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec, Listing
from kb.words import RecordKind

FACETS = (
    FacetSpec("stage", _("How far it has come"), "stage"),
    FacetSpec("bears", _("Bears on a barrier")),
    FacetSpec("organisation", _("Responsible body")),
    FacetSpec("procedure", _("Procedure"), "procedure"),
)
WAYS_IN = (
    FacetSpec("ended", _("Ended"), is_offered=False),
    FacetSpec("consultation", _("Consultation"), is_offered=False),
    FacetSpec("owner", _("Who answers"), is_offered=False),
    FacetSpec("q", _("Code or title"), is_offered=False),
)
_SORTS = {
    "latest": _("Latest step first"),
    "next": _("Next day first"),
    "title": _("By title"),
    "code": _("By code"),
}


@area.staff("/matters", needs=Permission.INTERNAL_READ)
def staff_index() -> ResponseReturnValue:
    """Every matter, published or not, with how far it has come and what comes next."""
    specs = (*FACETS, *WAYS_IN)
    filters = listings.read_filters(specs)
    total, counts = count_matters(g.session, g.actor, filters)
    page = listings.read_page(total, PER_PAGE)
    sort = listings.read_sort({name: _SORTS[name] for name in SORTS})
    yes_no = {"yes": gettext("Yes"), "no": gettext("No")}
    labels = map_bodies(g.session) | {
        (name, value): {"sv": word, "en": word}
        for name in ("bears", "ended", "consultation")
        for value, word in (*yes_no.items(), ("open", gettext("Open now")))
    }
    listing = Listing(
        entries=list_matters(g.session, g.actor, filters, sort=sort, page=page),
        page=page,
        facets=listings.shown_facets(FACETS, counts, labels),
        chosen=listings.shown_choices(specs, labels),
        sorts=listings.shown_sorts(_SORTS),
        clear_url=listings.clear_address(),
        kind=RecordKind.MATTER,
    )
    return render_template("matters/staff_index.html", listing=listing, filters=filters)
