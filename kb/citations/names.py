"""What acts are called, since when and until when, and how a text's words are looked up among them.

A short name changes owner ("socialtjänstlagen" is 2001:453 until the summer of 2025 and 2025:400
after it), so a name alone identifies no act: the day belongs to it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from kb.citations.tokens import Kind, Tokens, tokens_of

_FIRST_DAY = "0000"
# After every day that there is, also the last that the calendar of Python knows.
_LAST_DAY = "9999-99"
#: Words before a name that ask for the act which bore it before the present one.
FORMER = frozenset({"gamla", "äldre", "upphävda", "tidigare", "dåvarande", "former", "old"})
#: No name in the statute book is longer; the wrapper of a plain mapping looks no further.
_LONGEST = 30
_ABBREVIATION = re.compile(r"[^\W\d_]*[A-ZÅÄÖ][^\W\d_]*[A-ZÅÄÖ][^\W\d_]*")


@dataclass(frozen=True)
class ActName:
    """One name of an act, with the days between which the act bears it as partial ISO dates."""

    name: str
    key: str
    valid_from: str | None = None
    valid_until: str | None = None


class Names(Protocol):
    """What the grammar asks of names."""

    def find(self, name: str, as_of: date) -> str | None:
        """Return the key of the act that bears *name* on the day."""

    def longest(self, tokens: Tokens, at: int, told: str = "") -> tuple[int, str] | None:
        """Return where the longest name from token *at* on ends, and the name.

        *told* is a word that counts as read already: "lagen" in "lagen (2022:913) om …".
        """

    def sort_of(self, key: str) -> str:
        """Return lag, balk, förordning …; empty when no name of the act says."""


@dataclass
class _Node:
    """A word of names, with the words that may follow; *name* when a name ends here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    name: str = ""
    #: As written, for names that only count in capitals; None for all others.
    written: frozenset[str] | None = frozenset()


class ActNames:
    """All names of acts, built once and then used for many texts."""

    def __init__(self, names: Iterable[ActName]) -> None:
        self._root = _Node()
        self._bearers: dict[str, list[tuple[str, str, str]]] = {}
        self._sorts: dict[str, str] = {}
        for each in names:
            words = _words(each.name)
            if words:
                self._add(each, words)
        for bearers in self._bearers.values():
            bearers.sort()

    def find(self, name: str, as_of: date) -> str | None:
        """Return the key of the act that bears *name* on the day *as_of*.

        A name that no act bears on that day means the act that bore it last before. With
        "gamla", "äldre" or "upphävda" it means the one before the present bearer, unless the whole
        of it is a name of its own.
        """
        # A name that stands in the table needs no cutting: most names are found in a text by it.
        words = [name] if name in self._bearers else _words(name)
        former = len(words) > 1 and words[0] in FORMER and not self._borne_by(words)
        bearers = self._borne_by(words[1:] if former else words)
        day = as_of.isoformat()
        begun = [bearer for bearer in bearers if bearer[0] <= day]
        now = [bearer for bearer in begun if day <= bearer[1]]
        if not former:
            return (now or begun)[-1][2] if begun else None
        gone = [bearer for bearer in begun if not now or bearer[0] < now[-1][0]]
        return gone[-1][2] if gone else None

    def longest(self, tokens: Tokens, at: int, told: str = "") -> tuple[int, str] | None:
        """Return where the longest name from token *at* on ends, and the name."""
        node = self._root
        if told:
            if told not in node.next:
                return None
            node = node.next[told]
        best: tuple[int, str] | None = None
        while True:
            word = tokens.words[at]
            step = node.next.get(word)
            ended = step if step and step.name else self._without_genitive(node, word)
            if ended and _as_written(ended, tokens.raw(at)):
                best = (at + 1, ended.name)
            if step is None:
                return best
            node, at = step, at + 1

    def sort_of(self, key: str) -> str:
        """Return lag, balk, förordning …; empty when no name of the act says."""
        return self._sorts.get(key, "")

    def _add(self, name: ActName, words: list[str]) -> None:
        """Enter one name into the tree of words and the list of bearers."""
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.name = " ".join(words)
        spoken = name.name.strip()
        if node.written is not None:
            node.written = (
                node.written | {spoken, spoken.upper()} if _ABBREVIATION.fullmatch(spoken) else None
            )
        valid = (_first_day(name.valid_from), _last_day(name.valid_until), name.key)
        self._bearers.setdefault(node.name, []).append(valid)
        if sort := sort_of_name(node.name):
            self._sorts.setdefault(name.key, sort)

    def _borne_by(self, words: list[str]) -> list[tuple[str, str, str]]:
        """List who bore a name, oldest first; a genitive -s is tolerated."""
        if not words:
            return []
        name = " ".join(words)
        known = self._bearers.get(name)
        if known is None and name.endswith("s"):
            known = self._bearers.get(name[:-1].rstrip(":"))
        return known or []

    @staticmethod
    def _without_genitive(node: _Node, word: str) -> _Node | None:
        """Return the end of a name whose last word is *word* without its genitive -s."""
        if not word.endswith("s"):
            return None
        step = node.next.get(word[:-1].rstrip(":’'"))
        return step if step and step.name else None


