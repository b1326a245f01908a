"""How a key is written for readers, in Swedish and English, and where its source is kept.

Takes keys that ``keys`` has already checked and split.
"""

import re
from dataclasses import dataclass

from kb.words import Pair

_ORDINALS_SV = (
    "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde",
    "tionde", "elfte", "tolfte",
)  # fmt: skip
_ORDINALS_EN = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
)  # fmt: skip
_OLD_NUMBER = re.compile(r"(:)bih(\d)")
_SFS_PART = re.compile(r"([KPSN])(\d+)([a-z]*)", re.ASCII)
_CELEX_ACT = re.compile(r"3(\d{4})([RLD])0*(\d+)", re.ASCII)

#: From this year EU acts of all types are numbered in one row, year first.
_ONE_ROW_SINCE = 2015
#: Acts say EU after the Treaty of Lisbon; the few of December 2009 are cited as EC here.
_EU_SINCE = 2010
_FOUR_DIGITS_SINCE = 1999

#: How documents and cases are cited. The same in both languages: they are names.
_DOCUMENTS = {
    "prop": "prop. {0}",
    "sou": "SOU {0}",
    "ds": "Ds {0}",
    "dir": "dir. {0}",
    "bet": "bet. {0}",
    "rskr": "rskr. {0}",
    "mot": "mot. {0}",
    "skr": "skr. {0}",
    "jo": "JO {0}",
    "jk": "JK {0}",
    "ecli": "ECLI:{0}",
    "imy": "{0}",
    "eucase": "{0}",
    "com": "COM({0}) {1}",
    "hfd": "HFD {0} ref. {1}",
    "ra": "RÅ {0} ref. {1}",
    "nja": "NJA {0} s. {1}",
}
#: These keys hold a year and a number that the citation separates by words.
_YEAR_AND_NUMBER = {"com", "hfd", "ra", "nja"}

#: Riksdagen names a session by two letters or digits; known from this year to that.
_SESSIONS = dict(zip(range(2017, 2027), "56789ABCDE", strict=True))
_RIKSDAGEN_TYPES = {"prop": "03", "bet": "01", "mot": "02", "sou": "B3", "dir": "B1"}
_RIKSDAGEN_NUMBER = re.compile(r"(\d{4})(?:/\d{2})?:([A-Za-zÅÄÖåäö]*\d+)")


@dataclass(frozen=True, kw_only=True)
class Label:
    """A key taken apart: ``sfs``, ``2009:400`` and ``K10P2a``."""

    prefix: str
    number: str
    fragment: str


def write_label(parts: Label, act_name: str) -> Pair:
    """Write the key as it is cited; *act_name* takes the place of the act's number."""
    if parts.prefix == "sfs":
        number = _statute_number(parts.number).replace("s.", "s. ")
        return _with_act(_sections(parts.fragment), Pair(act_name, act_name), number)
    if parts.prefix == "celex":
        act = Pair(act_name, act_name) if act_name else _eu_number(parts.number)
        return _with_act(_articles(parts.fragment), act, parts.number)
    pieces = parts.number.split("/") if parts.prefix in _YEAR_AND_NUMBER else [parts.number]
    text = _DOCUMENTS[parts.prefix].format(*pieces).replace("ref. not", "not. ")
    return Pair(text, text)


def official_url_of(parts: Label) -> str | None:
    """Address of the official text, for the kinds whose pattern has been verified."""
    if parts.prefix == "sfs":
        number = _statute_number(parts.number).replace(" ", "%20")
        return f"https://rkrattsbaser.gov.se/sfst?bet={number}"
    if parts.prefix == "celex":
        return _eu_url(parts.number)
    return _riksdagen_url(parts)


def _statute_number(number: str) -> str:
    """Write a number as the statute book does: ``1827:60s1007`` is ``1827:60 s.1007``."""
    return _OLD_NUMBER.sub(r"\1bih. \2", number).replace("s", " s.")


