"""What a form says about the internal account of a barrier: one draft a section.

Checked in shape, not yet saved. The public text is no part of any of them. References to law are
still as they were typed; codes of objectives, principles, bodies and barriers are still text.
"""

from dataclasses import dataclass
from datetime import date

from kb.readers.drafts import EffectDraft, RelationDraft
from kb.words import (
    Blocked,
    Certainty,
    Channel,
    CitationRole,
    DecisionPart,
    Direction,
    HumanRequired,
    Pair,
    Risk,
    StakeUnit,
)


@dataclass(frozen=True, kw_only=True)
class ReportDraft:
    """What was reported: by whom, how, and what happens."""

    working_title: str
    working_summary: str = ""
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    reported_by: str = ""
    channel: Channel | None = None
    reported_on: date | None = None
    #: Markdown that never leaves the house.
    internal: str = ""
    #: What people do meanwhile, as Markdown, and how great the legal risk of it is.
    workaround: str = ""
    workaround_risk: Risk | None = None


@dataclass(frozen=True, kw_only=True)
class TypedCitation:
    """A source as somebody typed it; *reference* may cite several provisions at once."""

    reference: str
    role: CitationRole
    page: str = ""
    note: Pair | None = None
    certainty: Certainty
    as_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class LawDraft:
    """The law that the barrier rests on, why, and who can remove it."""

    citations: tuple[TypedCitation, ...] = ()
    root_causes: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    practice_reason: str = ""
    waiting_for: str | None = None
    waiting_since: str | None = None
    questions: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FlowSectionDraft:
    """The flow card; the three references are as typed, and all empty means that there is none."""

    sender: Pair
    receiver: Pair
    data: Pair
    purpose: Pair
    gap: Pair
    legal_basis: str = ""
    secrecy: str = ""
    lifted_by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was filled in."""
        pairs = (self.sender, self.receiver, self.data, self.purpose, self.gap)
        references = (self.legal_basis, self.secrecy, self.lifted_by)
        return not any(references) and not any(pair.sv or pair.en for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class TypedStep:
    """A rung of the decision ladder; *reference* is the provision that decides, as typed."""

    step: DecisionPart
    blocked: Blocked
    human: HumanRequired
    reference: str = ""
    note: Pair | None = None
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class LadderDraft:
    """The decision ladder: the rungs that are known."""

    steps: tuple[TypedStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TypedImpact:
    """What the barrier does to an objective, and why; the reason may be in one language."""

    objective: str
    direction: Direction
    strength: int
    reason: Pair
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class ObjectivesDraft:
    """What the barrier stands in the way of."""

    impacts: tuple[TypedImpact, ...] = ()
    principles: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Score:
    """A value from 1 to 4, None while it has not been assessed, and the reason for it."""

    value: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoresDraft:
    """How bad it is, how long it may last and what is at stake."""

    severity: Score = Score()
    reach: Score = Score()
    resolvability: Score = Score()
    horizon_year: int | None = None
    #: Needed when a year that was set is changed.
    horizon_reason: str = ""
    stake_from: int | None = None
    stake_to: int | None = None
    stake_unit: StakeUnit | None = None
    stake_year: int | None = None
    stake_source: str = ""


@dataclass(frozen=True, kw_only=True)
class RelationsDraft:
    """The barriers that this one points at."""

    relations: tuple[RelationDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EffectsDraft:
    """What legislative matters do, or would do, to the barrier."""

    effects: tuple[EffectDraft, ...] = ()


#: Field of a section → the vocabulary whose terms it holds.
SCHEMES = {
    "kinds": "kind",
    "sectors": "sector",
    "root_causes": "root-cause",
    "remedies": "remedy",
    "prerequisites": "prerequisite",
}

Section = (
    ReportDraft
    | LawDraft
    | FlowSectionDraft
    | LadderDraft
    | ObjectivesDraft
    | ScoresDraft
    | RelationsDraft
    | EffectsDraft
)
