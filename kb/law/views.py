"""Public pages of acts and provisions, with all that rests on them.

A page is made of what is published about the law, of what the statute book holds, or of both. What
is not published about an act changes nothing on the page of its statute.
"""

from typing import Any

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.citations.keys import (
    ancestors,
    fragment_label,
    fragment_of,
    is_key,
    label,
    outside_links,
)
from kb.clock import today
from kb.db.paging import PER_PAGE
from kb.discovery.details import Detail, get_detail
from kb.discovery.position_queries import list_positions
from kb.discovery.queries import is_repealed, list_backlinks, list_outline
from kb.errors import Gone, Moved, NotFound
from kb.law.name_queries import get_law_names, name_of_statute
from kb.law.outlines import outline_of
from kb.law.statute_queries import (
    MAX_QUERY,
    count_barriers_within,
    count_statutes,
    exists_in_book,
    find_statute,
    list_amendments,
    list_parts,
    list_statutes,
    list_wordings,
)
from kb.models import Statute
from kb.models.snapshots import Words
from kb.publication.queries import get_published
from kb.publication.quoting import Quotations, Quoted, quote
from kb.security.permissions import Permission
from kb.text.differences import word_diff
from kb.web.addresses import path, site_url
from kb.web.browsing import MOST_CITED, browse
from kb.web.i18n import gettext
from kb.web.jinja import in_language
from kb.web.labels import _
from kb.web.listings import FacetSpec, address, read_page, read_sort, shown_sorts
from kb.web.pages import show, shown_backlinks
from kb.web.routing import Area
from kb.web.services import services
from kb.words import Pair, RecordKind

area = Area("law")

FACETS = (FacetSpec("act-type", _("Kind of act")),)
BOOK_SORTS = {
    "newest": _("Newest number first"),
    "title": _("By title"),
    "oldest": _("Oldest first"),
}


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
        "law/index.html",
        listing=browse(RecordKind.ACT, FACETS, MOST_CITED),
        heading=gettext("Law"),
        lead=gettext("Acts that cause barriers, lift them, or stand beside them."),
    )


@area.page("/law/statutes", needs=Permission.PUBLIC_READ)
def statutes() -> ResponseReturnValue:
    """Every act of the statute book, by number or title, found by words of either."""
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    only_with_text = request.args.get("text") == "1"
    total = count_statutes(g.session, query, only_with_text=only_with_text)
    page = read_page(total, PER_PAGE)
    sort = read_sort(BOOK_SORTS)
    return render_template(
        "law/statutes.html",
        statutes=list_statutes(
            g.session, query, sort=sort, only_with_text=only_with_text, page=page
        ),
        page=page,
        page_url=lambda number: address(page=None if number == 1 else str(number)),
        sorts=shown_sorts(BOOK_SORTS),
        query=query,
        only_with_text=only_with_text,
        is_empty=not (total or query or only_with_text),
    )


@area.page("/law/<any(sfs, celex):source>/<act>", needs=Permission.PUBLIC_READ)
@area.page(
    "/law/<any(sfs, celex):source>/<act>/versions/<int(max=999999):number>",
    needs=Permission.PUBLIC_READ,
)
def act(source: str, act: str, number: int | None = None) -> ResponseReturnValue:
    """One act: its names, its outline, and what rests on it."""
    key = _key(f"{source}/{act}")
    statute = find_statute(g.session, key)
    found = _published(RecordKind.ACT, key, number, statute)
    groups = outline_of(list_parts(g.session, statute)) if statute and statute.has_text else []
    more: dict[str, Any] = {"statute": statute, "groups": groups, "outside": outside_links(key)}
    if found is None:
        name = _words(Pair(statute.title, statute.title)) if statute else _words(label(key))
        return render_template(
            "law/statute.html",
            key=key,
            backlinks=_resting(key),
            quotations=_quotations(RecordKind.ACT, key, name),
            **more,
        )
    return show(
        "law/act.html",
        found,
        outline=[] if groups else list_outline(g.session, key),
        is_repealed=is_repealed(found.published.record, today()),
        **more,
    )


@area.page("/law/<any(sfs, celex):source>/<act>/amendments", needs=Permission.PUBLIC_READ)
def amendments(source: str, act: str) -> ResponseReturnValue:
    """The whole register of an act: what has amended it, when, and where."""
    statute = _statute(f"{source}/{act}")
    return render_template(
        "law/amendments.html", statute=statute, lines=list_amendments(g.session, statute)
    )


