"""Read places inside a Swedish act: chapters, sections, paragraphs, items, and lists of them."""

from dataclasses import dataclass, field

from kb.citations.numbers import (
    Member,
    read_dash,
    read_number,
    read_numbers,
    read_separator,
)
from kb.citations.tails import read_tail
from kb.citations.tokens import Kind, Tokens

CHAPTER_WORDS = frozenset({"kap", "kapitel", "kapitlet", "chapter", "chapters"})
SECTION_WORDS = frozenset({"section", "sections", "paragraf", "paragraferna"})
_ENGLISH = frozenset({"chapter", "chapters", "section", "sections"})
_MAX_CHAPTER = 3
#: A list of places longer than this is cut; nobody writes it.
_MAX_PLACES = 40


@dataclass(frozen=True)
class Place:
    """A stretch of text that points inside an act that is still to be named."""

    start: int
    end: int
    chapters: tuple[str, ...]
    #: ``P2aS1N2``, one for each place meant; empty when whole chapters are.
    bodies: tuple[str, ...]
    #: Whether the place is written "kap. 3" or "§ 12", as in agreements and books.
    loose: bool = False
    #: Whether a section is named; its numbers may still make no sense, as in "8–1 §§".
    has_sections: bool = True

    def fragments(self, carried: str) -> tuple[str, ...]:
        """Write the parts of keys; *carried* is the chapter when the place names none."""
        chapters = self.chapters or ((carried,) if carried else ("",))
        if not self.has_sections:
            return tuple(f"K{chapter}" for chapter in chapters if chapter)
        prefix = f"K{chapters[-1]}" if chapters[-1] else ""
        return tuple(f"{prefix}{body}" for body in self.bodies)


@dataclass
class _Sections:
    """Sections as they are read: their keys' parts so far, and where the text continues."""

    bodies: list[str] = field(default_factory=list)
    end: int = 0
    #: Numbers of the list after an item that turned out to be sections.
    loose: bool = False


def read_places(tokens: Tokens, at: int) -> list[Place]:
    """Read the list of places that begins at *at*; empty when none does."""
    places: list[Place] = []
    position = at
    while len(places) < _MAX_PLACES:
        place = read_place(tokens, position)
        if place is None:
            break
        places.append(place)
        separator = read_separator(tokens, place.end)
        # "till" leads from one place to another act's more often than to a range's end.
        is_dash = tokens.kinds[place.end] is Kind.DASH
        dash = read_dash(tokens, place.end) if is_dash else None
        if separator is None and dash is None:
            break
        position = separator[0] if separator else dash or 0
    return places


def read_place(tokens: Tokens, at: int) -> Place | None:
    """Read one place: a chapter, sections, or a chapter and sections."""
    members = read_numbers(tokens, at)
    if members and not ends_in_place(tokens, members[-1].end):
        return None
    chapters = _read_chapters(tokens, at, members)
    if chapters is None:
        sections = _read_sections(tokens, at, members)
        if sections is None:
            return None
        return Place(at, sections.end, (), tuple(sections.bodies), sections.loose)
    numbers, end, loose = chapters
    after = end + 1 if tokens.words[end] == "," and tokens.words[at] in _ENGLISH else end
    sections = None
    if len(numbers) == 1:
        listed = read_numbers(tokens, after)
        sections = _read_sections(tokens, after, listed) or _before_chapter(tokens, listed)
    if sections is None:
        return Place(at, end, numbers, (), loose, has_sections=False)
    return Place(at, sections.end, numbers, tuple(sections.bodies))


def read_shorthand(tokens: Tokens, at: int) -> Place | None:
    """Read the lawyers' ``6:37`` and ``10:2 a, 3``, which only an act's name makes a place."""
    chapter = read_number(tokens, at)
    if chapter is None or tokens.words[chapter[1]] != ":" or not tokens.joined(chapter[1] + 1):
        return None
    members = read_numbers(tokens, chapter[1] + 1)
    if not members or len(chapter[0].rstrip("abcdefgh")) > _MAX_CHAPTER:
        return None
    end = members[-1].end
    if tokens.kinds[end] is Kind.SECTION:
        end += 1
    bodies = [f"P{number}" for member in members for number in member.numbers()]
    tail, end = read_tail(tokens, end)
    return Place(at, end, (chapter[0],), tuple(_with_tail(bodies, tail)))


