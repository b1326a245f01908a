"""Alphabetical order as Swedish readers expect it."""

import re
import unicodedata

#: Longer keys are cut: two titles that agree so far may stand in any order.
MAX_CHARACTERS = 120
# In Swedish å, ä and ö are letters of their own after z; æ and ø sort as ä and ö.
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


_DIGITS = re.compile(r"(\d+)")


def counting_order(code: str) -> list[str | int]:
    """Return a key that sorts codes as one counts: 1, 2, 10, and 1.2 before 1.10."""
    parts = _DIGITS.split(code)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def swedish_order(text: str) -> str:
    """Return a key that sorts *text* among others when compared character by character.

    Case, accents on other letters and leading quotation marks do not count. At most
    MAX_CHARACTERS characters.
    """
    letters = unicodedata.normalize("NFC", text).casefold().translate(_AFTER_Z).lstrip("\"'”“»«( ")
    bare = (c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return "".join(bare)[:MAX_CHARACTERS]
