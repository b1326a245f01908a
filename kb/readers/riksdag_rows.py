"""The Riksdag's JSON, read with tolerance: every value a text, lists that may be single objects."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

from kb.errors import Invalid

_TAG = re.compile(r"<[^<>]{0,400}>")
_BREAK = re.compile(r"</p>|<br ?/?>", re.IGNORECASE)


def read_json(data: bytes, name: str) -> dict[str, Any]:
    """Read the one object that *data* holds. Raises Invalid, naming what was found."""
    try:
        whole = json.loads(data)
    # Digits without end and nesting without end are errors of their own.
    except (ValueError, RecursionError):
        raise unknown(name, "no JSON that can be read") from None
    if not isinstance(whole, dict):
        raise unknown(name, f"{sort_of(whole)} instead of an object")
    return whole


def text_of(row: dict[str, Any], *names: str) -> str:
    """Return the first of *names* that *row* has a value for, without stray spaces; "" for none.

    A number is taken as it is written, for shapes that lose their quotes.
    """
    for name in names:
        value = row.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def children(row: dict[str, Any], block: str, child: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a repeated element, which may be a list, one object, null or missing."""
    inside = row.get(block)
    found = inside.get(child) if isinstance(inside, dict) else inside
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict):
            yield each


def day_of(text: str) -> str | None:
    """Read a day written with or without a time; None for what the calendar does not have."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def plain(text: str) -> str:
    """Take HTML out of *text*; paragraphs stay apart."""
    told = unescape(_TAG.sub(" ", _BREAK.sub("\n\n", text)))
    paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", told))
    return "\n\n".join(filter(None, paragraphs))


def unknown(name: str, found: str) -> Invalid:
    """Make the error for a file of a shape that nobody knows."""
    return Invalid("path", "%(file)s has an unknown shape: %(found)s.", file=name, found=found)


def sort_of(value: object) -> str:
    """Say what was found, short enough to be shown."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
