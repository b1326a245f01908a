"""The ways from one state to the next: from, to, who, and what must be there first.

Interface, operations and tests read these tables; there is no other list of what follows on what.
A need that asks for something (a reason, a date) becomes a field of the form of the move; one that
looks at the record (a title, a root cause) is checked, and all that is missing is told at once.

One target is not for every record: reopening leads on to work in progress, but a barrier that was
never recognised is taken up again as it was before, a draft or submitted, for nobody may pass by
its assessment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.security.permissions import Permission
from kb.words import ActionState, AskOutcome, PublicationState, ResponseState, WorkState


class Machine(StrEnum):
    """What has states."""

    BARRIER = "barrier"
    PUBLICATION = "publication"
    ACTION = "action"
    ASK = "ask"
    RESPONSE = "response"


class Need(StrEnum):
    """What a move needs."""

    # Asked for in the form of the move.
    REASON = "reason"
    QUESTION = "question"
    OWNER = "owner"
    SCREENING = "screening"
    NO_OBSTACLE = "no-obstacle"
    SURVIVOR = "survivor"
    REVIEW_ON = "review-on"
    HAPPENED_ON = "happened-on"
    HOW = "how"
    REMAINS = "remains"
    EVIDENCE = "evidence"
    NOT_PUBLISHABLE = "not-publishable"
    WITHDRAWAL = "withdrawal"
    CLEARANCE = "clearance"
    # Looked for in the record.
    TITLE = "title"
    SUMMARY = "summary"
    KIND = "kind"
    SOURCE = "source"
    ROOT_CAUSE = "root-cause"
    CITATION = "citation"
    REMEDY = "remedy"
    WORK = "work"
    DECIDED_MATTER = "decided-matter"
    PUBLIC_TEXT = "public-text"
    HANDLED_LEAKS = "handled-leaks"
    CONSENTS = "consents"


#: Needs that the form of the move asks for; the others are looked for in the record.
ASKED = frozenset(
    {
        Need.REASON,
        Need.QUESTION,
        Need.OWNER,
        Need.SCREENING,
        Need.NO_OBSTACLE,
        Need.SURVIVOR,
        Need.REVIEW_ON,
        Need.HAPPENED_ON,
        Need.HOW,
        Need.REMAINS,
        Need.EVIDENCE,
        Need.NOT_PUBLISHABLE,
        Need.WITHDRAWAL,
        Need.CLEARANCE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One way from some states to another; *name* is what it is called in addresses and labels."""

    name: str
    machine: Machine
    sources: frozenset[StrEnum]
    target: StrEnum
    permission: Permission
    needs: tuple[Need, ...] = ()

    @property
    def asked(self) -> tuple[Need, ...]:
        """What the form of the move asks for."""
        return tuple(need for need in self.needs if need in ASKED)

    @property
    def looked_for(self) -> tuple[Need, ...]:
        """What must stand in the record before."""
        return tuple(need for need in self.needs if need not in ASKED)


def _way(
    name: str,
    sources: Iterable[StrEnum],
    target: StrEnum,
    permission: Permission,
    *needs: Need,
) -> Transition:
    machine = {
        WorkState: Machine.BARRIER,
        PublicationState: Machine.PUBLICATION,
        ActionState: Machine.ACTION,
        AskOutcome: Machine.ASK,
        ResponseState: Machine.RESPONSE,
    }[type(target)]
    return Transition(
        name=name,
        machine=machine,
        sources=frozenset(sources),
        target=target,
        permission=permission,
        needs=needs,
    )


_W = WorkState
#: States in which the work with a barrier has ended.
ENDED = frozenset({_W.NOT_AN_OBSTACLE, _W.DUPLICATE, _W.RESOLVED, _W.NOT_PURSUED})
_UNDER_WAY = frozenset({_W.IN_PROGRESS, _W.PARTLY_RESOLVED, _W.REMOVAL_DECIDED})

_BARRIER = (
    _way(
        "submit",
        [_W.DRAFT],
        _W.SUBMITTED,
        Permission.BARRIER_SUBMIT,
        Need.TITLE,
        Need.SUMMARY,
        Need.KIND,
        Need.SOURCE,
    ),
    _way("take", [_W.SUBMITTED], _W.UNDER_ASSESSMENT, Permission.BARRIER_TAKE, Need.OWNER),
    _way(
        "return",
        [_W.UNDER_ASSESSMENT],
        _W.SUBMITTED,
        Permission.BARRIER_JUDGE,
        Need.QUESTION,
    ),
    _way(
        "recognise",
        [_W.UNDER_ASSESSMENT],
        _W.RECOGNISED,
        Permission.BARRIER_ASSESS,
        Need.SCREENING,
        Need.ROOT_CAUSE,
        Need.CITATION,
        Need.REMEDY,
    ),
    _way(
        "reject",
        [_W.UNDER_ASSESSMENT],
        _W.NOT_AN_OBSTACLE,
        Permission.BARRIER_ASSESS,
        Need.NO_OBSTACLE,
        Need.REASON,
    ),
    _way(
        "merge",
        frozenset(_W) - ENDED,
        _W.DUPLICATE,
        Permission.BARRIER_MERGE,
        Need.SURVIVOR,
    ),
    _way("begin", [_W.RECOGNISED], _W.IN_PROGRESS, Permission.BARRIER_WORK, Need.WORK),
    _way(
        "note-decision",
        [_W.IN_PROGRESS],
        _W.REMOVAL_DECIDED,
        Permission.BARRIER_JUDGE,
        Need.DECIDED_MATTER,
    ),
    _way(
        "resolve-partly",
        [_W.IN_PROGRESS, _W.REMOVAL_DECIDED],
        _W.PARTLY_RESOLVED,
        Permission.BARRIER_JUDGE,
        Need.REMAINS,
        Need.EVIDENCE,
    ),
    _way(
        "resolve",
        _UNDER_WAY,
        _W.RESOLVED,
        Permission.BARRIER_RESOLVE,
        Need.HAPPENED_ON,
        Need.HOW,
        Need.EVIDENCE,
    ),
    _way(
        "drop",
        [_W.RECOGNISED, _W.IN_PROGRESS, _W.PARTLY_RESOLVED],
        _W.NOT_PURSUED,
        Permission.BARRIER_DROP,
        Need.REASON,
        Need.REVIEW_ON,
    ),
    _way(
        "pause",
        [_W.RECOGNISED, _W.IN_PROGRESS],
        _W.PAUSED,
        Permission.BARRIER_PAUSE,
        Need.REASON,
        Need.REVIEW_ON,
    ),
    _way(
        "reopen",
        ENDED | {_W.PAUSED},
        _W.IN_PROGRESS,
        Permission.BARRIER_REOPEN,
        Need.REASON,
    ),
)

