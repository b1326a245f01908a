"""Public pages of legislative matters."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.clock import today
from kb.discovery.details import get_detail
from kb.matters.area_views import area
from kb.matters.stages import end_of, next_event, steps_of
from kb.security.permissions import Permission
from kb.web.browsing import NEWEST_FIRST, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show, upper_case_address
from kb.words import RecordKind

FACETS = (
    FacetSpec("stage", _("How far it has come"), "stage"),
    FacetSpec("ended", _("Ended"), is_offered=False),
    FacetSpec("organisation", _("Responsible body")),
    FacetSpec("barrier", _("Barrier")),
)


@area.page("/matters", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Every legislative matter that may remove a barrier."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.MATTER, FACETS, NEWEST_FIRST),
        heading=gettext("Matters"),
        lead=gettext("Proposals on their way from request to law in force."),
    )


@area.page("/matters/<code>", needs=Permission.PUBLIC_READ)
@area.page("/matters/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def detail(code: str, number: int | None = None) -> ResponseReturnValue:
    """One matter with its path, its events and the barriers it bears on."""
    elsewhere = upper_case_address(code)
    if elsewhere is not None:
        return elsewhere
    found = get_detail(g.session, RecordKind.MATTER, code, number)
    record, day = found.published.record, today()
    return show(
        "matters/detail.html",
        found,
        steps=steps_of(record["events"], day, record["procedure"]),
        ended=end_of(record["events"], day),
        coming=next_event(record["events"], day),
    )
