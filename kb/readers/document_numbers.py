"""The numbers of the Government's documents: in a register, at the end of a title, in a file name.

A number is for matching and never guessed: what does not read as exactly one number of the
series has no key.
"""

import re
from dataclasses import dataclass

from kb.words import DocumentKind

#: As long as the column that keeps it.
MAX_DIARY = 60
#: A session of the Riksdag has seen some 300 bills, a year some 180 directives.
_MOST_BILLS = 400
#: The kinds whose documents bear numbers of a series, and the prefix of their keys.
_SERIES = {
    DocumentKind.REPORT: "sou",
    DocumentKind.MEMO: "ds",
    DocumentKind.DIRECTIVE: "dir",
    DocumentKind.BILL: "prop",
}
# SUO and AOU are slips of the list itself, and ToR are directives in English ("terms of
# reference"). "N 2001:10" and "PM 2003:1" are numbers of other series.
_WORDS = {
    DocumentKind.REPORT: r"s\.?o\.?u|suo|aou",
    DocumentKind.MEMO: r"ds",
    DocumentKind.DIRECTIVE: r"(?:kommitté)?direktiv|dir|tor",
    DocumentKind.BILL: r"proposition|prop",
}
_YEAR = r"(?:19|20)\d\d"
_SESSION = rf"({_YEAR})/(\d\d(?:\d\d)?):(\d{{1,3}})"
_DIARY_GLUED = re.compile(r"\s*(?:Diarienummer|Dnr)\s*:?\s*(\S.*)$", re.IGNORECASE)
_DIARY_WORD = re.compile(r"^\W*(?:Diarienummer|Diarienr|Dnr)\W*", re.IGNORECASE)
#: ``Fi2025/01969``, ``M2015/04155/R``, ``Fi 2003/6026``, ``LI2024:01047`` of committees not.
_DIARY = re.compile(
    r"(?<![^\W\d_])[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,2}[ /]?(?:19|20)\d\d/ ?\d{1,6}"
    r"(?:/[A-ZÅÄÖa-zåäö]{1,4}\d{0,2})*"
)
#: "Tilläggsdirektiv till utredningen (Ju 2011/123)" tells the number of another.
_DIARY_AT_END = re.compile(rf"[\s,]+(?:dnr\s*)?({_DIARY.pattern})\.?$", re.IGNORECASE)
_TREATY = re.compile(r"^\W*(?:Diarienummer\W*)?SÖ\s*(?:19|20)\d\d\s*:")


@dataclass(frozen=True)
class Told:
    """A title without the numbers that were glued to it, and those numbers."""

    title: str
    key: str | None
    diary_number: str


def series_of(kind: DocumentKind) -> str | None:
    """Return the prefix of the keys of *kind*; None for kinds that have no numbers here."""
    return _SERIES.get(kind)


def is_treaty(number: str) -> bool:
    """Whether *number* is one of Sveriges internationella överenskommelser (``SÖ 1921:50``)."""
    return _TREATY.match(number) is not None


