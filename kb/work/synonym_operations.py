"""Keeping the sets of words that mean the same to whoever searches."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from kb.errors import Invalid
from kb.history import Subject, record
from kb.models import Synonyms
from kb.records.synonym_queries import list_synonyms, was_ever_filled
from kb.search.analysis import normal
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: Longest word or phrase, in characters, and most of them in a set.
MOST_LETTERS = 80
MOST_WORDS = 12


def add_synonyms(session: Session, actor: Actor, words: Iterable[str]) -> Synonyms:
    """Let *words* find each other.

    Raises Invalid for fewer than two, too many or too long words, and for one that stands in
    another set.
    """
    demand(actor, Permission.VOCABULARY_EDIT)
    row = Synonyms(words=_checked(session, words, apart_from=None))
    session.add(row)
    session.flush()
    _tell(session, actor, "added", row, [None, row.words])
    return row


def change_synonyms(session: Session, actor: Actor, row: Synonyms, words: Iterable[str]) -> None:
    """Let the set be *words*; raises Invalid as ``add_synonyms`` does."""
    demand(actor, Permission.VOCABULARY_EDIT)
    before, after = row.words, _checked(session, words, apart_from=row.id)
    if after == before:
        return
    row.words = after
    session.flush()
    _tell(session, actor, "changed", row, [before, after])


def remove_synonyms(session: Session, actor: Actor, row: Synonyms) -> None:
    """Let the words of the set find each other no longer."""
    demand(actor, Permission.VOCABULARY_EDIT)
    _tell(session, actor, "removed", row, [row.words, None])
    session.delete(row)
    session.flush()


def seed_synonyms(session: Session, actor: Actor, sets: Iterable[Sequence[str]]) -> int:
    """Fill a table that nobody has ever put anything into; returns how many sets were added.

    What staff have removed does not come back with the next load.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    if was_ever_filled(session):
        return 0
    return len([add_synonyms(session, actor, words) for words in sets])


def _checked(session: Session, words: Iterable[str], *, apart_from: int | None) -> list[str]:
    wanted = list(dict.fromkeys(filter(None, (_plain(word) for word in words))))
    if len(wanted) < 2:
        raise Invalid("words", "Write at least two words or phrases, one on each line.")
    if len(wanted) > MOST_WORDS:
        raise Invalid("words", "Write at most %(limit)s words.", limit=MOST_WORDS)
    for word in wanted:
        if len(word) > MOST_LETTERS:
            raise Invalid("words", "Write at most %(limit)s characters a line.", limit=MOST_LETTERS)
        if not any(letter.isalnum() for letter in word):
            raise Invalid("words", "Write words with letters in them.")
    for row in list_synonyms(session):
        for word in row.words if row.id != apart_from else ():
            if word in wanted:
                raise Invalid("words", "The word %(word)s stands in another set.", word=word)
    return wanted


def _plain(word: str) -> str:
    """One form for each word: small letters, single spaces, no quotation marks."""
    return " ".join(normal(word).replace('"', " ").lower().split())


def _tell(
    session: Session, actor: Actor, verb: str, row: Synonyms, words: list[list[str] | None]
) -> None:
    record(session, actor, verb, Subject("synonyms", str(row.id)), {"words": words})
