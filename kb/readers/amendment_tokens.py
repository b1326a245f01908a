"""Amendment notes cut into tokens, and the words that the notes know, misspellings included."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from kb.words import AmendmentVerb


class Kind(Enum):
    """What a token of a note is."""

    ACT = auto()
    DAY = auto()
    DOTTED = auto()
    NUMBER = auto()
    RANGE = auto()
    SECTION = auto()
    COMMA = auto()
    SEMICOLON = auto()
    WORD = auto()
    OTHER = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a note: numbers as ``3a``, words in lower case without their full stop."""

    kind: Kind
    value: str
    start: int
    end: int


# A section has one letter or the same letter twice ("3 aa §"): two others are a word ("2 st").
_TOKEN = re.compile(
    r"(?P<ACT>[0-9]{4}:[0-9]+(?: ?s\. ?[0-9]+)?(?![0-9]))"
    r"|(?P<DAY>[0-9]{4}-[0-9][0-9]-[0-9][0-9])"
    r"|(?P<DOTTED>[0-9]{1,4}(?:\.[0-9]{1,4})+)"
    r"|(?P<NUMBER>[0-9]+(?: ?(?P<letter>[a-z])(?P=letter)?(?![^\W_])| [A-Z](?= ?kap))?)"
    r"|(?P<RANGE>--?|–)"
    r"|(?P<SECTION>§+)"
    r"|(?P<COMMA>[,()]+)"
    r"|(?P<SEMICOLON>[;:])"
    r"|(?P<WORD>[^\W\d_]+)"
    r"|(?P<OTHER>[^\s.])"
)
_KINDS = {kind.name: kind for kind in Kind}
# "ikrafttr.- och övergångsbest." in all its spellings is one thing: transitional provisions.
_ENTRY = re.compile(r"\b(?:ikraf|kraft)[a-zåäö]{1,20}\.?-? ?och (?=[öä]ver)", re.IGNORECASE)
_SUFFIX = re.compile(r" ?([ip])$")

