"""A list of published records of one kind, as the address asks for it."""

from collections.abc import Mapping, Sequence

from flask import g

from kb.db.paging import PER_PAGE
from kb.discovery.queries import count_values, list_entries, map_terms
from kb.models.snapshots import Words
from kb.publication.queries import find_titles
from kb.records.term_queries import with_merged
from kb.web.i18n import current_language
from kb.web.labels import _
from kb.web.listings import (
    FacetSpec,
    Listing,
    clear_address,
    read_filters,
    read_page,
    read_sort,
    shown_choices,
    shown_facets,
    shown_sorts,
)
from kb.words import RecordKind

NEWEST_FIRST = {
    "newest": _("Latest step first"),
    "title": _("By title"),
    "code": _("By code"),
}
BY_CODE = {"code": _("In order"), "title": _("By title")}
MOST_CITED = {
    "most-cited": _("Most cited first"),
    "title": _("By title"),
    "code": _("By number"),
}
BY_TITLE = {"title": _("By title"), "code": _("By code")}

#: Links from other pages that lists understand without offering them as facets.
WAYS_BACK = tuple(
    FacetSpec(name, heading, is_offered=False)
    for name, heading in (
        ("law", _("Law")),
        ("matter", _("Matter")),
        ("barrier", _("Barrier")),
        ("case", _("Case")),
        ("organisation", _("Organisation")),
        ("principle", _("Principle")),
        ("objective", _("Objective")),
    )
)
#: Facets whose values are codes of records.
_RECORDS = {spec.name for spec in WAYS_BACK} - {"law"}


def browse(kind: RecordKind, facets: Sequence[FacetSpec], sorts: Mapping[str, str]) -> Listing:
    """Build the list of records of *kind* in five statements at most, whatever its size.

    Raises NotFound for a page that does not exist.
    """
    offered = {spec.name for spec in facets}
    specs = [*facets, *(spec for spec in WAYS_BACK if spec.name not in offered)]
    filters = read_filters(specs)
    asked = with_merged(g.session, filters)
    total, counts = count_values(g.session, kind, [spec.name for spec in facets], asked)
    page = read_page(total, PER_PAGE)
    sort = read_sort(sorts)
    order = f"title-{current_language()}" if sort == "title" else sort
    labels = labels_of(specs, counts, filters)
    return Listing(
        entries=list_entries(g.session, kind, asked, sort=order, page=page),
        page=page,
        facets=shown_facets(facets, counts, labels),
        chosen=shown_choices(specs, labels),
        sorts=shown_sorts(sorts),
        clear_url=clear_address(),
        kind=kind,
    )


def labels_of(
    specs: Sequence[FacetSpec],
    counts: Mapping[str, Mapping[str, int]],
    filters: Mapping[str, Sequence[str]],
) -> dict[tuple[str, str], Words]:
    """Labels of facet values: terms from their vocabulary, records from their titles."""
    schemes = [spec.name for spec in specs if spec.words is None and spec.name not in _RECORDS]
    labels = map_terms(g.session, schemes)
    wanted = {
        (name, value)
        for name in _RECORDS
        for value in (*counts.get(name, {}), *filters.get(name, []))
    }
    wanted |= {("act", value) for value in filters.get("law", []) if "#" not in value}
    wanted |= {("provision", value) for value in filters.get("law", []) if "#" in value}
    for (kind, code), link in find_titles(g.session, wanted).items():
        name = "law" if kind in ("act", "provision") else kind
        numbered = kind in ("objective", "principle")
        labels[name, code] = _numbered(code, link.title) if numbered else link.title
    return labels


def _numbered(code: str, title: Words) -> Words:
    return {"sv": f"{code} {title['sv']}", "en": f"{code} {title['en']}"}
