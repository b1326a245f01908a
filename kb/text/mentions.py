"""Colleagues that a note calls upon by their handle: ``@eva.lind``."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

MAX_MENTIONS = 50
MAX_HANDLE = 64
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_LETTER = r"[^\W_]"
# A handle begins where no word, address or path goes on, and ends where none begins.
_MENTION = re.compile(
    rf"(?<![\w@.+/\\&=-])@({_LETTER}(?:[.-]*{_LETTER}){{0,{MAX_HANDLE - 1}}})(?![\w@])"
)


def find_mentions(markdown: str) -> list[str]:
    """List the handles in *markdown*, in small letters, in order and none twice.

    A handle is letters, digits, dots and hyphens after an ``@``, at most MAX_HANDLE of them.
    What stands in code, in an e-mail address, in a path or after a backslash is none. At most
    MAX_MENTIONS are listed; the rest is left out.
    """
    found: dict[str, None] = {}
    for block in _blocks(unicodedata.normalize("NFC", markdown)):
        for match in _MENTION.finditer(_without_spans(block)):
            if len(match[1]) <= MAX_HANDLE:
                found[match[1].lower()] = None
            if len(found) == MAX_MENTIONS:
                return list(found)
    return list(found)


def names_as_handles(name: str) -> set[str]:
    """Return the handles by which somebody called *name* can be called upon without knowing theirs.

    ``Åsa Maria Ek`` gives ``åsa.ek`` and ``asa.ek``, and both with every name between.
    """
    parts = re.findall(rf"{_LETTER}+(?:-{_LETTER}+)*", unicodedata.normalize("NFC", name).lower())
    if len(parts) < 2:
        return set()
    whole = {".".join(parts), f"{parts[0]}.{parts[-1]}"}
    return whole | {_bare(handle) for handle in whole}


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _blocks(markdown: str) -> Iterator[str]:
    """Yield the text between empty lines, leaving out fenced code; a fence needs its end."""
    lines = markdown.splitlines()
    fences = [match[1] if (match := _FENCE.match(line)) else "" for line in lines]
    closing: dict[str, list[int]] = {}
    for number, fence in enumerate(fences):
        if fence and lines[number].strip() == fence:
            closing.setdefault(fence, []).append(number)
    block: list[str] = []
    number = 0
    while number < len(lines):
        ends = closing.get(fences[number], [])
        end = bisect_left(ends, number + 1)
        if end < len(ends):
            number = ends[end]
        if end < len(ends) or not lines[number].strip():
            yield "\n".join(block)
            block = []
        else:
            block.append(lines[number])
        number += 1
    yield "\n".join(block)


def _without_spans(block: str) -> str:
    """Put a space for every span of code: what lies between two runs of as many backticks."""
    runs = [match.span() for match in _TICKS.finditer(block)]
    places: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        places.setdefault(end - start, []).append(number)
    kept: list[str] = []
    at = number = 0
    while number < len(runs):
        start, end = runs[number]
        same = places[end - start]
        closing = bisect_left(same, number + 1)
        if closing < len(same) and block[start - 1 : start] != "\\":
            kept.append(block[at:start])
            number = same[closing]
            at = runs[number][1]
        number += 1
    return " ".join([*kept, block[at:]])
