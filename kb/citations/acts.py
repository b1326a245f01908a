"""Read what names an act: a known name, a number in the statute book, a number of the EU."""

import re
from collections.abc import Mapping

_SFS = re.compile(r"(?:SFS ?)?((?:1[6-9]|20)\d{2}:\d{1,4})", re.IGNORECASE | re.ASCII)
#: "lagen (2022:913) om …": the number decides, whatever the words around it are.
_NUMBERED = re.compile(
    r"(?P<name>[^()\d§]{0,120}?) ?\((?:SFS ?)?(?P<number>(?:1[6-9]|20)\d{2}:\d{1,4})\)"
    r"(?P<about> om .+)?",
    re.IGNORECASE,
)
#: What an act can be called: "lagen", "plan- och bygglagen", "lagen om …", never a whole question.
_ACT_WORD = re.compile(
    r"(?:\w+- och )?\w*(?:lag|lagen|förordning|förordningen|balk|balken|ordning|ordningen"
    r"|form|formen)s?(?: om .+)?",
    re.IGNORECASE,
)
_EU = re.compile(
    r"(?P<before>[^()]{0,60}?) ?\((?:EU|EG|EEG|EC|EEC|Euratom)\) ?(?:nr |no )?"
    r"(?P<first>\d{1,4})/(?P<second>\d{1,4})",
    re.IGNORECASE | re.ASCII,
)
_CELEX = re.compile(r"(?:celex:? ?)?(3\d{4}[RLDF]\d{4}(?:\(\d{2}\))?)", re.IGNORECASE | re.ASCII)
_EU_TYPES = (
    ("direktiv", "L"), ("directive", "L"), ("beslut", "D"), ("decision", "D"),
    ("förordning", "R"), ("regulation", "R"),
)  # fmt: skip
#: From this year the year comes first in the number of a regulation.
_YEAR_FIRST_SINCE = 2015
_FIRST_YEAR = 1952


def read_act(text: str, names: Mapping[str, str]) -> str | None:
    """Return the key of the act that *text* names; None when it names none."""
    known = _named(text, names)
    if known:
        return known
    if match := _SFS.fullmatch(text):
        return f"sfs/{match[1]}"
    if match := _CELEX.fullmatch(text):
        return f"celex/{match[1].upper()}"
    if match := _NUMBERED.fullmatch(text):
        return _numbered(match, names)
    if match := _EU.fullmatch(text):
        return _eu_act(match)
    return None


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """Look *text* up, as it stands or without the genitive's s."""
    folded = text.casefold().strip()
    key = names.get(folded)
    if key is None and folded.endswith("s"):
        key = names.get(folded[:-1].rstrip(":"))
    return key


def _numbered(match: re.Match[str], names: Mapping[str, str]) -> str | None:
    """Key of a name with its number, if the words before the number can be an act's name."""
    name = match["name"].strip()
    if name and not _named(name, names) and not _ACT_WORD.fullmatch(name):
        return None
    return f"sfs/{match['number']}"


def _eu_act(match: re.Match[str]) -> str | None:
    """Make the CELEX key: a regulation unless the words before the number say otherwise."""
    before = match["before"].casefold().strip()
    letter = "R"
    if before:
        kinds = [letter for word, letter in _EU_TYPES if word in before]
        if not kinds:
            return None
        letter = kinds[0]
    first, second = int(match["first"]), int(match["second"])
    if first >= _YEAR_FIRST_SINCE:
        year, number = first, second
    elif second >= _FIRST_YEAR:
        year, number = second, first
    else:
        return None
    return f"celex/3{year}{letter}{number:04d}"
