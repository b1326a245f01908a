"""Words that mean the same to whoever searches."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.errors import NotFound
from kb.models import Revision, Synonyms


def list_synonyms(session: Session) -> Sequence[Synonyms]:
    """Every set of words, in the order in which they came."""
    return session.scalars(select(Synonyms).order_by(Synonyms.id)).all()


def get_synonyms(session: Session, synonyms_id: int) -> Synonyms:
    """The set with *synonyms_id*; raises NotFound when there is none."""
    found = session.get(Synonyms, synonyms_id)
    if found is None:
        raise NotFound("There is no such set of words.")
    return found


def was_ever_filled(session: Session) -> bool:
    """Whether anybody has ever put a set there, were it taken away since."""
    put_there = select(Revision.id).where(Revision.kind == "synonyms").limit(1)
    return bool(list_synonyms(session)) or session.scalars(put_there).first() is not None


def map_synonyms(session: Session) -> dict[str, tuple[str, ...]]:
    """Each word with the others of its set, in one statement."""
    sets = session.scalars(select(Synonyms.words).order_by(Synonyms.id)).all()
    return {
        word: tuple(other for other in words if other != word) for words in sets for word in words
    }
