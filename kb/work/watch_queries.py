"""What has moved in the law under live barriers, and what waits to be looked at.

A citation knows the law of the day that it names; where it names none, of the day on which it was
made, and then also nothing that the statute book told us only later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from kb.citations.keys import act_of, fragment_of
from kb.clock import SWEDEN, today
from kb.errors import NotFound
from kb.models import (
    AmendedProvision,
    Amendment,
    Barrier,
    Citation,
    EarlierWording,
    LawFinding,
    Matter,
    MatterEffect,
    MatterEvent,
    Statute,
    StatutePart,
)
from kb.security.transitions import ENDED
from kb.words import (
    AmendmentVerb,
    CitationRole,
    Effect,
    FindingKind,
    Stage,
    State,
)

#: Effects of a matter that, once in force, may resolve a barrier.
_EASING = (Effect.REMOVED, Effect.WOULD_REMOVE, Effect.PARTLY)
#: What an amendment does without changing what the law says.
_IDLE = (AmendmentVerb.REPRINTED,)


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that has moved under one barrier; several provisions of one cause are one."""

    barrier_id: int
    kind: FindingKind
    cause: str
    keys: tuple[str, ...]
    happens_on: str | None

    @property
    def sameness(self) -> tuple[int, FindingKind, str]:
        """What two findings share that are one."""
        return sameness(self.barrier_id, self.kind, self.cause)

    def joined_with(self, other: Found) -> Found:
        """Both in one: every key, the first day that is known, a repeal before an amendment."""
        is_repeal = FindingKind.REPEALED in (self.kind, other.kind)
        return replace(
            self,
            kind=FindingKind.REPEALED if is_repeal else self.kind,
            keys=tuple(dict.fromkeys((*self.keys, *other.keys))),
            happens_on=self.happens_on or other.happens_on,
        )


def sameness(barrier_id: int, kind: FindingKind, cause: str) -> tuple[int, FindingKind, str]:
    """What two findings share that are one: what an act amends and repeals is looked at once."""
    is_repeal = kind is FindingKind.REPEALED
    return barrier_id, FindingKind.AMENDED if is_repeal else kind, cause


@dataclass(frozen=True)
class _Cited:
    """A provision or an act that a live barrier cites, and what the citation could know."""

    barrier_id: int
    key: str
    #: The day whose law is meant; None where nobody has said.
    known_on: str | None
    cited_at: datetime

    @property
    def section(self) -> str:
        """The chapter or section that it lies in; empty when the whole act is cited."""
        return fragment_of(self.key).partition("S")[0].partition("N")[0]

    def is_touched_by(self, fragment: str) -> bool:
        """Whether a change of *fragment* is a change of what is cited."""
        if not fragment:
            return False
        chapter, sign, _ = self.section.partition("P")
        inside = not sign and fragment.startswith(f"{self.section}P") and bool(self.section)
        return fragment == self.section or (bool(sign) and fragment == chapter != "") or inside

    def is_news(self, happens_on: str | None, seen_at: datetime, act_seen_at: datetime) -> bool:
        """Whether the citation could not know what happens then, and what we saw then."""
        if self.known_on is not None:
            return happens_on is not None and happens_on[: len(self.known_on)] > self.known_on
        made_on = self.cited_at.astimezone(SWEDEN).date().isoformat()
        if happens_on is not None and happens_on > made_on[: len(happens_on)]:
            return True
        # What the first import of an act held is its past, however late it came to us.
        return seen_at > self.cited_at and seen_at > act_seen_at

    def is_reworded(self, row: Any, happens_on: str | None) -> bool:
        """Whether the citation could not know the words of now, in force from *happens_on*."""
        if self.known_on is None:
            return bool(row.found_at > self.cited_at)
        # Without a day, the words changed at the latest when the source had them.
        day = happens_on or row.text_on
        return bool(day[: len(self.known_on)] > self.known_on)


