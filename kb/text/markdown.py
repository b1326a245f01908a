"""Markdown to HTML that is safe to show: rendered, then cleaned against a written list.

The library needs quadratic time for brackets that stand open (20,000 take 40 seconds) and for much
else, so the length is capped and texts with many of them are refused before it sees them.
"""

import re

import markdown
import nh3
from markdown.extensions import Extension

from kb.errors import Invalid, sentence
from kb.text.linking import Linker, LinkReferences

#: Stored beside what was rendered; raise it when the output changes.
RENDERER = "markdown-2"
MAX_CHARACTERS = 200_000
MAX_OPEN_BRACKETS = 200
MAX_CELLS = 20_000
#: What a text may hold of each: many times what people write, and about a second of work.
_MOST = (
    (
        re.compile(r"^[ >\t]*#|^[ >\t]*(?:=+|-+)[ \t]*$", re.MULTILINE),
        1_000,
        sentence("The text holds more than %(limit)s headings and lines."),
    ),
    (
        re.compile(r"^[ >\t]*(?:`{3}|~{3})", re.MULTILINE),
        400,
        sentence("The text holds more than %(limit)s fences of code."),
    ),
    (re.compile(r"\\"), 2_000, sentence("The text holds more than %(limit)s backslashes.")),
    (
        re.compile(r"[*_]"),
        10_000,
        sentence("The text holds more than %(limit)s asterisks and underscores."),
    ),
    (re.compile(r"`"), 5_000, sentence("The text holds more than %(limit)s backticks.")),
    (
        re.compile(r"[&<]"),
        5_000,
        sentence("The text holds more than %(limit)s ampersands and angle brackets."),
    ),
    (
        re.compile(r"[ ]{2}$", re.MULTILINE),
        5_000,
        sentence("The text holds more than %(limit)s forced line breaks."),
    ),
    (re.compile(r"\]\(|\]\["), 5_000, sentence("The text holds more than %(limit)s links.")),
    (
        re.compile(r"\[TOC\]"),
        10,
        sentence("The text holds more than %(limit)s tables of contents."),
    ),
)
_RULE = re.compile(r"[ >\t]*[|:-][ \t|:-]*")
# Footnotes and abbreviations are left out: thousands of them take the library many seconds.
EXTENSIONS = ["def_list", "fenced_code", "sane_lists", "tables", "toc"]

_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr",
    "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "th": {"scope"},
}


def render(text: str, linker: Linker | None = None) -> str:
    """Turn Markdown into safe HTML, the references that *linker* finds into links.

    Raises Invalid for text too long or too hostile to render.
    """
    if len(text) > MAX_CHARACTERS:
        raise Invalid("text", "The text is longer than %(limit)s characters.", limit=MAX_CHARACTERS)
    if any(_open_at_once(text, *pair) > MAX_OPEN_BRACKETS for pair in ("[]", "()", "<>")):
        raise Invalid("text", "The text holds too many opening brackets that are not closed.")
    for pattern, most, told in _MOST:
        if any(number >= most for number, _ in enumerate(pattern.finditer(text))):
            raise Invalid("text", told, limit=most)
    if _cells(text) > MAX_CELLS:
        raise Invalid("text", "The tables hold more than %(limit)s cells.", limit=MAX_CELLS)
    try:
        extensions: list[str | Extension] = list(EXTENSIONS)
        if linker is not None:
            extensions.append(LinkReferences(linker))
        html = markdown.markdown(text, extensions=extensions, output_format="html")
    except RecursionError:
        raise Invalid("text", "The text is nested too deep.") from None
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def plain(html: str) -> str:
    """Return the words of safe HTML without its tags, for indexes and extracts."""
    spaced = re.sub(r"</(?:p|li|h[2-4]|td|th|dt|dd|blockquote)>|<br>", " \\g<0>", html)
    bare = nh3.clean(spaced, tags=set())
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        bare = bare.replace(entity, character)
    return " ".join(bare.split())


def _open_at_once(text: str, opening: str, closing: str) -> int:
    """The greatest number of brackets that stand open at one place of *text*."""
    deepest = depth = 0
    for bracket in re.findall(f"[{re.escape(opening + closing)}]", text):
        depth = depth + 1 if bracket == opening else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _cells(text: str) -> int:
    """How many cells the tables of *text* may have; short rows are filled up with empty ones."""
    cells = columns = 0
    for line in text.splitlines():
        if not line.strip():
            columns = 0
        elif "|" in line and _RULE.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
    return cells
