"""Notes in the register of a statute ("ändr. 6 kap. 37 §; ny 3 a §"), read into what they touch.

A note is read by a grammar, token by token and never back by more than one list of numbers.
What is not understood is handed back as it stands: a note counts as read only when nothing of it
was passed over. Headings, appendices and transitional provisions are understood, but touch no
provision. A part of a section (a moment, an instruction to it) touches its section, which is
changed even where the part is new or repealed.
"""

from dataclasses import dataclass

from kb.readers.amendment_lists import TooMuch
from kb.readers.amendment_segments import Segments
from kb.readers.amendment_tokens import ASIDE, VALIDITY, tokens_of
from kb.words import AmendmentVerb

#: The longest note of the statute book has some 6,000 characters.
MAX_CHARACTERS = 100_000


@dataclass(frozen=True)
class Touch:
    """What a note does to one place: ``K6P37``, ``K6`` for a chapter, empty for the whole act."""

    fragment: str
    verb: AmendmentVerb
    #: Where a renumbered place went; empty for every other verb.
    becomes: str = ""


@dataclass(frozen=True)
class ReadNote:
    """What a note touches, in its order, and the parts of it that were not understood."""

    touches: tuple[Touch, ...]
    #: Empty when all was understood.
    unread: str


def read_note(note: str) -> ReadNote:
    """Read a *note* of the register; never raises."""
    if len(note) > MAX_CHARACTERS:
        return ReadNote((), note)
    # What is taken out leaves spaces behind, so that places in the note stay the same.
    text = VALIDITY.sub(lambda found: ";" + " " * (len(found[0]) - 1), note)
    text = ASIDE.sub(lambda found: " " * len(found[0]), text)
    segments = Segments(tokens_of(text))
    try:
        segments.read()
    except TooMuch:
        return ReadNote((), note)
    touches = dict.fromkeys(
        Touch(place.fragment, place.verb, place.becomes) for place in segments.touched
    )
    unread = "; ".join(note[start:end].strip() for start, end in segments.unread)
    return ReadNote(tuple(touches), unread)
