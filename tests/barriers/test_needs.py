"""What a barrier lacks before it can move on."""

import pytest

from kb.barriers.needs import missing_for
from kb.models import Barrier
from kb.readers.drafts import EffectDraft
from kb.records.queries import find_record
from kb.security.transitions import Machine, Need, find_way
from kb.words import Channel, CitationRole, Effect, Stage, WorkState
from tests.makers import cites, event, make_barrier, make_matter, make_terms

SUBMIT = find_way(Machine.BARRIER, WorkState.DRAFT, "submit")
RECOGNISE = find_way(Machine.BARRIER, WorkState.UNDER_ASSESSMENT, "recognise")
BEGIN = find_way(Machine.BARRIER, WorkState.RECOGNISED, "begin")
NOTE = find_way(Machine.BARRIER, WorkState.IN_PROGRESS, "note-decision")


def made(session, **changes):
    barrier = make_barrier(session, **changes)
    session.flush()
    session.expire_all()
    return find_record(session, Barrier, barrier.code)


def test_everything_that_is_missing_for_submitting_is_told_at_once(session):
    barrier = made(session)
    barrier.title_sv = barrier.title_en = barrier.summary_sv = ""

    assert missing_for(session, barrier, SUBMIT) == [
        Need.TITLE,
        Need.SUMMARY,
        Need.KIND,
        Need.SOURCE,
    ]


def test_the_internal_account_is_enough_for_submitting(session):
    make_terms(session, ("kind", "formality"))
    barrier = made(session, terms=(("kind", "formality"),))
    barrier.title_sv = barrier.summary_sv = ""
    barrier.working_title, barrier.working_summary = "Titel", "Det händer."
    barrier.channel = Channel.MEDIA

    assert missing_for(session, barrier, SUBMIT) == []


def test_evidence_alone_is_no_law_to_rest_on(session):
    barrier = made(session, citations=(cites("sou/2018:25", CitationRole.EVIDENCE),))

    assert Need.CITATION in missing_for(session, barrier, RECOGNISE)


def test_a_barrier_in_practice_needs_no_provision(session):
    barrier = made(session)
    barrier.practice_reason = "Så har det alltid varit."

    assert missing_for(session, barrier, RECOGNISE) == [Need.ROOT_CAUSE, Need.REMEDY]


def test_a_matter_is_work(session):
    barrier = made(session)
    assert missing_for(session, barrier, BEGIN) == [Need.WORK]

    effect = EffectDraft(matter=make_matter(session).code, effect=Effect.UNKNOWN, note=None)

    assert missing_for(session, made(session, effects=(effect,)), BEGIN) == []


@pytest.mark.parametrize(
    ("events", "is_decided"),
    [
        ((), False),
        ((event(Stage.DECISION, "2026-01-01"),), False),
        ((event(Stage.IN_FORCE, "2026-07-01", is_planned=True),), False),
        (
            (
                event(Stage.DECISION, "2026-01-01"),
                event(Stage.IN_FORCE, "2026-07-01", is_planned=True),
            ),
            True,
        ),
        ((event(Stage.IN_FORCE, "2025-07-01"),), True),
    ],
)
def test_a_removal_is_decided_when_a_matter_is_and_its_day_is_known(session, events, is_decided):
    matter = make_matter(session, *events)
    effect = EffectDraft(matter=matter.code, effect=Effect.WOULD_REMOVE, note=None)
    barrier = made(session, effects=(effect,))

    assert (missing_for(session, barrier, NOTE) == []) is is_decided
