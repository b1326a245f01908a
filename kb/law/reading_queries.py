"""Reading what staff type as a legal reference, with every act that is known, published or not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kb.citations.keys import act_of, is_key, label
from kb.citations.names import ActNames
from kb.citations.references import read_reference
from kb.clock import today
from kb.law.name_queries import get_law_names
from kb.law.names import cited_name
from kb.law.queries import names_of
from kb.models import LegalAct
from kb.words import Pair


@dataclass(frozen=True, kw_only=True)
class KnownAct:
    """An act as far as reading references needs it."""

    key: str
    id: int
    #: The name that provisions are cited by; empty when it has none.
    name: str
    is_retired: bool
    #: Key of the act that took its place; None when none did.
    replaced_by: str | None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was typed, and what it was read as; without keys it is a reference nobody knows."""

    text: str
    keys: tuple[str, ...]
    #: How each of the keys is cited.
    labels: tuple[Pair, ...]
    #: Acts that no longer apply, and what took the place of each: None when nothing did.
    retired: tuple[tuple[Pair, Pair | None], ...]
    #: Keys of acts that the catalogue does not hold.
    unknown_acts: tuple[str, ...]


@dataclass(frozen=True)
class KnownLaw:
    """The acts of the catalogue and those of the statute book, and what all are called."""

    acts: Mapping[str, KnownAct]
    #: Keys of the acts that the statute book holds.
    book: Collection[str]
    names: ActNames

    def read(self, text: str) -> Reading:
        """Read *text*, one reference or a list of them."""
        keys = read_reference(text, self.names)
        acts = dict.fromkeys(act for key in keys if (act := act_of(key)))
        retired = [self.acts[act] for act in acts if act in self.acts and self.acts[act].is_retired]
        return Reading(
            text=text,
            keys=keys,
            labels=tuple(self.label(key) for key in keys),
            retired=tuple(
                (self.label(act.key), self.label(act.replaced_by) if act.replaced_by else None)
                for act in retired
            ),
            unknown_acts=tuple(each for each in acts if not self.holds(each)),
        )

    def holds(self, act: str) -> bool:
        """Whether the catalogue or the statute book has the act."""
        return act in self.acts or act in self.book

    def label(self, key: str) -> Pair:
        """Say how *key* is cited; text that is no key stands as it is."""
        if not is_key(key):
            return Pair(key, key)
        act = self.acts.get(act_of(key) or "")
        return label(key, act.name if act else "")

    def typed(self, key: str) -> str:
        """Write *key* as a lawyer would type it; the key itself where that would read otherwise."""
        text = self.label(key).sv
        return text if read_reference(text, self.names) == (key,) else key


def get_known_law(session: Session) -> KnownLaw:
    """Every act with its names, in four statements, five when the statute book has changed.

    A name that has changed owner means the act that bears it today; one that no act bears today
    still means the act that bore it last, which is then told to be retired.
    """
    day = today()
    rows = session.scalars(
        select(LegalAct).options(selectinload(LegalAct.names)).order_by(LegalAct.code)
    ).all()
    acts = {
        act.code: KnownAct(
            key=act.code,
            id=act.id,
            name=cited_name(names_of(act), day),
            is_retired=_is_over(act.repealed_on, day.isoformat()) or act.replaced_by is not None,
            replaced_by=act.replaced_by,
        )
        for act in rows
    }
    law = get_law_names(session)
    return KnownLaw(acts, law.acts, law.names)


def _is_over(last_day: str | None, day: str) -> bool:
    """Whether *last_day*, as much of a date as is known, lies wholly before *day*."""
    return last_day is not None and last_day < day[: len(last_day)]
