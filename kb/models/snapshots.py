"""The shape of what is published: plain JSON that never changes once it is stored.

Other records stand here by code alone. Whoever shows a snapshot asks which of them are published
today and leaves the rest out, so that a snapshot never tells of an unpublished record's title.
Dates are text, as much of a date as the source gives.
"""

from typing import NotRequired, TypedDict


class Words(TypedDict):
    """One text in both languages; an empty text means that it is missing."""

    sv: str
    en: str


class TermSnapshot(TypedDict):
    """A term as it read on the day of publication."""

    key: str
    label: Words


class SourceSnapshot(TypedDict):
    """A legal source by its key, how it is cited, and its official address if one is certain."""

    key: str
    label: Words
    url: str | None


class CitationSnapshot(TypedDict):
    """A source that the record rests on; *label* is None where it has no key."""

    role: str
    key: str | None
    label: Words | None
    url: str | None
    text: str
    page: str
    note: Words | None
    certainty: str
    as_of: str | None


class Snapshot(TypedDict):
    """What every kind has. *texts* holds safe HTML by field, *terms* go by vocabulary."""

    kind: str
    code: str
    title: Words
    summary: Words
    certainty: str | None
    confidence: str | None
    checked_on: str | None
    texts: dict[str, Words]
    terms: dict[str, list[TermSnapshot]]
    citations: list[CitationSnapshot]
    questions: list[Words]


class ImpactSnapshot(TypedDict):
    """What the barrier does to an objective; *strength* is 1 to 3."""

    objective: str
    direction: str
    strength: int
    reason: Words
    certainty: str


class FlowSnapshot(TypedDict):
    """The flow card; a source that is None is the missing piece."""

    sender: Words
    receiver: Words
    data: Words
    purpose: Words
    gap: Words
    legal_basis: SourceSnapshot | None
    secrecy: SourceSnapshot | None
    lifted_by: SourceSnapshot | None


class DecisionStepSnapshot(TypedDict):
    """A rung of the decision ladder."""

    step: str
    blocked: str
    human: str
    provision: SourceSnapshot | None
    note: Words | None
    certainty: str


class EffectSnapshot(TypedDict):
    """What a matter does to the barrier."""

    matter: str
    effect: str
    note: Words | None


class RelationSnapshot(TypedDict):
    """A tie to another barrier."""

    barrier: str
    relation: str


class BarrierSnapshot(Snapshot):
    """A barrier."""

    state: str
    state_since: str | None
    state_note: Words
    waiting_for: str | None
    waiting_since: str | None
    interest: Words
    principles: list[str]
    impacts: list[ImpactSnapshot]
    flow: FlowSnapshot | None
    decision_steps: list[DecisionStepSnapshot]
    effects: list[EffectSnapshot]
    related: list[RelationSnapshot]


class NameSnapshot(TypedDict):
    """A name of an act and while it meant that act."""

    name: str
    kind: str
    valid_from: str | None
    valid_until: str | None


class ActSnapshot(Snapshot):
    """An act."""

    names: list[NameSnapshot]
    in_force_on: str | None
    repealed_on: str | None
    replaced_by: str | None
    has_text: bool
    note: Words
    url: str | None


class ProvisionSnapshot(Snapshot):
    """A provision; *label* is how it is cited, *ancestors* what holds it, nearest first."""

    act: str
    label: Words
    ancestors: list[str]
    wording: str | None
    wording_on: str | None
    wording_source: str
    url: str | None


class CaseBarrierSnapshot(TypedDict):
    """A case's tie to a barrier."""

    barrier: str
    relation: str
    note: Words | None


class CaseSnapshot(Snapshot):
    """A case."""

    identifier: str
    key: str | None
    body: str | None
    decided_on: str | None
    outcome: Words
    barriers: list[CaseBarrierSnapshot]


class EventSnapshot(TypedDict):
    """A dated fact on a matter, in order of happening."""

    stage: str
    date: str | None
    until: str | None
    document: str | None
    label: Words | None
    url: str | None
    title: Words | None
    is_planned: bool
    certainty: str
    source: str
    #: Where the path leaves the straight way; missing in snapshots of before.
    turn: NotRequired[str | None]
    #: The day on which the source was seen to say so; missing in snapshots of before.
    observed_on: NotRequired[str | None]


class SetStageSnapshot(TypedDict):
    """A stage that somebody set by hand, and why."""

    stage: str
    reason: Words


class MatterSnapshot(Snapshot):
    """A legislative matter."""

    procedure: str
    #: These two are missing in snapshots of before.
    procedure_number: NotRequired[str]
    set_stage: NotRequired[SetStageSnapshot | None]
    responsible: str | None
    continued_by: str | None
    events: list[EventSnapshot]


class AskSnapshot(TypedDict):
    """What an action asks for and what became of it."""

    number: int
    text: Words
    target: SourceSnapshot | None
    matter: str | None
    proposed_wording: str
    outcome: str
    outcome_on: str | None
    outcome_note: Words | None
    outcome_key: SourceSnapshot | None
    outcome_page: str
    certainty: str


class ActionSnapshot(Snapshot):
    """An advocacy action."""

    state: str
    started_on: str | None
    ended_on: str | None
    counterparts: list[str]
    barriers: list[str]
    matters: list[str]
    objectives: list[str]
    asks: list[AskSnapshot]


class AreaSnapshot(TypedDict):
    """A target area."""

    number: str
    title: Words
    text: Words
    wording_confirmed: bool


class ObjectiveSnapshot(Snapshot):
    """An objective; *wording_confirmed* is False while its title is a working title."""

    area: AreaSnapshot
    wording_confirmed: bool


class StrategySnapshot(Snapshot):
    """A version of the strategy."""

    short_title: Words
    period_from: str | None
    period_to: str | None
    scope: Words
    languages: list[str]
    stakeholders: list[Words]
    note: Words
    effects_note: Words
    areas: list[AreaSnapshot]


class EifSnapshot(TypedDict):
    """A principle of the European Interoperability Framework."""

    number: int
    title: Words


class PrincipleSnapshot(Snapshot):
    """A principle of the national framework."""

    eif: list[EifSnapshot]
    mapping_certainty: str


class OrganisationSnapshot(Snapshot):
    """A body."""

    is_member: bool
    earlier_names: list[str]
    note: Words
