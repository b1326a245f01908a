"""Read how documents and cases are cited: prop. 2021/22:125 s. 45, HFD 2015 ref. 61, C-634/21."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kb.citations.tokens import Tokens

_SESSION = r"(?:19|20)\d{2}/\d{2}(?:\d{2})?"
_COMMITTEES = (
    "AU", "CU", "FiU", "FöU", "JuU", "KrU", "KU", "MJU", "NU", "SfU", "SkU", "SoU", "TU", "UbU",
    "UU", "UFöU", "LU", "BoU", "KUU",
)  # fmt: skip
_COMMITTEE_CASE = {code.casefold(): code for code in _COMMITTEES}

#: A page, a section or a point may follow; it is kept beside a key, never in it.
_PAGE = re.compile(
    r",? (?:på )?((?:ss?\.?|sidan|sid\.?|p\.?|pp\.?|punkt|avsnitt|kapitel) ?"
    r"\d{1,5}(?:\.\d{1,3}){0,5}"
    r"(?: ?[–-] ?\d{1,5})?(?: och \d{1,5}(?![\w/:]))?(?: ?ff?\b\.?)?)",
    re.IGNORECASE,
)
#: "JO:s beslut den 9 september 2014, dnr 3032-2011": what may stand before the number.
_RULING = r"(?::?s)?(?: (?:beslut|dom|yttrande))?(?: den \d{1,2} \w{3,9} \d{4})?"


@dataclass(frozen=True)
class Document:
    """A document or a case with the page, if one is given; *key* is None when none is known."""

    end: int
    key: str | None
    page: str
    #: The word it is called by: "a. prop." points back at the last of its sort.
    sort: str


def _plain(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix and the number as they stand."""
    return lambda match: f"{prefix}/{match[1]}"


