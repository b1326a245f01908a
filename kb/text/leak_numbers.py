"""Spans of a text that look like numbers and addresses of a person or a case.

Every pattern has bounds, begins where no longer one can have begun, and so needs time in proportion
to the text. Each function yields (start, end).
"""

import re
from collections.abc import Iterator
from datetime import date

Span = tuple[int, int]

_DASH = "[-\u2010\u2011\u2013\u2212]"
_SPACE = "[ \u00a0\u202f]"
#: A coordination number adds this to the day.
_COORDINATION = 60
_FIRST_YEAR, _LAST_YEAR = 1800, 2099

_PERSONAL = re.compile(
    rf"(?<![\d+])(?<!\d[-:/.,])(?P<century>\d\d)?(?P<year>\d\d)(?:{_DASH}|{_SPACE})?"
    rf"(?P<month>\d\d)(?:{_DASH}|{_SPACE})?(?P<day>\d\d)"
    rf"{_SPACE}?(?:{_DASH}|\+)?{_SPACE}?(?P<last>\d{{4}})(?!\d|[:/]\d)"
)
_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w%+-][\w.%+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?<![-_])"
)
_ADDRESS = re.compile(r"(?<![\w])https?://[^\s<>\"')\]]{1,2000}", re.IGNORECASE)
_TOKEN = re.compile(
    r"[?&#;](?:access_?token|token|auth|api_?key|key|sig|signature|secret|password|passwd|pwd|code"
    r"|session(?:_?id)?|sid|jwt)=[^&]",
    re.IGNORECASE,
)
#: The area codes of two and three digits; the others have four.
_AREA = (
    "(?:8|10|11|13|16|18|19|20|21|23|26|31|33|35|36|40|42|44|46|54|60|63|70|72|73|76|79|90"
    "|[1-9]\\d\\d)"
)
_PHONE = re.compile(
    rf"(?<![\w:/.,+])(?<!\d{_DASH})(?<!\d{_SPACE})(?:"
    rf"(?:\+{_SPACE}?46|0046)(?:{_SPACE}|{_DASH})?(?:\(0\){_SPACE}?)?[1-9]"
    rf"(?:(?:{_SPACE}|{_DASH})?\d){{6,9}}"
    rf"|\(?0{_AREA}\)?{_SPACE}?(?:{_DASH}|/|{_SPACE}){_SPACE}?\d(?:{_SPACE}?\d){{4,7}}"
    r"|0[1-9]\d{7,8}"
    rf")(?![\w:/]|{_DASH}\d|[.,]\d)"
)
_MIN_DIGITS, _MAX_DIGITS = 8, 10

_YEARLY = r"(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,7}[ /:.-]?){0,2}(?:19|20)\d\d[-/:]\d{1,7}(?:[-/:.]\d{1,4})?"
_COURT = r"(?:[A-ZÅÄÖ]{1,3}\s?)?\d{3,6}-\d\d(?:\d\d)?|[A-ZÅÄÖ]{1,3}\s?\d{1,6}-\d\d"
_NUMBERED = re.compile(
    r"(?<!\w)(?:(?P<court>(?i:mål(?:et|en|nr|nummer|numret)?))"
    r"|(?i:dnr|d\.nr|diarie(?:nr|nummer|numret|beteckning)|ärende(?:t|n|nr|nummer|numret)?"
    r"|akt(?:nr|nummer)?|case))"
    rf"[.:]?\s{{0,2}}(?:(?i:nr|nummer|dnr)[.:]?\s{{0,2}})?(?P<value>{_YEARLY}|{_COURT})(?![\w]|[-/]\d)"
)
_BARE_YEARLY = re.compile(
    r"(?<![\w-])(?P<series>[A-ZÅÄÖ]{2,6})[ /-](?P<year>(?:19|20)\d\d)(?P<mark>[-/])"
    r"(?P<serial>\d{1,6})(?![\w:]|[-/]\d)"
)
_BARE_COURT = re.compile(r"(?<![\w-])(?:T|B|Ä|Ö|ÖÄ|FT|UM|PMT|PMÄ)\s\d{3,6}-\d\d(?![\w-])")
#: Letters that stand before the numbers of what is published.
_PUBLISHED = frozenset((
    "AD", "BET", "BFS", "COM", "DIR", "DS", "EEG", "EES", "EG", "EU", "EUT", "HD", "HFD",
    "HSLF", "IP", "ISO", "JK", "JO", "KOM", "LVFS", "MFS", "MIG", "MOT", "MÖD", "NJA", "NR",
    "PM", "PMÖD", "PROP", "RH", "RSKR", "RÅ", "SAMF", "SFS", "SKR", "SKV", "SOSFS", "SOU", "SÖ",
    "TIDNING",
))  # fmt: skip
#: A code of the knowledge base itself, and a case of the courts of the EU.
_OWN_OR_EU = re.compile(r"[HFLP]-\d{4}-\d{3}\Z|[CTF]-\d{1,4}/\d\d\Z|20\d\d/(?:\d\d):")
_OMBUDSMAN = re.compile(r"\bJO(?::s|s)?,?\s(?:beslut\s)?(?:den\s[\w ]{1,20},?\s)?\Z")


