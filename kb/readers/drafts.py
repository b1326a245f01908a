"""What a file or a form says about a record, checked in shape but not yet saved.

Codes and keys are still text here: whether they lead anywhere is for the operations to find out.
Dates are text, as much of a date as the source gives.
"""

from dataclasses import dataclass

from kb.words import (
    ActionState,
    AskOutcome,
    Blocked,
    CaseRelation,
    Certainty,
    CitationRole,
    Confidence,
    DecisionPart,
    Direction,
    Effect,
    HumanRequired,
    Language,
    NameKind,
    Pair,
    Procedure,
    Relation,
    Stage,
    State,
    TextField,
)


@dataclass(frozen=True, kw_only=True)
class TermDraft:
    """A word of a vocabulary."""

    scheme: str
    key: str
    label: Pair
    note: Pair | None


@dataclass(frozen=True, kw_only=True)
class CitationDraft:
    """A source that a record points at; *text* names it where there is no key."""

    role: CitationRole
    key: str | None
    text: str
    page: str
    note: Pair | None
    certainty: Certainty
    as_of: str | None


@dataclass(frozen=True, kw_only=True)
class TextDraft:
    """A long text in one language, as Markdown."""

    field: TextField
    language: Language
    body_md: str


@dataclass(frozen=True, kw_only=True)
class RecordDraft:
    """What every kind of record has; *terms* are pairs of scheme and key."""

    code: str
    title: Pair
    summary: Pair | None = None
    certainty: Certainty | None = None
    confidence: Confidence | None = None
    checked_on: str | None = None
    texts: tuple[TextDraft, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    citations: tuple[CitationDraft, ...] = ()
    questions: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NameDraft:
    """A name of an act, and the first and last day on which it means that act."""

    name: str
    kind: NameKind
    valid_from: str | None
    valid_until: str | None


@dataclass(frozen=True, kw_only=True)
class KnownNameDraft:
    """A name of an act outside the catalogue, by its key, and the days on which it means it."""

    name: str
    key: str
    valid_from: str | None
    valid_until: str | None


@dataclass(frozen=True, kw_only=True)
class ActDraft(RecordDraft):
    """An act."""

    names: tuple[NameDraft, ...]
    in_force_on: str | None
    repealed_on: str | None
    replaced_by: str | None
    has_text: bool
    note: Pair | None


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft(RecordDraft):
    """A body."""

    is_member: bool
    earlier_names: tuple[str, ...]
    note: Pair | None


@dataclass(frozen=True, kw_only=True)
class AreaDraft:
    """A target area."""

    number: str
    title: Pair
    text: Pair | None
    wording_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class ObjectiveDraft(RecordDraft):
    """An objective; *area* is the number of its target area."""

    area: str
    wording_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class EifPrincipleDraft:
    """A principle of the European Interoperability Framework."""

    number: int
    grouping: str
    title: Pair


@dataclass(frozen=True, kw_only=True)
class PrincipleDraft(RecordDraft):
    """A principle of the national framework, with the EIF principles it answers to."""

    eif: tuple[int, ...]
    mapping_certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class StrategyDraft(RecordDraft):
    """A version of the strategy with its areas."""

    short_title: Pair | None
    period_from: str | None
    period_to: str | None
    scope: Pair | None
    languages: tuple[str, ...]
    stakeholders: tuple[Pair, ...]
    note: Pair | None
    effects_note: Pair | None
    areas: tuple[AreaDraft, ...]


@dataclass(frozen=True, kw_only=True)
class ImpactDraft:
    """What a barrier does to an objective."""

    objective: str
    direction: Direction
    strength: int
    reason: Pair
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class FlowDraft:
    """The flow card."""

    sender: Pair
    receiver: Pair
    data: Pair
    purpose: Pair | None
    gap: Pair
    legal_basis: str | None
    secrecy: str | None
    lifted_by: str | None


@dataclass(frozen=True, kw_only=True)
class DecisionStepDraft:
    """A rung of the decision ladder."""

    step: DecisionPart
    blocked: Blocked
    human: HumanRequired
    provision: str | None
    note: Pair | None
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class EffectDraft:
    """What a matter does to a barrier."""

    matter: str
    effect: Effect
    note: Pair | None


@dataclass(frozen=True, kw_only=True)
class RelationDraft:
    """A tie to another barrier."""

    barrier: str
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class BarrierDraft(RecordDraft):
    """A barrier."""

    state: State
    state_since: str | None
    state_note: Pair | None
    waiting_for: str | None
    waiting_since: str | None
    interest: Pair | None
    principles: tuple[str, ...]
    impacts: tuple[ImpactDraft, ...]
    flow: FlowDraft | None
    decision_steps: tuple[DecisionStepDraft, ...]
    effects: tuple[EffectDraft, ...]
    relations: tuple[RelationDraft, ...]


@dataclass(frozen=True, kw_only=True)
class CaseBarrierDraft:
    """A case's tie to a barrier."""

    barrier: str
    relation: CaseRelation
    note: Pair | None


@dataclass(frozen=True, kw_only=True)
class CaseDraft(RecordDraft):
    """A case."""

    identifier: str
    key: str | None
    body: str | None
    decided_on: str | None
    outcome: Pair | None
    barriers: tuple[CaseBarrierDraft, ...]


@dataclass(frozen=True, kw_only=True)
class EventDraft:
    """A dated fact on a matter."""

    stage: Stage
    date: str | None
    until: str | None
    document: str | None
    title: Pair | None
    is_planned: bool
    certainty: Certainty
    source: str


@dataclass(frozen=True, kw_only=True)
class MatterDraft(RecordDraft):
    """A legislative matter."""

    procedure: Procedure
    responsible: str | None
    continued_by: str | None
    events: tuple[EventDraft, ...]


@dataclass(frozen=True, kw_only=True)
class AskDraft:
    """What an action asks for."""

    text: Pair
    target: str | None
    matter: str | None
    outcome: AskOutcome
    outcome_on: str | None
    outcome_note: Pair | None
    outcome_key: str | None
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class ActionDraft(RecordDraft):
    """An advocacy action."""

    state: ActionState
    started_on: str | None
    ended_on: str | None
    counterparts: tuple[str, ...]
    barriers: tuple[str, ...]
    matters: tuple[str, ...]
    objectives: tuple[str, ...]
    asks: tuple[AskDraft, ...]


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """A page of prose about the service."""

    slug: str
    title: Pair
    summary: Pair
    text_md: Pair
    updated_on: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything in ``content/`` that goes into the database."""

    terms: tuple[TermDraft, ...]
    #: Sets of words that mean the same to whoever searches.
    synonyms: tuple[tuple[str, ...], ...]
    known_names: tuple[KnownNameDraft, ...]
    organisations: tuple[OrganisationDraft, ...]
    acts: tuple[ActDraft, ...]
    strategy: StrategyDraft
    objectives: tuple[ObjectiveDraft, ...]
    eif_principles: tuple[EifPrincipleDraft, ...]
    principles: tuple[PrincipleDraft, ...]
    barriers: tuple[BarrierDraft, ...]
    cases: tuple[CaseDraft, ...]
    matters: tuple[MatterDraft, ...]
    actions: tuple[ActionDraft, ...]
