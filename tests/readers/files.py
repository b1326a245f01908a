"""Files of the catalogue in miniature: the values that must be there, and a test's own changes."""

import pytest

from kb.readers.fields import Fields
from kb.readers.front_matter import Fault, read_yaml

PAIR = "{sv: å, en: o}"
BARRIER = {
    "code": "H-2026-900",
    "title": PAIR,
    "summary": PAIR,
    "state": "open",
    "confidence": "high",
}
CASE = {
    "code": "F-2026-900",
    "title": PAIR,
    "summary": PAIR,
    "certainty": "verified",
    "kind": "court-ruling",
}
MATTER = {"code": "L-2026-900", "title": PAIR, "summary": PAIR, "confidence": "high"}
ACTION = {
    "code": "P-2026-900",
    "title": PAIR,
    "summary": PAIR,
    "certainty": "verified",
    "type": "letter",
    "state": "planned",
}
BARRIER_PARTS = {
    (name, language): f"{name} {language}"
    for name in ("consequence", "wanted", "analysis")
    for language in ("sv", "en")
}
TEXT_PARTS = {("text", "sv"): "Text.", ("text", "en"): "A text."}


def written(values: dict[str, str], **changes: str | None) -> str:
    """The values as YAML, a line each; a change to None leaves the key out."""
    merged = {**values, **changes}
    return "\n".join(f"{key}: {value}" for key, value in merged.items() if value is not None)


def fields_of(values: dict[str, str], **changes: str | None) -> Fields:
    """The fields of a file that holds *values* and *changes*."""
    return Fields(read_yaml(written(values, **changes)))


def fault_of(read) -> Fault:
    """The fault that *read* raises."""
    with pytest.raises(Fault) as found:
        read()
    return found.value
