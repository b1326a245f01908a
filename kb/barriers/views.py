"""Public pages of barriers."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kb.barriers.area_views import area
from kb.barriers.why import why_still
from kb.clock import today
from kb.discovery.details import get_detail
from kb.insights.timeline_queries import TimelineKind, list_happenings
from kb.matters.queries import paths_of
from kb.publication.queries import get_published, list_versions
from kb.security.permissions import Permission
from kb.web.browsing import NEWEST_FIRST, browse
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec
from kb.web.pages import show, upper_case_address
from kb.words import RecordKind

_KINDS = tuple(TimelineKind)
FACETS = (
    FacetSpec("state", _("How far the law has come"), "state"),
    FacetSpec("kind", _("Kind of barrier")),
    FacetSpec("sector", _("Sector")),
    FacetSpec("objective", _("Objective")),
    FacetSpec("prerequisite", _("Prerequisite")),
    FacetSpec("root-cause", _("Root cause")),
    FacetSpec("remedy", _("Who can remove it")),
)


@area.page("/barriers", needs=Permission.PUBLIC_READ)
def index() -> ResponseReturnValue:
    """Every barrier, to be narrowed by what it stops, where and why."""
    return render_template(
        "lists/list.html",
        listing=browse(RecordKind.BARRIER, FACETS, NEWEST_FIRST),
        heading=gettext("Barriers"),
        lead=gettext("Rules that keep information from being shared and systems from deciding."),
    )


@area.page("/barriers/<code>", needs=Permission.PUBLIC_READ)
@area.page("/barriers/<code>/versions/<int(max=999999):number>", needs=Permission.PUBLIC_READ)
def detail(code: str, number: int | None = None) -> ResponseReturnValue:
    """One barrier: what it stops, why it still does, its causes, its proof and the way out."""
    elsewhere = upper_case_address(code)
    if elsewhere is not None:
        return elsewhere
    found = get_detail(g.session, RecordKind.BARRIER, code, number)
    day = today() if found.published.is_current else found.published.published_at.date()
    matters = paths_of(g.session, found.published.record["effects"], day)
    why = why_still(found.published.record, found.links, matters, day)
    return show(
        "barriers/detail.html",
        found,
        why=why,
        matters=matters,
    )


@area.page("/barriers/<code>/timeline", needs=Permission.PUBLIC_READ)
def timeline(code: str) -> ResponseReturnValue:
    """Everything published that has happened with one barrier, newest first."""
    elsewhere = upper_case_address(code)
    if elsewhere is not None:
        return elsewhere
    found = get_published(g.session, RecordKind.BARRIER, code)
    versions = list(list_versions(g.session, found.record_id))
    happenings = list_happenings(g.session, found, versions, today())
    asked = request.args.get("kind", "")
    return render_template(
        "barriers/timeline.html",
        record=found.record,
        happenings=[each for each in happenings if asked not in _KINDS or each.kind == asked],
        kinds=[kind for kind in _KINDS if any(each.kind == kind for each in happenings)],
        chosen=asked if asked in _KINDS else "",
    )
