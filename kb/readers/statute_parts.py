"""The parts of a statute's text as rows, put together paragraph by paragraph."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kb.words import PartKind

_LOST_HEADING = 120


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One part of a statute, in the order of the act."""

    kind: PartKind
    #: ``K6P37`` for a section, ``K6`` for a chapter, else empty.
    fragment: str
    #: Words of a heading or chapter; of transitional provisions, the act that brought them.
    heading: str
    #: Paragraphs with an empty line between them, without links and marks.
    text: str
    #: The act that gave the present wording, as the text itself says; empty when it does not.
    amended_by: str


@dataclass(slots=True)
class _Draft:
    kind: PartKind
    fragment: str = ""
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    amended_by: str = ""
    #: Words between strokes that the conversion took out of the text.
    mark: str = ""


class Parts:
    """Gathers the parts; knows the chapter and the section that are open."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._chapter = ""
        self._last = (0, "")

    def open_chapter(self, number: str, words: str) -> None:
        """Begin a chapter."""
        self._chapter = number
        self._last = (0, "")
        self._drafts.append(_Draft(PartKind.CHAPTER, f"K{number}", words))

    def open_section(self, number: str, mark: str) -> None:
        """Begin a section; a number that was there before is another wording of it."""
        self._last = _order(number)
        prefix = f"K{self._chapter}" if self._chapter else ""
        number = number.lstrip("0") or number
        self._drafts.append(_Draft(PartKind.SECTION, f"{prefix}P{number}", mark=mark))

    def goes_on(self, number: str, letters: str, step: int) -> bool:
        """Whether a section carries the numbers of the act on, by no more than *step*."""
        order = _order(number + letters)
        return self._last[0] > 0 and self._last < order <= (self._last[0] + step, "~")

    def add_heading(self, words: str) -> None:
        """Add a heading, which ends the section."""
        self._drafts.append(_Draft(PartKind.HEADING, heading=words))

    def open_transition(self, number: str) -> None:
        """Begin the transitional provisions that the amending act *number* brought."""
        self._drafts.append(_Draft(PartKind.TEXT, heading=number, amended_by=number))

    def add_paragraph(self, text: str, amended_by: str) -> None:
        """Add a paragraph to what is open, or as a loose text."""
        if not self._drafts or self._drafts[-1].kind in (PartKind.HEADING, PartKind.CHAPTER):
            self._drafts.append(_Draft(PartKind.TEXT))
        draft = self._drafts[-1]
        draft.paragraphs.append(text)
        draft.amended_by = amended_by or draft.amended_by

    def finish(self, mend: Callable[[str, str], str | None]) -> tuple[PartRow, ...]:
        """Return all parts; *mend* puts a mark back into the text that it was taken from."""
        rows = [row for draft in self._drafts for row in _rows(draft, mend)]
        if self._counts_through():
            rows = [_without_chapter(row) for row in rows]
        return tuple(rows)

    def _counts_through(self) -> bool:
        """Whether sections are counted through all chapters, so that they are cited without."""
        chapters: dict[str, list[int]] = {}
        for draft in self._drafts:
            if draft.kind is PartKind.SECTION:
                chapter, _, number = draft.fragment.partition("P")
                chapters.setdefault(chapter, []).append(_order(number)[0])
        runs = list(chapters.values())
        return len(runs) > 1 and all(
            max(before) <= min(after) and min(after) > 1 for before, after in pairwise(runs)
        )


def _order(number: str) -> tuple[int, str]:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), number[len(digits) :]


def _without_chapter(row: PartRow) -> PartRow:
    if row.kind is not PartKind.SECTION:
        return row
    return replace(row, fragment=re.sub(r"^K\d+[a-z]?", "", row.fragment))


def _rows(draft: _Draft, mend: Callable[[str, str], str | None]) -> list[PartRow]:
    paragraphs, lost = _without_lost_heading(draft)
    text = "\n\n".join(paragraphs)
    heading = draft.heading
    if draft.mark and (words := draft.mark.strip("/ ")):
        mended = mend(text, draft.mark)
        text, heading = (mended, heading) if mended is not None else (text, words)
    row = PartRow(
        kind=draft.kind,
        fragment=draft.fragment,
        heading=heading,
        text=text,
        amended_by=draft.amended_by,
    )
    if not lost:
        return [row]
    return [
        row,
        PartRow(kind=PartKind.HEADING, fragment="", heading=lost, text="", amended_by=""),
    ]


def _without_lost_heading(draft: _Draft) -> tuple[list[str], str]:
    """Split off a last paragraph that is the heading of what follows.

    A section ends with the amending act; a short line without a full stop after it is a heading
    that lost its mark.
    """
    paragraphs = draft.paragraphs
    if draft.kind is not PartKind.SECTION or len(paragraphs) < 2 or not draft.amended_by:
        return paragraphs, ""
    last, before = paragraphs[-1], paragraphs[-2]
    is_heading = (
        before.rstrip(" .*").endswith(f"({draft.amended_by})")
        and len(last) <= _LOST_HEADING
        and last[0].isupper()
        and last[-1].isalpha()
        and "\n" not in last
    )
    return (paragraphs[:-1], last) if is_heading else (paragraphs, "")
