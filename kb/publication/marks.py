"""What a snapshot can be found by: facet values, the records it points at, its place in lists."""

from collections.abc import Iterator
from typing import Any, cast

from kb.citations.keys import ancestors, is_key, kind_of, sort_key
from kb.clock import today
from kb.matters.stages import end_of, has_happened, stage_of_matter
from kb.models.snapshots import MatterSnapshot, Snapshot
from kb.words import RecordKind

#: A mark: the scheme (``sector``, ``law``, ``barrier``) and the value (``school``, a key, a code).
Mark = tuple[str, str]

#: Long codes sort by padded numbers, so that chapter 2 comes before chapter 10.
_SORT_LENGTH = 120
_DATE_FIELDS = ("state_since", "waiting_since", "decided_on", "started_on", "ended_on")


def marks_of(snapshot: Snapshot) -> set[Mark]:
    """Every mark of *snapshot*: its terms, its own state, and all that it points at."""
    marks = {(scheme, term["key"]) for scheme, terms in snapshot["terms"].items() for term in terms}
    marks |= set(_own(snapshot))
    marks |= {mark for key in keys_of(snapshot) for mark in _law(key)}
    marks |= set(_ties(snapshot))
    marks |= {("is", key) for key in _held(snapshot)}
    return marks


def keys_of(snapshot: Snapshot) -> list[str]:
    """Every legal source that *snapshot* names by key, without repeats, in order."""
    found = dict.fromkeys(_keys(cast("dict[str, Any]", snapshot)))
    return [key for key in found if is_key(key)]


def moved_on(snapshot: Snapshot) -> str | None:
    """When the last thing happened, as far as the snapshot tells; None when it does not."""
    fields = cast("dict[str, Any]", snapshot)
    dates = [fields.get(name) for name in _DATE_FIELDS]
    dates += [event["date"] for event in fields.get("events", []) if has_happened(event, today())]
    limit = today().isoformat()
    return max((date for date in dates if date and date <= limit), default=None)


def sort_key_of(snapshot: Snapshot) -> str:
    """Text by which a list in order of code is sorted."""
    code = snapshot["code"]
    if is_key(code):
        return sort_key(code)
    parts = code.replace("-", ".").split(".")
    return ".".join(part.zfill(5) if part.isdecimal() else part for part in parts)[:_SORT_LENGTH]


def _own(snapshot: Snapshot) -> Iterator[Mark]:
    fields = cast("dict[str, Any]", snapshot)
    match snapshot["kind"]:
        case RecordKind.BARRIER:
            yield "state", fields["state"]
        case RecordKind.ACTION:
            yield "action-state", fields["state"]
        case RecordKind.MATTER:
            stage = stage_of_matter(cast("MatterSnapshot", snapshot), today())
            if stage is not None:
                yield "stage", stage.value
            if end_of(fields["events"], today()) is not None:
                yield "ended", "yes"
        case RecordKind.PROVISION:
            yield "act", fields["act"]


def _ties(snapshot: Snapshot) -> Iterator[Mark]:
    """Every record that the snapshot points at, as (its kind, its code)."""
    fields = cast("dict[str, Any]", snapshot)
    for objective in fields.get("objectives", []):
        yield "objective", objective
    for impact in fields.get("impacts", []):
        yield "objective", impact["objective"]
    for principle in fields.get("principles", []):
        yield "principle", principle
    for tie in fields.get("related", []):
        yield "barrier", tie["barrier"]
    for tie in fields.get("barriers", []):
        yield "barrier", tie if isinstance(tie, str) else tie["barrier"]
    for tie in [*fields.get("effects", []), *fields.get("asks", [])]:
        if tie["matter"]:
            yield "matter", tie["matter"]
    for matter in fields.get("matters", []):
        yield "matter", matter
    for name in ("waiting_for", "body", "responsible"):
        if fields.get(name):
            yield "organisation", fields[name]
    for body in fields.get("counterparts", []):
        yield "organisation", body
    if fields.get("continued_by"):
        yield "matter", fields["continued_by"]


def _held(snapshot: Snapshot) -> Iterator[str]:
    """Keys of documents whose page this record is: a case's own, those of a matter's events."""
    fields = cast("dict[str, Any]", snapshot)
    if snapshot["kind"] == RecordKind.CASE and fields["key"]:
        yield fields["key"]
    yield from (event["document"] for event in fields.get("events", []) if event["document"])


def _law(key: str) -> Iterator[Mark]:
    yield "law", key
    if kind_of(key) == "provision":
        for holder in ancestors(key):
            yield "law", holder


def _keys(value: Any) -> Iterator[str]:
    """Walk the snapshot for keys: they stand under ``key``, ``document`` and ``replaced_by``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("key", "document", "replaced_by") and isinstance(inner, str):
                yield inner
            elif name != "terms":
                yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)