@area.page("/law/<any(sfs, celex):source>/<act>/<fragment>", needs=Permission.PUBLIC_READ)
@area.page(
    "/law/<any(sfs, celex):source>/<act>/<fragment>/versions/<int(max=999999):number>",
    needs=Permission.PUBLIC_READ,
)
def provision(
    source: str, act: str, fragment: str, number: int | None = None
) -> ResponseReturnValue:
    """One provision: its text, what has changed it, and everything that cites it."""
    key = _key(f"{source}/{act}#{fragment}")
    statute = find_statute(g.session, f"{source}/{act}")
    found = _published(RecordKind.PROVISION, key, number, statute)
    more = {"trail": _trail(key), "outside": outside_links(key), **_from_book(statute, fragment)}
    if found is not None:
        return show("law/provision.html", found, **more)
    backlinks = _resting(key)
    assert statute is not None  # noqa: S101  (nothing published and no statute is NotFound)
    name = _words(label(key, name_of_statute(statute)))
    return render_template(
        "law/section.html",
        key=key,
        name=name,
        backlinks=backlinks,
        quotations=_quotations(RecordKind.PROVISION, key, name),
        **more,
    )


@area.page("/law/<any(sfs, celex):source>/<act>/<fragment>/positions", needs=Permission.PUBLIC_READ)
def positions(source: str, act: str, fragment: str) -> ResponseReturnValue:
    """Every sentence that we have published about a provision, newest first."""
    key = _key(f"{source}/{act}#{fragment}")
    found = list_positions(g.session, key, get_law_names(g.session).names)
    statute = find_statute(g.session, f"{source}/{act}")
    if not found and (statute is None or not exists_in_book(g.session, statute, fragment)):
        get_published(g.session, RecordKind.PROVISION, key)
    name = label(key, name_of_statute(statute) if statute else "")
    return render_template("law/positions.html", key=key, name=in_language(name), positions=found)


def _words(pair: Pair) -> Words:
    return {"sv": pair.sv, "en": pair.en}


def _key(text: str) -> str:
    if not is_key(text):
        raise NotFound("There is no such page.")
    return text


def _statute(key: str) -> Statute:
    statute = find_statute(g.session, _key(key))
    if statute is None:
        raise NotFound("There is no such page.")
    return statute


def _published(
    kind: RecordKind, key: str, number: int | None, statute: Statute | None
) -> Detail | None:
    """What is published of the record; None when nothing is and the statute book has a page."""
    try:
        return get_detail(g.session, kind, key, number)
    except (NotFound, Gone, Moved):
        if statute is None or number is not None:
            raise
        return None


def _from_book(statute: Statute | None, fragment: str) -> dict[str, Any]:
    """What the statute book tells of one part: its text and older ones, and what changed it."""
    if statute is None:
        return {"statute": None, "wordings": [], "lines": [], "counts": {}, "changes": {}}
    wordings = list_wordings(g.session, statute, fragment)
    is_chapter = "P" not in fragment
    now_said = next((wording.text for wording in wordings if wording.until_on is None), "")
    return {
        "statute": statute,
        "wordings": wordings,
        # The register of a chapter is that of its act; its sections are counted instead.
        "lines": [] if is_chapter else list_amendments(g.session, statute, fragment),
        "counts": count_barriers_within(g.session, statute.key) if is_chapter else {},
        "changes": {
            wording.until_on: word_diff(wording.text, now_said)
            for wording in wordings
            if wording.until_on is not None
        },
    }


def _quotations(kind: RecordKind, key: str, name: Words) -> Quotations:
    """How a page of the statute book alone is quoted."""
    address = f"{site_url()}{path(kind, key)}"
    return quote(Quoted(kind, key, name, address, None), services().settings.site_name)


def _resting(key: str) -> list[Any]:
    """What is published that rests on the source, as the page of a record shows it."""
    marks = [("law", key)]
    return shown_backlinks(list_backlinks(g.session, marks, apart_from=None), marks)


def _trail(key: str) -> list[dict[str, Any]]:
    """The parts that hold the provision, the act first, for the way back."""
    *inside, act = ancestors(key)
    steps = [{"label": _words(label(act)), "url": path("act", act)}]
    for holder in reversed(inside):
        named = label(holder) if act.startswith("celex/") else fragment_label(fragment_of(holder))
        steps.append({"label": _words(named), "url": path("provision", holder)})
    return steps
