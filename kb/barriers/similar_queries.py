"""Barriers that may be the same as one that is being written: by the law they rest on first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kb.citations.keys import ancestors, fragment_of, is_key
from kb.models import Barrier, Citation
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to
from kb.words import CitationRole, WorkState

#: No more than so many are shown.
MOST = 10
#: More keys than these are not compared.
MAX_KEYS = 50
_RESTED_ON = (CitationRole.CAUSES, CitationRole.LIFTS, CitationRole.WOULD_AMEND)


@dataclass(frozen=True, kw_only=True)
class SimilarBarrier:
    """A barrier beside the one that is being written; *keys* are the provisions that they share."""

    code: str
    name: str
    summary: str
    work_state: WorkState
    keys: tuple[str, ...] = ()


def list_resting_on(
    session: Session, actor: Actor, keys: Iterable[str], *, without: str = ""
) -> list[SimilarBarrier]:
    """Barriers that rest on one of *keys*, on a part of it, or on the chapter that holds it.

    Whoever shares most comes first. An act alone matches what rests on any part of it; a provision
    does not match what rests on the act as a whole. *without* is the code of the barrier itself.
    """
    wanted = [key for key in dict.fromkeys(keys) if is_key(key)][:MAX_KEYS]
    if not wanted:
        return []
    holders = {
        holder
        for key in wanted
        for holder in (key, *ancestors(key))
        if holder == key or "#" in holder
    }
    # What lies inside a key begins with it; whether it truly does is settled below.
    inside = [Citation.key.startswith(_inside(key), autoescape=True) for key in wanted]
    rows = session.execute(
        select(Barrier, Citation.key)
        .join(Citation, Citation.record_id == Barrier.id)
        .where(records_visible_to(actor), Barrier.code != without)
        .where(Barrier.work_state != WorkState.DUPLICATE, Citation.role.in_(_RESTED_ON))
        .where(or_(Citation.key.in_(holders), *inside))
        .order_by(Barrier.code)
    )
    shared: dict[str, tuple[Barrier, list[str]]] = {}
    for barrier, key in rows:
        if key is None:
            continue
        if key in holders or any(each in ancestors(key) for each in wanted):
            shared.setdefault(barrier.code, (barrier, []))[1].append(key)
    found = [_similar(barrier, dict.fromkeys(keys)) for barrier, keys in shared.values()]
    found.sort(key=lambda each: -len(each.keys))
    return found[:MOST]


def list_by_code(session: Session, actor: Actor, codes: Sequence[str]) -> list[SimilarBarrier]:
    """Those of the barriers with *codes* that *actor* may read, in that order."""
    if not codes:
        return []
    rows = session.scalars(
        select(Barrier).where(Barrier.code.in_(codes), records_visible_to(actor))
    )
    found = {barrier.code: _similar(barrier, ()) for barrier in rows}
    return [found[code] for code in codes if code in found]


def _inside(key: str) -> str:
    return key if fragment_of(key) else f"{key}#"


def _similar(barrier: Barrier, keys: Iterable[str]) -> SimilarBarrier:
    return SimilarBarrier(
        code=barrier.code,
        name=barrier.name,
        summary=barrier.working_summary or barrier.summary_sv or barrier.summary_en,
        work_state=barrier.work_state,
        keys=tuple(keys),
    )
