"""What tests of the watch need: barriers that cite the law, and newer registers."""

from kb.clock import today
from kb.models import Barrier, LawFinding
from kb.readers.drafts import EffectDraft
from kb.security.actor import SYSTEM
from kb.words import Effect, FindingKind, WorkState
from kb.work.watch_operations import watch_law
from tests.law.book import SECOND, TEXT, statute, take
from tests.makers import cites, make_barrier

KEY = "sfs/2017:725"
NEXT_YEAR = str(today().year + 1) + "-01-01"


def citing(session, *keys, **changes) -> Barrier:
    """A barrier that cites parts of the act, or whole keys."""
    whole = [key if key.startswith("sfs/") else f"{KEY}#{key}" for key in keys]
    barrier = make_barrier(session, citations=tuple(cites(key) for key in whole), **changes)
    barrier.work_state = WorkState.IN_PROGRESS
    session.flush()
    return barrier


def easing(session, matter, *, effect=Effect.WOULD_REMOVE, **changes) -> Barrier:
    draft = EffectDraft(matter=matter.code, effect=effect, note=None)
    return make_barrier(session, effects=(draft,), **changes)


def known_book(session) -> None:
    take(session, statute(text=TEXT, register=[("2020:1", "2020-07-01", "ändr. 6 kap. 37 §")]))


def news(session, note, *, day="2025-07-01", number="2025:638", on=SECOND):
    """A newer register with one line more."""
    lines = [("2020:1", "2020-07-01", "ändr. 6 kap. 37 §"), (number, day, note)]
    take(session, statute(text=TEXT, register=lines), on=on)


def watch(session) -> list[LawFinding]:
    found = watch_law(session, SYSTEM)
    session.flush()
    return found


def told(findings) -> list[tuple[FindingKind, str, tuple[str, ...], str | None]]:
    return [(each.kind, each.cause, tuple(each.keys), each.happens_on) for each in findings]


def amended(*fragments, cause="sfs/2025:638", day="2025-07-01", kind=FindingKind.AMENDED):
    return [(kind, cause, tuple(f"{KEY}#{fragment}" for fragment in fragments), day)]
