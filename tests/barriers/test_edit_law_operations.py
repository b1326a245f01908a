"""The parts of a barrier that name law: provisions as typed, the flow card, the ladder."""

import pytest
from sqlalchemy import select

from kb.barriers.edit_drafts import (
    FlowSectionDraft,
    LadderDraft,
    LawDraft,
    ReportDraft,
    TypedCitation,
    TypedStep,
)
from kb.barriers.edit_operations import begin_barrier, revise_barrier
from kb.errors import Forbidden, Invalid
from kb.models import Barrier, Provision
from kb.records.queries import find_record
from kb.words import (
    Blocked,
    Certainty,
    CitationRole,
    DecisionPart,
    HumanRequired,
    Pair,
    Role,
    WorkState,
)
from tests.makers import make_act
from tests.staff import actor_of, make_user

REPORT = ReportDraft(working_title="Skolan får inte veta")
EMPTY = Pair("", "")
FLOW = FlowSectionDraft(
    sender=Pair("Socialtjänsten", ""), receiver=EMPTY, data=EMPTY, purpose=EMPTY, gap=EMPTY
)


@pytest.fixture
def author(session):
    return actor_of(make_user(session, Role.ADVOCACY))


@pytest.fixture
def lawyer(session):
    return actor_of(make_user(session, Role.LEGAL))


@pytest.fixture
def barrier(session, author):
    return begin_barrier(session, author, REPORT)


def cited(reference, **changes):
    values = {"role": CitationRole.CAUSES, "certainty": Certainty.INFERENCE}
    return TypedCitation(reference=reference, **{**values, **changes})


def revise(session, actor, barrier, *sections):
    return revise_barrier(session, actor, barrier, barrier.version, *sections)


def reloaded(session, barrier):
    session.flush()
    session.expire_all()
    return find_record(session, Barrier, barrier.code)


@pytest.mark.parametrize("state", list(WorkState))
def test_advocacy_proposes_law_only_until_the_barrier_is_recognised(
    session, author, lawyer, barrier, state
):
    barrier.work_state = state
    session.flush()
    open_states = {WorkState.DRAFT, WorkState.SUBMITTED, WorkState.UNDER_ASSESSMENT}
    section = LawDraft(practice_reason="Praxis")

    if state in open_states:
        revise(session, author, barrier, section)
    else:
        with pytest.raises(Forbidden):
            revise(session, author, barrier, section)
    revise(session, lawyer, barrier, LawDraft(practice_reason="Enligt jurist"))


@pytest.mark.parametrize("section", [FLOW, LadderDraft()], ids=["flow card", "ladder"])
def test_the_flow_card_and_the_ladder_are_law_when_the_barrier_is_recognised(
    session, author, lawyer, barrier, section
):
    revise(session, author, barrier, section)
    barrier.work_state = WorkState.RECOGNISED
    session.flush()

    with pytest.raises(Forbidden):
        revise(session, author, barrier, section)
    revise(session, lawyer, barrier, section)


def test_provisions_are_typed_as_lawyers_write_them(session, author, barrier):
    make_act(session)

    revise(session, author, barrier, LawDraft(citations=(cited("10 kap. 27–28 §§ OSL"),)))

    keys = [citation.key for citation in reloaded(session, barrier).citations]
    assert keys == ["sfs/2009:400#K10P27", "sfs/2009:400#K10P28"]


def test_a_provision_that_is_cited_for_the_first_time_gets_a_record(session, author, barrier):
    make_act(session)

    revise(session, author, barrier, LawDraft(citations=(cited("10 kap. 28 § OSL"),)))

    titles = {row.code: row.title_sv for row in session.scalars(select(Provision))}
    assert titles == {
        "sfs/2009:400#K10": "10 kap. OSL",
        "sfs/2009:400#K10P28": "10 kap. 28 § OSL",
    }


def test_a_reference_that_nobody_can_read_is_kept_as_text(session, author, barrier):
    revise(session, author, barrier, LawDraft(citations=(cited("den där paragrafen"),)))

    found = reloaded(session, barrier).citations
    assert [(row.key, row.text) for row in found] == [(None, "den där paragrafen")]


def test_a_provision_of_an_act_that_is_not_known_keeps_its_key(session, author, barrier):
    revise(session, author, barrier, LawDraft(citations=(cited("3 § lagen (1999:99)"),)))

    assert [row.key for row in reloaded(session, barrier).citations] == ["sfs/1999:99#P3"]
    assert session.scalars(select(Provision)).all() == []


@pytest.mark.parametrize("text", ["något annat", "10 kap. 27–28 §§ OSL"])
def test_the_flow_card_takes_one_provision_in_each_place(session, author, barrier, text):
    make_act(session)
    flow = FlowSectionDraft(
        sender=EMPTY, receiver=EMPTY, data=EMPTY, purpose=EMPTY, gap=EMPTY, secrecy=text
    )

    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, flow)

    assert refused.value.field == "secrecy"


def test_an_emptied_flow_card_is_taken_away(session, author, barrier):
    revise(session, author, barrier, FLOW)

    revise(
        session,
        author,
        barrier,
        FlowSectionDraft(sender=EMPTY, receiver=EMPTY, data=EMPTY, purpose=EMPTY, gap=EMPTY),
    )

    assert reloaded(session, barrier).flow is None


def test_the_rungs_of_the_ladder_stand_in_their_order(session, author, barrier):
    steps = [
        TypedStep(
            step=part,
            blocked=Blocked.YES,
            human=HumanRequired.LAW,
            certainty=Certainty.INFERENCE,
        )
        for part in (DecisionPart.APPEAL, DecisionPart.DECISION)
    ]

    revise(session, author, barrier, LadderDraft(steps=tuple(steps)))

    found = reloaded(session, barrier).decision_steps
    assert [step.step for step in found] == [DecisionPart.DECISION, DecisionPart.APPEAL]


def test_a_rung_is_named_once(session, author, barrier):
    step = TypedStep(
        step=DecisionPart.APPEAL,
        blocked=Blocked.NO,
        human=HumanRequired.NOBODY,
        certainty=Certainty.INFERENCE,
    )

    with pytest.raises(Invalid) as refused:
        revise(session, author, barrier, LadderDraft(steps=(step, step)))

    assert refused.value.field == "steps-1-step"
