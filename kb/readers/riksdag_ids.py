"""What the Riksdag calls its documents: session and designation, and the id computed of them.

The identity is the series with session and designation, ``bet/2021/22:KU36``. The id of the open
data, ``H901KU36``, says the same shorter: two letters for the session, the code of the series, and
the designation.
"""

import re
from dataclasses import dataclass

from kb.words import DocumentKind

KINDS = {
    "bet": DocumentKind.COMMITTEE_REPORT,
    "dir": DocumentKind.DIRECTIVE,
    "ds": DocumentKind.MEMO,
    "mot": DocumentKind.MOTION,
    "prop": DocumentKind.BILL,
    "rskr": DocumentKind.DECISION,
    "sfs": DocumentKind.STATUTE,
    "skr": DocumentKind.COMMUNICATION,
    "sou": DocumentKind.REPORT,
}
#: Bills and communications are numbered together.
_CODES = {
    "bet": "01",
    "mot": "02",
    "prop": "03",
    "skr": "03",
    "rskr": "04",
    "dir": "B1",
    "sou": "B3",
    "ds": "B4",
}
#: Numbered by the calendar year and not by the session.
_BY_YEAR = frozenset({"dir", "ds", "sfs", "sou"})
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: The first two characters of an id count the years from here, in base 36.
_FIRST_YEAR = 1400
_SESSION = re.compile(r"((?:18|19|20)\d\d)/(\d\d(?:\d\d)?)", re.ASCII)
_YEAR = re.compile(r"(?:18|19|20)\d\d", re.ASCII)
_BEFORE_COLON = re.compile(r"(?:.*?\s)?((?:18|19|20)\d\d(?:/\d\d(?:\d\d)?)?)\s*:\s*(.*)", re.ASCII)
_DESIGNATIONS = {
    "bet": re.compile(r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,4}\d{1,3}[a-z]?"),
    "sfs": re.compile(r"(?:bih)?\d{1,4}(?:s\d{1,4})?", re.ASCII),
}
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_ID = re.compile(r"([0-9A-Z]{2})(0[1-4]|B[134])(\w{1,12})")
_STATUTE_ID = re.compile(r"sfs-(\d{4})-(\w{1,12})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Identity:
    """The series, the session (``2021/22``) or year (``2021``), and the designation there."""

    series: str
    session: str
    designation: str

    @property
    def key(self) -> str:
        """How it is called here: ``bet/2021/22:KU36``, ``sou/2021:16``."""
        return f"{self.series}/{self.session}:{self.designation}"

    @property
    def id(self) -> str:
        """The id of the open data, computed."""
        return riksdag_id(self.session, self.series, self.designation)


def riksdag_id(session: str, series: str, designation: str) -> str:
    """Compute the id: ``H901KU36`` of session 2021/22, series bet and designation KU36.

    What is numbered by the calendar year bears the letters of the session that begins in it;
    statutes are called by their number, ``sfs-2022-638``.
    """
    year = int(session[:4])
    if series == "sfs":
        return f"sfs-{year}-{designation}"
    high, low = divmod(year - _FIRST_YEAR, len(_DIGITS))
    return f"{_DIGITS[high]}{_DIGITS[low]}{_CODES[series]}{designation}"


def identity_of(series: str, session: str, designation: str, given: str = "") -> Identity | None:
    """Read the identity of a row; what it leaves out is taken from its id *given*, if that tells.

    The designation may repeat the series and the session: ``SOU 2021:16``, ``2022:638``. None when
    session or designation is not told, or is none that the series has.
    """
    if series not in KINDS:
        return None
    repeated = _BEFORE_COLON.fullmatch(designation)
    if repeated:
        session, designation = repeated[1], repeated[2].strip()
    by_id = identity_of_id(given, series)
    if by_id is not None:
        session, designation = session or by_id.session, designation or by_id.designation
    whole = session_of(series, session)
    shape = _DESIGNATIONS.get(series, _NUMBER)
    if whole is None or shape.fullmatch(designation) is None:
        return None
    return Identity(series, whole, designation)


def identity_of_id(given: str, series: str) -> Identity | None:
    """Read an id of the open data; *series* tells bills from communications. None if it is none."""
    if statute := _STATUTE_ID.fullmatch(given):
        return Identity("sfs", statute[1], statute[2]) if series == "sfs" else None
    match = _ID.fullmatch(given)
    if match is None or _CODES.get(series) != match[2]:
        return None
    year = int(match[1], len(_DIGITS)) + _FIRST_YEAR
    session = str(year) if series in _BY_YEAR else _written(year)
    return Identity(series, session, match[3])


def session_of(series: str, text: str) -> str | None:
    """Read the session, or the calendar year, by which *series* is numbered; None if it is none."""
    return _year(text) if series in _BY_YEAR else _session(text)


def _session(text: str) -> str | None:
    """Write a session as it is cited; None for what is none, such as ``2021/23``."""
    match = _SESSION.fullmatch(text)
    if match is None or not str(int(match[1]) + 1).endswith(match[2]):
        return None
    return _written(int(match[1]))


def _year(text: str) -> str | None:
    """Read a calendar year; a session is that of the year in which it begins, as in the ids."""
    match = _YEAR.fullmatch(text) or _SESSION.fullmatch(text)
    return text[:4] if match else None


def _written(year: int) -> str:
    return "1999/2000" if year == 1999 else f"{year}/{(year + 1) % 100:02}"