def ends_in_place(tokens: Tokens, at: int) -> bool:
    """Whether "§" or "kap." stands at *at*, which makes the numbers before it a place."""
    # Old texts write "17. kap. 6 §".
    after_stop = tokens.words[at] == "." and tokens.words[at + 1] == "kap"
    return after_stop or tokens.kinds[at] is Kind.SECTION or tokens.words[at] in CHAPTER_WORDS


def _read_chapters(
    tokens: Tokens, at: int, members: list[Member]
) -> tuple[tuple[str, ...], int, bool] | None:
    """Read ``2 och 3 kap.``, ``kap 6`` or ``Chapter 10``."""
    word = tokens.words[at]
    if word in CHAPTER_WORDS:
        after = at + 2 if tokens.words[at + 1] == "." else at + 1
        number = read_number(tokens, after)
        if number is None or not _is_chapter(number[0]) or word == "kapitlet":
            return None
        behind = tokens.kinds[number[1] : number[1] + 2]
        if behind[0] is Kind.SECTION and behind[1] is not Kind.NUMBER:
            # "17. kap. 6 §": the number after the word is the section's.
            return None
        return (number[0],), number[1], True
    if not members:
        return None
    end = members[-1].end
    if tokens.words[end] == "." and tokens.words[end + 1] == "kap":
        end += 1
    if tokens.words[end] not in CHAPTER_WORDS - _ENGLISH:
        return None
    numbers = tuple(number for member in members for number in member.numbers())
    if not numbers or not all(map(_is_chapter, numbers)):
        return None
    end += 1
    return numbers, end + 1 if tokens.words[end] == "." else end, False


def _is_chapter(number: str) -> bool:
    """Whether a number is short enough for a chapter."""
    return len(number.rstrip("abcdefghijklmnopqrstuvwxyz")) <= _MAX_CHAPTER


def _read_sections(tokens: Tokens, at: int, members: list[Member]) -> _Sections | None:
    """Read ``2 a §``, ``1, 3 och 6 §§``, ``§§ 5–7`` or ``Section 2 a``, and what follows."""
    if tokens.kinds[at] is Kind.SECTION or tokens.words[at] in SECTION_WORDS:
        members = read_numbers(tokens, at + 1)
        if not members:
            return None
        return _with_rest(tokens, members, members[-1].end, loose=True)
    if not members or tokens.kinds[members[-1].end] is not Kind.SECTION:
        return None
    return _with_rest(tokens, members, members[-1].end + 1, loose=False)


def _before_chapter(tokens: Tokens, members: list[Member]) -> _Sections | None:
    """Read the ``4 b`` of "4 kap. 4 b eller 4 kap. 4 e §", which has no sign of its own."""
    if len(members) < 2 or not members[-1].closes or members[-1].last:
        return None
    if tokens.words[members[-1].end] != "kap":
        return None
    bodies = [f"P{number}" for member in members[:-1] for number in member.numbers()]
    return _Sections(bodies, members[-2].end)


def _with_rest(tokens: Tokens, members: list[Member], end: int, *, loose: bool) -> _Sections:
    """Make the parts of keys; paragraph and item belong to the last section named."""
    if tokens.kinds[end] is Kind.SECTION and not loose:
        end += 1
    bodies = [f"P{number}" for member in members for number in member.numbers()]
    if any(not member.numbers() for member in members):
        bodies = []
    tail, end = read_tail(tokens, end)
    return _Sections(_with_tail(bodies, tail), end, loose)


def _with_tail(bodies: list[str], tail: tuple[str, ...]) -> list[str]:
    """Put each of the tails behind the last section."""
    if not bodies or not tail:
        return bodies
    return [*bodies[:-1], *(f"{bodies[-1]}{part}" for part in tail)]
