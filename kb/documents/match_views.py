"""The queue of documents that may belong to matters: why, and what somebody decides."""

from collections import defaultdict

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.db.paging import PER_PAGE
from kb.documents.area_views import area
from kb.documents.match_operations import confirm_match, reject_match, undo_match
from kb.documents.queries import count_matches, get_match, list_matches
from kb.errors import Conflict
from kb.law.reading_queries import get_known_law
from kb.matters.staff_queries import get_matter
from kb.models import Match
from kb.security.permissions import Permission
from kb.web import listings
from kb.web.addresses import with_query
from kb.web.labels import _
from kb.web.listings import FacetSpec, Listing, read_page

FACETS = (
    FacetSpec("document-kind", _("Kind of document"), "document-kind"),
    FacetSpec("matter", _("Matter")),
)
#: Most matches that are decided at once: a page of the queue.
_MOST = PER_PAGE


@area.staff("/matches", needs=Permission.INTERNAL_READ)
def matches() -> ResponseReturnValue:
    """Documents that may belong to a matter, each with why."""
    filters = listings.read_filters(FACETS)
    total, counts = count_matches(g.session, g.actor, filters)
    page = read_page(total, PER_PAGE)
    listing = Listing(
        entries=list_matches(g.session, g.actor, filters, page),
        page=page,
        facets=listings.shown_facets(FACETS, counts, {}),
        chosen=listings.shown_choices(FACETS, {}),
        sorts=[],
        clear_url=listings.clear_address(),
        kind="",
    )
    return render_template(
        "documents/matches.html",
        listing=listing,
        law=get_known_law(g.session),
        decided=_decided(),
    )


@area.staff("/matches/decide", needs=Permission.ADVOCACY_WORK, methods=("POST",))
def decide() -> ResponseReturnValue:
    """Confirm or reject one match, or all that were ticked; the queue then offers to undo it."""
    verdict, _sign, single = request.form.get("decide", "").partition("-")
    chosen = _named([single] if single else request.form.getlist("match"))
    if verdict == "confirm":
        _confirm(chosen)
    elif verdict == "reject":
        for match in chosen:
            reject_match(g.session, g.actor, match)
    told = f"matches-{verdict}ed" if chosen else "no-match-chosen"
    done = [str(match.id) for match in chosen]
    return redirect(with_query("/staff/matches", {"told": told, "decided": done}), 303)


@area.staff("/matches/undo", needs=Permission.ADVOCACY_WORK, methods=("POST",))
def undo() -> ResponseReturnValue:
    """Take decisions back that were just made."""
    for match in _named(request.form.getlist("match")):
        undo_match(g.session, g.actor, match, get_matter(g.session, g.actor, match.matter.code))
    return redirect(with_query("/staff/matches", {"told": "undone"}), 303)


def _confirm(chosen: list[Match]) -> None:
    by_matter: dict[str, list[Match]] = defaultdict(list)
    for match in chosen:
        by_matter[match.matter.code].append(match)
    for code, group in by_matter.items():
        matter = get_matter(g.session, g.actor, code)
        for match in group:
            confirm_match(g.session, g.actor, match, matter)


def _decided() -> list[Match]:
    """What was just decided, as the address says, and can be taken back."""
    return [match for match in _named(request.args.getlist("decided")) if match.verdict]


def _named(numbers: list[str]) -> list[Match]:
    wanted = [number for number in numbers[:_MOST] if number.isascii() and number.isdecimal()]
    if any(len(number) >= 10 for number in wanted):
        raise Conflict("There is no such match.")
    return [get_match(g.session, g.actor, int(number)) for number in wanted]