def find_movements(session: Session) -> list[Found]:
    """Everything that has moved under live barriers, found before or not, in a few statements."""
    cited = _list_cited(session)
    acts = {act for one in cited if (act := act_of(one.key))}
    registered = list(_amended(session, cited, acts))
    told = {(found.barrier_id, key) for found in registered for key in found.keys}
    # Where a register tells of the section as well, words alone say nothing more.
    reworded = [
        found
        for found in _reworded(session, cited, acts)
        if "#" not in found.cause or (found.barrier_id, *found.keys) not in told
    ]
    gathered: dict[tuple[int, FindingKind, str], Found] = {}
    for found in (*registered, *reworded, *_expiring(session, cited, acts), *_in_force(session)):
        known = gathered.get(found.sameness)
        gathered[found.sameness] = found if known is None else known.joined_with(found)
    return list(gathered.values())


def list_findings(session: Session, barrier: Barrier) -> Sequence[LawFinding]:
    """Every finding of *barrier*, those that wait first, then the latest."""
    return session.scalars(
        select(LawFinding)
        .where(LawFinding.barrier_id == barrier.id)
        .order_by(LawFinding.handled_at.is_not(None), LawFinding.found_at.desc(), LawFinding.id)
    ).all()


def get_finding(session: Session, barrier: Barrier, finding_id: int) -> LawFinding:
    """One finding of *barrier*; raises NotFound for one of another barrier."""
    finding = session.get(LawFinding, finding_id, options=[joinedload(LawFinding.barrier)])
    if finding is None or finding.barrier_id != barrier.id:
        raise NotFound("There is no such finding.")
    return finding


def is_live() -> ColumnElement[bool]:
    """Barriers under which the law is watched: neither ended nor resolved."""
    return Barrier.work_state.not_in(list(ENDED)) & (Barrier.state != State.RESOLVED)


def _list_cited(session: Session) -> list[_Cited]:
    rows = session.execute(
        select(Barrier.id, Barrier.checked_on, Citation.key, Citation.as_of, Citation.cited_at)
        .join(Citation, Citation.record_id == Barrier.id)
        .where(is_live(), Citation.role != CitationRole.PREPARATORY)
        .where(Citation.key.startswith("sfs/"))
        .order_by(Barrier.code, Citation.position)
    )
    return [_Cited(row.id, row.key, row.as_of or row.checked_on, row.cited_at) for row in rows]


def _amended(session: Session, cited: Sequence[_Cited], acts: Iterable[str]) -> Iterator[Found]:
    """Lines of the registers that touch what is cited."""
    rows = session.execute(
        select(
            Statute.key,
            Statute.first_seen_at.label("act_seen_at"),
            Amendment.number,
            Amendment.in_force_on,
            Amendment.first_seen_at,
            AmendedProvision.fragment,
            AmendedProvision.verb,
        )
        .join(Amendment, Amendment.statute_id == Statute.id)
        .join(AmendedProvision, AmendedProvision.amendment_id == Amendment.id)
        .where(Statute.key.in_(acts), AmendedProvision.verb.not_in(_IDLE))
        .order_by(Amendment.in_force_on, Amendment.position, AmendedProvision.position)
    ).all()
    for one, row in _pairs(cited, rows):
        is_whole = not row.fragment and row.verb is AmendmentVerb.REPEALED
        if not (is_whole or one.is_touched_by(row.fragment)):
            continue
        if one.is_news(row.in_force_on, row.first_seen_at, row.act_seen_at):
            is_repeal = row.verb is AmendmentVerb.REPEALED
            yield Found(
                barrier_id=one.barrier_id,
                kind=FindingKind.REPEALED if is_repeal else FindingKind.AMENDED,
                cause=f"sfs/{row.number}",
                keys=(one.key,),
                happens_on=row.in_force_on,
            )


