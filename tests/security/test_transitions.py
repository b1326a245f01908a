"""The ways from state to state: the tables of the specification, written out a second time."""

from itertools import product

import pytest

from kb.records.moves import open_ways
from kb.security.actor import ANONYMOUS, SYSTEM, member
from kb.security.permissions import Tie
from kb.security.transitions import ASKED, ENDED, TRANSITIONS, Machine, Need, find_way
from kb.words import ActionState, AskOutcome, PublicationState, ResponseState, Role, WorkState

STATES = {
    Machine.BARRIER: WorkState,
    Machine.PUBLICATION: PublicationState,
    Machine.ACTION: ActionState,
    Machine.ASK: AskOutcome,
    Machine.RESPONSE: ResponseState,
}
#: How far a way is open: to all, to those tied to the record, or to those who are not.
ANY, ANSWERED_FOR, OWNED = "any", "answered for", "owned"
NOT_LOGGED, NOT_OWNED, NOT_WRITTEN = "not logged", "not owned", "not written"
REACHES = {
    ANY: lambda ties: True,
    ANSWERED_FOR: lambda ties: bool(ties & {Tie.AUTHOR, Tie.OWNER}),
    OWNED: lambda ties: Tie.OWNER in ties,
    NOT_LOGGED: lambda ties: Tie.AUTHOR not in ties,
    NOT_OWNED: lambda ties: not ties & {Tie.OWNER, Tie.PAST_OWNER},
    NOT_WRITTEN: lambda ties: Tie.TEXT_AUTHOR not in ties,
}
EVERYBODY = {"advocacy": ANY, "legal": ANY, "admin": ANY}
WHO_ANSWERS = {"advocacy": ANSWERED_FOR, "legal": ANSWERED_FOR, "admin": ANSWERED_FOR}
THE_OWNER = {"advocacy": OWNED, "legal": OWNED, "admin": OWNED}
LAWYERS = {"legal": ANY, "admin": ANY}
BUT_THE_AUTHOR = {"legal": NOT_LOGGED, "admin": NOT_LOGGED}
BUT_THE_OWNER = {"legal": NOT_OWNED, "admin": NOT_OWNED}
BUT_THE_WRITER = {"legal": NOT_WRITTEN, "admin": NOT_WRITTEN}
#: Way → (from, to, role → how far).
TABLE = {
    Machine.BARRIER: {
        "submit": ("draft", "submitted", WHO_ANSWERS),
        "take": ("submitted", "under-assessment", EVERYBODY),
        "return": ("under-assessment", "submitted", LAWYERS),
        "recognise": ("under-assessment", "recognised", BUT_THE_AUTHOR),
        "reject": ("under-assessment", "not-an-obstacle", BUT_THE_AUTHOR),
        "merge": (
            "draft submitted under-assessment recognised in-progress removal-decided "
            "partly-resolved paused",
            "duplicate",
            EVERYBODY,
        ),
        "begin": ("recognised", "in-progress", {"advocacy": ANY, "admin": ANY}),
        "note-decision": ("in-progress", "removal-decided", LAWYERS),
        "resolve-partly": ("in-progress removal-decided", "partly-resolved", LAWYERS),
        "resolve": ("in-progress partly-resolved removal-decided", "resolved", BUT_THE_OWNER),
        "drop": ("recognised in-progress partly-resolved", "not-pursued", {"admin": ANY}),
        "pause": ("recognised in-progress", "paused", THE_OWNER),
        "reopen": (
            "not-an-obstacle duplicate resolved not-pursued paused",
            "in-progress",
            LAWYERS,
        ),
    },
    Machine.PUBLICATION: {
        "keep-inside": (
            "undecided publishable drafted in-review approved",
            "not-publishable",
            EVERYBODY,
        ),
        "allow": ("undecided not-publishable", "publishable", EVERYBODY),
        "draft": ("publishable", "drafted", EVERYBODY),
        "send-to-review": ("drafted published withdrawn", "in-review", EVERYBODY),
        "send-back": (
            "in-review approved",
            "drafted",
            BUT_THE_WRITER,
        ),
        "approve": ("in-review", "approved", BUT_THE_WRITER),
        "publish": ("approved", "published", LAWYERS),
        "withdraw": ("published in-review approved drafted", "withdrawn", EVERYBODY),
    },
    Machine.ACTION: {
        "begin-action": ("planned", "doing", EVERYBODY),
        "finish-action": ("doing", "done", EVERYBODY),
        "drop-action": ("planned doing", "dropped", EVERYBODY),
    },
    Machine.ASK: {
        "met": ("open", "met", EVERYBODY),
        "met-partly": ("open", "partly", EVERYBODY),
        "not-met": ("open", "not-met", EVERYBODY),
        "overtaken": ("open", "overtaken", EVERYBODY),
    },
    Machine.RESPONSE: {
        "answer": ("not-decided", "answering", EVERYBODY),
        "send": ("answering", "sent", EVERYBODY),
        "hand-on": ("answering", "answering", EVERYBODY),
        "decline": ("not-decided answering", "declined", EVERYBODY),
        "reopen-answer": ("sent declined", "answering", EVERYBODY),
    },
}
TIES = [frozenset(), *(frozenset({tie}) for tie in Tie), frozenset(Tie)]
GRID = [
    pytest.param(
        machine, state, role, ties, id=f"{machine}-{state}-{role}-{'+'.join(sorted(ties))}"
    )
    for machine, states in STATES.items()
    for state, role, ties in product(states, Role, TIES)
]


