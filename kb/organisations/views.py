"""Public pages of bodies."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from kb.discovery.details import get_detail
from kb.security.permissions import Permission
from kb.web.browsing import BY_TITLE, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show
from kb.web.routing import Area
from kb.words import RecordKind

area = Area("organisations")

FACETS = (FacetSpec("organisation-kind", _("Kind of body")),)


@area.page("/organisations", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Every body that the catalogue names."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.ORGANISATION, FACETS, BY_TITLE),
        heading=gettext("Organisations"),
        lead=gettext("Authorities, ministries, courts and associations that the catalogue names."),
    )


@area.page("/organisations/<code>", needs=Permission.PUBLIC_READ)
@area.page("/organisations/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def detail(code: str, number: int | None = None) -> ResponseReturnValue:
    """One body with everything that names it."""
    found = get_detail(g.session, RecordKind.ORGANISATION, code, number)
    return show("organisations/detail.html", found)
