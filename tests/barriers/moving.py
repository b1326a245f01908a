"""Barriers that are ready for every way, and answers to everything that a way asks."""

from datetime import timedelta

from kb.clock import today
from kb.models import Barrier, BarrierMember
from kb.readers.drafts import EffectDraft
from kb.records.moves import Evidence, MoveAnswers, ScreeningAnswer
from kb.records.queries import find_record
from kb.security.permissions import Tie
from kb.words import Channel, Duty, Effect, NoObstacle, Pair, ScreeningQuestion, Stage, WorkState
from tests.makers import cites, event, make_barrier, make_matter, make_terms

TERMS = (("kind", "information-sharing"), ("root-cause", "secrecy"), ("remedy", "riksdag"))
EVERY_YES = {question: ScreeningAnswer(True, "Because.") for question in ScreeningQuestion}


def whole(session, barrier: Barrier) -> Barrier:
    """*barrier* as it stands in the database, loaded as operations want it."""
    code = barrier.code
    session.flush()
    session.expunge_all()
    return find_record(session, Barrier, code)


def ready_barrier(session, state: WorkState = WorkState.DRAFT, **changes) -> Barrier:
    """A barrier in *state* that lacks nothing that a way looks for."""
    make_terms(session, *TERMS)
    matter = make_matter(
        session,
        event(Stage.DECISION, "2026-02-01"),
        event(Stage.IN_FORCE, "2027-01-01", is_planned=True),
    )
    effect = EffectDraft(matter=matter.code, effect=Effect.WOULD_REMOVE, note=None)
    barrier = make_barrier(
        session, terms=TERMS, citations=(cites("sfs/2009:400#K10P2"),), effects=(effect,)
    )
    barrier.work_state = state
    barrier.working_title = "Ett hinder inifrån"
    barrier.working_summary = "Det går inte."
    barrier.channel = Channel.MEMBER
    for name, value in changes.items():
        setattr(barrier, name, value)
    return whole(session, barrier)


def bare_barrier(session, state: WorkState) -> Barrier:
    """A barrier in *state* that lacks everything."""
    barrier = make_barrier(session, title=Pair("", ""), summary=Pair("", ""))
    barrier.work_state = state
    return whole(session, barrier)


def tie(session, barrier: Barrier, user, how: Tie | None) -> Barrier:
    """Tie *user* to *barrier*."""
    if how is Tie.AUTHOR:
        barrier.author_id = user.id
    elif how is Tie.OWNER:
        barrier.owner_id = user.id
    elif how is Tie.TEAM:
        barrier.members.append(BarrierMember(user_id=user.id, duty=Duty.CONTRIBUTOR))
    return whole(session, barrier)


def answers(owner_id: int | None = None, **changes) -> MoveAnswers:
    """Answers to everything; *changes* are other ones."""
    values = {
        "reason": "So it is.",
        "question": "Which provision?",
        "owner_id": owner_id,
        "screening": EVERY_YES,
        "no_obstacle": NoObstacle.NOT_LAW,
        "review_on": today() + timedelta(days=90),
        "happened_on": "2026-02",
        "how": Pair("Genom en lag.", "By an act."),
        "remains": Pair("Hälften.", "Half."),
        "evidence": Evidence("prop/2021/22:125", "", "s. 45"),
    }
    return MoveAnswers(**{**values, **changes})
