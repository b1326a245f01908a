"""Numbers of chapters and sections in amendment notes: ranges written out, order, fragments."""

import re

#: A longer range is a slip of the pen.
MAX_RANGE = 600
_PARTS = re.compile(r"(\d{1,4})([a-z]{0,2})")


def split_number(number: str) -> tuple[int, str] | None:
    """Split ``3a`` into 3 and a; None for what cannot be the number of a provision."""
    match = _PARTS.fullmatch(number)
    return (int(match[1]), match[2]) if match else None


def expand(first: str, last: str) -> list[str] | None:
    """List the numbers after *first* up to *last*; None when the range cannot be meant.

    Which sections with a letter lie between two numbers only the act knows: they are left out.
    """
    one, other = split_number(first), split_number(last)
    if one is None or other is None:
        return None
    (start, start_letter), (end, end_letter) = one, other
    if start == end:
        return _letters(start, start_letter, end_letter)
    if end < start or end - start > MAX_RANGE:
        return None
    numbers = [str(number) for number in range(start + 1, end + 1)]
    return numbers + (_letters(end, "", end_letter) or []) if end_letter else numbers


def _letters(number: int, first: str, last: str) -> list[str] | None:
    if len(first) > 1 or len(last) != 1 or last <= first:
        return None
    begin = ord(first) + 1 if first else ord("a")
    return [f"{number}{chr(code)}" for code in range(begin, ord(last) + 1)]


def fragment_of(chapter: str, section: str) -> str:
    """Write a place as the statute book's key does: ``K6P37``, ``K6`` or ``P37``."""
    return (f"K{chapter}" if chapter else "") + (f"P{section}" if section else "")


_FRAGMENT = re.compile(r"(?:K(\d+)([a-z]*))?(?:P(\d+)([a-z]*))?")


def order_of(fragment: str) -> tuple[int, str, int, str]:
    """Return what sorts *fragment* as the act has it."""
    match = _FRAGMENT.fullmatch(fragment)
    if match is None:
        return (0, "", 0, "")
    return (int(match[1] or 0), match[2] or "", int(match[3] or 0), match[4] or "")
