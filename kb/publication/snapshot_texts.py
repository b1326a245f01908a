"""The words of a snapshot, field by field: to be compared with another's, and to be scanned."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from kb.text.markdown import plain
from kb.words import Language

#: What a snapshot is, not what it says.
_IDENTITY = ("kind", "code")
#: Codes, dates and words of closed lists: nobody has written them, so nothing is looked for there.
_UNWRITTEN = frozenset({
    "as_of", "certainty", "checked_on", "confidence", "decided_on", "direction", "eif", "key",
    "label", "matter", "objective", "observed_on", "principles", "procedure_number", "related",
    "relation", "role", "stage", "state", "state_since", "step", "strength", "terms", "turn",
    "url", "waiting_for", "waiting_since",
})  # fmt: skip
#: Says the value of a named part of an item.
Say = Callable[[str, Any], str]
_BLOCK_END = re.compile(r"</(?:p|li|h[2-4]|tr|blockquote|dt|dd|pre)>")
_LINK = re.compile(r'(?:href|title)="([^"]*)"')


@dataclass(frozen=True)
class FieldText:
    """What one field says in *language*; None for a field that has none, such as a date.

    *field* is its name in the snapshot; long texts are called ``texts.analysis`` and so on.
    """

    field: str
    language: Language | None
    text: str


def as_it_is(_name: str, value: Any) -> str:
    """Say a value as the snapshot holds it."""
    return str(value)


def texts_of(snapshot: Mapping[str, Any], say: Say = as_it_is) -> list[FieldText]:
    """Every field as people read it, in the order of the snapshot; lists have a line an item.

    *say* puts words of closed lists and keys of sources into the reader's words.
    """
    found: list[FieldText] = []
    for field, value in snapshot.items():
        if field == "texts":
            for name, html in value.items():
                found += [
                    FieldText(f"texts.{name}", language, paragraphs(html[language.value]))
                    for language in Language
                ]
        elif field not in _IDENTITY:
            languages: list[Language | None] = [*Language] if _holds_pair(value) else [None]
            found += [
                FieldText(field, language, _said(value, language, say)) for language in languages
            ]
    return found


def written_in(snapshot: Mapping[str, Any]) -> Iterator[FieldText]:
    """Yield every text that somebody has written, with the addresses that its links lead to.

    A field that is new is looked at until somebody says here that nobody writes in it.
    """
    for field, value in snapshot.items():
        if field == "texts":
            for name, html in value.items():
                for language in Language:
                    yield FieldText(f"texts.{name}", language, _with_links(html[language.value]))
        elif field not in (*_IDENTITY, *_UNWRITTEN):
            yield from (FieldText(field, *found) for found in _strings(value, None))


def paragraphs(html: str) -> str:
    """Return the words of safe HTML with an empty line between paragraphs."""
    blocks = (plain(block) for block in _BLOCK_END.split(html))
    return "\n\n".join(block for block in blocks if block)


def _with_links(html: str) -> str:
    links = (unescape(link) for link in _LINK.findall(html))
    return "\n".join([paragraphs(html), *links])


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"sv", "en"}


def _holds_pair(value: Any) -> bool:
    if _is_pair(value):
        return True
    if isinstance(value, dict):
        return any(map(_holds_pair, value.values()))
    return isinstance(value, list) and any(map(_holds_pair, value))


def _said(value: Any, language: Language | None, say: Say, name: str = "") -> str:
    """Say *value* in *language*: parts of an item with a dot between, items on lines."""
    if value is None or value == "":
        return ""
    if language and _is_pair(value):
        return str(value[language.value])
    if isinstance(value, dict):
        # What has a label is not told by its key as well.
        left_out = ("key", "url") if value.get("label") else ("url",)
        parts = [
            _said(inner, language, say, part)
            for part, inner in value.items()
            if part not in left_out
        ]
        return " · ".join(part.replace("\n", ", ") for part in parts if part)
    if isinstance(value, list):
        return "\n".join(_said(item, language, say) for item in value)
    return say(name, value) if name else str(value)


def _strings(value: Any, language: Language | None) -> Iterator[tuple[Language | None, str]]:
    if isinstance(value, str):
        if value:
            yield language, value
    elif _is_pair(value):
        for each in Language:
            yield from _strings(value[each.value], each)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _UNWRITTEN:
                yield from _strings(inner, language)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, language)
