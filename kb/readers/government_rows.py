"""The lists of the Government's documents: one array of rows a type, checked in their shape.

The lists are made by a program that may change: what is not as it always was is refused whole,
with the name of the file and what was found, before anything of it is taken in.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from kb.errors import Invalid
from kb.readers.government_pages import KINDS, place_of

#: The largest list of the collection has 3.2 MB.
MAX_LIST_BYTES = 32 * 1024 * 1024
LISTS = frozenset(f"{folder}.json" for folder in KINDS)
CODES = "api/codes.json"
LATEST = "api/latest_updated.json"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_nothing(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_day_or_nothing(value: object) -> bool:
    return value is None or _is_day(value)


def _is_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_links(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("name"), str)
        and isinstance(each.get("url"), str)
        for each in value
    )


_ALWAYS: dict[str, Callable[[object], bool]] = {
    "title": _is_text,
    "url": _is_text,
    "published": _is_day,
    "updated": _is_day_or_nothing,
    "types": _is_codes,
    "senders": _is_codes,
    "categories": _is_codes,
    "id": _is_text_or_nothing,
    "shortcuts": _is_links,
    "attachments": _is_links,
}
_SOMETIMES: dict[str, Callable[[object], bool]] = {"summary": _is_text}


def read_list(name: str, data: bytes, seen: Counter[str]) -> list[dict[str, Any]]:
    """Read the rows of the list *name*; keys that nobody knows are counted in *seen*.

    Raises Invalid when the list is not as such lists are, naming it and what was found.
    """
    rows = _read_json(name, data)
    if not isinstance(rows, list):
        raise _unknown(name, f"{_sort_of(rows)} instead of a list")
    for at, row in enumerate(rows, 1):
        _check_row(name, at, row)
        seen.update(f"{name}: {key}" for key in row if key not in _ALWAYS | _SOMETIMES)
    return rows


def read_codes(name: str, data: bytes) -> dict[str, str]:
    """Read what the codes of types, senders and categories mean. Raises Invalid."""
    codes = _read_json(name, data)
    if not isinstance(codes, dict):
        raise _unknown(name, f"{_sort_of(codes)} instead of an object")
    for code, meaning in codes.items():
        if not isinstance(meaning, str):
            raise _unknown(name, f"{_sort_of(meaning)} as the meaning of {code[:20]}")
    return codes


def read_latest(name: str, data: bytes) -> str:
    """Read the day on which the collection was brought up to date. Raises Invalid."""
    latest = _read_json(name, data)
    told = latest.get("latest_updated") if isinstance(latest, dict) else None
    day = told[:10] if isinstance(told, str) else None
    if day is None or not _is_day(day):
        raise _unknown(name, "no day in latest_updated")
    return day


def _check_row(name: str, at: int, row: object) -> None:
    if not isinstance(row, dict):
        raise _unknown(name, f"row {at} is {_sort_of(row)}")
    for key, fits in _ALWAYS.items():
        if key not in row:
            raise _unknown(name, f"row {at} has no {key}")
        if not fits(row[key]):
            raise _unknown(name, f"{_sort_of(row[key])} as {key} of row {at}")
    for key, fits in _SOMETIMES.items():
        if key in row and not fits(row[key]):
            raise _unknown(name, f"{_sort_of(row[key])} as {key} of row {at}")
    place = place_of(row["url"])
    if place is None or place.kind is not KINDS[name.removesuffix(".json")]:
        raise _unknown(name, f"row {at} has the address {row['url'][:80]}")


def _read_json(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    # Digits without end and nesting without end are errors of their own.
    except (ValueError, RecursionError):
        raise _unknown(name, "no JSON that can be read") from None


def _unknown(name: str, found: str) -> Invalid:
    return Invalid("path", "%(file)s has an unknown shape: %(found)s.", file=name, found=found)


def _sort_of(value: object) -> str:
    """Say what was found, short enough to be shown."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    if value is None:
        return "nothing"
    found = names.get(type(value), "a number")
    return f"{found} ({value[:30]!r})" if isinstance(value, str) else found
