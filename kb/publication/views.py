"""What machines read of the public pages: site map, robots, health."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from kb.clock import today
from kb.errors import NotFound
from kb.publication.area_views import area
from kb.publication.queries import count_published, list_addresses
from kb.security.permissions import Permission
from kb.web.addresses import LISTS, list_path, page_path, path, site_url
from kb.web.services import services
from kb.words import Language, RecordKind

logger = logging.getLogger(__name__)

#: How long security.txt says that it holds; RFC 9116 advises less than a year.
SECURITY_TXT_DAYS = 180


@area.resource("/sitemap.xml", needs=Permission.PUBLIC_READ)
def sitemap() -> ResponseReturnValue:
    """Every public address in both languages, for search engines."""
    body = render_template("feeds/sitemap.xml", entries=_entries(), site_url=site_url())
    return Response(body, mimetype="application/xml")


@area.resource("/robots.txt", needs=Permission.PUBLIC_READ)
def robots() -> ResponseReturnValue:
    """Everything public may be read by everybody."""
    lines = ["User-agent: *", "Disallow: /sv/search", "Disallow: /en/search"]
    text = "\n".join([*lines, f"Sitemap: {site_url()}/sitemap.xml", ""])
    return Response(text, mimetype="text/plain")


@area.resource("/.well-known/security.txt", needs=Permission.PUBLIC_READ)
def security() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116); not there until the operator has named an address."""
    contact = services().settings.security_contact
    if not contact:
        raise NotFound("No contact has been set.")
    expires = (today() + timedelta(days=SECURITY_TXT_DAYS)).isoformat()
    return Response(
        f"Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: sv, en\n",
        mimetype="text/plain",
    )


@area.resource("/healthz", needs=Permission.PUBLIC_READ)
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@area.resource("/readyz", needs=Permission.PUBLIC_READ)
def readyz() -> ResponseReturnValue:
    """Say that database and index answer; 503 and which of them when one does not."""
    parts = {
        "database": lambda: count_published(g.session),
        "index": services().public_index.status,
    }
    failed = [name for name, check in parts.items() if not _answers(check)]
    if failed:
        return Response(f"not ready: {', '.join(failed)}\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


def _answers(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # whatever is wrong, the answer is that it is not ready
        logger.exception("not ready")
        return False
    return True


def _entries() -> list[dict[str, str | None]]:
    """Every public address in both languages, and the day on which it changed, if it is known."""
    lists = [_in_both(partial(list_path, name), None) for name in LISTS]
    pages = [_in_both(partial(page_path, slug), None) for slug in sorted(services().pages)]
    records = [
        _in_both(partial(path, kind, code), at.date().isoformat())
        for kind, code, at in list_addresses(g.session)
        if kind != RecordKind.STRATEGY
    ]
    return [*lists, *pages, *records]


def _in_both(address: Callable[[], str], changed: str | None) -> dict[str, str | None]:
    entry: dict[str, str | None] = {"changed": changed}
    for language in Language:
        g.language = language
        entry[language.value] = address()
    return entry
