"""Read what follows a section: ``första stycket 2``, ``andra stycket 1–3 och 5``."""

from kb.citations.numbers import Member, read_dash, read_number, read_numbers, read_separator
from kb.citations.tokens import Kind, Tokens

ORDINALS = {
    word: number
    for words in (
        "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    )
    for number, word in enumerate(words.split(), start=1)
}
#: Paragraphs that are pointed at without a number: they belong to the reference, not to the key.
_UNNUMBERED = frozenset({"sista", "näst", "last"})
_PARAGRAPHS = frozenset({"stycket", "styckena", "stycke", "st", "paragraph", "paragraphs"})
#: Sentences, indents and the moments of old acts have no mark in a key.
_UNKEYED = frozenset(
    [
        "meningen",
        "meningarna",
        "mening",
        "men",
        "strecksatsen",
        "strecksatserna",
        "ledet",
        "leden",
        "momentet",
        "mom",
        "moment",
        "punkten",
        "punkterna",
        "sentence",
        "sentences",
        "indent",
    ]
)
_ITEM_WORDS = frozenset({"p", "punkt", "punkten", "punkterna", "punkter", "item", "items", "point"})
_LETTER_WORDS = frozenset({"led", "leden", "litt", "litera"})
#: What a number counts when one of these follows it: no item of a section.
_UNITS = frozenset(
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
        "kronor",
        "kr",
        "öre",
        "procent",
        "år",
        "månader",
        "månad",
        "dagar",
        "dag",
        "veckor",
        "timmar",
        "gånger",
        "%",
        "kg",
        "kap",
        "meter",
        "kvadratmeter",
        "euro",
        "personer",
        "stycken",
        "january",
        "february",
        "march",
        "june",
        "july",
        "august",
        "october",
        "promille",
        "hektar",
        "ton",
        "km",
        "miljoner",
        "tusen",
    ]
)
_MAX_STEPS = 24
_BEGINNINGS = ORDINALS.keys() | _UNNUMBERED | _PARAGRAPHS | _ITEM_WORDS | _LETTER_WORDS


