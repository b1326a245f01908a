"""Ties between files: names lead somewhere, and stand once where there can be only one."""

from dataclasses import replace

import pytest

from kb.app import CONTENT
from kb.library.ties import check_ties, cited_keys
from kb.readers.catalogue import ContentFault
from kb.readers.drafts import (
    AskDraft,
    CaseBarrierDraft,
    DecisionStepDraft,
    EffectDraft,
    ImpactDraft,
    RelationDraft,
)
from kb.words import (
    AskOutcome,
    Blocked,
    CaseRelation,
    Certainty,
    DecisionPart,
    Direction,
    Effect,
    HumanRequired,
    Pair,
    Relation,
    Stage,
)
from tests.makers import cites, event

WORDS = Pair("å", "o")
STEP = DecisionStepDraft(
    step=DecisionPart.DECISION,
    blocked=Blocked.YES,
    human=HumanRequired.LAW,
    provision=None,
    note=None,
    certainty=Certainty.VERIFIED,
)
ASK = AskDraft(
    text=WORDS,
    target=None,
    matter=None,
    outcome=AskOutcome.OPEN,
    outcome_on=None,
    outcome_note=None,
    outcome_key=None,
    certainty=Certainty.VERIFIED,
)


def impact(objective: str) -> ImpactDraft:
    return ImpactDraft(
        objective=objective,
        direction=Direction.BLOCKS,
        strength=1,
        reason=WORDS,
        certainty=Certainty.VERIFIED,
    )


def effect(matter: str) -> EffectDraft:
    return EffectDraft(matter=matter, effect=Effect.PARTLY, note=None)


def related(barrier: str) -> RelationDraft:
    return RelationDraft(barrier=barrier, relation=Relation.RELATED)


def proves(barrier: str) -> CaseBarrierDraft:
    return CaseBarrierDraft(barrier=barrier, relation=CaseRelation.PROVES, note=None)


def with_first(catalogue, group: str, **changes):
    """The catalogue with the first draft of *group* changed."""
    first, *rest = getattr(catalogue, group)
    return replace(catalogue, **{group: (replace(first, **changes), *rest)})


def messages(catalogue) -> list[str]:
    return [fault.message for fault in check_ties(CONTENT, catalogue)]


def test_in_the_catalogue_every_name_leads_somewhere(catalogue):
    assert check_ties(CONTENT, catalogue) == []


