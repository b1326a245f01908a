"""Find every legal reference in running text.

The text is cut into tokens once and walked through once; the grammar starts only at tokens that
can begin a reference and looks a bounded number of tokens ahead. What the reading leaves open
("samma lag", "5 §") is decided by the context: headings, and what was named before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.citations.acts import (
    Act,
    Pointer,
    Reader,
    has_act_ending,
    read_act,
    read_act_after_place,
)
from kb.citations.articles import ARTICLE_WORDS, RECITAL_WORDS, read_articles, read_recital
from kb.citations.context import Context
from kb.citations.documents import (
    DOCUMENT_WORDS,
    OTHER_SERIES,
    read_back_reference,
    read_document,
)
from kb.citations.keys import kind_of
from kb.citations.names import ActNames, Names
from kb.citations.numbers import read_numbers
from kb.citations.places import (
    CHAPTER_WORDS,
    SECTION_WORDS,
    Place,
    ends_in_place,
    read_places,
    read_shorthand,
)
from kb.citations.strangers import belongs_elsewhere
from kb.citations.tokens import Kind, Tokens, tokens_of

#: What the amending acts named at the end of sections are.
_AMENDING = frozenset(
    {"lag", "förordning", "kungörelse", "tillkännagivande", "beslut", "författning"}
)


@dataclass(frozen=True)
class Cited:
    """A reference in a text: its words, where they stand, and the keys of what they name.

    *kind* is that of the first key, "amendment" for the act that a section's end names, and
    "unknown" for a reference that leads to nothing known.
    """

    text: str
    start: int
    end: int
    kind: str
    keys: tuple[str, ...]
    page: str = ""


@dataclass(frozen=True)
class _Found:
    """A reference among the tokens."""

    start: int
    end: int
    keys: tuple[str, ...]
    kind: str = ""
    page: str = ""
    #: Where the reference ends in the text, when that is not the end of a token.
    end_offset: int = -1


def cite(
    text: str, names: ActNames, *, within: str | None = None, as_of: date
) -> tuple[Cited, ...]:
    """Find every legal reference in *text*, in the order of the text and without overlap.

    *within* is the key of an act, or of a chapter in it, whose own text is read: "5 §" is then
    its own. Names mean the acts that bear them on the day *as_of*.
    """
    return scan(text, Reader(tokens_of(text), names, as_of), within)


def scan(text: str, reader: Reader, within: str | None) -> tuple[Cited, ...]:
    """Find every reference in *text*, which *reader* holds cut into tokens."""
    scanner = _Scanner(reader, Context(within, reader.tokens, reader.names))
    tokens = reader.tokens
    cited = []
    for found in scanner.walk():
        start = tokens.starts[found.start]
        end = found.end_offset if found.end_offset >= 0 else tokens.ends[found.end - 1]
        kind = found.kind or (kind_of(found.keys[0]) if found.keys else "unknown")
        cited.append(Cited(text[start:end], start, end, kind, found.keys, found.page))
    return tuple(cited)


class _Scanner:
    """One walk through the tokens of a text."""

    def __init__(self, reader: Reader, context: Context) -> None:
        self._reader = reader
        self._tokens: Tokens = reader.tokens
        self._names: Names = reader.names
        self._context = context
        self._at = 0
        #: The last number of another series than the statute book's; 0 for none.
        self._series = 0

    def walk(self) -> Iterator[_Found]:
        """Yield every reference, moving past each."""
        tokens, count = self._tokens, self._tokens.count
        while self._at < count:
            before = self._at
            yield from self._step(tokens.kinds[before])
            if self._at <= before:
                self._at = before + 1

    def _step(self, kind: Kind) -> Iterator[_Found]:
        """Read what begins at the present token."""
        word = self._tokens.words[self._at]
        if kind is Kind.WORD:
            if word in CHAPTER_WORDS or word in SECTION_WORDS:
                yield from self._places()
            elif word in ARTICLE_WORDS:
                yield from self._articles()
            elif word in RECITAL_WORDS:
                yield from self._recital()
            else:
                yield from self._word(word)
        elif kind is Kind.NUMBER or kind is Kind.SECTION:
            yield from self._places()
        elif kind is Kind.HEADING:
            self._context.enter(self._tokens.raw(self._at))
        elif kind is Kind.STATUTE:
            yield from self._statute()
        elif kind is Kind.CELEX or word == "(":
            yield from self._bracket()

    def _word(self, word: str) -> Iterator[_Found]:
        """Read a document, a case or an act that begins with *word*."""
        if word in DOCUMENT_WORDS:
            document = read_document(self._tokens, self._at)
            if document is not None:
                key = document.key
                self._context.cited_document(document.sort, key)
                yield self._until(document.end, (key,) if key else (), document.page)
                return
        if word == "a" and self._tokens.words[self._at + 1] == ".":
            back = read_back_reference(self._tokens, self._at)
            if back is not None:
                key = self._context.document_before(back.sort)
                yield self._until(back.end, (key,) if key else (), back.page)
                return
        if self._context.starts_chapter(self._at):
            self._at = self._context.enter_plain(self._at)
            return
        act = read_act(self._reader, self._at)
        if act is not None:
            yield from self._act(act)

    def _until(self, offset: int, keys: tuple[str, ...], page: str) -> _Found:
        """Make a reference that ends at *offset* in the text, and move past it."""
        start = self._at
        self._at = self._tokens.at_offset(offset, start + 1)
        return _Found(start, self._at, keys, page=page, end_offset=offset)

    def _act(self, act: Act) -> Iterator[_Found]:
        """Read what follows an act: nothing, or a place in it, as in "KL 6:37"."""
        if self._is_amendment(act):
            self._at = act.end
            yield _Found(act.start, act.end, (act.key,) if act.key else (), "amendment")
            return
        places = self._places_after(act)
        if places and not self._named_after(places[-1]):
            yield from self._place_list(places, act, act_first=True)
            return
        key = self._context.resolve(act)
        self._at = act.end
        if act.stands_alone and (key or act.pointer is Pointer.NAMED):
            self._context.named(key, act.sort, numbered=act.numbered)
            yield _Found(act.start, act.end, (key,) if key else ())

    def _places_after(self, act: Act) -> list[Place]:
        """Read the places that follow the name of an act, over a comma in English."""
        tokens = self._tokens
        at = act.end
        if tokens.kinds[at] is Kind.BREAK or tokens.kinds[at] is Kind.HEADING:
            return []
        if tokens.words[at] == "," and tokens.words[at + 1] in ("chapter", "section"):
            at += 1
        shorthand = read_shorthand(tokens, at) if tokens.kinds[at] is Kind.NUMBER else None
        if shorthand:
            return [shorthand]
        return read_places(tokens, at)

    def _named_after(self, place: Place) -> bool:
        """Whether an act stands behind *place*, which then is none of the act before it."""
        after = read_act_after_place(self._reader, place.end)
        return after is not None and after.pointer is not Pointer.THE

    def _is_amendment(self, act: Act) -> bool:
        """Whether the act stands alone at a paragraph's end: ``Lag (2022:638).``."""
        tokens = self._tokens
        if tokens.words[act.start] not in _AMENDING or tokens.words[act.start + 1] != "(":
            return False
        if not act.numbered or not tokens.raw(act.start)[0].isupper():
            return False
        before = act.start - 1
        starts = tokens.opens_paragraph(act.start) or tokens.words[before] in (".", ":", ";", ")")
        end = act.end + 1 if tokens.words[act.end] == "." else act.end
        starts = starts or tokens.ends_paragraph(act.start)
        return starts and tokens.ends_paragraph(end)

    def _places(self) -> Iterator[_Found]:
        """Read a list of places and the act that it shares."""
        tokens = self._tokens
        if self._context.starts_chapter(self._at):
            self._at = self._context.enter_plain(self._at)
            return
        places = read_places(tokens, self._at)
        if not places and self._reader.is_query:
            shorthand = read_shorthand(tokens, self._at)
            places = [shorthand] if shorthand and read_act(self._reader, shorthand.end) else []
        if not places:
            self._at = self._past_numbers()
            return
        act = read_act_after_place(self._reader, places[-1].end)
        if act and (act.key or "").startswith("celex/") and act.start > places[-1].end:
            # "5 § i förordning (EU) 2016/679": acts of the EU have articles; each is read alone.
            act = None
        if act is None and belongs_elsewhere(tokens, places[-1].end):
            self._at = places[-1].end
            return
        yield from self._place_list(places, act, act_first=False)

    def _past_numbers(self) -> int:
        """Return where the list of numbers ends that turned out to be no place."""
        members = read_numbers(self._tokens, self._at)
        if not members or ends_in_place(self._tokens, members[-1].end):
            return self._at + 1
        # No part of a list of numbers is a place when what follows the list makes it none.
        return members[-1].end

    def _place_list(
        self, places: list[Place], act: Act | None, *, act_first: bool
    ) -> Iterator[_Found]:
        """Give every place of a list its act and its chapter."""
        if act is None and not self._context.own and self._is_doubtful(places):
            self._at = places[-1].end
            return
        readings = self._context.keys_of(places, act)
        last = len(places) - 1
        for index, (place, keys) in enumerate(zip(places, readings, strict=True)):
            start, end = place.start, place.end
            if act and act_first and index == 0:
                start = act.start
            if act and not act_first and index == last:
                end = act.end
            yield _Found(start, end, keys)
        self._at = max(places[-1].end, act.end if act else 0)

    def _is_doubtful(self, places: list[Place]) -> bool:
        """Whether chapters are named as in a book: "kap. 3", or "10 kap" without its full stop."""
        if any(place.has_sections for place in places):
            return False
        return all(place.loose or self._tokens.words[place.end - 1] != "." for place in places)

    def _articles(self) -> Iterator[_Found]:
        """Read articles and the act of the EU they are in."""
        tokens = self._tokens
        articles = read_articles(tokens, self._at)
        if articles is None:
            return
        act = read_act_after_place(self._reader, articles.end)
        if act is None and belongs_elsewhere(tokens, articles.end, treaties=False):
            self._at = articles.end
            return
        if act is None and tokens.words[self._at] == "art" and tokens.words[self._at + 1] != ".":
            return
        key = self._context.eu_act(act, treaty=tokens.words[articles.end] in ("i", "of", "in"))
        end = act.end if act else articles.end
        start, self._at = self._at, end
        if act and act.key:
            self._context.named(act.key, act.sort, numbered=act.numbered)
        yield _Found(
            start, end, tuple(f"{key}#{part}" for part in articles.fragments) if key else ()
        )

    def _recital(self) -> Iterator[_Found]:
        """Read ``skäl 71 i dataskyddsförordningen``; without its act it is no reference."""
        recital = read_recital(self._tokens, self._at)
        act = read_act_after_place(self._reader, recital[1]) if recital else None
        if recital is None or act is None:
            return
        key = self._context.eu_act(act)
        start, self._at = self._at, act.end
        if key:
            self._context.named(key, act.sort, numbered=act.numbered)
        yield _Found(start, act.end, (key,) if key else (), page=recital[0])

    def _statute(self) -> Iterator[_Found]:
        """Read a number of the statute book that stands without a name: ``SFS 2017:725``."""
        tokens, at = self._tokens, self._at
        before = tokens.words[at - 1] if at else ""
        act = read_act(self._reader, at)
        self._at = at + 1
        if act is None or act.key is None:
            return
        is_own = self._context.own.startswith("sfs/")
        if is_own and tokens.opens_paragraph(at) and tokens.ends_paragraph(at + 1):
            # The amending act whose transitional provisions follow.
            yield _Found(at, at + 1, (act.key,), "amendment")
            return
        if before == "sfs" or self._reader.is_query:
            self._context.named(act.key, "", numbered=True)
            start = at - 1 if before == "sfs" else at
            places = self._places_after(act)
            if places and not self._named_after(places[-1]):
                shifted = Act(start, act.end, act.key, numbered=True)
                yield from self._place_list(places, shifted, act_first=True)
                return
            yield _Found(start, at + 1, (act.key,) if act.key else ())
        elif at and OTHER_SERIES.fullmatch(tokens.raw(at - 1)):
            self._series = at
            yield _Found(at - 1, at + 1, ())
        elif is_own and not self._in_other_series(at):
            yield _Found(at, at + 1, (act.key,))

    def _in_other_series(self, at: int) -> bool:
        """Whether a bare number belongs to another series: ``SÖ 1975:34 och 1980:28``."""
        tokens = self._tokens
        raw = tokens.raw(at - 1) if at else ""
        if (len(raw) > 1 and raw.isupper()) or (self._series and at - self._series <= 2):
            self._series = at
            return True
        return False

    def _bracket(self) -> Iterator[_Found]:
        """Read ``(2016:1145)`` behind a title, ``(EU) 2016/679``, or a CELEX number."""
        act = read_act(self._reader, self._at)
        if act is None or (self._tokens.words[act.start] == "(" and self._is_foreign(act)):
            return
        yield from self._act(act)

    def _is_foreign(self, act: Act) -> bool:
        """Whether the number in brackets follows a figure, an abbreviation or nothing."""
        tokens, at = self._tokens, act.start
        if act.key and act.key.startswith("celex/"):
            return False
        if at == 0 or tokens.kinds[at - 1] is not Kind.WORD:
            return True
        return not self._reader.is_query and not self._follows_title(at)

    def _follows_title(self, at: int) -> bool:
        """Whether a title of an act began within a sentence's reach before token *at*."""
        words = self._tokens.words[max(0, at - 30) : at]
        for word in reversed(words):
            if word in (".", "(", ")", ";"):
                return False
            if has_act_ending(word):
                return True
        return False
