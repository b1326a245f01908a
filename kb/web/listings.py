"""Lists with filters, counts, sorting and paging in the address.

The same machinery serves lists from the database and hits from search: both say how many records
each choice would give, and everything a reader can do is a link.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from kb.db.paging import Page
from kb.errors import NotFound
from kb.web.addresses import with_query
from kb.web.i18n import gettext as _
from kb.web.jinja import local
from kb.web.labels import LABELS, label

#: More chosen values than this in one facet are not read.
MAX_VALUES = 20
MAX_VALUE_LENGTH = 80
#: No list is paged further than this many rows.
MAX_ROWS = 20_000
#: Longer facets are cut to the values that give the most.
MAX_OPTIONS = 60

Labels = Mapping[tuple[str, str], Any]


@dataclass(frozen=True)
class FacetSpec:
    """A filter: its name in addresses, its heading, and the closed list its values are from."""

    name: str
    heading: str
    #: The closed list whose labels its values bear; None for terms and records.
    words: str | None = None
    #: Whether it is offered, or only read from links that other pages make.
    is_offered: bool = True


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a facet, with the address that chooses it or takes it away."""

    value: str
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter as it is shown."""

    name: str
    heading: str
    options: list[Option]


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, with the address that takes it away."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class Sort:
    """An order, with the address that chooses it."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list with all that can be done to it."""

    entries: Sequence[Any]
    page: Page
    facets: list[Facet]
    chosen: list[Chosen]
    sorts: list[Sort]
    clear_url: str
    #: The kind of the records, for searching among them; empty for a list of several kinds.
    kind: str

    def page_url(self, number: int) -> str:
        """Address of page *number* of the same list."""
        return address(page=None if number == 1 else str(number))


def read_filters(specs: Sequence[FacetSpec]) -> dict[str, list[str]]:
    """Read the chosen values of each facet from the address."""
    filters = {}
    for spec in specs:
        values = [
            value[:MAX_VALUE_LENGTH]
            for value in request.args.getlist(spec.name)
            if value and value.isprintable()
        ]
        if values:
            filters[spec.name] = list(dict.fromkeys(values))[:MAX_VALUES]
    return filters


def read_page(total: int, per_page: int) -> Page:
    """Read the page number from the address; raises NotFound for one that does not exist."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotFound("There is no such page in this list.")
    return Page(int(text), total, per_page)


def read_sort(choices: Mapping[str, str]) -> str:
    """Read the order from the address; the first of *choices* when it is missing or unknown."""
    asked = request.args.get("sort", "")
    return asked if asked in choices else next(iter(choices))


def shown_facets(
    specs: Sequence[FacetSpec], counts: Mapping[str, Mapping[str, int]], labels: Labels
) -> list[Facet]:
    """Make facets to show: values in the order of their list, empty ones only when chosen."""
    filters = read_filters(specs)
    facets = []
    for spec in specs:
        values = dict(counts.get(spec.name, {}))
        values.update({value: 0 for value in filters.get(spec.name, []) if value not in values})
        if values and spec.is_offered:
            named = _named(spec, labels)
            options = [
                _option(spec, value, values[value], named(value))
                for value in _ordered(spec, values, labels)
            ]
            facets.append(Facet(name=spec.name, heading=_(spec.heading), options=options))
    return facets


def shown_choices(specs: Sequence[FacetSpec], labels: Labels) -> list[Chosen]:
    """Make the list of filters that are on."""
    filters = read_filters(specs)
    return [
        Chosen(f"{_(spec.heading)}: {_named(spec, labels)(value)}", _toggled(spec.name, value))
        for spec in specs
        for value in filters.get(spec.name, [])
    ]


def shown_sorts(choices: Mapping[str, str]) -> list[Sort]:
    """Make the orders to choose from."""
    chosen = read_sort(choices)
    first = next(iter(choices))
    return [
        Sort(_(text), address(sort=None if name == first else name, page=None), name == chosen)
        for name, text in choices.items()
    ]


def address(**changes: str | list[str] | None) -> str:
    """Address of the same list with *changes* in its query; None takes a name away."""
    return with_query(request.path, {**request.args.to_dict(flat=False), **changes})


def clear_address(*kept: str) -> str:
    """Address of the same list without filters; *kept* names stay."""
    return with_query(request.path, {name: request.args.get(name) for name in kept})


def _option(spec: FacetSpec, value: str, count: int, text: str) -> Option:
    return Option(
        value=value,
        label=text,
        count=count,
        url=_toggled(spec.name, value),
        is_chosen=value in request.args.getlist(spec.name),
    )


def _toggled(name: str, value: str) -> str:
    chosen = request.args.getlist(name)
    rest = [other for other in chosen if other != value]
    return address(**{name: rest if value in chosen else [*chosen, value], "page": None})


def _named(spec: FacetSpec, labels: Labels) -> Callable[[str], str]:
    """Return what names a value; one that is not known is shown as it was typed."""

    def named(value: str) -> str:
        if spec.words:
            return label(value, spec.words) if value in LABELS[spec.words] else value
        words = labels.get((spec.name, value))
        return local(words) if words else value

    return named


def _ordered(spec: FacetSpec, values: Mapping[str, int], labels: Labels) -> list[str]:
    """Values in the order of their closed list or vocabulary; the rest by how many they give."""
    order = list(LABELS[spec.words]) if spec.words else [v for n, v in labels if n == spec.name]
    place = {value: number for number, value in enumerate(order)}
    by_place = sorted(
        values, key=lambda value: (place.get(value, len(place)), -values[value], value)
    )
    return by_place[:MAX_OPTIONS]
