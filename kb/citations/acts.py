"""Read what names an act: a known name, a number in the statute book, "samma lag"."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kb.citations.european import read_eu_act
from kb.citations.names import FORMER, Names, sort_of_name
from kb.citations.tokens import Kind, Tokens

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
        start=1,
    )
}
_SAME = frozenset({"samma", "nämnda", "sagda", "angivna", "sistnämnda", "förstnämnda", "same"})
_OWN = frozenset({"denna", "detta", "this"})
_SORTS = {
    "lag": "lag", "lagen": "lag", "balk": "balk", "balken": "balk", "förordning": "förordning",
    "förordningen": "förordning", "kungörelse": "kungörelse", "kungörelsen": "kungörelse",
    "stadga": "stadga", "stadgan": "stadga", "direktiv": "direktiv", "direktivet": "direktiv",
    "författning": "", "act": "", "regulation": "förordning", "directive": "direktiv",
    "ordinance": "förordning", "code": "balk", "instruktion": "", "reglemente": "",
}  # fmt: skip
_GENITIVES = {f"{word}s": sort for word, sort in _SORTS.items() if word}
_DEFINITE = frozenset({"lagen", "balken", "förordningen", "kungörelsen", "stadgan", "direktivet"})
_ENDINGS = (
    "lag", "lagen", "lags", "lagens", "balk", "balken", "balks", "balkens", "förordning",
    "förordningen", "förordnings", "förordningens", "kungörelse", "kungörelsen", "kungörelsens",
    "stadga", "stadgan", "stadgans", "ordning", "ordningen", "ordningens", "formen", "formens",
    "reglemente", "reglementet", "instruktion", "instruktionen", "stadgar", "stadgarna", "brev",
    "brevet", "cirkulär", "cirkuläret", "tillkännagivande", "tillkännagivandet", "föreskrifter",
    "taxa", "taxan", "act", "ordinance", "code", "bestämmelser", "beslut", "akt", "resolution",
)  # fmt: skip
#: A word of its own that ends like this names an act, known or not.
_NAMING = ("lagen", "lagens", "balken", "balkens", "förordningen", "förordningens")
#: Such words that are the plural or the past of something else.
_NO_ACTS = (
    "bolagen", "underlagen", "upplagen", "landslagen", "anslagen", "beslagen", "förslagen",
    "inslagen", "utslagen", "nedslagen", "uppslagen", "tillslagen", "överslagen", "omslagen",
    "avslagen", "påslagen", "framslagen", "ihjälslagen", "trädslagen", "djurslagen", "varuslagen",
    "naturlagen", "moderbolagen", "kostnadsslagen", "naturlagens", "bolagens", "anordningen",
)  # fmt: skip
#: Verbs that end like an adjective: "enligt 5 § ska lagen".
_VERBS = frozenset({"ska", "skola", "kunna", "ha", "gälla", "äga", "vara", "anta", "denna"})
#: Words that may stand between a place and its act.
_LINKS = frozenset({"i", "av", "enligt", "ur", "till", "of", "in", "the", "den", "det", "af"})


class Pointer(Enum):
    """How an act that is not named is pointed at."""

    NAMED = "named"
    SAME = "same"
    OWN = "own"
    THE = "the"


@dataclass(frozen=True)
class Act:
    """An act as the text names it or points at it."""

    start: int
    end: int
    key: str | None
    #: lag, balk, förordning …; empty when the words do not say.
    sort: str = ""
    pointer: Pointer = Pointer.NAMED
    #: Whether the words alone are enough to be a reference; "lagen" is not.
    stands_alone: bool = True
    #: Whether the act is told by its number.
    numbered: bool = False


@dataclass(frozen=True)
class Reader:
    """What is needed to read acts: the tokens, the names, and the day they are read on."""

    tokens: Tokens
    names: Names
    as_of: date
    #: Whether the text is typed into a box, where case does not count and numbers stand bare.
    is_query: bool = False


def read_act(reader: Reader, at: int) -> Act | None:
    """Read the act that is named or pointed at from token *at* on; None when none is."""
    tokens = reader.tokens
    kind = tokens.kinds[at]
    if kind is Kind.WORD:
        return (
            _pointed(tokens, at)
            or _former(reader, at)
            or _by_name(reader, at)
            or _by_unions_name(reader, at)
            or read_eu_act(tokens, at, _eu_act)
            or _by_word(reader, at)
        )
    if kind is Kind.STATUTE:
        return Act(at, at + 1, statute_key(tokens.words[at]), numbered=True)
    if tokens.words[at] == "(":
        return read_eu_act(tokens, at, _eu_act) or _in_brackets(tokens, at)
    if kind is Kind.CELEX:
        return Act(at, at + 1, _celex(tokens, at), numbered=True)
    is_eu = kind is Kind.NUMBER and tokens.words[at + 1] == "/"
    return read_eu_act(tokens, at, _eu_act) if is_eu else None


def read_act_after_place(reader: Reader, at: int) -> Act | None:
    """Read the act that follows a place, over a comma or a word such as "i"."""
    tokens = reader.tokens
    position = at
    if tokens.words[position] == ",":
        after_comma = read_act(reader, position + 1)
        return after_comma if after_comma and after_comma.numbered else None
    for _ in range(3):
        act = read_act(reader, position) or _by_number(tokens, position)
        if act is not None:
            return act
        if tokens.words[position] not in _LINKS:
            return _described(tokens, position)
        position += 1
    return None


def _described(tokens: Tokens, at: int) -> Act | None:
    """Read ``gamla lagen``, which was named before, ``nya lagen``, or ``norska lagen``."""
    word, after = tokens.words[at], tokens.words[at + 1]
    if after not in _DEFINITE or not word.endswith(("a", "dre")) or word in _VERBS:
        return None
    sort = _SORTS[after]
    if word in FORMER:
        return Act(at, at + 2, None, sort, Pointer.SAME, stands_alone=False)
    return Act(at, at + 2, None, sort, Pointer.OWN if word == "nya" else Pointer.NAMED)


def has_act_ending(word: str) -> bool:
    """Whether *word* is, or ends like, a word for an act: lagen, förordning, balken."""
    return word.endswith(_ENDINGS) and word not in _NO_ACTS


def statute_key(number: str) -> str:
    """Make the key of a number in the statute book; a page joins it: 1827:60 s. 1007."""
    compact = number.replace(" ", "").replace(".", "")
    return f"sfs/{compact}"


def _celex(tokens: Tokens, at: int) -> str | None:
    """Make the key of a CELEX number; a judgment is known by its case, not by the number."""
    word = tokens.raw(at)
    return f"celex/{word}"


def _eu_act(start: int, end: int, key: str | None, sort: str) -> Act:
    """Make an act of what the EU's grammar has read."""
    return Act(start, end, key, sort, numbered=True)


