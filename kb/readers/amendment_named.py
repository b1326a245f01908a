"""What an amendment note names, and what its verbs do to that."""

from dataclasses import dataclass

from kb.readers.amendment_lists import TooMuch, Unread
from kb.readers.amendment_places import fragment_of, order_of
from kb.words import AmendmentVerb

#: No note of the statute book touches half as many.
MAX_PLACES = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a note touches."""

    fragment: str
    verb: AmendmentVerb
    becomes: str = ""


@dataclass(slots=True)
class Entry:
    """A thing that was named; *fragment* is None for what is no numbered provision."""

    fragment: str | None
    is_part: bool = False


class Named:
    """What a note has named so far, the verb it stands under, and what that touches."""

    def __init__(self) -> None:
        self.touched: list[Place] = []
        self._verb: AmendmentVerb | None = None
        self._chapter = ""
        #: Chapters that were named with sections.
        self._chapters: set[str] = set()
        #: Whether a section was named without any chapter.
        self._is_bare = False
        self._known: set[str] = set()
        #: Where renumbered places went.
        self._targets: set[str] = set()
        self._begin()

    def _begin(self) -> None:
        """Forget what belongs to one segment only."""
        self._pending: list[Entry] = []
        #: The last place, in the order of the act, among the sections named.
        self._furthest = (0, "", 0, "")
        self._has_things = False
        self._is_heading = False
        self._last_heading = ""
        self._is_limited = False
        self._is_elsewhere = False
        self._spoken = False
        #: Whether a chapter was just named and its sections are to follow.
        self._is_open = False

    def _close(self) -> None:
        """End what the verb so far acts on, since another verb follows."""
        if self._spoken and not self._has_things:
            self._touch_whole()
        self._flush()
        self._begin()

    def _touch_whole(self) -> None:
        verb = self._verb or AmendmentVerb.CHANGED
        if verb is AmendmentVerb.REPEALED and (self._is_limited or self._is_elsewhere):
            verb = AmendmentVerb.CHANGED
        self._touch(Place("", verb))

    def _flush(self) -> None:
        """Touch everything that was named, in the sense of the verb."""
        for entry in self._pending:
            if entry.fragment is not None:
                self._touch(Place(entry.fragment, self._verb_for(entry)))
        self._pending = []

    def _verb_for(self, entry: Entry) -> AmendmentVerb:
        verb = self._verb or AmendmentVerb.CHANGED
        if verb in (AmendmentVerb.ADDED, AmendmentVerb.REPEALED) and entry.is_part:
            return AmendmentVerb.CHANGED
        # "upph. 5 § i 1999:301" takes a coming change of 5 § back; 5 § itself stays.
        if verb is AmendmentVerb.REPEALED and (self._is_elsewhere or self._is_limited):
            return AmendmentVerb.CHANGED
        return verb

    def _touch(self, place: Place) -> None:
        if len(self.touched) >= MAX_PLACES:
            raise TooMuch
        self.touched.append(place)

    def _thing(self, count: int) -> None:
        """Remember *count* things that are no provisions with a number of ours."""
        self._has_things = True
        self._pending += [Entry(None) for _ in range(min(count, MAX_PLACES))]

    def _name_chapters(self, numbers: list[str]) -> None:
        self._has_things = True
        if self._is_heading and "P" in self._last_heading:
            # "närmast före 3 kap. 2 §, 4 kap.": a chapter, or a place of a heading?
            raise Unread
        for number in numbers:
            if self._is_heading:
                self._last_heading = fragment_of(number, "")
            else:
                self._pending.append(Entry(fragment_of(number, "")))
        self._chapter = ""

    def _name(self, chapter: str, numbers: list[str]) -> None:
        """Take the sections *numbers* as named, or as places of headings."""
        self._has_things = True
        if not chapter and len(self._chapters) > 1 and not self._is_bare:
            raise Unread
        fragments = [fragment_of(chapter, number) for number in numbers]
        if self._is_heading and self._goes_on(fragments, chapter):
            self._last_heading = fragments[-1]
            return
        self._is_heading = False
        self._is_bare = self._is_bare or not chapter
        self._known.update(fragments)
        self._furthest = max(self._furthest, *map(order_of, fragments))
        self._pending += [Entry(fragment) for fragment in fragments]

    def _goes_on(self, fragments: list[str], chapter: str) -> bool:
        """Whether places after a heading's place are places of headings too."""
        if not self._last_heading:
            return True
        if "P" not in self._last_heading:
            # "rubr. till 2 kap, 2 kap 1 §": a chapter's heading, then a section.
            return False
        if order_of(fragments[0]) <= order_of(self._last_heading):
            return False
        # Without chapters one list says it all ("närmast före 4, 7 §§"), so a second list is of
        # sections, unless these were named before.
        if self._known.issuperset(fragments):
            return True
        if chapter and (0, "", 0, "") < self._furthest < order_of(fragments[0]):
            # "17 kap. 25 §, rubr. närmast före 17 kap. 25 §, 18 kap. 5 §": the list of sections
            # may go on after the heading, or 18 kap. 5 § be the place of one more heading.
            raise Unread
        return bool(chapter)

    def _pair(self, sources: list[Entry], targets: list[Entry]) -> None:
        for source, target in zip(sources, targets, strict=True):
            if (source.fragment is None) != (target.fragment is None):
                raise Unread
            if source.fragment is None or target.fragment is None:
                continue
            self._targets.add(target.fragment)
            if source.is_part or target.is_part:
                self._touch(Place(source.fragment, AmendmentVerb.CHANGED))
                self._touch(Place(target.fragment, AmendmentVerb.CHANGED))
                continue
            if source.fragment == target.fragment:
                raise Unread
            self._touch(Place(source.fragment, AmendmentVerb.RENUMBERED, target.fragment))
