"""What a reference leaves open, decided by what stands around it: the act and the chapter."""

import re

from kb.citations.acts import Act, Pointer
from kb.citations.names import Names
from kb.citations.places import Place
from kb.citations.tokens import Kind, Tokens

_HEADING = re.compile(r" {0,3}#{1,6} +")
_CHAPTER_HEADING = re.compile(r"(\d{1,3}(?: ?[a-z])?) ?kap(?:\.|itlet)?(?!\w)", re.IGNORECASE)
_SECTION_HEADING = re.compile(r"(\d{1,4}(?: ?[a-z])?) ?§")
_ARTICLE_HEADING = re.compile(r"(?:artikel|article|art\.?) ?\d", re.IGNORECASE)
_PLAIN_HEADING = re.compile(r"(\d{1,3}(?: ?[a-z])?) kap\.? [A-ZÅÄÖ][a-zåäö][^\n§]{0,160}(?=\n|$)")
_TRANSITION = re.compile(r"övergångsbestämmelser|bilaga|annex|appendix", re.IGNORECASE)
#: How many acts back "samma förordning" may point.
_REMEMBERED = 30


class Context:
    """The act whose text is read, the chapter it has come to, and what was cited before."""

    def __init__(self, within: str | None, tokens: Tokens, names: Names) -> None:
        whole, _, fragment = (within or "").partition("#")
        self.own = whole
        self._tokens = tokens
        self._names = names
        match = re.match(r"K(\d+[a-z]?)", fragment)
        self._chapter = match[1] if match else ""
        self._continuous = _continuous_sections(tokens)
        self._is_treaty = False
        self._acts: list[tuple[str, str]] = []
        self._chapters: dict[str, str] = {}
        self._documents: list[tuple[str, str | None]] = []

    def enter(self, heading: str) -> None:
        """Let a Markdown heading set the chapter of what follows."""
        title = heading[_HEADING.match(heading).end() :]  # type: ignore[union-attr]
        if match := _CHAPTER_HEADING.match(title):
            self._chapter = match[1].replace(" ", "")
        elif _TRANSITION.match(title):
            self._chapter = ""
        self._is_treaty = self._is_treaty or bool(_ARTICLE_HEADING.match(title))

    def starts_chapter(self, at: int) -> bool:
        """Whether a plain line such as "6 kap. Beslut" begins at token *at*."""
        return self._plain_heading(at) is not None

    def enter_plain(self, at: int) -> int:
        """Let a plain heading set the chapter; return the token after it."""
        match = self._plain_heading(at)
        if match is None:
            return at + 1
        self._chapter = match[1].replace(" ", "")
        return self._tokens.at_offset(match.end(), at + 1)

    def named(self, key: str | None, sort: str, *, numbered: bool = False) -> None:
        """Remember an act that was named, for "samma lag" and for places without an act."""
        if key is None:
            return
        self._acts.append((key, sort or self._names.sort_of(key)))
        del self._acts[:-_REMEMBERED]

    def cited_document(self, sort: str, key: str | None) -> None:
        """Remember a document, for "a. prop."."""
        self._documents.append((sort, key))
        del self._documents[:-_REMEMBERED]

    def document_before(self, sort: str) -> str | None:
        """Return the document that was cited last, of *sort* if that is not empty."""
        fitting = (key for name, key in reversed(self._documents) if sort in ("", name))
        return next(fitting, None)

    def resolve(self, act: Act) -> str | None:
        """Return the key of the act that is named or pointed at; None when it is not known."""
        if act.pointer is Pointer.NAMED:
            return act.key
        if act.pointer is Pointer.OWN:
            return self.own or None
        return self._named_before(act)

    def eu_act(self, act: Act | None, *, treaty: bool = False) -> str | None:
        """Return the act of the EU that articles are in; None when it is none of the EU."""
        if act is not None:
            key = self.resolve(act)
            return key if key and key.startswith("celex/") else None
        if treaty or self._is_treaty:
            return None
        if self.own.startswith("celex/"):
            return self.own
        before = (key for key, _ in reversed(self._acts) if key.startswith("celex/"))
        return next(before, None)

    def keys_of(self, places: list[Place], act: Act | None) -> list[tuple[str, ...]]:
        """Return the keys of each of the places, which share *act* or have none."""
        key = self._act_of_places(act)
        if act is not None and act.key:
            self.named(act.key, act.sort, numbered=act.numbered)
        own_until = self._own_members(places, act, key)
        keys: list[tuple[str, ...]] = []
        carried = ""
        for index, place in enumerate(places):
            holder = self.own if index < own_until else key
            if index == own_until and own_until:
                carried = ""
            carried = place.chapters[-1] if place.chapters else carried
            pointed = act is not None and act.pointer is not Pointer.NAMED
            if pointed and holder and holder != self.own:
                carried = carried or self._chapters.get(holder, "")
            keys.append(self._keys_in(holder, place, carried))
            if holder and carried:
                self._chapters[holder] = carried
        return keys

    def _act_of_places(self, act: Act | None) -> str | None:
        """Return the act of places: the one named with them, their own, or the one before."""
        if act is not None:
            key = self.resolve(act)
        elif self.own:
            key = self.own
        else:
            key = self._acts[-1][0] if self._acts else None
        return key if key and key.startswith("sfs/") else None

    def _own_members(self, places: list[Place], act: Act | None, key: str | None) -> int:
        """Return how many places at the head of a list are of the text's own act.

        "5 § eller 10 kap. 3 § skollagen": an act with chapters has no 5 § outside of them.
        """
        if not self.own or key == self.own or act is None:
            return 0
        if places[0].chapters:
            return 0
        chaptered = (at for at, each in enumerate(places) if each.chapters and each.has_sections)
        return next(chaptered, 0)

    def _keys_in(self, holder: str | None, place: Place, carried: str) -> tuple[str, ...]:
        """Write the keys of one place in the act *holder*."""
        if not holder:
            return ()
        if not carried:
            carried = self._chapter if holder == self.own else self._chapters_elsewhere(holder)
            if holder == self.own and self._continuous:
                return tuple(f"{holder}#{self._in_its_chapter(body)}" for body in place.bodies)
        return tuple(f"{holder}#{part}" for part in place.fragments(carried))

    def _chapters_elsewhere(self, holder: str) -> str:
        """Return the chapter that was cited last of another act, when no act's text is read."""
        return "" if self.own else self._chapters.get(holder, "")

    def _in_its_chapter(self, body: str) -> str:
        """Put a section into its chapter in an act that numbers its sections throughout."""
        number = re.match(r"P(\d+[a-z]*)", body)
        chapter = self._continuous.get(number[1], self._chapter) if number else ""
        return f"K{chapter}{body}" if chapter else body

    def _named_before(self, act: Act) -> str | None:
        """Return the act named last, of the sort that "samma förordning" asks for."""
        # "lagen (1953:415) om ändring i nämnda lag": the act that is amended, not the amending one.
        before = self._tokens.words[max(0, act.start - 2) : act.start]
        acts = self._acts[:-1] if "ändring" in before else self._acts
        for key, sort in reversed(acts):
            if not act.sort or not sort or sort == act.sort:
                return key
        if act.pointer is Pointer.THE and self.own and self._names.sort_of(self.own) == act.sort:
            return self.own
        return None

    def _plain_heading(self, at: int) -> re.Match[str] | None:
        """Match a plain line that begins with a chapter and its title."""
        tokens = self._tokens
        if tokens.kinds[at] is not Kind.NUMBER or tokens.words[at + 1] != "kap":
            return None
        start = tokens.starts[at]
        if start and tokens.text[start - 1] != "\n":
            return None
        match = _PLAIN_HEADING.match(tokens.text, start)
        if match is None or match.group().rstrip().endswith((".", ",", ";", ":")):
            return None
        title = at + 3 if tokens.words[at + 2] == "." else at + 2
        return None if self._names.longest(tokens, title) else match


def _continuous_sections(tokens: Tokens) -> dict[str, str]:
    """Map sections to chapters in an act that numbers its sections through all its chapters.

    Empty when the text has no such headings, or when a section's number comes back.
    """
    chapter = ""
    chapters: set[str] = set()
    seen: dict[str, str] = {}
    for at, kind in enumerate(tokens.kinds):
        if kind is not Kind.HEADING:
            continue
        title = tokens.raw(at).lstrip(" #")
        if _TRANSITION.match(title):
            break
        if match := _CHAPTER_HEADING.match(title):
            chapter = match[1].replace(" ", "")
            chapters.add(chapter)
        elif match := _SECTION_HEADING.match(title):
            section = match[1].replace(" ", "")
            if seen.setdefault(section, chapter) != chapter:
                return {}
    return seen if len(chapters) > 1 else {}