def _pointed(tokens: Tokens, at: int) -> Act | None:
    """Read ``samma lag``, ``denna förordning``, ``lagens``."""
    word, after = tokens.words[at], tokens.words[at + 1]
    if word in _SAME and after in _SORTS:
        return Act(at, at + 2, None, _SORTS[after], Pointer.SAME)
    if word in _SAME and after in _GENITIVES:
        return Act(at, at + 2, None, _GENITIVES[after], Pointer.SAME)
    if word == "den" and after in _DEFINITE and tokens.words[at + 2] not in ("(", "om", "som"):
        return Act(at, at + 2, None, _SORTS[after], Pointer.SAME, stands_alone=False)
    if word in ("den", "the", "that") and after in _SAME | {"act"}:
        inner = _pointed(tokens, at + 1)
        if inner:
            return Act(at, inner.end, None, inner.sort, Pointer.SAME)
    if word in _OWN and (after in _SORTS or after in _GENITIVES):
        sort = _SORTS.get(after, _GENITIVES.get(after, ""))
        return Act(at, at + 2, None, sort, Pointer.OWN, stands_alone=False)
    return None


def _former(reader: Reader, at: int) -> Act | None:
    """Read ``gamla socialtjänstlagen``: the act that bore the name before the present one."""
    tokens = reader.tokens
    if tokens.words[at] not in FORMER:
        return None
    found = reader.names.longest(tokens, at + 1)
    if found is None:
        return None
    end, name = found
    if name in _SORTS:
        return None
    numbered = _number_after(tokens, end)
    if numbered:
        return Act(at, numbered[1], numbered[0], sort_of_name(name), numbered=True)
    key = reader.names.find(f"{tokens.words[at]} {name}", reader.as_of)
    return Act(at, end, key, sort_of_name(name))


def _by_name(reader: Reader, at: int) -> Act | None:
    """Read a known name, whose number decides where it follows."""
    tokens = reader.tokens
    found = reader.names.longest(tokens, at)
    if found is None:
        return None
    end, name = found
    sort = sort_of_name(name)
    numbered = _number_after(tokens, end)
    if numbered:
        key, after = numbered
        return Act(at, _over_title(reader, tokens.words[end - 1], after), key, sort, numbered=True)
    if name in _SORTS:
        return None
    day, after = _day_of_wording(tokens, end)
    alone = len(name) > 2 or reader.is_query or _after_preposition(tokens, at)
    return Act(at, end, reader.names.find(name, day or reader.as_of), sort, stands_alone=alone)


def _by_unions_name(reader: Reader, at: int) -> Act | None:
    """Read ``EU:s dataskyddsförordning``, which goes by the name dataskyddsförordningen."""
    tokens = reader.tokens
    if tokens.words[at] not in ("eu:s", "unionens"):
        return None
    word = tokens.words[at + 1].removesuffix("s")
    if not word.endswith(("förordning", "direktiv", "akt")) or word in _SORTS:
        return None
    key = reader.names.find(f"{word}{'et' if word.endswith('direktiv') else 'en'}", reader.as_of)
    return Act(at, at + 2, key, sort_of_name(word))


