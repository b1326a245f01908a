"""Public pages of acts and provisions, with all that rests on them."""

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue

from kb.citations.keys import kind_of
from kb.clock import today
from kb.discovery.details import get_detail
from kb.discovery.queries import is_repealed, list_outline
from kb.publication.queries import find_titles
from kb.security.permissions import Permission
from kb.web.addresses import path
from kb.web.browsing import MOST_CITED, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show
from kb.web.routing import Area
from kb.words import RecordKind

area = Area("law")

FACETS = (FacetSpec("act-type", _("Kind of act")),)


@area.resource("/<any(sfs, celex):source>/<act>", needs=Permission.PUBLIC_READ)
def code(source: str, act: str) -> ResponseReturnValue:
    """Lead from the key of an act alone to its page."""
    response = redirect(path("act", f"{source}/{act}"))
    response.vary.add("Accept-Language")
    return response


@area.page("/law", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Every act that the catalogue names."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.ACT, FACETS, MOST_CITED),
        heading=gettext("Law"),
        lead=gettext("Acts that cause barriers, lift them, or stand beside them."),
    )


@area.page("/law/<any(sfs, celex):source>/<act>", needs=Permission.PUBLIC_READ)
@area.page(
    "/law/<any(sfs, celex):source>/<act>/versions/<int(max=999999):number>",
    needs=Permission.PUBLIC_READ,
)
def act(source: str, act: str, number: int | None = None) -> ResponseReturnValue:
    """One act: its names, its provisions that are cited, and what rests on them."""
    key = f"{source}/{act}"
    found = get_detail(g.session, RecordKind.ACT, key, number)
    outline = list_outline(g.session, key)
    return show(
        "law/act.html",
        found,
        outline=outline,
        is_repealed=is_repealed(found.published.record, today()),
    )


@area.page("/law/<any(sfs, celex):source>/<act>/<fragment>", needs=Permission.PUBLIC_READ)
@area.page(
    "/law/<any(sfs, celex):source>/<act>/<fragment>/versions/<int(max=999999):number>",
    needs=Permission.PUBLIC_READ,
)
def provision(
    source: str, act: str, fragment: str, number: int | None = None
) -> ResponseReturnValue:
    """One provision with everything that cites it or a part of it."""
    found = get_detail(g.session, RecordKind.PROVISION, f"{source}/{act}#{fragment}", number)
    above = list(reversed(found.published.record["ancestors"]))
    kinds = [(kind_of(key), key) for key in above]
    titles = find_titles(g.session, kinds)
    trail = [{"label": titles[pair].title, "url": path(*pair)} for pair in kinds if pair in titles]
    return show("law/provision.html", found, trail=trail)
