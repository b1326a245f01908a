"""Read acts of the EU: ``förordning (EU) 2016/679``, ``direktiv 2003/98/EG``."""

from collections.abc import Callable
from typing import TypeVar

from kb.citations.tokens import Tokens

Made = TypeVar("Made")
_COMMUNITIES = frozenset(
    {"eu", "eg", "eeg", "euratom", "ec", "eec", "eksg", "gusp", "cfsp", "rif", "jha"}
)
_LETTERS = (
    ("direktiv", "L"), ("directive", "L"), ("rambeslut", "F"), ("beslut", "D"), ("decision", "D"),
    ("förordning", "R"), ("regulation", "R"),
)  # fmt: skip
#: Words that may stand before the act's own word: "Europaparlamentets och rådets direktiv".
_MAKERS = frozenset(
    [
        "europaparlamentets",
        "och",
        "rådets",
        "kommissionens",
        "delegerade",
        "ministerrådets",
        "council",
        "commission",
        "european",
        "parliament",
        "and",
        "of",
        "the",
    ]
)
_JOINING = frozenset({"och", "and", "of", "the"})
_MAX_MAKERS = 6
#: From this year the year comes first in the number of a regulation.
_YEAR_FIRST_SINCE = 2015
_FIRST_YEAR = 1952
_LAST_YEAR = 2100


def read_eu_act(
    tokens: Tokens, at: int, make: Callable[[int, int, str | None, str], Made]
) -> Made | None:
    """Read an act of the EU from token *at* on and let *make* have its key and sort."""
    position, letter, sort = at, "", ""
    if tokens.words[at] in _JOINING:
        return None
    for _ in range(_MAX_MAKERS):
        word = tokens.words[position]
        if word not in _MAKERS:
            break
        position += 1
    for root, sign in _LETTERS:
        if root in tokens.words[position]:
            letter, sort = sign, "direktiv" if sign == "L" else "förordning" if sign == "R" else ""
            position += 1
            break
    if position > at and not letter:
        return None
    number = _read_number(tokens, position, letter)
    if number is None:
        return None
    return make(at, number[1], number[0], sort or ("förordning" if not letter else ""))


def _read_number(tokens: Tokens, at: int, letter: str) -> tuple[str | None, int] | None:
    """Read ``(EU) 2016/679``, ``(EG) nr 1/2003`` or ``2003/98/EG``."""
    bracketed = tokens.words[at] == "("
    if bracketed:
        end = at + 1
        while tokens.words[end] in _COMMUNITIES or tokens.words[end] == ",":
            end += 1
        if end == at + 1 or end > at + 8 or tokens.words[end] != ")":
            return None
        at = end + 1
    if tokens.words[at] in ("nr", "no"):
        at += 2 if tokens.words[at + 1] == "." else 1
    first, slash, second = tokens.words[at : at + 3]
    if not (
        first.isdecimal() and second.isdecimal() and slash == "/" and len(first) < 5 > len(second)
    ):
        return None
    after = at + 3
    if bracketed:
        return _celex(int(first), int(second), letter or "R", is_modern=True), after
    if tokens.words[after] != "/" or tokens.words[after + 1] not in _COMMUNITIES:
        return None
    return _celex(int(first), int(second), letter or "L", is_modern=False), after + 2


def _celex(first: int, second: int, letter: str, *, is_modern: bool) -> str | None:
    """Make the key; None when neither number is a year, as in a misprint."""
    if not is_modern:
        year = first if first > 99 else 1900 + first
        return _key(year, second, letter)
    if (letter != "R" and _FIRST_YEAR <= first < _LAST_YEAR) or (
        first >= _YEAR_FIRST_SINCE and first < _LAST_YEAR
    ):
        return _key(first, second, letter)
    year = second if second > 99 else 1900 + second
    return _key(year, first, letter)


def _key(year: int, number: int, letter: str) -> str | None:
    """Write the CELEX number of an act of secondary law."""
    if not (_FIRST_YEAR <= year < _LAST_YEAR and 0 < number < 10_000):
        return None
    return f"celex/3{year}{letter}{number:04d}"
