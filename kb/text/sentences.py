"""Running text cut into sentences; full stops of legal abbreviations end none."""

import re
from collections.abc import Iterator
from itertools import pairwise

#: What ends in a full stop within a sentence of law.
_ABBREVIATIONS = frozenset(
    (
        "kap", "st", "art", "prop", "bet", "rskr", "mot", "dir", "skr", "ref", "not", "nr", "dnr",
        "p", "s", "ff", "f", "jfr", "bl.a", "m.m", "m.fl", "t.ex", "d.v.s", "dvs", "osv", "ca",
        "resp", "sid", "avsn", "a", "e.g", "i.e", "no", "para", "sec", "ch", "bil", "ds", "fr.o.m",
        "t.o.m", "p.g.a", "s.k", "o.s.v", "o.d", "e.d", "mål", "doc", "arts", "paras", "cf", "vs",
    )
)  # fmt: skip
_STOP = re.compile(r"[.!?]+[\"”’)\]]*$")
_BEGIN = re.compile(r"[\"“”‘(\[]?[A-ZÅÄÖ0-9§]")
_LAST_WORD = re.compile(r"[\w.]+$")
#: More characters than any abbreviation has.
_LONGEST = 20
_SPACES = re.compile(r"(?<=\S)\s+(?=\S)")
#: What begins a point of a list, a heading, a quotation or a row of a table.
_BLOCK = re.compile(r"(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s")


def split_sentences(text: str) -> list[str]:
    """The sentences of *text*, without the spaces around them; an empty text has none."""
    ends = [0, *(end for _start, end in _gaps(text)), len(text)]
    sentences = [text[start:end].strip() for start, end in pairwise(ends)]
    return [sentence for sentence in sentences if sentence]


def cut_sentences(text: str) -> list[str]:
    """Cut *text* into its sentences and the spaces around them; joined they give *text*.

    A point of a list is a sentence of its own, whatever it ends in.
    """
    points = {
        match.span()
        for match in _SPACES.finditer(text)
        if "\n" in match.group() and _BLOCK.match(text, match.end())
    }
    breaks = {*_gaps(text)} | points
    head, tail = len(text) - len(text.lstrip()), len(text.rstrip())
    places = [0, head]
    places += [place for gap in sorted(breaks) if head < gap[0] < tail for place in gap]
    places += [tail, len(text)]
    return [text[start:end] for start, end in pairwise(places) if start < end]


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where the spaces between two sentences begin and end; an empty line ends one, too."""
    start = 0
    for match in _SPACES.finditer(text):
        if match.group().count("\n") > 1 or _ends(text, start, match):
            yield match.span()
            start = match.end()


def _ends(text: str, start: int, space: re.Match[str]) -> bool:
    """Whether the sentence that begins at *start* ends before *space*."""
    stop = _STOP.search(text, max(start, space.start() - _LONGEST), space.start())
    if stop is None or not _BEGIN.match(text, space.end()):
        return False
    before = _LAST_WORD.search(text[max(start, stop.start() - _LONGEST) : stop.start()])
    is_short = before is not None and (
        before.group().casefold() in _ABBREVIATIONS or before.group().isdecimal()
    )
    return not (is_short and stop.group().startswith("."))
