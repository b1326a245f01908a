"""Public pages of advocacy actions."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.advocacy.area_views import area
from kb.discovery.details import get_detail
from kb.security.permissions import Permission
from kb.web.browsing import NEWEST_FIRST, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show, upper_case_address
from kb.words import RecordKind

FACETS = (
    FacetSpec("action-type", _("Kind of action")),
    FacetSpec("action-state", _("How far it has come"), "action-state"),
    FacetSpec("barrier", _("Barrier")),
    FacetSpec("objective", _("Objective")),
)


@area.page("/actions", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Everything done to get barriers removed."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.ACTION, FACETS, NEWEST_FIRST),
        heading=gettext("Actions"),
        lead=gettext(
            "What has been done to get barriers removed, what was asked for and what came of it."
        ),
    )


@area.page("/actions/<code>", needs=Permission.PUBLIC_READ)
@area.page("/actions/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def detail(code: str, number: int | None = None) -> ResponseReturnValue:
    """One action with its asks and what became of them."""
    elsewhere = upper_case_address(code)
    if elsewhere is not None:
        return elsewhere
    found = get_detail(g.session, RecordKind.ACTION, code, number)
    return show("actions/detail.html", found)
