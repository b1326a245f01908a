"""Everything that the page of one published record needs, whatever its kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.discovery.queries import Backlinks, list_backlinks
from kb.publication.queries import (
    Links,
    Published,
    VersionLine,
    find_links,
    get_published,
    get_version,
    list_versions,
)
from kb.words import RecordKind


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One version of a record, its other versions, where it points, and what points at it."""

    published: Published
    versions: Sequence[VersionLine]
    links: Links
    backlinks: list[Backlinks]


def get_detail(session: Session, kind: RecordKind, code: str, number: int | None = None) -> Detail:
    """The version that stands, or version *number*, in six statements at most.

    Raises NotFound, or Gone when the record has been withdrawn.
    """
    if number is None:
        published = get_published(session, kind, code)
    else:
        published = get_version(session, kind, code, number)
    return Detail(
        published=published,
        versions=list_versions(session, published.record_id),
        links=find_links(session, published.record),
        backlinks=list_backlinks(
            session, marks_to(kind, published.record), apart_from=published.record_id
        ),
    )


def marks_to(kind: RecordKind, record: dict[str, object]) -> list[tuple[str, str]]:
    """The marks by which other records point at this one: by its code, or as a legal source."""
    code = str(record["code"])
    if kind in (RecordKind.ACT, RecordKind.PROVISION):
        return [("law", code)]
    marks = [(kind.value, code)]
    if record.get("key"):
        marks.append(("law", str(record["key"])))
    return marks
