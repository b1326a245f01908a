"""Pages of the Government's site as Markdown: title, plain text and place."""

import re
from dataclasses import dataclass

from kb.errors import Invalid
from kb.words import DocumentKind

#: The largest page of the collection has some 17,000 bytes.
MAX_PAGE_BYTES = 256 * 1024
#: The longest title has some 400.
MAX_TITLE = 2_000
#: Folders with pages, and what their pages are.
KINDS = {
    "rattsliga-dokument/statens-offentliga-utredningar": DocumentKind.REPORT,
    "rattsliga-dokument/departementsserien-och-promemorior": DocumentKind.MEMO,
    "rattsliga-dokument/kommittedirektiv": DocumentKind.DIRECTIVE,
    "rattsliga-dokument/lagradsremiss": DocumentKind.COUNCIL_DRAFT,
    "rattsliga-dokument/proposition": DocumentKind.BILL,
    "remisser": DocumentKind.CONSULTATION,
}
_PLACE = re.compile(
    rf"/?({'|'.join(KINDS)})/((?:19|20)\d\d)/(0[1-9]|1[0-2])/([^/\s]{{1,300}}?)(?:/|\.md)?"
)
# Every repetition has an end, since the time would grow with the square of the text else.
_IMAGE = re.compile(r"!\[[^\[\]]{0,3000}\]\([^()]{0,1000}\)")
_LINK = re.compile(
    r"\[([^\[\]]{0,3000})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?:\s+\"[^\"]{0,3000}\")?\s*\)"
)
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_HEADING = re.compile(r"#{1,6}(?:\s+|$)")
_POINT = re.compile(r"[*+-]\s|\d+[.)]\s")
# Hyphens that show only where a line breaks would part words for whoever looks for them.
_INVISIBLE = str.maketrans({"\u00ad": None, "\u200b": None, "\ufeff": None, "\u00a0": " "})


@dataclass(frozen=True)
class Place:
    """Where a page stands on the site: folder, year and month, and the name of the page."""

    kind: DocumentKind
    #: ``2025-11``.
    month: str
    slug: str
    #: Path of its address, ``/remisser/2025/11/…/``.
    url: str


@dataclass(frozen=True)
class Page:
    """What a page says: its title as it stands and its text without marks."""

    title: str
    text: str


def place_of(path: str) -> Place | None:
    """Read the path of a file or of an address; None for what is no page of a known folder."""
    match = _PLACE.fullmatch(path)
    if match is None:
        return None
    folder, year, month, slug = match.groups()
    # The site ends addresses in a stroke, but not those whose last part holds a full stop.
    end = "" if "." in slug else "/"
    return Place(KINDS[folder], f"{year}-{month}", slug, f"/{folder}/{year}/{month}/{slug}{end}")


def read_page(data: bytes) -> Page:
    """Read a page. Raises Invalid with a sentence that says what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("file", "The file is not written in UTF-8.") from None
    if "\0" in text:
        raise Invalid("file", "The file is no text.")
    first, _, rest = text.replace("\r\n", "\n").partition("\n")
    title = " ".join(plain(first.removeprefix("#")).split())
    if not first.startswith("# ") or not title:
        raise Invalid("file", "The file does not begin with a title.")
    if len(title) > MAX_TITLE:
        raise Invalid("file", "The title is too long.")
    return Page(title, plain(rest))


def plain(markdown: str) -> str:
    """Take the marks out of *markdown*; wrapped lines become one, and paragraphs stay apart."""
    text = _IMAGE.sub("", markdown.translate(_INVISIBLE))
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    paragraphs = (_joined(each) for each in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(filter(None, paragraphs))


def _joined(paragraph: str) -> str:
    """Join the lines of a paragraph; points of a list keep lines of their own."""
    lines: list[str] = []
    for line in filter(None, (each.strip() for each in paragraph.split("\n"))):
        if lines and not _POINT.match(line) and not _HEADING.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    bare = (_ESCAPE.sub(r"\1", _HEADING.sub("", line, count=1)) for line in lines)
    return "\n".join(filter(None, (" ".join(line.split()) for line in bare)))
