"""References in Markdown become links: an extension of the Markdown library.

What is a reference, and where it leads, is for the caller to say. The text is looked at as a whole,
so that "samma lag" finds its act in the sentence before; code, links and headings are left alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

#: Elements whose words are no running text.
_LEFT_ALONE = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that stand in a line of text.
_INLINE = frozenset({"abbr", "br", "em", "strong", "sub", "sup", "span"})
_BETWEEN_BLOCKS = "\n\n"
# After inline patterns (20) have made their elements, before escapes (0) are undone.
_PRIORITY = 15


@dataclass(frozen=True)
class Reference:
    """A place in a text, from *start* to *end*, where it leads, and what is found there."""

    start: int
    end: int
    url: str
    title: str


#: Finds the references of a text, in order and without overlaps.
Linker = Callable[[str], Sequence[Reference]]


class LinkReferences(Extension):
    """Makes links of the references that *linker* finds."""

    def __init__(self, linker: Linker) -> None:
        super().__init__()
        self._linker = linker

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the library's name)
        """Take part in the rendering."""
        md.treeprocessors.register(_Linking(md, self._linker), "references", _PRIORITY)


@dataclass(frozen=True)
class _Run:
    """A piece of running text: where it begins in the whole, and where it hangs in the tree."""

    start: int
    text: str
    #: The element whose beginning it is, or that it follows.
    element: Element
    #: What holds *element*, when the text follows it; None for a beginning.
    parent: Element | None


class _Linking(Treeprocessor):
    def __init__(self, md: Markdown, linker: Linker) -> None:
        super().__init__(md)
        self._linker = linker

    def run(self, root: Element) -> None:
        """Look at all running text at once, and put links where its references stand."""
        runs: list[_Run] = []
        parts: list[str] = []
        length = 0
        for text, element, parent in _pieces(root):
            if element is not None:
                runs.append(_Run(length, text, element, parent))
            parts.append(text)
            length += len(text)
        references = self._linker("".join(parts))
        # From the end, so that what is put into a parent moves nothing that comes before it.
        for run in reversed(runs):
            end = run.start + len(run.text)
            inside = [each for each in references if run.start <= each.start and each.end <= end]
            if inside:
                _put(run, inside)


def _pieces(element: Element) -> Iterator[tuple[str, Element | None, Element | None]]:
    """The running text below *element* in order, with where it hangs; breaks between blocks."""
    if element.tag in _LEFT_ALONE:
        return
    if element.tag not in _INLINE:
        yield _BETWEEN_BLOCKS, None, None
    if element.text:
        yield element.text, element, None
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail, child, element


def _put(run: _Run, references: Sequence[Reference]) -> None:
    """Cut *run* at its references and hang the links where it hung."""
    links, place = [], 0
    before = run.text[: references[0].start - run.start]
    for number, reference in enumerate(references):
        link = Element("a", {"href": reference.url, "title": reference.title})
        place = reference.end - run.start
        link.text = run.text[reference.start - run.start : place]
        following = (
            references[number + 1].start - run.start if number + 1 < len(references) else None
        )
        link.tail = run.text[place:following]
        links.append(link)
    if run.parent is None:
        run.element.text = before
        run.element[0:0] = links
    else:
        run.element.tail = before
        at = list(run.parent).index(run.element) + 1
        run.parent[at:at] = links