def personal_numbers(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield personal numbers, and whether each is a coordination number.

    The date must exist, and the last digit must be right by the Luhn formula. A number of an
    organisation has no month and is none.
    """
    for match in _PERSONAL.finditer(text):
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        digits = match["year"] + match["month"] + match["day"] + match["last"]
        is_coordination = day > _COORDINATION
        centuries = [int(match["century"])] if match["century"] else [19, 20]
        on = day - _COORDINATION if is_coordination else day
        if any(_is_day(100 * century + year, month, on) for century in centuries) and _luhn(digits):
            yield match.span(), is_coordination


def emails(text: str) -> Iterator[Span]:
    """Yield e-mail addresses."""
    return (match.span() for match in _EMAIL.finditer(text))


def secret_addresses(text: str) -> Iterator[Span]:
    """Yield web addresses that carry a key, a password or the like."""
    for match in _ADDRESS.finditer(text):
        host = re.split(r"[/?#]", match[0].partition("//")[2], maxsplit=1)[0]
        if "@" in host or _TOKEN.search(match[0]):
            yield match.span()


def phones(text: str) -> Iterator[Span]:
    """Yield Swedish telephone numbers, with or without the code of the country."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = re.sub(r"\A(?:0046|46)", "0", digits) if digits[:2] in ("00", "46") else digits
        if _MIN_DIGITS <= len(national) <= _MAX_DIGITS:
            yield match.span()


def case_numbers(text: str) -> Iterator[Span]:
    """Yield numbers of cases at authorities and courts, but none that is a published citation."""
    for match in _NUMBERED.finditer(text):
        value = match["value"]
        if match["court"] and re.fullmatch(r"(?:19|20)\d\d[-/:](?:19|20)?\d\d", value):
            continue  # "mål 2024-2030" are goals
        if _OWN_OR_EU.match(value) or _OMBUDSMAN.search(
            text, max(0, match.start() - 60), match.start()
        ):
            continue
        yield match.span()
    for match in _BARE_YEARLY.finditer(text):
        if match["series"] not in _PUBLISHED and not _is_period(match):
            yield match.span()
    yield from (match.span() for match in _BARE_COURT.finditer(text))


def _is_period(match: re.Match[str]) -> bool:
    """Whether the number is a month, a school year or a stretch of years: 2024-05, 2021/22."""
    serial, year = match["serial"], int(match["year"])
    if match["mark"] == "-" and len(serial) < 3:
        return True
    return int(serial) == (year + 1) % 100 or (len(serial) == 4 and serial[:2] in ("19", "20"))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return _FIRST_YEAR <= date(year, month, day).year <= _LAST_YEAR
    except ValueError:
        return False


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