def _reworded(session: Session, cited: Sequence[_Cited], acts: Iterable[str]) -> Iterator[Found]:
    """Sections whose words differ between two imports, also where no register tells of it.

    From a section that is gone nothing is concluded: the source leaves out what it cannot convert.
    """
    rows = session.execute(
        select(
            Statute.key,
            Statute.text_on,
            EarlierWording.fragment,
            EarlierWording.found_at,
            EarlierWording.until_on,
            EarlierWording.amended_by.label("amended_before_by"),
            StatutePart.amended_by,
            Amendment.in_force_on,
        )
        .join(EarlierWording, EarlierWording.statute_id == Statute.id)
        .join(
            StatutePart,
            (StatutePart.statute_id == Statute.id)
            & (StatutePart.fragment == EarlierWording.fragment),
        )
        .outerjoin(
            Amendment,
            (Amendment.statute_id == Statute.id) & (Amendment.number == StatutePart.amended_by),
        )
        .where(Statute.key.in_(acts))
        .order_by(EarlierWording.id, StatutePart.position, Amendment.position)
    ).all()
    for one, row in _pairs(cited, rows):
        is_by_act = row.amended_by not in ("", row.amended_before_by)
        happens_on = row.in_force_on if is_by_act else None
        if one.is_touched_by(row.fragment) and one.is_reworded(row, happens_on):
            words = f"{row.key}#{row.fragment}@{row.until_on}"
            yield Found(
                barrier_id=one.barrier_id,
                kind=FindingKind.AMENDED,
                cause=f"sfs/{row.amended_by}" if is_by_act else words,
                keys=(one.key,),
                happens_on=happens_on,
            )


def _expiring(session: Session, cited: Sequence[_Cited], acts: Iterable[str]) -> Iterator[Found]:
    """Acts that end by their own terms."""
    rows = session.execute(
        select(Statute.key, Statute.expires_on)
        .where(Statute.key.in_(acts), Statute.expires_on.is_not(None))
        .order_by(Statute.sort_key)
    ).all()
    for one, row in _pairs(cited, rows):
        if one.known_on is None or row.expires_on > one.known_on:
            yield Found(
                barrier_id=one.barrier_id,
                kind=FindingKind.EXPIRES,
                cause=row.key,
                keys=(one.key,),
                happens_on=row.expires_on,
            )


def _in_force(session: Session) -> Iterator[Found]:
    """Matters that were to ease a barrier and have come into force, as planned or as registered."""
    day = today().isoformat()
    # Both kinds of records lie over one table, so one of them needs a name of its own.
    matter = aliased(Matter, flat=True)
    rows = session.execute(
        select(
            MatterEffect.barrier_id,
            MatterEffect.effect,
            Barrier.state,
            Barrier.checked_on,
            matter.code,
            MatterEvent.stage,
            MatterEvent.date,
            MatterEvent.document,
            MatterEvent.is_planned,
            Amendment.in_force_on,
        )
        .join(Barrier, Barrier.id == MatterEffect.barrier_id)
        .join(matter, matter.id == MatterEffect.matter_id)
        .join(MatterEvent, MatterEvent.matter_id == matter.id)
        .outerjoin(Amendment, MatterEvent.document == "sfs/" + Amendment.number)
        .where(is_live(), MatterEffect.effect.in_(_EASING))
        .where(or_(MatterEvent.stage == Stage.IN_FORCE, Amendment.id.is_not(None)))
        .order_by(MatterEffect.barrier_id, MatterEvent.position)
    )
    for row in rows:
        if row.effect is Effect.PARTLY and row.state is State.PARTLY_RESOLVED:
            continue
        is_step = row.stage is Stage.IN_FORCE and row.date is not None
        comes_on = row.date if is_step else row.in_force_on
        if comes_on is None or comes_on > day or (is_step and row.is_planned):
            continue
        # Whoever compared the barrier with its sources after that day has seen it come.
        if row.checked_on is None or comes_on > row.checked_on[: len(comes_on)]:
            yield Found(
                barrier_id=row.barrier_id,
                kind=FindingKind.RESOLUTION,
                cause=row.code,
                keys=(),
                happens_on=comes_on,
            )


def _pairs(cited: Sequence[_Cited], rows: Sequence[Any]) -> Iterator[tuple[_Cited, Any]]:
    """Every citation with every row of its act."""
    of_act: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of_act[row.key].append(row)
    for one in cited:
        for row in of_act[act_of(one.key) or ""]:
            yield one, row
