"""The list of consultations: what closes soon, what it touches, and who owns our answer."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.accounts.queries import list_members
from kb.consultations.area_views import area
from kb.consultations.list_queries import (
    ME,
    NOBODY,
    WINDOWS,
    Wanted,
    count_all,
    list_rows,
)
from kb.consultations.queries import describe
from kb.consultations.touch_queries import find_touching
from kb.db.paging import PER_PAGE
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec, Labels, Listing

FACETS = (
    FacetSpec("touches", _("Touches a barrier")),
    FacetSpec("state", _("Our answer"), "response-state"),
    FacetSpec("owner", _("Owner")),
    FacetSpec("invited", _("Were we asked?"), "invited"),
    FacetSpec("ministry", _("Ministry")),
)
_TABS = {
    "6-weeks": _("Within six weeks"),
    "2-weeks": _("Within two weeks"),
    "open": _("All open"),
    "unknown": _("Day not known"),
    "closed": _("Closed"),
}


@area.staff("/consultations", needs=Permission.INTERNAL_READ)
def index() -> ResponseReturnValue:
    """The consultations that close in the next six weeks, or in another window."""
    filters = listings.read_filters(FACETS)
    asked = listings.read_filters([FacetSpec("closes", "")]).get("closes", [""])[0]
    window = asked if asked in WINDOWS else WINDOWS[0]
    wanted = Wanted(window, filters, find_touching(g.session, g.actor))
    totals, counts = count_all(g.session, g.actor, wanted)
    page = listings.read_page(totals[window], PER_PAGE)
    labels = _labels()
    listing = Listing(
        entries=describe(g.session, g.actor, list_rows(g.session, g.actor, wanted, page=page)),
        page=page,
        facets=listings.shown_facets(FACETS, counts, labels),
        chosen=listings.shown_choices(FACETS, labels),
        sorts=[],
        clear_url=listings.clear_address("closes"),
        kind="",
    )
    return render_template(
        "consultations/index.html", listing=listing, tabs=_tabs(window, totals), window=window
    )


def _tabs(window: str, totals: dict[str, int]) -> list[dict[str, object]]:
    return [
        {
            "url": listings.address(closes=None if name == WINDOWS[0] else name, page=None),
            "label": gettext(_TABS[name]),
            "is_current": name == window,
            "count": totals[name],
        }
        for name in WINDOWS
    ]


def _labels() -> Labels:
    """Words for the values that are no closed list: people, and yes and no."""
    words = {
        ("touches", "yes"): gettext("Yes"),
        ("touches", "no"): gettext("No"),
        ("owner", ME): gettext("Me"),
        ("owner", NOBODY): gettext("Nobody"),
    }
    words |= {("owner", str(user.id)): user.name for user in list_members(g.session)}
    return {name: {"sv": text, "en": text} for name, text in words.items()}
