"""Cut a text into the words, numbers and signs that the grammar of references reads.

One expression, tried once at each place, so the time grows with the text and with nothing else.
Offsets are those of the text as given: what is made equal here (spaces, hyphens) keeps its width.
"""

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a token is."""

    HEADING = 1
    BREAK = 2
    CELEX = 3
    STATUTE = 4
    NUMBER = 5
    SECTION = 6
    WORD = 7
    DASH = 8
    MARK = 9
    END = 10


_TOKEN = re.compile(
    r"""
      (?P<HEADING>(?m:^)\ {0,3}\#{1,6}\ [^\n]*)
    | (?P<BREAK>\n[ \t]*\n)
    | (?P<CELEX>(?<!\w)[1-9]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{2}\))?(?!\w))
    | (?P<STATUTE>(?<![\w/:])(?:1[6-9]|20)\d\d:(?:bih\.?\ ?)?\d{1,4}(?:\ s\.?\ ?\d{1,4})?(?![\w/:]))
    | (?P<NUMBER>\d+(?:[a-z](?![^\W_]))?)
    | (?P<SECTION>§{1,2})
    | (?P<WORD>[a-z](?=-(?:[a-z](?![^\W_])|\s))|[^\W\d_]+(?:[-:’'][^\W\d_]+)*(?:-(?=[\s,]))?)
    | (?P<DASH>--?|[–—])
    | (?P<MARK>[^\s\w])
    """,
    re.VERBOSE,
)
_KINDS = {name: Kind[name] for name in _TOKEN.groupindex}
#: Readers may look this far past the last token without asking whether there is one.
_MARGIN = 4
_SAME_WIDTH = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ", "\r": " ",
        "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2012": "–", "\u00ad": "-",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, side by side: kind, lower-cased words, where each begins and ends.

    Past the last one stand a few empty tokens of the kind END.
    """

    text: str
    kinds: list[Kind]
    words: list[str]
    starts: list[int]
    ends: list[int]

    @property
    def count(self) -> int:
        """How many tokens the text has, without those that mark its end."""
        return len(self.kinds) - _MARGIN

    def raw(self, at: int) -> str:
        """Return the token as the text has it."""
        return self.text[self.starts[at] : self.ends[at]]

    def joined(self, at: int) -> bool:
        """Whether token *at* follows the one before without a space."""
        return at > 0 and self.starts[at] == self.ends[at - 1]

    def opens_paragraph(self, at: int) -> bool:
        """Whether nothing but the start of a paragraph stands before token *at*."""
        return at == 0 or self.kinds[at - 1] in (Kind.BREAK, Kind.HEADING)

    def ends_paragraph(self, at: int) -> bool:
        """Whether the paragraph, or at least its line, is at an end before token *at*."""
        if self.kinds[at] in (Kind.BREAK, Kind.HEADING, Kind.END):
            return True
        return "\n" in self.text[self.ends[at - 1] : self.starts[at]]

    def at_offset(self, offset: int, after: int) -> int:
        """Return the first token from *after* on that begins at *offset* or later."""
        while self.kinds[after] is not Kind.END and self.starts[after] < offset:
            after += 1
        return after


def same_width(text: str) -> str:
    """Make spaces and hyphens of all sorts one sort, without moving a character."""
    return text.translate(_SAME_WIDTH)


def tokens_of(text: str) -> Tokens:
    """Cut *text* into tokens; no text is refused."""
    even = same_width(text)
    kinds: list[Kind] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(even):
        kinds.append(_KINDS[match.lastgroup or "MARK"])
        words.append(match.group().lower())
        starts.append(match.start())
        ends.append(match.end())
    for _ in range(_MARGIN):
        kinds.append(Kind.END)
        words.append("")
        starts.append(len(even))
        ends.append(len(even))
    return Tokens(even, kinds, words, starts, ends)
