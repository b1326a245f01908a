"""Barriers, cases, matters and actions: what each file must say and may say."""

import pytest

from kb.readers.records import read_action, read_barrier, read_case, read_matter
from kb.words import (
    ActionState,
    AskOutcome,
    Blocked,
    CaseRelation,
    Certainty,
    DecisionPart,
    Direction,
    Effect,
    HumanRequired,
    Pair,
    Procedure,
    Relation,
    Stage,
    State,
)
from tests.readers.files import (
    ACTION,
    BARRIER,
    BARRIER_PARTS,
    CASE,
    MATTER,
    PAIR,
    TEXT_PARTS,
    fault_of,
    fields_of,
)

KINDS = {
    "barrier": (read_barrier, BARRIER, BARRIER_PARTS),
    "case": (read_case, CASE, TEXT_PARTS),
    "matter": (read_matter, MATTER, TEXT_PARTS),
    "action": (read_action, ACTION, TEXT_PARTS),
}
IMPACT = f"{{objective: '1.1', direction: blocks, strength: 3, reason: {PAIR}}}"
STEP = "{step: decision, blocked: yes, human: law, certainty: verified}"
ASK = f"{{text: {PAIR}, outcome: met, certainty: verified}}"


def read(kind: str, /, **changes: str | None):
    """The draft of a file in miniature, with *changes*; every key must have been asked for."""
    reader, values, parts = KINDS[kind]
    fields = fields_of(values, **changes)
    draft = reader(fields, parts)
    fields.end()
    return draft


@pytest.mark.parametrize("kind", KINDS)
def test_the_values_that_must_be_there_are_enough(kind):
    draft = read(kind)

    assert draft.code == KINDS[kind][1]["code"]
    assert draft.title == Pair("å", "o")
    assert len(draft.texts) == len(KINDS[kind][2])


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, (_, values, _) in KINDS.items() for key in values]
)
def test_a_value_that_must_be_there_and_is_not_is_a_fault_by_its_name(kind, key):
    assert f"'{key}'" in fault_of(lambda: read(kind, **{key: None})).message


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_written_wrong_is_a_fault(kind):
    assert "'evidense' is not known" in fault_of(lambda: read(kind, evidense="[]")).message


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("barrier", {"state": "solved"}),
        ("barrier", {"confidence": "sure"}),
        ("barrier", {"state_since": "2022-13"}),
        ("barrier", {"waiting_since": "last year"}),
        ("barrier", {"checked_on": "yesterday"}),
        ("barrier", {"objectives": f"[{IMPACT.replace('3', '4')}]"}),
        ("barrier", {"objectives": f"[{IMPACT.replace('blocks', 'helps')}]"}),
        ("barrier", {"flow": "{sender: x}"}),
        ("barrier", {"decision_steps": f"[{STEP.replace('yes', 'maybe')}]"}),
        ("barrier", {"decision_steps": f"[{STEP.replace('certainty: verified', '')}]"}),
        ("barrier", {"matters": "[{matter: L-2026-001, effect: great}]"}),
        ("barrier", {"related": "[{barrier: H-2026-001, relation: cousin}]"}),
        ("barrier", {"open_questions": "[{sv: å}]"}),
        ("case", {"decided_on": "2021-02-30"}),
        ("case", {"barriers": "[{barrier: H-2026-001}]"}),
        ("matter", {"procedure": "norwegian"}),
        ("matter", {"events": "[{stage: rumour, certainty: verified}]"}),
        ("matter", {"events": "[{stage: bill, planned: perhaps, certainty: verified}]"}),
        ("matter", {"events": "[{stage: bill}]"}),
        ("action", {"state": "started"}),
        ("action", {"asks": f"[{ASK.replace('met', 'granted')}]"}),
        ("action", {"counterparts": "[{code: digg}]"}),
    ],
)
def test_a_wrong_value_is_a_fault(kind, change):
    (key,) = change

    assert (
        fault_of(lambda: read(kind, **change)).line == list(KINDS[kind][1] | change).index(key) + 1
    )


