"""The text of a statute in Markdown, cut into chapters, headings, sections and loose texts.

What the conversion of the source got wrong is mended where that is certain: links that split a
list of sections, a ``§`` that was written twice, words between two strokes that were taken for a
mark of layout and moved into the heading of a section. Nothing is concluded from a gap in the
numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.errors import Invalid
from kb.readers.statute_parts import PartRow, Parts

#: Headings and paragraphs; the longest statute has 8,000.
MAX_BLOCKS = 100_000
#: Said instead of a text: that there is none.
_NO_TEXT = (
    "**Automatisk konvertering inte tillgänglig",
    "*Detta dokument har inget innehåll",
    "/Författningens text finns bara i tryckt version",
)
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_SECTION = re.compile(r"(?:(/.*/) *)?(\d{1,4}) ?([a-z]{0,2}) *§")
_CHAPTER = re.compile(r"(\d{1,3}) ?([a-z]?) ?[Kk]ap\.? *(.*)")
_TRANSITIONAL = re.compile(r"(?:ikraftträdande-? ?(?:och )?)?övergångsbestämmelser?", re.IGNORECASE)
_BEYOND = re.compile(r"(?:Bilaga|Anvisningar)\b")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(([^()\s]{0,500})\)")
_MARKS = re.compile(r"\*?/ ?(?:-?k|n\d{1,3}|gN|kurs|slut kurs)/ ?\*?|\*\*")
_AMENDED = re.compile(
    r"(?:Lag|Förordning|Förordningen|Kungörelse|Cirkulär) "
    r"\((\d{4}:\d{1,5}(?: s\. ?\d{1,4})?)\)[.:]?\)?[ *]*$"
)
_LONE_ACT = re.compile(r"\d{4}:\d{1,5}")
#: "20 § om föredragning" in a list of other provisions is no section of the act.
_REFERENCE = re.compile(r"[a-zåäö](?!\))|\d{1,3} (?:och |om |eller )")
_REPEALED = re.compile(r"har (?:upphört|utgått|upphävts)|upphävd|utgår|utgått")
#: Where "95/46/EG" has lost its middle: "201646/EG", "direktiv 2006EG".
_GAP = re.compile(r"(?<=\b\d{4})(?=(?:\d{1,3}/)?(?:EG|EU|EEG|RIF)\b)")
#: A section goes on after an appendix or transitional provisions only by a step this long.
_STEP = 3


def read_text(body: str) -> tuple[PartRow, ...]:
    """Cut the *body* of a statute into parts; empty when it holds a title or a notice only.

    Raises Invalid for a text longer than any statute.
    """
    if any(notice in body for notice in _NO_TEXT):
        return ()
    reader = _Reader()
    for count, block in enumerate(_blocks(body)):
        if count >= MAX_BLOCKS:
            raise Invalid("file", "The text has more paragraphs than any statute.")
        reader.read(block)
    reader.end()
    return reader.parts.finish(mend)


def _blocks(body: str) -> Iterator[str]:
    """Yield headings and paragraphs; lines of a paragraph stay together."""
    lines: list[str] = []
    for line in body.split("\n"):
        is_heading = line.startswith("#")
        if (is_heading or not line.strip()) and lines:
            yield "\n".join(lines)
            lines = []
        if is_heading:
            yield line
        elif line.strip():
            lines.append(line.rstrip())
    if lines:
        yield "\n".join(lines)


def plain(text: str) -> str:
    """Return *text* without links, whose words stay, and without marks of layout."""
    if "](" in text:
        text = _LINK.sub(r"\1", text).replace("§ )", "§)")
    if "*" in text or "/" in text:
        text = _MARKS.sub("", text)
        text = text.removeprefix("* ").removesuffix(" *")
    return text.strip()


@dataclass(slots=True)
class _Waiting:
    """The heading of a section whose text is still to come."""

    number: str
    letters: str
    mark: str

    @property
    def words(self) -> str:
        """The heading as it stands in the text."""
        return f"{self.number} {self.letters} §" if self.letters else f"{self.number} §"


class _Reader:
    """Takes headings and paragraphs in order and decides what they are."""

    def __init__(self) -> None:
        self.parts = Parts()
        self._waiting: _Waiting | None = None
        self._is_beyond = False
        self._is_transitional = False
        self._is_titled = False

    def read(self, block: str) -> None:
        """Take the next heading or paragraph."""
        heading = _HEADING.fullmatch(block)
        if heading is None:
            self._read_paragraph(block)
            return
        level, words = len(heading[1]), heading[2].strip()
        section = _SECTION.fullmatch(words) if 2 <= level <= 4 else None
        if section:
            self._settle("")
            mark = _MARKS.sub("", section[1] or "").strip()
            self._waiting = _Waiting(section[2], section[3], mark)
        else:
            self._settle("")
            self._read_heading(level, plain(words))

    def end(self) -> None:
        """Take what was still waiting."""
        self._settle("")

    def _read_heading(self, level: int, words: str) -> None:
        chapter = _CHAPTER.fullmatch(words) if level == 2 else None
        if level == 1 and not self._is_titled:
            self._is_titled = True
        elif chapter and (not chapter[3] or chapter[3][0].isupper()):
            self.parts.open_chapter(chapter[1] + chapter[2], chapter[3])
            self._is_beyond = self._is_transitional = False
        else:
            self._is_transitional = _TRANSITIONAL.fullmatch(words) is not None
            self._is_beyond = (
                self._is_beyond or self._is_transitional or _BEYOND.match(words) is not None
            )
            self.parts.add_heading(words)

    def _read_paragraph(self, block: str) -> None:
        text = plain(block)
        if self._waiting and text:
            self._settle(text)
        elif self._is_transitional and _LONE_ACT.fullmatch(text):
            self.parts.open_transition(text)
        elif text:
            self.parts.add_paragraph(text, amended_by(text))

    def _settle(self, text: str) -> None:
        """Open the section that waits for its text, or find that it is none; then add *text*."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        if _REFERENCE.match(text) and not _REPEALED.match(text):
            self.parts.add_paragraph(f"{waiting.words} {text}", amended_by(text))
            return
        if self._is_beyond and not self.parts.goes_on(waiting.number, waiting.letters, _STEP):
            self.parts.add_heading(waiting.words)
        else:
            self._is_beyond = self._is_transitional = False
            self.parts.open_section(waiting.number + waiting.letters, waiting.mark)
        if text:
            self.parts.add_paragraph(text, amended_by(text))


def amended_by(text: str) -> str:
    """Return the number of the act in ``Lag (2022:638).`` at the end of *text*, or nothing."""
    match = _AMENDED.search(text, max(0, len(text) - 80)) if "(" in text[-80:] else None
    return match[1] if match else ""


def mend(text: str, mark: str) -> str | None:
    """Put words that the conversion moved into a heading (``/46/ /58/``) back into *text*.

    None when the places are not certain.
    """
    words = mark[1:-1].split("/ /")
    gaps = [gap.start() for gap in _GAP.finditer(text)]
    if len(gaps) != len(words) or not all(word[:1].isdigit() for word in words):
        return None
    for place, word in reversed(list(zip(gaps, words, strict=True))):
        text = f"{text[:place]}/{word}/{text[place:]}"
    return text
