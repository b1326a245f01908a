"""Ties of a snapshot to other records: those to what is not public are left out of what is stored.

The codes of bodies are not among them: whether one may be named is settled by its consent, and the
sources of law are public whoever cites them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from sqlalchemy.orm import Session

from kb.models.snapshots import Snapshot
from kb.publication.queries import find_titles

#: (kind, code) of a record.
Identity = tuple[str, str]

#: Lists of ties: the field, the name of the code within an item, the kind of what it points at.
_LISTS = (
    ("impacts", "objective", "objective"),
    ("principles", "principle", "principle"),
    ("effects", "matter", "matter"),
    ("related", "barrier", "barrier"),
    ("barriers", "barrier", "barrier"),
    ("matters", "matter", "matter"),
    ("objectives", "objective", "objective"),
)


def ties_of(snapshot: Mapping[str, Any]) -> set[Identity]:
    """Every record that *snapshot* points at."""
    found = {
        (kind, _code(item, name))
        for field, name, kind in _LISTS
        for item in snapshot.get(field) or ()
    }
    found |= {("matter", ask["matter"]) for ask in snapshot.get("asks") or () if ask["matter"]}
    if snapshot.get("continued_by"):
        found.add(("matter", snapshot["continued_by"]))
    return found


def with_ties_to(snapshot: Mapping[str, Any], public: Collection[Identity]) -> dict[str, Any]:
    """A copy of *snapshot* with those of its ties alone that lead to one of *public*."""
    copy = dict(snapshot)
    for field, name, kind in _LISTS:
        if field in copy:
            copy[field] = [item for item in copy[field] if (kind, _code(item, name)) in public]
    if "asks" in copy:
        copy["asks"] = [
            ask if ("matter", ask["matter"]) in public else {**ask, "matter": None}
            for ask in copy["asks"]
        ]
    if "continued_by" in copy and ("matter", copy["continued_by"]) not in public:
        copy["continued_by"] = None
    return copy


def list_public(session: Session, *ties: Iterable[Identity]) -> set[Identity]:
    """Those of all *ties*, as ``ties_of`` gives them, that lead to published records."""
    return set(find_titles(session, set().union(*ties)))


def public_part(
    session: Session, snapshot: Mapping[str, Any], coming: Collection[Identity] = ()
) -> Snapshot:
    """What may be stored of *snapshot*: without ties to records that are not published.

    *coming* are those that are published in the same transaction.
    """
    public = {*list_public(session, ties_of(snapshot)), *coming}
    return cast("Snapshot", with_ties_to(snapshot, public))


def _code(item: Any, name: str) -> str:
    """The code in *item*, which is the code itself or a tie that says more."""
    return str(item if isinstance(item, str) else item[name])
