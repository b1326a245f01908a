"""Public pages of cases."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.cases.area_views import area
from kb.discovery.details import get_detail
from kb.security.permissions import Permission
from kb.web.browsing import NEWEST_FIRST, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show, upper_case_address
from kb.words import RecordKind

FACETS = (
    FacetSpec("case-kind", _("Kind of case")),
    FacetSpec("organisation", _("Decided by")),
    FacetSpec("barrier", _("Barrier")),
)


@area.page("/cases", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Every case that proves a barrier."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.CASE, FACETS, NEWEST_FIRST),
        heading=gettext("Cases"),
        lead=gettext(
            "Rulings, supervisory decisions and practical cases that show what the rules lead to."
        ),
    )


@area.page("/cases/<code>", needs=Permission.PUBLIC_READ)
@area.page("/cases/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def detail(code: str, number: int | None = None) -> ResponseReturnValue:
    """One case: what happened, what was decided, which barriers it proves."""
    elsewhere = upper_case_address(code)
    if elsewhere is not None:
        return elsewhere
    found = get_detail(g.session, RecordKind.CASE, code, number)
    return show("cases/detail.html", found)