def _year_number(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix, a year and a number."""
    return lambda match: f"{prefix}/{match[1]}/{match[2]}"


def _reported(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make the key of a reported case; notices are numbered by themselves."""
    return lambda match: (
        f"{prefix}/{match[1]}/{'not' if match[2].lower() == 'not' else ''}{match[3]}"
    )


def _report(match: re.Match[str]) -> str:
    """Make the key of a committee report, with the committee's letters in their right case."""
    return f"bet/{match[1]}:{_COMMITTEE_CASE[match[2].casefold()]}{match[3].lower()}"


def _upper(prefix: str) -> Callable[[re.Match[str]], str]:
    """Make a key of the prefix and the number in capitals; a dash counts as the hyphen."""
    return lambda match: f"{prefix}/{match[1].upper().replace('–', '-')}"


def _unknown(match: re.Match[str]) -> None:
    """Make no key: a reference, but to something that has no key here."""
    return


_Make = Callable[[re.Match[str]], str | None]
_END = r"(?![\w/])"
#: The word that the citation begins with, the rest of it, and how its key is made.
_FORMS: list[tuple[str, str, _Make]] = [
    ("prop proposition propositionen propositionerna",
     rf"\w+\.? ?({_SESSION}:\d{{1,4}}|19\d{{2}}:\d{{1,4}}){_END}", _plain("prop")),
    ("bet betänkande betänkandet",
     rf"\w+\.? ?({_SESSION}):({'|'.join(_COMMITTEES)})(\d{{1,3}}[a-z]?){_END}", _report),
    ("rskr riksdagsskrivelse", rf"\w+\.? ?({_SESSION}:\d{{1,4}}){_END}", _plain("rskr")),
    ("mot motion motionen", rf"\w+\.? ?({_SESSION}:\d{{1,4}}){_END}", _plain("mot")),
    ("skr skrivelse", rf"\w+\.? ?({_SESSION}:\d{{1,4}}){_END}", _plain("skr")),
    ("dir direktiv tilläggsdir tilläggsdirektiv kommittédirektiv direktiven",
     rf"\w+\.? ?(\d{{4}}:\d{{1,3}}){_END}", _plain("dir")),
    ("sou", rf"\w+ ?(\d{{4}}:\d{{1,3}}){_END}", _plain("sou")),
    ("ds", rf"\w+ ?(\d{{4}}:\d{{1,3}}){_END}", _plain("ds")),
    ("com kom", rf"\w+ ?\((\d{{4}})\) ?(\d{{1,4}})(?: (?:final|slutlig))?{_END}",
     _year_number("com")),
    ("hfd", rf"\w+ ?(\d{{4}}) ?(ref|not)\.? ?(\d{{1,3}}){_END}", _reported("hfd")),
    ("rå", rf"\w+ ?(\d{{4}}) ?(ref|not)\.? ?(\d{{1,3}}){_END}", _reported("ra")),
    ("nja", rf"\w+ ?(\d{{4}}) ?s\.? ?(\d{{1,4}}){_END}", _year_number("nja")),
    ("jo jo:s justitieombudsmannen justitieombudsmannens",
     rf"\w+{_RULING},? ?(?:i ärende )?(?:dnr\.? ?|med dnr ?)?(\d{{1,5}}-\d{{2,4}}){_END}",
     _plain("jo")),
    ("jo", rf"\w+ \d{{4}}/\d{{2}}(?= s\.){_END}", _unknown),
    ("jk jk:s justitiekanslern justitiekanslerns",
     rf"\w+{_RULING},? ?(?:dnr\.? ?)?(\d{{1,5}}-\d{{2}}-\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}"
     rf"|20\d\d/\d{{3,5}}){_END}", _plain("jk")),
    ("di- imy- di imy datainspektionen datainspektionens integritetsskyddsmyndigheten "
     "integritetsskyddsmyndighetens imy:s dnr",
     rf"(?:(?:IMY|\w+{_RULING})(?:,? |, ?))?(?:dnr\.? )?((?:DI|IMY)[-–]\d{{4}}[-–]\d{{1,6}}){_END}",
     _upper("imy")),
    ("c- c t- t mål målet case",
     rf"(?:\w+ (?:nr )?)?([CT][-–]\d{{1,4}}/\d{{2}})(?: ?P)?{_END}"
     r"(?:, ?(?:ECLI:)?EU:[CT]:\d{4}:\d{1,5})?",
     _upper("eucase")),
    ("mål målet målnr", rf"\w+ ?(?:nr\.? ?)?([A-ZÖÄ]{{0,3}} ?\d{{1,6}}-\d{{2,4}}){_END}", _unknown),
    ("ecli:eu:c ecli:eu:t ecli:se ecli", r"ECLI:([A-Z]{2}:[A-Z0-9]{1,10}:\d{4}:[A-Z0-9.]{1,24})\b",
     _upper("ecli")),
    ("eu:c eu:t", rf"(EU:[CT]:\d{{4}}:\d{{1,5}}){_END}", _upper("ecli")),
    ("ad", rf"\w+ (?:19|20)\d{{2}} nr\.? ?\d{{1,3}}{_END}", _unknown),
    ("möd mig pmöd", rf"\w+ (?:19|20)\d{{2}}:\d{{1,3}}{_END}", _unknown),
    ("rir", rf"\w+ ?20\d{{2}}:\d{{1,2}}{_END}", _unknown),
]  # fmt: skip
_BY_WORD: dict[str, list[tuple[str, re.Pattern[str], _Make]]] = {}
for _words, _rest, _make in _FORMS:
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(
            (_words.split()[0], re.compile(_rest, re.IGNORECASE), _make)
        )
#: "a. prop. s. 46", "a.a. s. 12": the source named before.
_CITED_BEFORE = re.compile(r"a\. ?(prop|bet|a|SOU|st)\.?(?= s)", re.IGNORECASE)
#: Words that begin a citation of a document or a case.
DOCUMENT_WORDS = frozenset(_BY_WORD)
#: Any word in capitals before a number that looks like one of the statute book: HSLF-FS 2017:37.
OTHER_SERIES = re.compile(r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]*FS")


def read_document(tokens: Tokens, at: int) -> Document | None:
    """Return the document or case that is cited at token *at*; None when none is."""
    for sort, pattern, make in _BY_WORD.get(tokens.words[at], ()):
        match = pattern.match(tokens.text, tokens.starts[at])
        if match is not None:
            return _with_page(tokens, match.end(), make(match), sort)
    return None


def read_back_reference(tokens: Tokens, at: int) -> Document | None:
    """Read ``a. prop. s. 46``: the key stays open, the sort says what it points back at."""
    match = _CITED_BEFORE.match(tokens.text, tokens.starts[at])
    if match is None:
        return None
    sort = match[1].lower()
    found = _with_page(tokens, match.end(), None, "" if sort in ("a", "st") else sort)
    return found if found.page else None


def _with_page(tokens: Tokens, end: int, key: str | None, sort: str) -> Document:
    """Read the page behind a document."""
    page = _PAGE.match(tokens.text, end)
    return Document(page.end(), key, page[1], sort) if page else Document(end, key, "", sort)
