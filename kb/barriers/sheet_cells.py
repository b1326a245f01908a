"""What the cells of a sheet of barriers can hold: how each sort is read, and written again.

Reading is forgiving where nothing can be meant but one thing (letter case, spaces, either language)
and strict otherwise. A cell that was exported is always read as what it was exported from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kb.citations.keys import kind_of
from kb.clock import is_partial_date
from kb.errors import Invalid
from kb.law.reading_queries import KnownLaw
from kb.models import Barrier, Citation, Term, User
from kb.records.term_queries import may_be_chosen
from kb.words import CitationRole, Language, Pair

#: What a cell holds once it is read; a tuple is a set whose order means nothing.
Value = str | int | date | tuple[str, ...] | None

SEPARATOR = ";"
SCORES = (1, 4)
YEARS = (2000, 2100)


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What cells are read against: vocabularies, law, people; and the language of what is written.

    The terms belong to the session that they were loaded in.
    """

    language: Language
    #: Address of the service, before ``/staff``.
    site: str
    terms: Mapping[str, Sequence[Term]]
    law: KnownLaw
    #: People by their e-mail address, in lower case; closed accounts too.
    people: Mapping[str, User]
    #: Record id → what the record is called where it came from.
    external_ids: dict[int, str] = field(default_factory=dict)
    #: Labels of each vocabulary that have been put together, by scheme.
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def pick(self, pair: Pair) -> str:
        """Pick the text of *pair* in the language of what is written."""
        return pair.sv if self.language is Language.SV else pair.en

    def label(self, scheme: str, key: str) -> str:
        """Label of the term of *scheme* with *key*; the key of one that is not there."""
        found = (term for term in self.terms.get(scheme, ()) if term.key == key)
        return next((self.pick(label_of(term)) for term in found), key)


