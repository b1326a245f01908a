"""The address of every record, list and page. Nothing else puts addresses together."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from kb.web.i18n import current_language, other_language
from kb.web.services import services

#: Kinds whose address ends in their code, and the endpoint that shows them.
_DETAILS = {
    "barrier": "barriers.detail",
    "case": "cases.detail",
    "matter": "matters.detail",
    "action": "advocacy.detail",
    "objective": "strategy.objective",
    "principle": "strategy.principle",
    "organisation": "organisations.detail",
}
#: Kinds that have a page for the staff, and the endpoint that shows it.
_STAFF_DETAILS = {
    "barrier": "barriers.work",
    "case": "cases.work",
    "action": "advocacy.work",
    "matter": "matters.work",
}
_LISTS = {
    "start": "discovery.start",
    "search": "discovery.search",
    "barriers": "barriers.index",
    "law": "law.index",
    "statutes": "law.statutes",
    "cases": "cases.index",
    "matters": "matters.index",
    "actions": "advocacy.index",
    "objectives": "strategy.objectives",
    "principles": "strategy.principles",
    "organisations": "organisations.index",
    "deadlines": "calendar.deadlines",
    "asks": "insights.asks",
    "components": "library.components",
}
#: Lists and pages of their own that the site map names.
LISTS = tuple(name for name in _LISTS if name not in ("search", "components"))
_OWN_NAMES = frozenset(("localhost", "127.0.0.1", "[::1]"))
_LIST_OF_KIND = {
    "barrier": "barriers",
    "act": "law",
    "provision": "law",
    "case": "cases",
    "matter": "matters",
    "action": "actions",
    "objective": "objectives",
    "principle": "principles",
    "organisation": "organisations",
    "strategy": "objectives",
}


def path(kind: str, code: str, version: int | None = None) -> str:
    """Address of the page of a record, or of one of its versions, in the reader's language."""
    values: dict[str, Any] = {} if version is None else {"number": version}
    if kind == "strategy":
        return url_for("strategy.objectives")
    if kind in ("act", "provision"):
        act, _, fragment = code.partition("#")
        source, _, number = act.partition("/")
        values |= {"source": source, "act": number}
        if fragment:
            return url_for("law.provision", fragment=fragment, **values)
        return url_for("law.act", **values)
    return url_for(_DETAILS[kind], code=code, **values)


def staff_path(kind: str, code: str, *parts: str) -> str:
    """Address of the staff's page of a record, or of what lies below it: ``move``, ``take``."""
    if kind not in _STAFF_DETAILS:
        return path(kind, code)
    return "/".join((url_for(_STAFF_DETAILS[kind], code=code), *parts))


def consultation_path(document_id: int | None, matter: str = "", *parts: str) -> str:
    """Address of a consultation: of the document that a source lists, else of its *matter*."""
    if document_id is not None:
        home = url_for("consultations.document", document_id=document_id)
    else:
        home = url_for("consultations.of_matter", code=matter)
    return "/".join((home, *parts))


def response_path(number: int, *parts: str) -> str:
    """Address of what lies below our answer with the row *number*: ``edit``, ``print``."""
    return "/".join(("/staff/responses", str(number), *parts))


def new_matter_path(document_id: int) -> str:
    """Address of the form that makes a matter of an imported document."""
    return with_query("/staff/matters/new", {"document": str(document_id)})


def list_path(name: str, **filters: str) -> str:
    """Address of a list by its *name*, with *filters* in it."""
    return with_query(url_for(_LISTS[name]), filters)


def list_path_of_kind(kind: str, **filters: str) -> str:
    """Address of the list of records of *kind*, with *filters* in it."""
    return list_path(_LIST_OF_KIND[kind], **filters)


def page_path(slug: str) -> str:
    """Address of a page of prose about the service."""
    return url_for("library.page", slug=slug)


def other_language_url() -> str | None:
    """Address of the same page in the other language; None on a page that does not exist."""
    rule = request.url_rule
    if rule is None or "lang" not in rule.arguments:
        return None
    other = other_language(current_language()).value
    return with_query(
        url_for(rule.endpoint, **{**(request.view_args or {}), "lang": other}),
        request.args.to_dict(flat=False),
    )


def with_query(address: str, query: Mapping[str, Any]) -> str:
    """Put *query* behind an address; names without a value are left out.

    What readers write never goes through ``url_for``, to which some names mean something else.
    """
    values = {name: value for name, value in query.items() if value}
    return f"{address}?{urlencode(values, doseq=True)}" if values else address


def canonical_url() -> str:
    """Permanent address of the page, without anything that was chosen or typed."""
    return site_url() + request.path


def site_url() -> str:
    """The public address of the service, without a slash at its end.

    Where none is set, that of this machine itself. Any other name in the request is what a stranger
    says it is, and is not repeated: links then begin with their path.
    """
    if services().settings.site_url:
        return services().settings.site_url.rstrip("/")
    name = request.host.rsplit(":", 1)[0]
    return request.host_url.rstrip("/") if name in _OWN_NAMES else ""
