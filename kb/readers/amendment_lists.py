"""Where the reader of a note stands in its tokens, and the lists it finds there."""

from collections.abc import Set

from kb.readers import amendment_tokens as words
from kb.readers.amendment_places import expand
from kb.readers.amendment_tokens import Kind, Token

#: The longest note of the statute book names some 1,000.
MAX_NUMBERS = 20_000


class Unread(Exception):
    """The segment cannot be understood from here on."""


class TooMuch(Exception):
    """The note names more than any note can mean."""


class Cursor:
    """Moves forward over the tokens of a note."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self.position = 0
        self._named = 0
        #: Where the run of numbers ends that was looked at last, and whether it is of provisions.
        self._run = (0, False)

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self._tokens[self.position]

    @property
    def kind(self) -> Kind:
        """What that token is."""
        return self._tokens[self.position].kind

    def at(self, kind: Kind) -> bool:
        """Whether that token is of *kind*."""
        return self._tokens[self.position].kind is kind

    @property
    def before(self) -> Token:
        """The token that was read last; the END token at the beginning."""
        return self._tokens[self.position - 1]

    @property
    def is_over(self) -> bool:
        """Whether all was read."""
        return self.at(Kind.END)

    @property
    def ends_segment(self) -> bool:
        """Whether the segment, or the note, ends here."""
        return self.kind in (Kind.SEMICOLON, Kind.END)

    def ahead(self, count: int) -> Token:
        """Look at a later token."""
        return self._tokens[min(self.position + count, len(self._tokens) - 1)]

    def move(self) -> None:
        """Go on by one token, never past the end."""
        if not self.is_over:
            self.position += 1

    def skip_kind(self, kind: Kind) -> None:
        """Go on past every token of *kind*."""
        while self.kind is kind and not self.is_over:
            self.position += 1

    def skip_words(self, known: Set[str]) -> None:
        """Go on past the words of *known*."""
        while self.at(Kind.WORD) and self.token.value in known:
            self.position += 1

    def skip_words_all(self) -> None:
        """Go on past words and commas of whatever kind, up to a number or a sign."""
        while self.kind in (Kind.WORD, Kind.COMMA):
            if self.token.value in ("jfr", "se"):
                return
            self.position += 1

    def skip_segment(self) -> None:
        """Go on to the end of the segment."""
        while not self.ends_segment:
            self.position += 1

    def numbers(self) -> list[str]:
        """Read ``1, 3-5 och 7 a`` with ranges written out; raises Unread for a range gone wrong."""
        numbers: list[str] = []
        while self.at(Kind.NUMBER):
            numbers.append(self.token.value)
            self.position += 1
            if self._letter_strayed():
                # "6 b, 6, c, 6 d §§": a comma has slipped between number and letter.
                numbers[-1] += self.ahead(1).value
                self.position += 2
            if self.at(Kind.RANGE):
                numbers += self._rest_of_range(numbers[-1])
            following = self._next_number()
            if following is None:
                break
            self.position = following
        self._named += len(numbers)
        if self._named > MAX_NUMBERS:
            raise TooMuch
        return numbers

    def _letter_strayed(self) -> bool:
        letter = self.ahead(1)
        return (
            self.at(Kind.COMMA)
            and letter.kind is Kind.WORD
            and len(letter.value) == 1
            and letter.value in "abcdefghjklmnoqrstu"
            and self.before.value.isdigit()
        )

    def _rest_of_range(self, first: str) -> list[str]:
        self.position += 1
        last = self.token.value
        if self.at(Kind.WORD) and len(last) == 1 and last.islower():
            last = first.rstrip("abcdefghijklmnopqrstuvwxyz") + last
        elif not self.at(Kind.NUMBER):
            raise Unread
        self.position += 1
        between = expand(first, last)
        if between is None:
            raise Unread
        return between

    def _next_number(self) -> int | None:
        """Where the list goes on; None when it ends here."""
        place = self.position
        while True:
            token = self._tokens[place]
            if token.kind is Kind.NUMBER:
                return place
            known = token.value in words.AND or token.value in words.MODIFIERS | words.NEW
            if token.kind is not Kind.COMMA and not (token.kind is Kind.WORD and known):
                return None
            place += 1

    def numbers_follow(self, *, skip_comma: bool) -> bool:
        """Whether sections follow a chapter, though a comma has slipped in between."""
        place = self.position
        if self._tokens[place].kind is Kind.COMMA:
            if not skip_comma or not self._is_list_of_sections(place + 1):
                return False
            place += 1
        while self._tokens[place].value in words.MODIFIERS | words.NEW:
            place += 1
        following = self._tokens[place]
        after = self._tokens[min(place + 1, len(self._tokens) - 1)]
        # "11 kap 19 kap": the comma between two chapters is missing.
        return following.kind is Kind.NUMBER and after.value not in words.CHAPTER

    def _is_list_of_sections(self, place: int) -> bool:
        while self._tokens[place].kind in (Kind.NUMBER, Kind.COMMA, Kind.RANGE):
            place += 1
        return self._tokens[place].kind is Kind.SECTION

    def section_sign(self) -> bool:
        """Go on past ``§``, also where a comma has slipped in before it."""
        if self.at(Kind.COMMA) and self.ahead(1).kind is Kind.SECTION:
            self.position += 1
        found = self.at(Kind.SECTION)
        self.skip_kind(Kind.SECTION)
        return found

    def comma_before(self, known: Set[str]) -> None:
        """Go on past a comma that has slipped in before one of the words *known*."""
        if self.at(Kind.COMMA) and self.ahead(1).value in known:
            self.position += 1

    def designators(self) -> int:
        """Read ``bil. 1, 3 A`` and ``avd. A i bil.``; returns how many things were named."""
        count = 0
        self.position += 1
        while True:
            if self.kind in (Kind.NUMBER, Kind.DOTTED) and not self._leads_to_provision():
                count += 1
                self.position += 1
            elif self.at(Kind.WORD) and self._is_designator():
                count += self.token.value[0].isupper()
                self.position += 1
            elif self.at(Kind.RANGE) or (self.at(Kind.COMMA) and self._designator_follows()):
                self.position += 1
            else:
                break
        self._act_after({"till", "i"})
        return max(count, 1)

    def _is_designator(self) -> bool:
        value = self.token.value
        if value in words.APPENDIX or value in words.DESIGNATED:
            return True
        return _is_letter_or_roman(value)

    def _designator_follows(self) -> bool:
        token = self.ahead(1)
        if token.kind is Kind.DOTTED:
            return True
        if token.kind is Kind.WORD:
            return _is_letter_or_roman(token.value)
        return token.kind is Kind.NUMBER and not self._leads_to_provision(1)

    def _leads_to_provision(self, offset: int = 0) -> bool:
        """Whether the list of numbers from here belongs to sections, chapters or points."""
        place = self.position + offset
        if place >= self._run[0]:
            self._run = self._look_at_run(place)
        return self._run[1]

    def _look_at_run(self, place: int) -> tuple[int, bool]:
        while self._tokens[place].kind in (Kind.NUMBER, Kind.COMMA, Kind.RANGE):
            place += 1
        token = self._tokens[place]
        # In "bil. 3, p 5 övergångsbest." the point has its number behind it.
        is_counted = (
            token.value in words.CHAPTER | words.POINT
            and self._tokens[place - 1].kind is Kind.NUMBER
        )
        return place, token.kind is Kind.SECTION or is_counted

    def _act_after(self, prepositions: Set[str]) -> None:
        if self.token.value in prepositions and self.ahead(1).kind is Kind.ACT:
            self.position += 2

    def transitional(self) -> int:
        """Read ``p 3, 4 övergångsbest. till 1999:1135`` from any of its words on."""
        count = 0
        while True:
            value = self.token.value
            is_name = value in words.TRANSITIONAL or value in words.POINT
            if is_name or (value in ("i", "av") and self._transition_follows()):
                self.position += 1
            elif self.at(Kind.NUMBER) and self.before.value in words.POINT:
                count += len(self.numbers())
            else:
                break
        self._act_after({"till", "i"})
        return max(count, 1)

    def _transition_follows(self) -> bool:
        return self.ahead(1).value in words.TRANSITIONAL | words.INSTRUCTIONS

    def point_tail(self) -> None:
        """Read what points belong to: ``p övergångsbest. till 1999:1135``, ``p i bil.``."""
        self.position += 1
        self.transitional()
        self._act_after({"till", "i", "av"})

    def dotted(self) -> list[str]:
        """Read ``3.11.3, 5.11.1-5.11.4``; the ends of a range stand for it."""
        found: list[str] = []
        while self.at(Kind.DOTTED):
            found.append(self.token.value)
            self.position += 1
            if self.ahead(1).kind is Kind.DOTTED and self.kind in (Kind.COMMA, Kind.RANGE):
                self.position += 1
        if not found:
            raise Unread
        return found


def _is_letter_or_roman(value: str) -> bool:
    """Whether a word names an appendix: a capital, or a Roman number (in lower case by now)."""
    if len(value) == 1:
        return value.isupper()
    return len(value) <= 7 and not value.strip("ivxlc")