def test_a_barrier_is_read_with_all_that_it_is_made_of():
    draft = read(
        "barrier",
        state="partly-resolved",
        kinds="[information-sharing]",
        sectors="[school]",
        principles="['2']",
        objectives=f"[{IMPACT}]",
        decision_steps=f"[{STEP}]",
        matters="[{matter: L-2026-001, effect: partly}]",
        related="[{barrier: H-2026-001, relation: part-of}]",
        waiting_for="digg",
    )

    assert (draft.state, draft.waiting_for) == (State.PARTLY_RESOLVED, "digg")
    assert draft.terms == (("kind", "information-sharing"), ("sector", "school"))
    assert draft.principles == ("2",)
    (impact,) = draft.impacts
    assert (impact.objective, impact.direction, impact.strength) == ("1.1", Direction.BLOCKS, 3)
    (step,) = draft.decision_steps
    assert (step.step, step.blocked, step.human) == (
        DecisionPart.DECISION,
        Blocked.YES,
        HumanRequired.LAW,
    )
    assert [(e.matter, e.effect) for e in draft.effects] == [("L-2026-001", Effect.PARTLY)]
    assert [(r.barrier, r.relation) for r in draft.relations] == [("H-2026-001", Relation.PART_OF)]


def test_a_claim_on_an_objective_is_our_inference_unless_the_file_says_otherwise():
    stated = IMPACT.replace("}}", "}, certainty: verified}")

    assert read("barrier", objectives=f"[{IMPACT}]").impacts[0].certainty is Certainty.INFERENCE
    assert read("barrier", objectives=f"[{stated}]").impacts[0].certainty is Certainty.VERIFIED


def test_the_flow_shows_a_missing_basis_as_missing():
    ends = f"sender: {PAIR}, receiver: {PAIR}, data: {PAIR}, break: {PAIR}"

    flow = read("barrier", flow=f"{{{ends}, secrecy: sfs/2009:400}}").flow

    assert (flow.gap, flow.legal_basis, flow.secrecy) == (Pair("å", "o"), None, "sfs/2009:400")


def test_a_case_is_read_with_its_barriers():
    draft = read(
        "case",
        identifier="HFD 2021 ref. 10",
        key="hfd/2021/10",
        body="hfd",
        barriers="[{barrier: H-2026-001, relation: proves}]",
    )

    assert (draft.identifier, draft.key, draft.body) == ("HFD 2021 ref. 10", "hfd/2021/10", "hfd")
    assert draft.terms == (("case-kind", "court-ruling"),)
    assert [(tie.barrier, tie.relation) for tie in draft.barriers] == [
        ("H-2026-001", CaseRelation.PROVES)
    ]


def test_a_matter_is_swedish_unless_the_file_says_otherwise():
    assert read("matter").procedure is Procedure.SWEDISH
    assert read("matter", procedure="eu").procedure is Procedure.EU


def test_events_keep_the_order_of_the_file_and_what_is_planned():
    happened = "{stage: bill, date: '2024', document: 'prop/2023/24:1', certainty: verified}"
    planned = "{stage: in-force, date: 2027-01-01, planned: yes, certainty: secondary}"

    first, second = read("matter", events=f"[{planned}, {happened}]").events

    assert (first.stage, first.date, first.is_planned) == (Stage.IN_FORCE, "2027-01-01", True)
    assert (second.stage, second.document, second.is_planned) == (
        Stage.BILL,
        "prop/2023/24:1",
        False,
    )


def test_an_action_is_read_with_what_it_serves_and_asks_for():
    draft = read(
        "action",
        state="done",
        counterparts="[regeringen]",
        barriers="[H-2026-001]",
        matters="[L-2026-001]",
        objectives="['1.5']",
        asks=f"[{ASK}]",
    )

    assert (draft.state, draft.counterparts) == (ActionState.DONE, ("regeringen",))
    assert (draft.barriers, draft.matters, draft.objectives) == (
        ("H-2026-001",),
        ("L-2026-001",),
        ("1.5",),
    )
    assert [(ask.outcome, ask.target) for ask in draft.asks] == [(AskOutcome.MET, None)]
