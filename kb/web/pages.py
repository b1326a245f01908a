"""Showing one published record: its page, its versions, and the way back to lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.clock import SWEDEN
from kb.discovery.details import Detail, marks_to
from kb.discovery.queries import Backlinks, Entry
from kb.publication.queries import Published, VersionLine
from kb.publication.quoting import Quotations, Quoted, quote
from kb.web.addresses import list_path_of_kind, path, site_url
from kb.web.services import services
from kb.words import RecordKind


@dataclass(frozen=True, kw_only=True)
class ShownVersion:
    """The version on the page; *url* is its permanent address, *record_url* that of the record."""

    number: int
    published_at: datetime
    is_current: bool
    versions: list[VersionLine]
    url: str
    record_url: str


@dataclass(frozen=True, kw_only=True)
class ShownBacklinks:
    """Records of one kind that point here; *more_url* lists them all, None when all are shown."""

    kind: str
    total: int
    entries: list[Entry]
    more_url: str | None


#: Kinds whose lists can be narrowed to what points at one record.
LISTED = frozenset(("barrier", "act", "case", "matter", "action", "organisation"))


def show(template: str, detail: Detail, **more: Any) -> str:
    """Render the page of a record with its version, links and backlinks."""
    record = detail.published.record
    kind = RecordKind(record["kind"])
    return render_template(
        template,
        record=record,
        version=shown_version(detail.published, detail.versions),
        links=detail.links,
        backlinks=shown_backlinks(detail.backlinks, marks_to(kind, record)),
        quotations=quoted_as(record, detail.published),
        **more,
    )


def quoted_as(record: Any, published: Published) -> Quotations:
    """How the version on the page is quoted, in every form."""
    address = f"{site_url()}{path(record['kind'], record['code'])}/versions/{published.number}"
    day = published.published_at.astimezone(SWEDEN).date()
    title = record.get("label") or record["title"]
    quoted = Quoted(record["kind"], record["code"], title, address, (published.number, day))
    return quote(quoted, services().settings.site_name)


def upper_case_address(code: str) -> ResponseReturnValue | None:
    """Redirect an address whose code is in small letters to the one that quotations use."""
    if code == code.upper():
        return None
    values = {**(request.view_args or {}), "code": code.upper()}
    return redirect(url_for(str(request.endpoint), **values), 301)


def shown_version(published: Published, versions: Sequence[VersionLine]) -> ShownVersion:
    """Describe the version that is on the page."""
    record = published.record
    record_path = path(record["kind"], record["code"])
    return ShownVersion(
        number=published.number,
        published_at=published.published_at,
        is_current=published.is_current,
        versions=list(versions),
        url=f"{site_url()}{record_path}/versions/{published.number}",
        record_url=record_path,
    )


def shown_backlinks(
    groups: Sequence[Backlinks], marks: Sequence[tuple[str, str]]
) -> list[ShownBacklinks]:
    """Add to each of *groups*, which bear any of *marks*, the way to the whole list."""
    return [_shown(group, marks) for group in groups]


def _shown(group: Backlinks, marks: Sequence[tuple[str, str]]) -> ShownBacklinks:
    """Add the way to the whole list, where there is one list that holds just these."""
    scheme, value = marks[0]
    more = group.total > len(group.entries) and len(marks) == 1 and group.kind in LISTED
    return ShownBacklinks(
        kind=group.kind,
        total=group.total,
        entries=group.entries,
        more_url=list_path_of_kind(group.kind, **{scheme: value}) if more else None,
    )