def _by_word(reader: Reader, at: int) -> Act | None:
    """Read ``lagen (2022:913) om …``, ``lagen den 14 juni 1907 (nr 36)``, or an unknown name."""
    tokens = reader.tokens
    word = tokens.words[at]
    start = at
    if word.endswith("-") and tokens.words[at + 1] in ("och", "eller", "samt"):
        at += 2
        word = tokens.words[at]
    if not word.endswith(_ENDINGS) or word in _NO_ACTS:
        return None
    sort = sort_of_name(word)
    numbered = _number_after(tokens, at + 1)
    if numbered:
        key, after = numbered
        return Act(start, _over_title(reader, word, after), key, sort, numbered=True)
    dated = _dated(tokens, at + 1)
    if dated:
        return Act(start, dated[1], dated[0], sort)
    if word in _DEFINITE or word in _GENITIVES:
        if tokens.words[at + 1] == "om":
            return Act(start, at + 1, None, sort, stands_alone=False)
        return Act(start, at + 1, None, sort, Pointer.THE, stands_alone=False)
    if word.endswith(_NAMING):
        return Act(start, at + 1, None, sort)
    return None


def _number_after(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read ``(2017:725)``, ``(SFS 2017:725)`` or the bare number; where it ends."""
    bracket = tokens.words[at] == "("
    position = at + 1 if bracket else at
    if tokens.words[position] == "sfs":
        position += 1
    if tokens.kinds[position] is not Kind.STATUTE:
        return None
    key = statute_key(tokens.words[position])
    if not bracket:
        return key, position + 1
    # "(1976:600, omtryckt 1980:1)": what follows the number inside the brackets is skipped.
    end = position + 1
    for _ in range(12):
        if tokens.words[end] == ")":
            return key, end + 1
        if tokens.kinds[end] is Kind.END or tokens.words[end] == "(":
            break
        end += 1
    return key, position + 1


def _over_title(reader: Reader, head: str, at: int) -> int:
    """Return where the rest of the title ends, if the names know it: ``lagen (…) om …``."""
    if reader.tokens.words[at] not in ("om", "med", "angående", "för", "i"):
        return at
    if reader.is_query:
        return reader.tokens.count
    known = reader.names.longest(reader.tokens, at, told=head)
    return known[0] if known else at


def _dated(tokens: Tokens, at: int) -> tuple[str | None, int] | None:
    """Read ``den 14 juni 1907 (nr 36 s. 22)``; without a number the act stays unknown."""
    if tokens.words[at] != "den" or tokens.words[at + 2] not in _MONTHS:
        return None
    year, position = tokens.words[at + 3], at + 4
    if not (year.isdecimal() and len(year) == 4):
        return None
    if tokens.words[position : position + 2] != ["(", "nr"]:
        return None, position
    number = tokens.words[position + 2]
    if not (number.isdecimal() and len(number) <= 4):
        return None, position
    end, page = position + 3, ""
    if tokens.words[end : end + 2] == ["s", "."] and tokens.words[end + 2].isdecimal():
        page, end = f"s{tokens.words[end + 2][:4]}", end + 3
    return f"sfs/{year}:{number}{page}", end + 1 if tokens.words[end] == ")" else end


def _by_number(tokens: Tokens, at: int) -> Act | None:
    """Read any word with a number behind it: "kommunalskattelgen (1928:370)", as misprinted."""
    if tokens.kinds[at] is not Kind.WORD or tokens.words[at + 1] != "(":
        return None
    numbered = _number_after(tokens, at + 1)
    return Act(at, numbered[1], numbered[0], numbered=True) if numbered else None


def _in_brackets(tokens: Tokens, at: int) -> Act | None:
    """Read ``(2016:1145)`` behind words that no name was found in."""
    numbered = _number_after(tokens, at)
    if numbered is None or tokens.words[numbered[1] - 1] != ")":
        return None
    return Act(at, numbered[1], numbered[0], numbered=True)


def _day_of_wording(tokens: Tokens, at: int) -> tuple[date | None, int]:
    """Read ``i dess lydelse före den 1 juli 2022``: the day whose names count."""
    if tokens.words[at] not in ("i", "enligt") or tokens.words[at + 2] not in (
        "lydelse",
        "lydelsen",
    ):
        return None, at
    position = at + 3
    before = tokens.words[position] in ("före", "intill")
    if before or tokens.words[position] in ("från", "per", "vid"):
        position += 1
    if tokens.words[position] == "den":
        position += 1
    number, month, year = tokens.words[position : position + 3]
    if not (number.isdecimal() and month in _MONTHS and year.isdecimal() and len(year) == 4):
        return None, at
    try:
        day = date(int(year), _MONTHS[month], int(number))
    except ValueError:
        return None, at
    return day - timedelta(days=1) if before and day > date.min else day, position + 3


def _after_preposition(tokens: Tokens, at: int) -> bool:
    """Whether a word stands before a two-letter name that lets it be an act's: "enligt FL"."""
    return at > 0 and tokens.words[at - 1] in ("enligt", "i", "av", "se", "jfr", "mot", "genom")
