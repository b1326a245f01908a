"""The grammar of amendment notes: segments, verbs, and the things that verbs act on."""

from kb.readers import amendment_tokens as words
from kb.readers.amendment_lists import Cursor, Unread
from kb.readers.amendment_named import Entry, Named
from kb.readers.amendment_places import fragment_of
from kb.readers.amendment_tokens import Kind, Token
from kb.words import AmendmentVerb

_BEFORE_HEADING = (
    words.NEAR | words.MODIFIERS | words.NEW | words.PRESENT | words.ORDINALS | {"upph"}
)
_AFTER_POINTS = (
    words.TRANSITIONAL
    | words.INSTRUCTIONS
    | words.BECOMES
    | words.APPENDIX
    | words.VERBS.keys()
    | {"i", "av", "till"}
)


class Segments(Named):
    """Reads the tokens of a note; ``touched`` and ``unread`` hold what came of it."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__()
        #: Stretches of the note, from and to.
        self.unread: list[tuple[int, int]] = []
        self._at = Cursor(tokens)

    def read(self) -> None:
        """Read every segment; a broken one is noted down to its end and the next is begun."""
        while not self._at.is_over:
            start = self._at.token.start
            self._begin_segment()
            try:
                while not self._at.ends_segment:
                    # What is unread in an open chapter is handed back with its chapter.
                    start = start if self._is_open else self._at.token.start
                    self._step()
                self._end()
            except Unread:
                self._flush()
                self._at.skip_segment()
                self.unread.append((start, self._at.token.start))
            if self._at.at(Kind.SEMICOLON):
                self._at.move()

    def _begin_segment(self) -> None:
        self._begin()
        if len(self._chapters) != 1 or self._is_bare:
            # "ändr. 4 kap. 6 §; ny 6 a §" means chapter 4; after several chapters none is meant.
            self._chapter = ""

    def _step(self) -> None:
        """Read one thing, whatever it is."""
        token = self._at.token
        if token.kind in (Kind.COMMA, Kind.RANGE, Kind.DAY):
            self._at.move()
        elif token.kind is Kind.NUMBER:
            self._places()
        elif token.kind is Kind.ACT:
            self._act()
        elif token.kind is Kind.WORD:
            self._word(token.value)
        else:
            raise Unread

    def _word(self, word: str) -> None:
        """Read what begins with *word*."""
        if word in words.AND or word in words.MODIFIERS:
            self._at.move()
        elif word in words.VERBS or word in words.DROPPED:
            self._read_verb(word)
        elif word in words.PRESENT:
            self._present()
        elif word in words.BECOMES:
            self._renumber()
        elif word in words.MOVED:
            self._move_heading()
        elif word in words.HEADINGS:
            self._heading()
        else:
            self._other_thing(word)

    def _other_thing(self, word: str) -> None:
        """Read an appendix, a transitional provision and other things without a number of ours."""
        self._is_heading = False
        if word in words.TRANSITIONAL or word in words.POINT:
            self._thing(self._at.transitional())
        elif word in words.APPENDIX or word in words.DESIGNATED:
            self._thing(self._at.designators())
        elif word in words.TITLES:
            self._at.move()
            self._thing(1)
        elif word in words.INSTRUCTIONS:
            self._instructions()
        elif word in words.SUPPLEMENTARY:
            self._supplementary()
        elif word in words.LIMITS:
            self._limit()
        elif word == "i" or (word == "av" and self._at.ahead(1).kind is Kind.ACT):
            self._elsewhere()
        elif word in ("författningen", "förordningen", "kungörelsen", "hela"):
            self._whole()
        elif word in ("se", "jfr", "genom", "till"):
            self._reference()
        else:
            raise Unread

    def _present(self) -> None:
        """Read "nuvarande", which begins the places that get new numbers."""
        self._flush()
        self._is_heading = False
        self._at.move()
        self._has_things = True

    # Verbs and the end of what they act on.

    def _read_verb(self, word: str) -> None:
        following = self._at.ahead(1)
        if word in words.NEW and self._is_modifier():
            self._at.move()
            return
        verb = words.VERBS.get(word, AmendmentVerb.CHANGED)
        if verb is AmendmentVerb.ENTERS_INTO_FORCE and following.value in words.TRANSITIONAL:
            self._is_heading = False
            self._at.move()
            self._thing(self._at.transitional())
            return
        if self._at.before.value not in words.VERBS:
            # "ändr. ikrafttr. till 2007:236" moves a day; the act as a whole is not changed.
            self._close()
        self._at.move()
        self._verb = verb
        self._spoken = True
        if word in words.DROPPED:
            # What is dropped was never in force: "utgår genom 2021:718" says that of the whole.
            self._has_things = True
        if verb in (AmendmentVerb.ENTERS_INTO_FORCE, AmendmentVerb.REPRINTED):
            self._at.skip_words(words.CARDINAL_PART)

    def _is_modifier(self) -> bool:
        """Whether "nya" means the places that just got these numbers, and is no verb."""
        if self._at.before.value in words.MODIFIERS:
            return True
        if not self._has_things:
            return False
        ahead, chapter = 1, self._chapter
        if self._at.ahead(2).value in words.CHAPTER:
            ahead, chapter = 3, self._at.ahead(1).value
        number = self._at.ahead(ahead)
        return (
            number.kind is Kind.NUMBER and fragment_of(chapter, number.value) in self._targets
        ) or (self._is_heading and self._at.before.kind is not Kind.COMMA)

    def _end(self) -> None:
        """End the segment; a verb alone means the whole act."""
        if self._verb is None and any(entry.fragment is not None for entry in self._pending):
            raise Unread
        self._close()

    # Chapters and sections.

    def _places(self) -> None:
        """Read numbers and what they count: chapters, sections, moments or points."""
        numbers = self._at.numbers()
        self._at.comma_before(words.CHAPTER | words.MOMENT)
        if self._at.ahead(2).kind is not Kind.NUMBER:
            # "ändr. 4, p övergångsbest."; but in "4, p 3" the point has its number behind it.
            self._at.comma_before(words.POINT)
        word = self._at.token.value if self._at.at(Kind.WORD) else ""
        if word in words.CHAPTER:
            self._read_chapters(numbers)
            return
        self._is_open = False
        if word in words.MOMENT:
            self._at.move()
            self._part_of_last()
            self._parts_of_section()
        elif word in words.POINT or self._is_in_appendix():
            self._points(len(numbers))
        elif word in words.TRANSITIONAL or word in words.APPENDIX:
            # "ikraft 3 övergångsbest.": numbers of things that touch no provision.
            raise Unread
        else:
            self._at.section_sign()
            self._name(self._chapter, numbers)
            self._parts_of_section()

    def _points(self, count: int) -> None:
        """Read points of transitional provisions, appendices and instructions.

        An act may be made of points; those are provisions that have no fragment here.
        """
        self._is_heading = False
        following = self._at.token if self._is_in_appendix() else self._at.ahead(1)
        if following.value not in _AFTER_POINTS:
            raise Unread
        self._thing(count)
        self._at.point_tail()

    def _is_in_appendix(self) -> bool:
        """Whether "i bil. 4.2" follows numbers, which are of things in the appendix then."""
        return self._at.token.value == "i" and self._at.ahead(1).value in words.APPENDIX

    def _read_chapters(self, numbers: list[str]) -> None:
        self._at.move()
        *earlier, chapter = numbers
        follows = self._at.numbers_follow(skip_comma=not self._is_bare)
        if self._is_open:
            if not (earlier and follows):
                # "7 kap. 11, 8 kap.": is 11 a section whose sign is missing, or a chapter?
                raise Unread
            self._name(self._chapter, earlier)
            earlier = []
        if self._is_heading and follows and self._at.at(Kind.COMMA):
            # "närmast före 9 kap, 6, 7 §§": whichever chapter, these are places of headings.
            self._at.move()
            self._last_heading = fragment_of(chapter, self._at.numbers()[-1])
            self._at.section_sign()
            return
        if earlier or not follows:
            self._name_chapters(numbers)
            return
        self._chapter = chapter
        self._chapters.add(chapter)
        self._is_open = True
        self._at.skip_kind(Kind.COMMA)
        if self._at.token.value in words.MODIFIERS | words.NEW:
            self._at.skip_words(words.MODIFIERS | words.NEW)
        if not self._at.at(Kind.NUMBER):
            raise Unread

    def _parts_of_section(self) -> None:
        """Read the moments, paragraphs and points that follow a section without a comma."""
        while True:
            value = self._at.token.value
            if self._at.at(Kind.NUMBER):
                if not self._counted_parts():
                    return
            elif value in words.ORDINALS or (value in words.MOMENT and self._ends_ordinal()):
                self._part_of_last()
                self._at.move()
            elif self._at.at(Kind.WORD) and len(value) == 1 and value.isupper():
                self._at.move()
            else:
                return

    def _counted_parts(self) -> bool:
        """Read ``1, 3 mom`` or ``2 p``; False when the numbers begin another place."""
        position = self._at.position
        numbers = self._at.numbers()
        self._at.comma_before(words.MOMENT)
        word = self._at.token.value
        if self._at.at(Kind.SECTION) or word in words.CHAPTER:
            self._at.position = position
            return False
        if word in words.MOMENT or word in words.POINT:
            self._at.move()
            if self._at.token.value in words.TRANSITIONAL or not numbers:
                raise Unread
        self._part_of_last()
        return True

    def _ends_ordinal(self) -> bool:
        return self._at.before.value in words.ORDINALS

    def _part_of_last(self) -> None:
        """Say that of the last section only a part was meant."""
        if self._pending and self._pending[-1].fragment:
            self._pending[-1].is_part = True
        elif not self._last_heading:
            raise Unread

    # Things that lean on places.

    def _heading(self) -> None:
        self._at.move()
        self._has_things = True
        self._is_heading = True
        self._last_heading = ""
        if self._at.at(Kind.COMMA) and self._at.ahead(1).value in words.NEAR:
            self._at.move()
        self._at.skip_words(_BEFORE_HEADING | words.HEADINGS)

    def _move_heading(self) -> None:
        if not self._is_heading:
            raise Unread
        self._last_heading = ""
        self._at.move()
        self._at.skip_words(_BEFORE_HEADING)

    def _instructions(self) -> None:
        self._at.move()
        self._at.skip_words({"till"})
        self._has_things = True
        if self._at.token.value == "art":
            # Articles stand in treaties, which are appendices.
            self._thing(self._at.designators())
        while self._at.at(Kind.NUMBER):
            numbers = self._at.numbers()
            if not self._at.section_sign():
                raise Unread
            self._pending += [Entry(fragment_of("", number), True) for number in numbers]

    def _supplementary(self) -> None:
        """Read "tilläggsbest. 4.6.2": the second provision that adds to 4 kap. 6 §."""
        self._at.move()
        self._has_things = True
        for number in self._at.dotted():
            chapter, section, *_ = number.split(".")
            self._pending.append(Entry(fragment_of(chapter, section), True))

    def _renumber(self) -> None:
        """Read "nuvarande 5, 6 §§ betecknas 6, 7 §§", place by place."""
        sources, self._pending = self._pending, []
        verb, heading = self._verb, self._is_heading
        self._at.skip_words(words.BECOMES)
        self._is_heading = False
        while len(self._pending) < len(sources) and not self._at.ends_segment:
            self._step_to_target(sources)
        targets, self._pending = self._pending, []
        # The verb of an earlier segment says nothing of what comes after new numbers.
        self._verb, self._is_heading = verb if self._spoken else None, heading
        if len(sources) != len(targets):
            self._pending = sources
            raise Unread
        self._pair(sources, targets)

    def _step_to_target(self, sources: list[Entry]) -> None:
        if self._at.at(Kind.NUMBER) and all(entry.fragment is None for entry in sources):
            # "nuvarande bil. 1, 2 betecknas 2, 3": numbers of the same things.
            numbers = self._at.numbers()
            if self._at.at(Kind.SECTION) or self._at.token.value in words.CHAPTER:
                raise Unread
            self._thing(len(numbers))
            self._at.transitional()
            self._at.skip_words({"i", *words.APPENDIX, *words.POINT})
        elif self._at.token.value in words.NEW:
            self._at.move()
        elif self._at.token.value in words.VERBS.keys() | words.BECOMES | words.PRESENT:
            raise Unread
        else:
            self._step()

    # Acts, limits and the whole.

    def _act(self) -> None:
        """Read a number of an act, which stands for itself: "upph. 1993:1351"."""
        self._at.move()
        self._is_elsewhere = True
        if self._verb is not AmendmentVerb.ENTERS_INTO_FORCE:
            self._has_things = True

    def _elsewhere(self) -> None:
        """Read "i 1999:301": the wording that another amending act gives is meant."""
        self._at.move()
        self._at.skip_words({"dess", "deras", "lydelse", "enligt", "de", "den"})
        if self._at.at(Kind.ACT):
            self._at.move()
            self._is_elsewhere = True
        elif self._at.token.value in words.LIMITS or self._at.before.value == "dess":
            self._limit()
        elif self._at.token.value in words.CARDINAL_PART:
            self._at.skip_words(words.CARDINAL_PART)
        elif self._at.token.value not in words.APPENDIX | words.TRANSITIONAL | words.TITLES:
            raise Unread

    def _limit(self) -> None:
        """Read "såvitt avser Norge": only a part, a country or a time is meant."""
        self._is_limited = True
        self._at.skip_words(words.LIMITS | words.LIMIT_TAIL)
        if not self._at.at(Kind.NUMBER) and self._at.token.value not in words.POINT:
            self._at.skip_words_all()

    def _whole(self) -> None:
        if self._has_things and not self._pending:
            raise Unread
        self._at.skip_words({"hela", "författningen", "förordningen", "kungörelsen", "lagen"})
        self._has_things = True
        self._pending.append(Entry("", self._verb is not AmendmentVerb.REPEALED))

    def _reference(self) -> None:
        """Read "se 1975:159" and "genom 2021:718", which only point to the act that says so."""
        self._at.move()
        self._at.skip_words({"även"})
        if not self._at.at(Kind.ACT):
            raise Unread
        self._at.move()
        self._has_things = self._has_things or self._verb is None