def key_of_number(kind: DocumentKind, number: str) -> str | None:
    """Read the number that a register gives a document: ``SOU 2026:9``, `` Dir.2009:1 ``.

    Tolerates strays: spaces, other signs, a missing word, an appendix named behind a comma.
    """
    word = _WORDS.get(kind)
    if word is None or kind is DocumentKind.BILL:
        return None
    text = " ".join(_DIARY_WORD.sub("", number).split())
    match = re.fullmatch(
        rf"(?:{word})?[.:]?\s*({_YEAR})\s?[:._ ]\s?(\d{{1,3}})(?:,.*)?"
        rf"|(?:{word})[.:]? ?({_YEAR})(\d{{1,3}})",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return None
    year, count = match[1] or match[3], int(match[2] or match[4])
    return f"{_SERIES[kind]}/{year}:{count}" if count else None


def key_of_slug(kind: DocumentKind, slug: str) -> str | None:
    """Read the number whose digits a file name runs together: ``sou-201912`` is SOU 2019:12.

    ``prop.-202324107`` is prop. 2023/24:107 and ``prop.-1999200084`` prop. 1999/2000:84.
    """
    prefix = _SERIES.get(kind)
    if prefix is None or prefix == "ds":
        return None
    if prefix == "prop":
        runs = re.findall(rf"(?<!\d){_YEAR}[\d._-]*", slug)
        return next(filter(None, map(_bill, runs)), None)
    match = re.match(
        rf"(?:{_WORDS[kind]})?[._-]*({_YEAR})[._-]?(\d{{1,3}})(?![\d])", slug, re.IGNORECASE
    )
    return f"{prefix}/{match[1]}:{int(match[2])}" if match and int(match[2]) else None


def diary_numbers(text: str) -> str:
    """Return the diary numbers in *text*, with commas between; empty when there are none.

    Only as many as fit the column; the row keeps them all.
    """
    told = ""
    for number in dict.fromkeys(each.replace("/ ", "/") for each in _DIARY.findall(text)):
        longer = f"{told}, {number}" if told else number
        if len(longer) > MAX_DIARY:
            break
        told = longer
    return told


def read_title(kind: DocumentKind, title: str, number: str = "") -> Told:
    """Take the document's own numbers from the end of its title.

    "…till 2030Diarienummer: KN2025/02178" and "…medborgare, SOU 2026:9" lose what they end in,
    and any title the *number* that its register gives it. A number in the midst, or behind a
    consultation's title, names another document and stays.
    """
    text, diary = _without(" ".join(title.split()), number), ""
    glued = _DIARY_GLUED.search(text)
    if glued:
        text, diary = text[: glued.start()], diary_numbers(glued[1])
    elif ends := _DIARY_AT_END.search(text):
        text, diary = text[: ends.start()], ends[1]
    key = None
    if own := _own_number(kind, text):
        text, key = text[: own.start()], _key_of_match(kind, own)
    return Told(text.rstrip(" ,"), key, diary)


def _without(title: str, number: str) -> str:
    """Take *number* from the end of *title*, where a comma or a space is before it."""
    told = " ".join(_DIARY_WORD.sub("", number).split())
    before = title.removesuffix(told) if told else title
    return before.rstrip(" ,") if before[-1:] in (" ", ",") else title


def _own_number(kind: DocumentKind, title: str) -> re.Match[str] | None:
    """Find the document's own number at the end of its title."""
    word = _WORDS.get(kind)
    if word is None:
        return None
    shape = _SESSION if kind is DocumentKind.BILL else rf"({_YEAR})\s?[:_]\s?(\d{{1,3}})"
    # A word before the number is glued to the title's last word: "…medborgareSOU 2026:9".
    found = re.search(rf"[\s,(]*(?i:{word})[.:]?\s*{shape}\)?\.?$", title)
    # "Tilläggsdirektiv till dir. 2020:1" ends in the number of another.
    if found is None or re.search(r"\b(?:till|av|om|i|med|enligt)$", title[: found.start()]):
        return None
    return found


def _key_of_match(kind: DocumentKind, match: re.Match[str]) -> str | None:
    if kind is DocumentKind.BILL:
        return _bill(f"{match[1]}{match[2]}-{match[3]}")
    return f"{_SERIES[kind]}/{match[1]}:{int(match[2])}" if int(match[2]) else None


def _bill(digits: str) -> str | None:
    """Read session and number of a bill from digits run together; None when they are no bill's.

    The second year must follow the first: that tells a bill from any other row of digits.
    """
    run = re.sub(r"[._-]", "", digits)
    # 2019/20:201 and 2019/2020:1 run together alike: two digits are the rule, and four were
    # written for 1999/2000 and now and then since.
    for length in (2, 4):
        match = re.fullmatch(rf"({_YEAR})(\d{{{length}}})(\d{{1,3}})", run)
        if match is None:
            continue
        year, count = int(match[1]), int(match[3])
        if match[2] == str(year + 1)[-length:] and 0 < count <= _MOST_BILLS:
            return f"prop/{_session(year)}:{count}"
    return None


def _session(year: int) -> str:
    """Write a session as it is cited: ``2023/24``, and ``1999/2000``."""
    return "1999/2000" if year == 1999 else f"{year}/{(year + 1) % 100:02}"