_P = PublicationState
_PUBLICATION = (
    _way(
        "keep-inside",
        [_P.UNDECIDED, _P.PUBLISHABLE, _P.DRAFTED, _P.IN_REVIEW, _P.APPROVED],
        _P.NOT_PUBLISHABLE,
        Permission.PUBLIC_TEXT_WRITE,
        Need.NOT_PUBLISHABLE,
        Need.REASON,
    ),
    _way(
        "allow",
        [_P.UNDECIDED, _P.NOT_PUBLISHABLE],
        _P.PUBLISHABLE,
        Permission.PUBLIC_TEXT_WRITE,
    ),
    _way("draft", [_P.PUBLISHABLE], _P.DRAFTED, Permission.PUBLIC_TEXT_WRITE, Need.PUBLIC_TEXT),
    _way(
        "send-to-review",
        [_P.DRAFTED, _P.PUBLISHED, _P.WITHDRAWN],
        _P.IN_REVIEW,
        Permission.PUBLIC_TEXT_WRITE,
        Need.PUBLIC_TEXT,
    ),
    _way(
        "send-back",
        [_P.IN_REVIEW, _P.APPROVED],
        _P.DRAFTED,
        Permission.PUBLIC_TEXT_APPROVE,
        Need.REASON,
    ),
    _way(
        "approve",
        [_P.IN_REVIEW],
        _P.APPROVED,
        Permission.PUBLIC_TEXT_APPROVE,
        Need.PUBLIC_TEXT,
        Need.HANDLED_LEAKS,
        Need.CONSENTS,
        Need.CLEARANCE,
    ),
    _way("publish", [_P.APPROVED], _P.PUBLISHED, Permission.RECORD_PUBLISH, Need.PUBLIC_TEXT),
    _way(
        "withdraw",
        [_P.PUBLISHED, _P.IN_REVIEW, _P.APPROVED, _P.DRAFTED],
        _P.WITHDRAWN,
        Permission.RECORD_WITHDRAW,
        Need.WITHDRAWAL,
        Need.REASON,
    ),
)

_A = ActionState
_ACTION = (
    _way("begin-action", [_A.PLANNED], _A.DOING, Permission.ADVOCACY_WORK),
    _way("finish-action", [_A.DOING], _A.DONE, Permission.ADVOCACY_WORK, Need.HAPPENED_ON),
    _way(
        "drop-action",
        [_A.PLANNED, _A.DOING],
        _A.DROPPED,
        Permission.ADVOCACY_WORK,
        Need.REASON,
    ),
)

_O = AskOutcome
_ASK = tuple(
    _way(
        name,
        [_O.OPEN],
        outcome,
        Permission.ADVOCACY_WORK,
        Need.HAPPENED_ON,
        Need.HOW,
        Need.EVIDENCE,
    )
    for name, outcome in (
        ("met", _O.MET),
        ("met-partly", _O.PARTLY),
        ("not-met", _O.NOT_MET),
        ("overtaken", _O.OVERTAKEN),
    )
)

_R = ResponseState
_RESPONSE = (
    _way("answer", [_R.NOT_DECIDED], _R.ANSWERING, Permission.ADVOCACY_WORK, Need.OWNER),
    _way("hand-on", [_R.ANSWERING], _R.ANSWERING, Permission.ADVOCACY_WORK, Need.OWNER),
    _way("send", [_R.ANSWERING], _R.SENT, Permission.ADVOCACY_WORK, Need.HAPPENED_ON),
    _way(
        "decline",
        [_R.NOT_DECIDED, _R.ANSWERING],
        _R.DECLINED,
        Permission.ADVOCACY_WORK,
        Need.REASON,
    ),
    _way(
        "reopen-answer",
        [_R.SENT, _R.DECLINED],
        _R.ANSWERING,
        Permission.ADVOCACY_WORK,
        Need.REASON,
        Need.OWNER,
    ),
)

TRANSITIONS = (*_BARRIER, *_PUBLICATION, *_ACTION, *_ASK, *_RESPONSE)


def ways_from(machine: Machine, state: StrEnum) -> list[Transition]:
    """Every way that leads on from *state*, in the order of the table."""
    return [way for way in TRANSITIONS if way.machine is machine and state in way.sources]


def find_way(machine: Machine, state: StrEnum, name: str) -> Transition | None:
    """The way called *name* from *state*; None when there is none."""
    return next((way for way in ways_from(machine, state) if way.name == name), None)
