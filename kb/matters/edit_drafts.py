"""What forms say about a matter: checked in shape, not yet saved."""

from dataclasses import dataclass

from kb.words import Certainty, CitationRole, Effect, Pair, Procedure, Stage, Turn


@dataclass(frozen=True, kw_only=True)
class StepDraft:
    """A step of a matter; *event_id* is that of the step it was, None for a new one."""

    event_id: int | None
    stage: Stage
    date: str | None
    until: str | None
    #: The document as it was typed: ``prop. 2021/22:125``; empty for none.
    reference: str
    title: Pair
    turn: Turn | None
    is_planned: bool
    certainty: Certainty
    source: str


@dataclass(frozen=True, kw_only=True)
class LawTieDraft:
    """A provision that the matter is about, as it was typed."""

    reference: str
    role: CitationRole
    note: Pair


@dataclass(frozen=True, kw_only=True)
class MatterAccountDraft:
    """A matter as we know it."""

    title: Pair
    summary: Pair
    procedure: Procedure = Procedure.SWEDISH
    procedure_number: str = ""
    responsible: str | None = None
    continued_by: str | None = None
    steps: tuple[StepDraft, ...] = ()
    law: tuple[LawTieDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BarrierEffectDraft:
    """What a matter does to a barrier."""

    barrier: str
    effect: Effect
    note: Pair
