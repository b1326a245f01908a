"""Read lists of numbers: ``1, 3 och 6``, ``1–8``, ``2 a–2 c``, ``26 a och b``."""

from dataclasses import dataclass

from kb.citations.tokens import Kind, Tokens

#: A range longer than this is a mistake, or no wish to see every section.
MAX_RANGE = 200
#: More members than this are no list that a person wrote.
_MAX_MEMBERS = 60
_MAX_DIGITS = 4

_AND = frozenset({"och", "eller", "samt", "resp", "respektive", "liksom", "and", "or", "och/eller"})
_TO = frozenset({"till", "to", "through"})
_DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(frozen=True)
class Member:
    """One number of a list, such as ``2a``, or a range from *number* to *last*."""

    number: str
    #: The end of a range; empty for a single number.
    last: str
    #: Where the member begins and ends among the tokens.
    start: int
    end: int
    #: Whether "och" or "eller" stands before it, which ends a list in Swedish.
    closes: bool = False

    def numbers(self) -> tuple[str, ...]:
        """List the numbers meant; empty when a range runs backwards or too far."""
        return expanded(self.number, self.last) if self.last else (self.number,)


def read_separator(tokens: Tokens, at: int) -> tuple[int, bool] | None:
    """Return where a comma, an "och" or both end, and whether there was an "och"."""
    after = at
    if tokens.words[after] in (",", ";"):
        after += 1
    word = tokens.words[after]
    if word in _AND:
        after += 1
        if tokens.words[after] == "/" and tokens.words[after + 1] in _AND:
            after += 2
        elif word == "resp" and tokens.words[after] == ".":
            after += 1
        return after, True
    return (after, False) if after > at and tokens.words[at] == "," else None


def read_dash(tokens: Tokens, at: int) -> int | None:
    """Return where a dash, "till" or "t.o.m." ends; None when there is none."""
    if tokens.words[at] in _DASHES:
        return at + 1
    if tokens.words[at] in _TO:
        if tokens.words[at : at + 3] == ["till", "och", "med"]:
            return at + 3
        return at + 1
    if tokens.words[at : at + 5] == ["t", ".", "o", ".", "m"]:
        return at + 6 if tokens.words[at + 5] == "." else at + 5
    return None


def read_number(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read ``2``, ``2a`` or ``2 a``; the letter i only where it is no preposition."""
    if tokens.kinds[at] is not Kind.NUMBER:
        return None
    word = tokens.words[at]
    if len(word) > _MAX_DIGITS + (not word[-1].isdigit()):
        return None
    number = word.lstrip("0") or word
    if word[-1].isdigit() and _is_letter(tokens, at + 1):
        return number + tokens.words[at + 1], at + 2
    return number, at + 1


def read_numbers(tokens: Tokens, at: int) -> list[Member]:
    """Read the longest list of numbers from *at* on; empty when there is none."""
    members: list[Member] = []
    position, closes = at, False
    while len(members) < _MAX_MEMBERS:
        member = _read_member(tokens, position, members, closes=closes)
        if member is None:
            break
        members.append(member)
        separator = read_separator(tokens, member.end)
        if separator is None:
            break
        position, closes = separator
    return members


def expanded(first: str, last: str) -> tuple[str, ...]:
    """List the numbers from *first* to *last*; empty for a range backwards or too long.

    Which numbers with letters exist only the act knows: "1–3 a" gives 1, 2, 3 and 3 a.
    """
    low, low_letter = _split(first)
    high, high_letter = _split(last)
    if low == high:
        start = ord(low_letter) + 1 if low_letter else ord("a")
        between = [f"{low}{chr(code)}" for code in range(start, ord(high_letter or "a"))]
        return (first, *between, last) if (low_letter or "") < high_letter else ()
    if low > high or high - low > MAX_RANGE:
        return ()
    stop = high + 1 if high_letter else high
    return (first, *(str(number) for number in range(low + 1, stop)), last)


def _read_member(tokens: Tokens, at: int, before: list[Member], *, closes: bool) -> Member | None:
    """Read one number, a letter that shares the number before it, or a range of them."""
    first = read_number(tokens, at)
    if first is None and before:
        first = _read_letter(tokens, at, before[-1])
    if first is None:
        return None
    number, end = first
    dash = read_dash(tokens, end)
    if dash is not None:
        last = read_number(tokens, dash)
        if last is None and not number[-1].isdigit():
            last = _letter_of(tokens, dash, number)
        if last is not None:
            return Member(number, last[0], at, last[1], closes)
    return Member(number, "", at, end, closes)


def _read_letter(tokens: Tokens, at: int, before: Member) -> tuple[str, int] | None:
    """Read the ``b`` of ``2 a och b``; None after a number that has no letter."""
    number = before.last or before.number
    return None if number[-1].isdigit() else _letter_of(tokens, at, number)


def _letter_of(tokens: Tokens, at: int, number: str) -> tuple[str, int] | None:
    """Read a letter alone, which belongs to the same number as the one before."""
    return (f"{_split(number)[0]}{tokens.words[at]}", at + 1) if _is_letter(tokens, at) else None


def _is_letter(tokens: Tokens, at: int) -> bool:
    """Whether token *at* is the letter of a number and not a word or an initial."""
    word = tokens.words[at]
    if len(word) != 1 or not "a" <= word <= "z" or tokens.raw(at) != word:
        return False
    after = tokens.words[at + 1]
    if after == "." and (
        word in "ps" or (tokens.kinds[at + 2] is Kind.WORD and tokens.joined(at + 2))
    ):
        # "2 p." and "2 s. 45" are abbreviations, and so is "m.m.".
        return False
    if word == "i":
        # "2 i lagen" names section 2; "26 i §" and "26 h, 26 i och 27 §§" the letter.
        return after.startswith("§") or after in ("kap", "och", "eller", "–", "-", ",")
    return True


def _split(number: str) -> tuple[int, str]:
    """Split ``2a`` into 2 and a."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), number[len(digits) :]
