"""What provisions say now, several at once, from the statute book or from the catalogue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, fragment_of
from kb.models import Provision, Statute, StatutePart
from kb.text.differences import Piece, word_diff


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words of the section that holds a provision, and the day as of which they are known."""

    words: str
    known_on: str | None


@dataclass(frozen=True, kw_only=True)
class Redline:
    """A proposed wording beside the present one, word by word."""

    key: str
    #: None where the present words are not available; then nothing is compared.
    present: Text | None
    proposed: str
    #: The present words with what goes and what comes; only what comes where there are none.
    pieces: tuple[Piece, ...]


def map_texts(session: Session, keys: Iterable[str]) -> dict[str, Text]:
    """The words of those of *keys* that are known, by key, in two statements.

    A paragraph or an item stands in the words of its section. Of a section that is kept in two
    wordings side by side, the first is given.
    """
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        if key.startswith("sfs/") and "P" in fragment_of(key):
            wanted[act_of(key) or "", section_of(fragment_of(key))].append(key)
    rows = session.execute(
        select(Statute.key, StatutePart.fragment, StatutePart.text, Statute.text_on)
        .join(StatutePart, StatutePart.statute_id == Statute.id)
        .where(tuple_(Statute.key, StatutePart.fragment).in_(list(wanted)), StatutePart.text != "")
        .order_by(StatutePart.position)
    )
    texts: dict[str, Text] = {}
    for act, fragment, words, known_on in rows:
        for key in wanted[act, fragment]:
            texts.setdefault(key, Text(words=words, known_on=known_on))
    lacking = [key for found in wanted.values() for key in found if key not in texts]
    own = select(Provision.code, Provision.wording, Provision.wording_on).where(
        Provision.code.in_(lacking), Provision.wording.is_not(None)
    )
    for row in session.execute(own):
        texts[row.code] = Text(words=row.wording or "", known_on=row.wording_on)
    return texts


def redline(key: str, present: Text | None, proposed: str) -> Redline:
    """Hold *proposed* against the *present* words."""
    words = present.words if present else ""
    return Redline(
        key=key, present=present, proposed=proposed, pieces=tuple(word_diff(words, proposed))
    )


def section_of(fragment: str) -> str:
    """The section that a part lies in: ``K6P37`` of ``K6P37S1N2``."""
    return fragment.partition("S")[0].partition("N")[0]