class Cell(Protocol):
    """One sort of cell."""

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """What *barrier* has now."""

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; what *current* holds may stay. Raises Invalid with a sentence for it."""

    def write(self, value: Value, lists: Lists) -> str:
        """Write *value* so that it is read as the same."""


@dataclass(frozen=True)
class TextCell:
    """A text of at most *limit* characters; a *line* has no breaks and no double spaces."""

    attribute: str
    limit: int
    is_line: bool = False

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """What *barrier* has now, with line ends of one kind."""
        return self._clean(getattr(barrier, self.attribute))

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for one that is too long."""
        value = self._clean(text)
        if value != current and len(value) > self.limit:
            raise Invalid(
                self.attribute,
                "Write at most %(limit)s characters; this is %(length)s.",
                limit=self.limit,
                length=len(value),
            )
        return value

    def write(self, value: Value, lists: Lists) -> str:
        """Write the text as it stands."""
        return str(value)

    def _clean(self, text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
        return " ".join(text.split()) if self.is_line else text


@dataclass(frozen=True)
class NumberCell:
    """A whole number from the first of *limits* to the last, or nothing."""

    attribute: str
    limits: tuple[int, int]

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """What *barrier* has now."""
        number: int | None = getattr(barrier, self.attribute)
        return number

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for what is no number within the limits."""
        digits = text.strip().removesuffix(".0")
        if not digits:
            return None
        if digits == str(current):
            return current
        least, most = self.limits
        if digits.isascii() and digits.isdecimal() and len(digits) < 10:
            number = int(digits)
            if least <= number <= most:
                return number
        raise Invalid(
            self.attribute,
            "Write a whole number from %(least)s to %(most)s, or nothing.",
            least=least,
            most=most,
        )

    def write(self, value: Value, lists: Lists) -> str:
        """Write the number in digits."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class DayCell:
    """A day of the calendar, such as 2026-02-28, or nothing."""

    attribute: str

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """What *barrier* has now."""
        day: date | None = getattr(barrier, self.attribute)
        return day

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for a day that the calendar does not have."""
        day = text.strip()
        if not day:
            return None
        if len(day) == len("2026-02-28") and is_partial_date(day):
            return date.fromisoformat(day)
        raise Invalid(self.attribute, "Write a date that exists, such as 2026-02-28.")

    def write(self, value: Value, lists: Lists) -> str:
        """Write the day as 2026-02-28."""
        return value.isoformat() if isinstance(value, date) else ""


@dataclass(frozen=True)
class WordCell:
    """One word of a closed list, by its key or its label in either language, or nothing."""

    attribute: str
    words: Mapping[str, Pair]

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """The key of the word that *barrier* has now."""
        word = getattr(barrier, self.attribute)
        return None if word is None else str(word)

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid with the words that there are."""
        asked = " ".join(text.casefold().split())
        if not asked:
            return None
        for key, pair in self.words.items():
            if asked in (key, pair.sv.casefold(), pair.en.casefold()):
                return key
        known = "; ".join(lists.pick(pair) for pair in self.words.values())
        raise Invalid(self.attribute, "Write one of these words: %(words)s.", words=known)

    def write(self, value: Value, lists: Lists) -> str:
        """Write the label of the word."""
        return lists.pick(self.words[str(value)]) if value is not None else ""


@dataclass(frozen=True)
class TermsCell:
    """Terms of one vocabulary, by key or label in either language, with semicolons between."""

    scheme: str

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """Keys of the terms that *barrier* bears now."""
        return tuple(term.key for term in barrier.terms if term.scheme == self.scheme)

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for a word that the vocabulary does not have or no longer."""
        kept = set(current) if isinstance(current, tuple) else set()
        keys = []
        for piece in _pieces(text):
            term = self._find(piece, lists)
            if term is None:
                open_terms = [
                    term for term in lists.terms.get(self.scheme, ()) if may_be_chosen(term)
                ]
                raise Invalid(
                    self.scheme,
                    "“%(word)s” is not in the vocabulary. Choose among: %(words)s.",
                    word=piece[:100],
                    words="; ".join(lists.pick(label_of(term)) for term in open_terms),
                )
            if not may_be_chosen(term) and term.key not in kept:
                raise Invalid(
                    self.scheme, "“%(word)s” is no longer used. Choose another.", word=piece[:100]
                )
            keys.append(term.key)
        return tuple(dict.fromkeys(keys))

    def write(self, value: Value, lists: Lists) -> str:
        """Write labels, and the key of a term whose label could be read as something else."""
        keys = value if isinstance(value, tuple) else ()
        labels = lists.labels.get(self.scheme)
        if labels is None:
            labels = {term.key: self._written(term, lists) for term in lists.terms[self.scheme]}
            lists.labels[self.scheme] = labels
        return f"{SEPARATOR} ".join(labels[key] for key in keys)

    def _written(self, term: Term, lists: Lists) -> str:
        label = lists.pick(label_of(term))
        is_safe = SEPARATOR not in label and label == " ".join(label.split())
        return label if is_safe and self._find(label, lists) is term else term.key

    def _find(self, text: str, lists: Lists) -> Term | None:
        """The term that *text* means; a key goes before a label, an open term before an old one."""
        asked = text.casefold()
        terms = sorted(lists.terms.get(self.scheme, ()), key=lambda term: not may_be_chosen(term))
        for term in terms:
            if asked == term.key.casefold():
                return term
        for term in terms:
            if asked in (term.label_sv.casefold(), term.label_en.casefold()):
                return term
        return None


@dataclass(frozen=True)
class ProvisionsCell:
    """What causes the barrier, as lawyers cite it, with semicolons between."""

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """Keys of the provisions and acts that cause *barrier* now."""
        return tuple(dict.fromkeys(key for row in barrier.citations if (key := cause_of(row))))

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for what is no provision of an act that is known here."""
        keys: list[str] = []
        kept = set(current) if isinstance(current, tuple) else set()
        for piece in _pieces(text):
            reading = lists.law.read(piece)
            if not reading.keys or any(not is_law(key) for key in reading.keys):
                raise Invalid(
                    "provisions",
                    "“%(text)s” was not understood. Write as in 26 kap. 1 § OSL, with a semicolon "
                    "between provisions.",
                    text=piece[:100],
                )
            if reading.unknown_acts and not kept >= set(reading.keys):
                raise Invalid(
                    "provisions",
                    "The act %(act)s is not in the catalogue.",
                    act=lists.law.label(reading.unknown_acts[0]).sv,
                )
            keys += reading.keys
        return tuple(dict.fromkeys(keys))

    def write(self, value: Value, lists: Lists) -> str:
        """Write each key as a lawyer would type it."""
        keys = value if isinstance(value, tuple) else ()
        return f"{SEPARATOR} ".join(lists.law.typed(key) for key in keys)


@dataclass(frozen=True)
class OwnerCell:
    """Whoever answers for the barrier, by e-mail address, or nobody."""

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """Address of the owner now."""
        return barrier.owner.email if barrier.owner is not None else None

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Read *text*; raises Invalid for an address that has no open account."""
        email = text.strip().lower()
        if not email:
            return None
        user = lists.people.get(email)
        if user is None or (not user.is_active and email != current):
            raise Invalid("owner", "Nobody with an open account has this address.")
        return email

    def write(self, value: Value, lists: Lists) -> str:
        """Write the address."""
        return str(value or "")


@dataclass(frozen=True)
class ToldCell:
    """What a sheet tells and never changes."""

    tell: Callable[[Barrier, Lists], str]

    def value_of(self, barrier: Barrier, lists: Lists) -> Value:
        """What is told of *barrier*."""
        return self.tell(barrier, lists)

    def read(self, text: str, current: Value, lists: Lists) -> Value:
        """Whatever is written, what is told stays."""
        return current

    def write(self, value: Value, lists: Lists) -> str:
        """Write what is told."""
        return str(value or "")


def is_same(value: Value, other: Value) -> bool:
    """Whether two values say the same."""
    if isinstance(value, tuple) and isinstance(other, tuple):
        return set(value) == set(other)
    return value == other


def is_law(key: str) -> bool:
    """Whether *key* names an act or a part of one."""
    return kind_of(key) in ("act", "provision")


def cause_of(citation: Citation) -> str | None:
    """Key of the law that *citation* says causes the barrier; None for any other citation."""
    is_cause = citation.role is CitationRole.CAUSES and citation.key is not None
    return citation.key if is_cause and is_law(citation.key or "") else None


def _pieces(text: str) -> list[str]:
    pieces = (" ".join(piece.split()) for piece in text.replace("\n", SEPARATOR).split(SEPARATOR))
    return [piece for piece in pieces if piece]


def label_of(term: Term) -> Pair:
    """What *term* is called."""
    return Pair(term.label_sv, term.label_en)