def _with_act(inside: Pair, act: Pair, number: str) -> Pair:
    """Join the part inside the act and the act's name or number."""
    return Pair(
        f"{inside.sv} {act.sv or number}".strip(), f"{inside.en} {act.en or number}".strip()
    )


def _sections(fragment: str) -> Pair:
    """Write ``K10P2aS1N2`` in words."""
    swedish, english = [], []
    for mark, number, letters in _SFS_PART.findall(fragment):
        numbered = f"{number} {letters}".strip()
        if mark == "K":
            swedish.append(f"{numbered} kap.")
            english.append(f"Chapter {numbered}")
        elif mark == "P":
            swedish.append(f"{numbered} §")
            english.append(f"Section {numbered}")
        elif mark == "S":
            swedish.append(_ordinal(_ORDINALS_SV, int(number), "{} stycket", "{} st."))
            english.append(_ordinal(_ORDINALS_EN, int(number), "{} paragraph", "paragraph {}"))
        else:
            swedish.append(numbered)
            english.append(f"item {numbered}")
    return Pair(" ".join(swedish), ", ".join(english))


def _ordinal(words: tuple[str, ...], number: int, worded: str, numbered: str) -> str:
    """Write a paragraph's number as a word while the list of words lasts."""
    if 1 <= number <= len(words):
        return worded.format(words[number - 1])
    return numbered.format(number)


def _articles(fragment: str) -> Pair:
    """Write ``A22.2.b`` as 22.2 b in Swedish and 22(2)(b) in English."""
    if not fragment:
        return Pair("", "")
    article, *inner = fragment[1:].split(".")
    swedish = "".join(f".{part}" if part[0].isdigit() else f" {part}" for part in inner)
    english = "".join(f"({part})" for part in inner)
    return Pair(f"artikel {article}{swedish}", f"Article {article}{english}")


def _eu_number(celex: str) -> Pair:
    """Write a CELEX number as the official number; as it stands when it is no such act."""
    match = _CELEX_ACT.fullmatch(celex)
    if match is None:
        return Pair(celex, celex)
    year, letter, number = int(match[1]), match[2], match[3]
    if year >= _ONE_ROW_SINCE:
        return Pair(f"(EU) {year}/{number}", f"(EU) {year}/{number}")
    swedish, english = ("EU", "EU") if year >= _EU_SINCE else ("EG", "EC")
    shown_year = str(year) if year >= _FOUR_DIGITS_SINCE else str(year)[2:]
    if letter == "R":
        return Pair(
            f"({swedish}) nr {number}/{shown_year}", f"({english}) No {number}/{shown_year}"
        )
    return Pair(f"{shown_year}/{number}/{swedish}", f"{shown_year}/{number}/{english}")


def _riksdagen_url(parts: Label) -> str | None:
    """Address at Riksdagen's open data: session, type and number make the identifier."""
    kind = _RIKSDAGEN_TYPES.get(parts.prefix)
    match = _RIKSDAGEN_NUMBER.fullmatch(parts.number)
    if kind is None or match is None:
        return None
    session = _SESSIONS.get(int(match[1]))
    if session is None:
        return None
    return f"https://data.riksdagen.se/dokument/H{session}{kind}{match[2]}.html"


def _eu_url(celex: str) -> str:
    """Lead to EUR-Lex in the reader's own language: by ELI where the number tells it."""
    match = _REGULATION_OR_DIRECTIVE.fullmatch(celex)
    if match is None:
        return f"https://eur-lex.europa.eu/legal-content/AUTO/?uri=CELEX:{celex}"
    kind = {"R": "reg", "L": "dir"}[match[2]]
    return f"https://eur-lex.europa.eu/eli/{kind}/{match[1]}/{int(match[3])}/oj"


_REGULATION_OR_DIRECTIVE = re.compile(r"3(\d{4})([RL])(\d{4})", re.ASCII)