@pytest.mark.parametrize(
    ("group", "change", "what"),
    [
        ("barriers", {"terms": (("sector", "moon"),)}, "term 'sector moon'"),
        ("barriers", {"waiting_for": "nobody"}, "organisation 'nobody'"),
        ("barriers", {"principles": ("99",)}, "principle '99'"),
        ("barriers", {"impacts": (impact("9.9"),)}, "objective '9.9'"),
        ("barriers", {"effects": (effect("L-2099-001"),)}, "matter 'L-2099-001'"),
        ("barriers", {"relations": (related("H-2099-001"),)}, "barrier 'H-2099-001'"),
        ("cases", {"body": "nobody"}, "organisation 'nobody'"),
        ("cases", {"barriers": (proves("H-2099-001"),)}, "barrier 'H-2099-001'"),
        ("matters", {"responsible": "nobody"}, "organisation 'nobody'"),
        ("matters", {"continued_by": "L-2099-001"}, "matter 'L-2099-001'"),
        ("actions", {"counterparts": ("nobody",)}, "organisation 'nobody'"),
        ("actions", {"barriers": ("H-2099-001",)}, "barrier 'H-2099-001'"),
        ("actions", {"matters": ("L-2099-001",)}, "matter 'L-2099-001'"),
        ("actions", {"objectives": ("9.9",)}, "objective '9.9'"),
        ("actions", {"asks": (replace(ASK, matter="L-2099-001"),)}, "matter 'L-2099-001'"),
        ("organisations", {"terms": (("organisation-kind", "x"),)}, "term 'organisation-kind x'"),
        ("acts", {"terms": (("act-type", "x"),)}, "term 'act-type x'"),
        ("objectives", {"area": "9"}, "area '9'"),
        ("principles", {"eif": (98,)}, "EIF principle '98'"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(catalogue, group, change, what):
    assert messages(with_first(catalogue, group, **change)) == [
        f"There is no {what} in the catalogue."
    ]


@pytest.mark.parametrize(
    ("group", "change"),
    [
        ("barriers", {"citations": (cites("sfs/2009:400#X1"),)}),
        ("barriers", {"decision_steps": (replace(STEP, provision="sfs/2009:400#X1"),)}),
        ("cases", {"key": "sfs/2009:400#X1"}),
        ("matters", {"events": (event(Stage.BILL, document="sfs/2009:400#X1"),)}),
        ("actions", {"asks": (replace(ASK, target="sfs/2009:400#X1"),)}),
        ("actions", {"asks": (replace(ASK, outcome_key="sfs/2009:400#X1"),)}),
    ],
)
def test_a_key_that_is_none_is_told(catalogue, group, change):
    assert messages(with_first(catalogue, group, **change)) == [
        "'sfs/2009:400#X1' is no key of a legal source."
    ]


@pytest.mark.parametrize("key", ["sfs/1888:1", "sfs/1888:1#P2", "celex/31999R0001#A1"])
def test_a_provision_of_an_act_that_is_not_in_the_list_is_told(catalogue, key):
    changed = with_first(catalogue, "barriers", citations=(cites(key),))

    assert messages(changed) == [f"The act of '{key}' is not in law/acts.yaml."]


def test_a_preparatory_work_needs_no_act(catalogue):
    changed = with_first(catalogue, "barriers", citations=(cites("prop/1999/2000:1"),))

    assert messages(changed) == []


def test_an_event_may_leave_an_amending_act_behind_that_is_not_in_the_list(catalogue):
    events = (event(Stage.PROMULGATED, document="sfs/1888:1"),)

    assert messages(with_first(catalogue, "matters", events=events)) == []


@pytest.mark.parametrize(
    "group", ["barriers", "cases", "matters", "actions", "acts", "organisations", "principles"]
)
def test_a_code_that_stands_twice_is_told(catalogue, group):
    drafts = getattr(catalogue, group)
    doubled = replace(catalogue, **{group: (*drafts, drafts[0])})

    assert f"The code {drafts[0].code} stands twice." in messages(doubled)


@pytest.mark.parametrize(
    ("group", "change", "what"),
    [
        ("barriers", {"impacts": (impact("1.1"), impact("1.1"))}, "objective 1.1"),
        ("barriers", {"decision_steps": (STEP, STEP)}, "decision step decision"),
        ("barriers", {"effects": (effect("L-2026-001"),) * 2}, "matter L-2026-001"),
        ("barriers", {"relations": (related("H-2026-003"),) * 2}, "barrier H-2026-003"),
        ("cases", {"barriers": (proves("H-2026-003"),) * 2}, "barrier H-2026-003"),
    ],
)
def test_what_a_record_may_name_only_once_is_told_when_it_stands_twice(
    catalogue, group, change, what
):
    assert messages(with_first(catalogue, group, **change)) == [f"The {what} stands twice."]


def test_a_term_that_stands_twice_in_its_vocabulary_is_told(catalogue):
    term = catalogue.terms[0]

    (fault,) = check_ties(CONTENT, replace(catalogue, terms=(*catalogue.terms, term)))

    assert fault == ContentFault("terms.yaml", 1, f"The term {term.key} stands twice.")


def test_the_same_key_may_stand_in_two_vocabularies(catalogue):
    term = replace(catalogue.terms[0], scheme="another")

    assert messages(replace(catalogue, terms=(*catalogue.terms, term))) == []


def test_an_area_and_a_european_principle_that_stand_twice_are_told(catalogue):
    areas = catalogue.strategy.areas
    doubled = replace(
        catalogue,
        strategy=replace(catalogue.strategy, areas=(*areas, areas[0])),
        eif_principles=(*catalogue.eif_principles, catalogue.eif_principles[0]),
    )

    assert messages(doubled) == ["The area 1 stands twice.", "The EIF principle 1 stands twice."]


def test_the_fault_stands_on_the_line_of_the_name_in_its_file(content_copy, catalogue):
    barrier = catalogue.barriers[0]
    path = content_copy / f"barriers/{barrier.code}.md"
    path.write_text("---\ncode: x\nnot: nobodyelse\nwaiting_for: nobody\n---\n", encoding="utf-8")

    (fault,) = check_ties(content_copy, with_first(catalogue, "barriers", waiting_for="nobody"))

    assert (fault.path, fault.line) == (f"barriers/{barrier.code}.md", 4)


def test_a_name_that_leads_nowhere_is_told_once_a_file(catalogue):
    changed = with_first(catalogue, "barriers", citations=(cites("sfs/1888:1"),) * 2)

    assert len(messages(changed)) == 1


def test_the_keys_that_are_cited_come_sorted_each_once(catalogue):
    keys = cited_keys(catalogue)

    assert keys == sorted(set(keys))
    assert "sfs/2017:725#K6P37" in keys