class _Tail:
    """Paragraphs and items as they are collected."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.paragraphs: list[str] = []

    def close(self) -> None:
        """Let paragraphs that no item follows count as they are."""
        self.parts += self.paragraphs
        self.paragraphs = []

    def add_items(self, items: list[str], last: str) -> None:
        """Put items into the paragraph that was named last; any before it stand alone."""
        self.parts += self.paragraphs[:-1]
        self.parts += [f"{last}N{item}" for item in items]
        self.paragraphs = []


def read_tail(tokens: Tokens, at: int) -> tuple[tuple[str, ...], int]:
    """Read paragraphs and items from *at* on; return their marks, and where they end."""
    if not _may_begin(tokens, at):
        return (), at
    tail = _Tail()
    end, position, last = at, at, ""
    moment = False
    for _ in range(_MAX_STEPS):
        if (paragraphs := _read_paragraphs(tokens, position)) is not None:
            tail.close()
            tail.paragraphs, end = paragraphs
            last = tail.paragraphs[-1] if tail.paragraphs else ""
        elif (unkeyed := _read_unkeyed(tokens, position)) is not None:
            moment = moment or _is_moment(tokens, position, unkeyed)
            end = unkeyed
        elif (items := _read_items(tokens, position, is_first=position == end)) is not None:
            tail.add_items(items[0], last)
            end = items[1]
        elif position == end and (letters := _read_letters(tokens, position)) is not None:
            end = letters
        elif position > end:
            break
        separator = read_separator(tokens, end)
        if separator is None:
            if position == end or not _may_go_on(tokens, end):
                break
            position = end
        else:
            position = separator[0]
    tail.close()
    return (() if moment else tuple(dict.fromkeys(tail.parts))), end


def _may_begin(tokens: Tokens, at: int) -> bool:
    """Whether token *at* can begin a paragraph or an item; most that follow a section cannot."""
    if tokens.kinds[at] is Kind.NUMBER:
        return tokens.kinds[at + 1] is not Kind.SECTION
    word = tokens.words[at]
    return len(word) == 1 or word in _BEGINNINGS or "-" in word


def _may_go_on(tokens: Tokens, at: int) -> bool:
    """Whether a paragraph, a sentence or an item may stand at *at* without a separator."""
    return tokens.kinds[at] in (Kind.WORD, Kind.NUMBER)


def _read_paragraphs(tokens: Tokens, at: int) -> tuple[list[str], int] | None:
    """Read ``första och andra styckena``, ``1 st.`` or ``st. 2``."""
    if tokens.words[at] in ("st", "stycke", "stycket", "paragraph"):
        after = at + 2 if tokens.words[at + 1] == "." else at + 1
        number = read_number(tokens, after)
        return None if number is None or len(number[0]) > 1 else ([f"S{number[0]}"], number[1])
    numbers, end = _read_ordinals(tokens, at)
    if end == at or tokens.words[end] not in _PARAGRAPHS:
        return None
    abbreviated = tokens.words[end] == "st"
    if abbreviated and tokens.kinds[at] is Kind.NUMBER and not _is_paragraph_number(tokens, at):
        return None
    end += 1
    if abbreviated and tokens.words[end] == ".":
        end += 1
    return [f"S{number}" for number in numbers], end


def _is_paragraph_number(tokens: Tokens, at: int) -> bool:
    """Whether the number before "st." is small enough to count paragraphs."""
    return len(tokens.words[at]) <= 2


def _read_ordinals(tokens: Tokens, at: int) -> tuple[list[int], int]:
    """Read ``första, andra och tredje``, ``första–tredje`` or ``1``; where they end."""
    numbers: list[int] = []
    if tokens.kinds[at] not in (Kind.WORD, Kind.NUMBER):
        return numbers, at
    position, end = at, at
    ranged = False
    while len(numbers) <= len(ORDINALS):
        word = tokens.words[position]
        ordinal = _ordinal(tokens, position)
        if tokens.kinds[position] is not tokens.kinds[at]:
            # "första stycket 1 och andra stycket 3": an item, and then another paragraph.
            ordinal = None
        if ordinal is None:
            if word in _UNNUMBERED and tokens.words[position + 1] in _PARAGRAPHS:
                return numbers, position + 1
            break
        if word not in ORDINALS and "-" in word:
            # "första-tredje" is one word where the hyphen is none of the dashes.
            first, last = word.split("-")
            numbers += range(ORDINALS[first], ORDINALS[last])
        numbers += range(numbers[-1] + 1, ordinal) if ranged and numbers else []
        numbers.append(ordinal)
        end = position + 1
        if tokens.words[end] == ":" and tokens.words[end + 1] in ("a", "e"):
            end += 2
        dash = read_dash(tokens, end)
        separator = read_separator(tokens, end)
        if dash is None and separator is None:
            break
        ranged = dash is not None
        position = dash if dash is not None else separator[0] if separator else end
    return numbers, end


def _ordinal(tokens: Tokens, at: int) -> int | None:
    """Return the number of an ordinal, or of a small plain number; None for anything else."""
    word = tokens.words[at]
    if word in ORDINALS:
        return ORDINALS[word]
    first, _, last = word.partition("-")
    if last in ORDINALS and first in ORDINALS:
        return ORDINALS[last]
    if tokens.kinds[at] is Kind.NUMBER and word.isdecimal() and len(word) <= 2 and word != "0":
        return int(word)
    return None


def _read_unkeyed(tokens: Tokens, at: int) -> int | None:
    """Read ``andra meningen`` or ``2 mom.``; return where it ends."""
    numbers, end = _read_ordinals(tokens, at)
    moment = read_number(tokens, at)
    if moment and tokens.words[moment[1]] in ("mom", "moment", "momentet"):
        numbers, end = [1], moment[1]
    if tokens.words[at] in _UNNUMBERED and tokens.words[at + 1] in _UNKEYED:
        return at + 2
    if not numbers or tokens.words[end] not in _UNKEYED:
        return None
    if tokens.words[end] in ("punkten", "punkterna"):
        return None
    end += 1
    return end + 1 if tokens.words[end] == "." and tokens.words[end - 1] in ("mom", "men") else end


def _is_moment(tokens: Tokens, start: int, end: int) -> bool:
    """Whether what was read is a moment, inside which paragraphs are counted anew."""
    return any(word.startswith("mom") for word in tokens.words[start:end])


def _read_items(tokens: Tokens, at: int, *, is_first: bool) -> tuple[list[str], int] | None:
    """Read ``2``, ``1–3 och 5``, ``3 b``, ``2 p.`` or ``punkt 2``."""
    word = tokens.words[at]
    if word in _ITEM_WORDS:
        after = at + 2 if tokens.words[at + 1] == "." else at + 1
        members = read_numbers(tokens, after)
        return _items(tokens, members, is_list=True) if members else None
    if word in ORDINALS and tokens.words[at + 1] in ("punkten", "punkterna"):
        return [str(ORDINALS[word])], at + 2
    if tokens.kinds[at] is not Kind.NUMBER:
        return None
    return _items(tokens, read_numbers(tokens, at), is_list=is_first)


def _items(tokens: Tokens, members: list[Member], *, is_list: bool) -> tuple[list[str], int] | None:
    """Keep those of the numbers that are items: what "§" or "kap." follows are sections."""
    kept = _without_sections(tokens, members, is_list=is_list)
    items: list[str] = []
    for member in kept:
        numbers = member.numbers()
        if not numbers or any(
            len(number.rstrip("abcdefghijklmnopqrstuvwxyz")) > 3 for number in numbers
        ):
            break
        items += numbers
    if not items or not kept:
        return None
    end = kept[-1].end
    if tokens.words[end] in _UNITS or (tokens.words[end] in (":", "/") and tokens.joined(end)):
        return None
    if (
        tokens.words[end] in (".", ",")
        and tokens.joined(end)
        and tokens.kinds[end + 1] is Kind.NUMBER
        and tokens.joined(end + 1)
    ):
        return None
    if tokens.words[end] in ("p", "punkten", "punkterna", "pt"):
        end += 1
        end = end + 1 if tokens.words[end] == "." else end
    if (
        tokens.words[end] == ")"
        and "(" not in tokens.text[tokens.starts[kept[0].start] : tokens.starts[end]]
    ):
        end = end + 1 if _closes_item(tokens, kept[0].start) else end
    return items, end


def _closes_item(tokens: Tokens, start: int) -> bool:
    """Whether a bracket after an item belongs to the item: ``2 b)``."""
    before = tokens.text[max(0, tokens.starts[start] - 120) : tokens.starts[start]]
    return before.count("(") <= before.count(")")


def _without_sections(tokens: Tokens, members: list[Member], *, is_list: bool) -> list[Member]:
    """Cut off the members that are sections or a chapter of their own.

    In "4 § 1, 5 och 7 §§" the list from 5 on is of sections, as a list ends with its "och";
    in "4 § 1 och 2, 5 §" only the number before the sign is. "5 eller 7 §" is a list of two.
    """
    if not members:
        return []
    end = members[-1].end
    if tokens.words[end].startswith("mom"):
        return []
    if tokens.words[end] in ("kap", "kapitel"):
        return members[:-1]
    if tokens.kinds[end] is not Kind.SECTION:
        if tokens.words[end] in _UNITS or _is_ordinal_part(tokens, end):
            return members[:-1]
        return members
    plural = tokens.words[end] == "§§" or tokens.kinds[end + 1] is Kind.SECTION
    if not plural and tokens.words[members[-1].start - 1] != "eller":
        return members[:-1]
    if len(members) <= 2:
        return members[:-1] if is_list else []
    closed = next((i for i, member in enumerate(members[:-1]) if member.closes), None)
    if closed is not None:
        return members[: closed + 1]
    return members[:1] if is_list else []


def _is_ordinal_part(tokens: Tokens, at: int) -> bool:
    """Whether the number before *at* counts a paragraph or a moment: ``1 st.``, ``2 mom.``."""
    return tokens.words[at] in _PARAGRAPHS or tokens.words[at] in ("mom", "momentet", "men")


def _read_letters(tokens: Tokens, at: int) -> int | None:
    """Read ``a)``, ``f)`` or ``led b``: letters without a number, which no key can hold."""
    position = at + 1 if tokens.words[at] in _LETTER_WORDS else at
    end = at
    while _is_letter(tokens, position):
        end = position + 2 if tokens.words[position + 1] == ")" else position + 1
        separator = read_separator(tokens, end)
        dash = read_dash(tokens, end)
        position = dash if dash is not None else separator[0] if separator else end
        if position == end:
            break
    return end if end > at else None


def _is_letter(tokens: Tokens, at: int) -> bool:
    """Whether token *at* is a letter that stands for itself."""
    word = tokens.words[at]
    if len(word) != 1 or not "a" <= word <= "z" or word == "i" or tokens.raw(at) != word:
        return False
    return tokens.words[at + 1] != "." or tokens.ends_paragraph(at + 2)