@pytest.mark.parametrize(("machine", "state", "role", "ties"), GRID)
def test_the_ways_on_are_those_of_the_table_and_no_others(machine, state, role, ties):
    expected = {
        name: target
        for name, (sources, target, who) in TABLE[machine].items()
        if state in sources.split() and role in who and REACHES[who[role]](ties)
    }

    ways = open_ways(member(1, "Eva", role), machine, state, ties)

    assert {way.name: way.target for way in ways} == expected


@pytest.mark.parametrize(
    ("machine", "state"), [(machine, state) for machine, all_ in STATES.items() for state in all_]
)
def test_no_way_is_open_to_the_public(machine, state):
    assert open_ways(ANONYMOUS, machine, state) == []


def test_the_system_may_take_every_way():
    ways = {
        way.name
        for machine, states in STATES.items()
        for state in states
        for way in open_ways(SYSTEM, machine, state)
    }

    assert ways == {way.name for way in TRANSITIONS}


def test_every_way_of_the_code_stands_in_the_table_once():
    written = [(machine, name) for machine, ways in TABLE.items() for name in ways]

    assert sorted(written) == sorted((way.machine, way.name) for way in TRANSITIONS)


#: What each way needs, as the specification has it; ways that need nothing are left out.
NEEDS = {
    "submit": "title summary kind source",
    "take": "owner",
    "return": "question",
    "recognise": "screening root-cause citation remedy",
    "reject": "no-obstacle reason",
    "merge": "survivor",
    "begin": "work",
    "note-decision": "decided-matter",
    "resolve-partly": "remains evidence",
    "resolve": "happened-on how evidence",
    "drop": "reason review-on",
    "pause": "reason review-on",
    "reopen": "reason",
    "keep-inside": "not-publishable reason",
    "draft": "public-text",
    "send-to-review": "public-text",
    "send-back": "reason",
    "approve": "public-text handled-leaks consents clearance",
    "publish": "public-text",
    "withdraw": "withdrawal reason",
    "finish-action": "happened-on",
    "drop-action": "reason",
    "met": "happened-on how evidence",
    "met-partly": "happened-on how evidence",
    "not-met": "happened-on how evidence",
    "overtaken": "happened-on how evidence",
    "answer": "owner",
    "send": "happened-on",
    "decline": "reason",
    "hand-on": "owner",
    "reopen-answer": "reason owner",
}


@pytest.mark.parametrize("way", TRANSITIONS, ids=lambda way: way.name)
def test_a_way_needs_what_the_specification_says(way):
    assert [need.value for need in way.needs] == NEEDS.get(way.name, "").split()


def test_a_need_is_either_asked_for_or_looked_for():
    asked = {need for way in TRANSITIONS for need in way.asked}
    looked_for = {need for way in TRANSITIONS for need in way.looked_for}

    assert asked == ASKED
    assert looked_for == set(Need) - ASKED


def test_nothing_leads_from_withdrawn_straight_to_published():
    assert find_way(Machine.PUBLICATION, PublicationState.WITHDRAWN, "publish") is None


def test_what_has_ended_can_be_reopened_and_nothing_else():
    for state in ENDED:
        ways = open_ways(SYSTEM, Machine.BARRIER, state)

        assert [way.name for way in ways] == ["reopen"]
