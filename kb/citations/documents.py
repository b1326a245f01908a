"""Read how documents and cases are cited: prop. 2021/22:125, HFD 2015 ref. 61, C-634/21."""

import re
from collections.abc import Callable

_SESSION = r"(?:19|20)\d{2}/\d{2}(?:\d{2})?"
_COMMITTEES = (
    "AU", "CU", "FiU", "FöU", "JuU", "KrU", "KU", "MJU", "NU", "SfU", "SkU", "SoU", "TU", "UbU",
    "UU", "UFöU", "LU", "BoU", "KUU",
)  # fmt: skip
_COMMITTEE_CASE = {code.casefold(): code for code in _COMMITTEES}

#: A page, a section or a point may follow; it is kept beside a key, never in it.
_PLACE = r"(?:,? (?:s\.?|sid\.?|p\.?|avsnitt) ?\d[\d.]*(?: ?[–-] ?\d+)?(?: ff?\.?)?)?"


def _plain(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix and the number as they stand."""
    return lambda match: f"{prefix}/{match[1]}"


def _year_number(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix, a year and a number."""
    return lambda match: f"{prefix}/{match[1]}/{match[2]}"


def _report(match: re.Match[str]) -> str:
    """Make the key of a committee report, with the committee's letters in their right case."""
    return f"bet/{match[1]}:{_COMMITTEE_CASE[match[2].casefold()]}{match[3].lower()}"


def _upper(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix and the number in capitals; a dash counts as the hyphen."""
    return lambda match: f"{prefix}/{match[1].upper().replace('–', '-')}"


_FORMS: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    (rf"prop(?:\.|osition)? ?({_SESSION}:\d{{1,4}}|19\d{{2}}:\d{{1,4}})", _plain("prop")),
    (rf"bet(?:\.|änkande)? ?({_SESSION}):({'|'.join(_COMMITTEES)})(\d{{1,3}}[a-z]?)", _report),
    (rf"rskr\.? ?({_SESSION}:\d{{1,4}})", _plain("rskr")),
    (rf"mot(?:\.|ion)? ?({_SESSION}:\d{{1,4}})", _plain("mot")),
    (r"(?:tilläggs)?dir(?:\.|ektiv)? ?(\d{4}:\d{1,3})", _plain("dir")),
    (r"SOU ?(\d{4}:\d{1,3})", _plain("sou")),
    (r"Ds ?(\d{4}:\d{1,3})", _plain("ds")),
    (r"COM ?\((\d{4})\) ?(\d{1,4})(?: final)?", _year_number("com")),
    (r"HFD ?(\d{4}) ?ref\.? ?(\d{1,3})", _year_number("hfd")),
    (r"RÅ ?(\d{4}) ?ref\.? ?(\d{1,3})", _year_number("ra")),
    (r"NJA ?(\d{4}) ?s\.? ?(\d{1,4})", _year_number("nja")),
    (r"JO(?:[: ]s beslut)?,? ?(?:dnr\.? ?)?(\d{1,5}-\d{2,4})", _plain("jo")),
    (r"(?:(?:IMY|Datainspektionen),? )?(?:dnr\.? )?((?:DI|IMY)-\d{4}-\d{1,6})", _upper("imy")),
    (r"(?:mål )?([CT][-–]\d{1,4}/\d{2})", _upper("eucase")),
]
_COMPILED = [(re.compile(form + _PLACE, re.IGNORECASE), make) for form, make in _FORMS]


def read_document(text: str) -> str | None:
    """Return the key of the document or case that *text* cites; None when it cites none."""
    for pattern, make in _COMPILED:
        match = pattern.fullmatch(text)
        if match is not None:
            return make(match)
    return None