VERBS: dict[str, AmendmentVerb] = {
    **dict.fromkeys(
        ("ändr", "änr", "änd", "öndr", "äncdr", "ändring", "ändras", "ändrad"),
        AmendmentVerb.CHANGED,
    ),
    **dict.fromkeys(("ny", "nya", "nytt"), AmendmentVerb.ADDED),
    **dict.fromkeys(
        ("upph", "uppgh", "upphävd", "upphör", "upphävs", "upphäver", "pph"),
        AmendmentVerb.REPEALED,
    ),
    "omtryck": AmendmentVerb.REPRINTED,
    **dict.fromkeys(
        ("ikrafttr", "ikraftr", "ikrafftr", "krafttr", "ikraftträd", "ikraftträdande"),
        AmendmentVerb.ENTERS_INTO_FORCE,
    ),
}
#: "utgår": dropped from an amending act that is not in force yet, or said of a heading.
DROPPED = frozenset({"utgår"})
CHAPTER = frozenset({"kap", "ka", "kp", "ap", "kapitel", "kapitlet"})
MOMENT = frozenset({"mom", "st", "stycket", "styckena", "meningen", "ledet"})
POINT = frozenset({"p", "punkt", "punkten", "punkterna"})
AND = frozenset({"och", "samt", "med", "resp", "respektive", "dels", "även"})
#: Words before a place that has just been, or just got, its number.
MODIFIERS = frozenset({"den", "de", "det", "tidigare", "upphävda", "förutvarande"})
NEW = frozenset({"ny", "nya", "nytt"})
PRESENT = frozenset({"nuvarande", "nuvande"})
BECOMES = frozenset({"ska", "skall", "betecknas", "etecknas", "becknas"})
MOVED = frozenset({"sätts", "sättas", "sättes", "sättts", "flyttas"})
HEADINGS = frozenset(
    {
        *("rubr", "rubrik", "rubriken", "rubrikerna", "mellanrubr", "mellanrubrik"),
        *("underrubr", "kapitelrubr", "huvudrubr"),
    }
)
NEAR = frozenset(
    {
        *("närmast", "närmst", "nämast", "närmas", "närmrast", "närmat", "ärmast", "nämst"),
        *("nästmast", "närmats", "nämrast", "närrmast", "närmsta", "närmare"),
        *("före", "föe", "efter", "framför", "till", "i"),
    }
)
#: What is changed without any numbered provision being touched.
TITLES = frozenset(
    {
        *("författningsrubr", "författningsrubrik", "författtningsrubr", "författningarubr"),
        *("författnings", "ingressen", "kapindeln", "indeln"),
    }
)
APPENDIX = frozenset({"bil", "bilaga", "bilagan"})
ORDINALS = frozenset({"första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde"})
#: What is counted inside appendices and tables.
DESIGNATED = frozenset(
    {
        *("avd", "avsnitt", "formulär", "formulären", "formuläret", "kolumn", "nr", "anmärkn"),
        *("tabell", "tabellerna", "sjömansskattetab", "sjömansskattetabellerna"),
        *("bränsleförteckn", "tilläggsprot", "taxan"),
    }
)
TRANSITIONAL = frozenset(
    {
        *("övergångsbest", "övergångsbestämmelser", "ikraftträdandebest", "slutbest", "överg"),
        *("övergångs", "ävergångsbest", "övergångbest", "upphävandebest", "övergångsbestämmelse"),
        *("ikrafttrbest", "best"),
    }
)
INSTRUCTIONS = frozenset({"anvisn", "anv", "anvisning", "anvisningar", "anvisningarna"})
SUPPLEMENTARY = frozenset({"tilläggsbest", "tillägsbest", "tilläggsbestämmelse"})
#: What limits a repeal or an entry into force to a part or a country.
LIMITS = frozenset(
    {
        *("såvitt", "vad", "gäller", "endast", "att", "betr", "inte", "utom", "delvis", "övrigt"),
        *("dess", "helhet", "förhållande", "visst", "tills"),
    }
)
LIMIT_TAIL = frozenset({"avser", "angår", "gäller"})
#: "forts. giltighet": the act lives on beyond the day on which it was to end.
VALIDITY = re.compile(
    r"(?:(?:forts|forsatt|fortsatt|begr|begränsad|förlängd)\.? ?giltighet"
    r"|tidsbegränsn(?:ing|\.)?)\.?"
)
#: "(se 1975:159)", "(upph. genom 1992:254)": said of another act, or only a hint.
ASIDE = re.compile(r"\((?:se|jfr|upph)\b[^();]{0,80}\)")
CARDINAL_PART = frozenset({"vissa", "viss", "del", "delar", "av", "i", "lagen", "de", "som"})


def tokens_of(note: str) -> list[Token]:
    """Cut *note* into tokens; the last has the kind END."""
    text = _ENTRY.sub(lambda found: " " * len(found[0]), note)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = _KINDS[match.lastgroup or "OTHER"]
        if kind is Kind.NUMBER:
            found += _number(text, match, found)
        else:
            value = match[0].lower() if kind is Kind.WORD and len(match[0]) > 1 else match[0]
            found.append(Token(kind, value, match.start(), match.end()))
    found.append(Token(Kind.END, "", len(text), len(text)))
    return found


def _number(text: str, match: re.Match[str], before: list[Token]) -> list[Token]:
    """Return the token of a number; two of them where "9 p" is a point and "9 i" a preposition."""
    start, end = match.span()
    compact = match[0].replace(" ", "").lower()
    number = compact.lstrip("0") or "0"
    suffix = _SUFFIX.search(match[0])
    if suffix is None or _is_letter(text, match, before, suffix[1]):
        return [Token(Kind.NUMBER, number, start, end)]
    cut = start + suffix.start()
    letter = start + suffix.start(1)
    return [
        Token(Kind.NUMBER, number[:-1], start, cut),
        Token(Kind.WORD, suffix[1], letter, end),
    ]


def _is_letter(text: str, match: re.Match[str], before: list[Token], letter: str) -> bool:
    after = text[match.end() : match.end() + 2].lstrip()
    if letter == "i":
        return not after or after[0] in ",;§-–)" or text.startswith(" och", match.end())
    if after.startswith("§"):
        return True
    # "26 m, 26 p, 45 b §§" are sections; "2, 3, 10 p" are points.
    digits = match[0].rstrip(" p")
    return any(
        token.value == "o" or (token.value[-1:].isalpha() and token.value[:-1] == digits)
        for token in before[-3:]
    )
