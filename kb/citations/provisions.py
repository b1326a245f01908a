"""Read the place inside an act: chapters, sections, paragraphs and items, or articles."""

import re
from dataclasses import dataclass

#: A range longer than this is a mistake, or no wish to see every section.
MAX_RANGE = 100

_ORDINALS = {
    word: number
    for words in (
        "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    )
    for number, word in enumerate(words.split(), start=1)
}
_FLAGS = re.IGNORECASE
#: The lookahead keeps "3 och" and "2 kap" from giving the letters o and k.
_ITEM = r"\d{1,4}(?: ?[a-z](?![a-zåäö]))?"
_JOIN = r" ?(?:,|–|-|och|samt|and|to) ?"
_LIST = rf"{_ITEM}(?:{_JOIN}{_ITEM})*"
_CHAPTER = re.compile(
    r"(?:(\d{1,3}(?: ?[a-z])?) ?kap(?:\.|itlet)?|kap(?:\.|itel)? ?(\d{1,3}(?: ?[a-z](?![a-zåäö]))?)"
    r"|chapter (\d{1,3}(?: ?[a-z](?![a-zåäö]))?)),? ?",
    _FLAGS,
)
_SECTIONS = re.compile(rf"(?:({_LIST}) ?§§?|(?:§§?|sections?) ?({_LIST})),? ?", _FLAGS)
_SHORTHAND = re.compile(rf"(\d{{1,3}}(?: ?[a-z])?):({_LIST}) ?§? ?", _FLAGS)
_PARAGRAPH = re.compile(
    rf"(?:({'|'.join(_ORDINALS)}) (?:stycket|st\.?|paragraph)"
    r"|(\d{1,2})(?::[ae])? ?st(?:\.|ycket)?(?![a-zåäö])|st(?:\.|ycke) ?(\d{1,2})(?!\d)),? ?",
    _FLAGS,
)
# The letter i is left out: in "första stycket 2 i OSL" it is a preposition.
_POINT = re.compile(
    r"(?:item |punkt(?:en)? |p\. ?)?(\d{1,3}(?: ?[a-hj-z](?![a-zåäö.]))?)(?![\d:/])"
    r"(?: ?p(?:\.|unkten)?(?![a-zåäö]))?,? ?",
    _FLAGS,
)
_ARTICLE_WORD = re.compile(r"(?:artiklarna|artiklar|artikel|articles?|art\.?) ?", _FLAGS)
_ARTICLE = re.compile(
    r"(\d{1,3}[a-z]?)(?:\.(\d{1,3}[a-z]?)|\((\d{1,3}[a-z]?)\))?"
    r"(?:[. ]([a-z])(?![a-zåäö])|\(([a-z]{1,4})\))?",
    _FLAGS,
)
_BETWEEN = re.compile(r"(?:, ?(?:och |samt |and )?| ?(?:och|samt|and) )", _FLAGS)
_RANGE = re.compile(r" ?(–|-|to) ?", _FLAGS)
_LIST_PART = re.compile(rf"({_ITEM})(?:({_JOIN})|$)", _FLAGS)


@dataclass(frozen=True)
class Inside:
    """Places inside an act, whose name is still to be read, and what of the text is left."""

    prefix: str
    fragments: tuple[str, ...]
    rest: str

    def keys_in(self, act: str) -> tuple[str, ...]:
        """Return the keys in *act*; empty when acts of its kind are not divided like this."""
        if not act.startswith(f"{self.prefix}/"):
            return ()
        return tuple(f"{act}#{fragment}" for fragment in self.fragments)


def read_inside(text: str, *, after_act: bool = False) -> Inside | None:
    """Read the place that *text* begins with; None when it begins with none.

    *after_act* also allows the lawyers' shorthand 6:37, which elsewhere would be a number.
    """
    if _ARTICLE_WORD.match(text):
        return _read_articles(text)
    fragments: list[str] = []
    position = 0
    while True:
        group = _read_group(text, position, after_act=after_act)
        if group is None:
            return Inside("sfs", tuple(fragments), text[position:]) if fragments else None
        fragments += group[0]
        between = _BETWEEN.match(text, group[1])
        if between is None or _read_group(text, between.end(), after_act=after_act) is None:
            return Inside("sfs", tuple(fragments), text[group[1] :].strip())
        position = between.end()


def _read_group(text: str, start: int, *, after_act: bool) -> tuple[list[str], int] | None:
    """Read one chapter with its sections from *start*; None when there is none."""
    if after_act and (short := _SHORTHAND.match(text, start)):
        return _with_tail(text, short.end(), f"K{_joined(short[1])}", short[2])
    chapter = _CHAPTER.match(text, start)
    prefix = f"K{_joined(chapter[1] or chapter[2] or chapter[3])}" if chapter else ""
    after_chapter = chapter.end() if chapter else start
    sections = _SECTIONS.match(text, after_chapter)
    if sections:
        return _with_tail(text, sections.end(), prefix, sections[1] or sections[2])
    return ([prefix], after_chapter) if chapter else None


def _with_tail(
    text: str, position: int, chapter: str, sections: str
) -> tuple[list[str], int] | None:
    """Add paragraph and item, which belong to the last section named."""
    numbers = _expanded(sections)
    if not numbers:
        return None
    tail = ""
    if paragraph := _PARAGRAPH.match(text, position):
        number = _ORDINALS.get((paragraph[1] or "").casefold()) or paragraph[2] or paragraph[3]
        tail, position = f"S{int(number)}", paragraph.end()
    if point := _POINT.match(text, position):
        tail, position = f"{tail}N{_joined(point[1])}", point.end()
    fragments = [f"{chapter}P{number}" for number in numbers]
    fragments[-1] += tail
    return fragments, position


def _joined(number: str) -> str:
    """Write ``2 A`` as ``2a``, without leading zeros."""
    compact = number.replace(" ", "").lower()
    return compact.lstrip("0") or compact


def _expanded(sections: str) -> list[str]:
    """List the sections of ``1, 3 och 6`` or ``1–8``; empty when a range cannot be meant."""
    numbers: list[str] = []
    is_range = False
    for match in _LIST_PART.finditer(sections):
        number = _joined(match[1])
        if is_range:
            between = _between(numbers[-1], number)
            if between is None:
                return []
            numbers += between
        numbers.append(number)
        is_range = match[2] is not None and _RANGE.fullmatch(match[2]) is not None
    return numbers


def _between(first: str, last: str) -> list[str] | None:
    """List what lies between two sections of a range; None for a range that runs backwards."""
    first_number, first_letter = _number_and_letter(first)
    last_number, last_letter = _number_and_letter(last)
    if first_number == last_number:
        start = ord(first_letter) + 1 if first_letter else ord("a")
        return [f"{first_number}{chr(code)}" for code in range(start, ord(last_letter or "a"))]
    if first_number > last_number or last_number - first_number > MAX_RANGE:
        return None
    # Which letter sections exist only the act knows; "1–3 a" gives the whole numbers between.
    stop = last_number + 1 if last_letter else last_number
    return [str(number) for number in range(first_number + 1, stop)]


def _number_and_letter(section: str) -> tuple[int, str]:
    """Split ``2a`` into 2 and a."""
    digits = section.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), section[len(digits) :]


def _read_articles(text: str) -> Inside | None:
    """Read ``artikel 22.2 b`` and ``Articles 6(1)(e) and 9(2)(h)``."""
    word = _ARTICLE_WORD.match(text)
    fragments = []
    position = word.end() if word else 0
    while match := _ARTICLE.match(text, position):
        levels = (match[1], match[2] or match[3], match[4] or match[5])
        fragments.append("A" + ".".join(level.lower() for level in levels if level))
        position = match.end()
        between = _BETWEEN.match(text, position)
        if between is None or _ARTICLE.match(text, between.end()) is None:
            break
        position = between.end()
    return Inside("celex", tuple(fragments), text[position:].strip()) if fragments else None
