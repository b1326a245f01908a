"""What records are and say: kinds, languages, certainty, states, outcomes."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Pair:
    """One text in both languages."""

    sv: str
    en: str


class RecordKind(StrEnum):
    """What a record is."""

    BARRIER = "barrier"
    ACT = "act"
    PROVISION = "provision"
    CASE = "case"
    MATTER = "matter"
    ACTION = "action"
    OBJECTIVE = "objective"
    PRINCIPLE = "principle"
    STRATEGY = "strategy"
    ORGANISATION = "organisation"


class Language(StrEnum):
    """The languages of the service, Swedish first."""

    SV = "sv"
    EN = "en"


class Certainty(StrEnum):
    """How well one fact is known, strongest first."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    BACKGROUND = "background"
    INFERENCE = "inference"


class Confidence(StrEnum):
    """How far a whole record can be relied on."""

    HIGH = "high"
    MEDIUM_HIGH = "medium-high"
    MEDIUM = "medium"
    LOW_MEDIUM = "low-medium"
    LOW = "low"


class State(StrEnum):
    """How far the law has come with a barrier; this is what the public reads."""

    OPEN = "open"
    IN_INQUIRY = "in-inquiry"
    PROPOSED = "proposed"
    PARTLY_RESOLVED = "partly-resolved"
    RESOLVED = "resolved"


class TextField(StrEnum):
    """The long texts of a record, each in two languages."""

    CONSEQUENCE = "consequence"
    WANTED = "wanted"
    ANALYSIS = "analysis"
    TEXT = "text"
    WORKAROUND = "workaround"
    INTERNAL = "internal"


#: Long texts that the public may read; the rest stay inside.
PUBLIC_TEXTS = (TextField.CONSEQUENCE, TextField.WANTED, TextField.ANALYSIS, TextField.TEXT)


class Direction(StrEnum):
    """What a barrier does to an objective."""

    BLOCKS = "blocks"
    SLOWS = "slows"
    RISK = "risk"


class DecisionPart(StrEnum):
    """The rungs of the decision ladder, in order."""

    APPLICATION = "application"
    INVESTIGATION = "investigation"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    NOTIFICATION = "notification"
    APPEAL = "appeal"


class Blocked(StrEnum):
    """Whether a rung of the decision ladder is blocked for a system."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class HumanRequired(StrEnum):
    """Who says that a human must take a step."""

    LAW = "law"
    PRACTICE = "practice"
    NOBODY = "nobody"


class Relation(StrEnum):
    """How one barrier stands to another."""

    RELATED = "related"
    PART_OF = "part-of"


class CaseRelation(StrEnum):
    """How a case stands to a barrier."""

    PROVES = "proves"
    RELATED = "related"


class ActionState(StrEnum):
    """How far an advocacy action has come."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class AskOutcome(StrEnum):
    """What became of an ask."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    OVERTAKEN = "overtaken"
