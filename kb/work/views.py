"""The staff's desk: tasks, the list of barriers, what one has begun, search among everything."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from kb.accounts.draft_queries import list_drafts
from kb.barriers.list_queries import (
    ME,
    NOBODY,
    SORTS,
    count_filters,
    list_barriers,
    list_own_drafts,
    map_labels,
)
from kb.db.paging import PER_PAGE
from kb.publication.desk_queries import changed_since_published
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.web import listings
from kb.web.i18n import gettext
from kb.web.labels import _
from kb.web.listings import FacetSpec, Listing
from kb.words import PublicationState, RecordKind
from kb.work.area_views import area
from kb.work.kept_views import shown_kept
from kb.work.task_queries import (
    count_ownerless,
    list_ownerless,
    list_ownerless_work,
    list_tasks,
)
from kb.work.task_views import shown_task

FACETS = (
    FacetSpec("work-state", _("How far our work has come"), "work-state"),
    FacetSpec("owner", _("Owner")),
    FacetSpec("publication", _("Publication"), "publication-state"),
    FacetSpec("state", _("How far the law has come"), "state"),
    FacetSpec("kind", _("Kind of barrier")),
    FacetSpec("sector", _("Sector")),
    FacetSpec("root-cause", _("Root cause")),
    FacetSpec("remedy", _("Who can remove it")),
    FacetSpec("prerequisite", _("Prerequisite")),
    FacetSpec("objective", _("Objective")),
)
#: What links lead to without being offered beside the list.
WAYS_IN = (
    FacetSpec("author", _("Logged by"), is_offered=False),
    FacetSpec("team", _("In the team"), is_offered=False),
    FacetSpec("law", _("Law"), is_offered=False),
    FacetSpec("priority", _("Priority in"), is_offered=False),
    FacetSpec("channel", _("Channel"), "channel", is_offered=False),
    FacetSpec("q", _("Code or title"), is_offered=False),
)
SPECS = (*FACETS, *WAYS_IN)
_SORTS = {
    "changed": _("Latest changed first"),
    "title": _("By title"),
    "code": _("By code"),
    "review": _("By day to look again"),
}


@area.staff("/", needs=Permission.INTERNAL_READ)
def home() -> ResponseReturnValue:
    """What waits for whoever is signed in, and what nobody has taken."""
    ownerless = list_ownerless(g.session)
    total = count_ownerless(g.session)
    return render_template(
        "work/home.html",
        tasks=[shown_task(task) for task in list_tasks(g.session, g.actor)],
        ownerless=[shown_task(task) for task in (*list_ownerless_work(g.session), *ownerless)],
        ownerless_total=total if total > len(ownerless) else None,
        drafts=shown_kept(list_drafts(g.session, g.actor)),
    )


@area.staff("/barriers", needs=Permission.INTERNAL_READ)
def barriers() -> ResponseReturnValue:
    """Every barrier as it is now, to be narrowed, sorted, exported and changed in bulk."""
    listing = _listing()
    public = [row.id for row in listing.entries if row.publication is PublicationState.PUBLISHED]
    return render_template(
        "work/barriers.html",
        listing=listing,
        changed=changed_since_published(g.session, public),
        filters=listings.read_filters(SPECS),
        may_change=can(g.actor, Permission.BULK_EDIT),
        query=request.query_string.decode("ascii", "ignore"),
    )


@area.staff("/drafts", needs=Permission.INTERNAL_READ)
def drafts() -> ResponseReturnValue:
    """What one has begun: barriers not submitted, and forms typed in but not saved."""
    return render_template(
        "work/drafts.html",
        barriers=list_own_drafts(g.session, g.actor),
        kept=shown_kept(list_drafts(g.session, g.actor)),
    )


@area.staff("/administration", needs=Permission.USER_MANAGE)
def administration() -> ResponseReturnValue:
    """The ways to accounts, vocabularies, imports, mail and the log."""
    return render_template("work/administration.html")


def _listing() -> Listing:
    filters = listings.read_filters(SPECS)
    total, counts = count_filters(g.session, g.actor, filters)
    page = listings.read_page(total, PER_PAGE)
    sort = listings.read_sort({name: _SORTS[name] for name in SORTS})
    labels = _labels(counts, filters)
    return Listing(
        entries=list_barriers(g.session, g.actor, filters, sort=sort, page=page),
        page=page,
        facets=listings.shown_facets(FACETS, counts, labels),
        chosen=listings.shown_choices(SPECS, labels),
        sorts=listings.shown_sorts(_SORTS),
        clear_url=listings.clear_address(),
        kind=RecordKind.BARRIER,
    )


def _labels(
    counts: dict[str, dict[str, int]], filters: dict[str, list[str]]
) -> dict[tuple[str, str], dict[str, str]]:
    """Words for every value that is counted or chosen."""
    people = {
        value
        for name in ("owner", "author", "team")
        for value in (*counts.get(name, {}), *filters.get(name, []))
    }
    labels = map_labels(g.session, people)
    for name in ("owner", "author", "team"):
        labels[name, ME] = {"sv": gettext("Me"), "en": gettext("Me")}
        labels[name, NOBODY] = {"sv": gettext("Nobody"), "en": gettext("Nobody")}
    return labels