class PlainNames:
    """Names without days, as a mapping from the case-folded name to the key."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def find(self, name: str, as_of: date) -> str | None:
        """Return the key of the act with that name, whatever the day."""
        key = self._names.get(name)
        if key is None and name.endswith("s"):
            key = self._names.get(name[:-1].rstrip(":"))
        return key

    def longest(self, tokens: Tokens, at: int, told: str = "") -> tuple[int, str] | None:
        """Return where the longest name from token *at* on ends, and the name."""
        before = f"{told} " if told else ""
        for end in range(min(at + _LONGEST, tokens.count), at, -1):
            words = tokens.text[tokens.starts[at] : tokens.ends[end - 1]].casefold()
            name = before + " ".join(words.split())
            if self.find(name, date.min):
                return end, name
        return None

    def sort_of(self, key: str) -> str:
        """Say nothing: a plain mapping has no order from the act to its names."""
        return ""


#: How the heads of titles are written in the definite form, longest ending first.
_DEFINITE = (
    ("förordning", "en"), ("ordning", "en"), ("kungörelse", "n"), ("balk", "en"), ("lag", "en"),
    ("stadga", "n"), ("stadgar", "na"), ("reglemente", "t"), ("instruktion", "en"),
    ("brev", "et"), ("cirkulär", "et"), ("form", "en"), ("taxa", "n"), ("föreskrifter", "na"),
    ("tillkännagivande", "t"), ("bestämmelser", "na"), ("beslut", "et"), ("resolution", "en"),
    ("akt", "en"), ("bulla", "n"), ("påbud", "et"), ("grunder", "na"), ("privilegier", "na"),
)  # fmt: skip
_SORT = re.compile(r"(förordning|kungörelse|direktiv|stadga|ordning|balk|lag|form)(?:en|et|n)?s?$")
_NUMBER_IN_TITLE = re.compile(r" ?\((?:SFS ?)?\d{4}:[^()]*\)")
#: Titles that say no more than what sort of act it is: no name tells such acts apart.
_BARE = {ending for ending, _ in _DEFINITE}
_JOINING = {"och", "eller", "samt"}


def names_of_title(title: str, number: str) -> tuple[str, ...]:
    """Say what an act with that title is called in running text, the definite form first.

    "Kommunallag" gives "kommunallagen"; "Lag om hälsodataregister" gives "lagen om
    hälsodataregister" and the title itself, which a single word is no name without: there are
    many a "skollag" that is not the act. *number* is left out where the title repeats it.
    """
    plain = " ".join(_NUMBER_IN_TITLE.sub("", title.replace(f"({number})", "")).split())
    words = plain.strip(" .").split(" ")
    head = 0
    while head + 2 < len(words) and words[head].endswith("-") and words[head + 1] in _JOINING:
        head += 2
    if not words[head] or plain.lower() in _BARE:
        return ()
    definite = _definite(words[head].lower())
    before = [words[0][:1].lower() + words[0][1:], *words[1:head]] if head else []
    if definite is None:
        return (plain,) if head + 1 < len(words) else (plain[:1].lower() + plain[1:],)
    named = " ".join([*before, definite, *words[head + 1 :]])
    if head + 1 == len(words):
        return (named,)
    return (named, plain[:1].lower() + plain[1:])


@lru_cache(maxsize=4096)
def sort_of_name(name: str) -> str:
    """Return what an act's name says it is: lag, balk, förordning …; empty when nothing."""
    words = (word for word in name.lower().split() if word not in _JOINING)
    head = next((word for word in words if not word.endswith("-")), "")
    match = _SORT.search(head)
    return match[1] if match else ""


def _definite(head: str) -> str | None:
    """Write the head of a title in the definite form; None when it is no word for an act."""
    for ending, article in _DEFINITE:
        if head.endswith(ending):
            return head + article
        if head.endswith(ending + article):
            return head
    return None


def _words(name: str) -> list[str]:
    """Cut a name as texts are cut, so that the two can be compared word by word."""
    tokens = tokens_of(name)
    return [
        word
        for word, kind in zip(tokens.words, tokens.kinds, strict=True)
        if kind not in (Kind.END, Kind.BREAK)
    ]


def _as_written(node: _Node, raw: str) -> bool:
    """Whether an abbreviation stands in its own capitals: "FL", not the "fl." of "m.fl."."""
    if node.written is None:
        return True
    return raw in node.written or raw.rstrip("s").rstrip(":’'") in node.written


def _first_day(partial: str | None) -> str:
    """Return the first day of a partial date, as text that compares; the beginning for None."""
    return f"{partial}-01-01"[:10] if partial else _FIRST_DAY


def _last_day(partial: str | None) -> str:
    """Return the last day of a partial date, as text that compares; the end for None."""
    return f"{partial}-12-31"[:10] if partial and len(partial) != 7 else _end_of_month(partial)


def _end_of_month(partial: str | None) -> str:
    """Return a text that no day of the month exceeds; the end of days for None."""
    return f"{partial}-31" if partial else _LAST_DAY
