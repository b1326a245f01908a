"""The closed lists of the field: what code decides on. Lists that staff may edit are Terms."""

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


class WorkState(StrEnum):
    """How far our own work with a barrier has come; internal."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_ASSESSMENT = "under-assessment"
    RECOGNISED = "recognised"
    NOT_AN_OBSTACLE = "not-an-obstacle"
    DUPLICATE = "duplicate"
    IN_PROGRESS = "in-progress"
    REMOVAL_DECIDED = "removal-decided"
    PARTLY_RESOLVED = "partly-resolved"
    RESOLVED = "resolved"
    NOT_PURSUED = "not-pursued"
    PAUSED = "paused"


class TextField(StrEnum):
    """The long texts of a record, each in two languages."""

    CONSEQUENCE = "consequence"
    WANTED = "wanted"
    ANALYSIS = "analysis"
    TEXT = "text"
    WORKAROUND = "workaround"
    INTERNAL = "internal"


class Direction(StrEnum):
    """What a barrier does to an objective."""

    BLOCKS = "blocks"
    SLOWS = "slows"
    RISK = "risk"


class CitationRole(StrEnum):
    """What a cited source does for the record that cites it."""

    CAUSES = "causes"
    LIFTS = "lifts"
    WOULD_AMEND = "would-amend"
    MENTIONS = "mentions"
    EVIDENCE = "evidence"
    PREPARATORY = "preparatory"


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


class Effect(StrEnum):
    """What a legislative matter does, or would do, to a barrier."""

    REMOVED = "removed"
    WOULD_REMOVE = "would-remove"
    PARTLY = "partly"
    WOULD_WORSEN = "would-worsen"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How one barrier stands to another."""

    RELATED = "related"
    PART_OF = "part-of"


class CaseRelation(StrEnum):
    """How a case stands to a barrier."""

    PROVES = "proves"
    RELATED = "related"


class Stage(StrEnum):
    """The steps of a law, in their usual order."""

    REQUEST = "request"
    DIRECTIVE = "directive"
    INQUIRY = "inquiry"
    REPORT = "report"
    CONSULTATION = "consultation"
    COUNCIL_DRAFT = "council-draft"
    COUNCIL_OPINION = "council-opinion"
    BILL = "bill"
    COMMITTEE = "committee"
    DECISION = "decision"
    PROMULGATED = "promulgated"
    IN_FORCE = "in-force"
    FOLLOW_UP = "follow-up"


class Procedure(StrEnum):
    """Whose legislative procedure a matter follows."""

    SWEDISH = "swedish"
    EU = "eu"


class ActionState(StrEnum):
    """How far an advocacy action has come."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class ActState(StrEnum):
    """What a list says of an act that no longer applies."""

    REPEALED = "repealed"


class AskOutcome(StrEnum):
    """What became of an ask."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    OVERTAKEN = "overtaken"


class NameKind(StrEnum):
    """What sort of name an act goes by."""

    ABBREVIATION = "abbreviation"
    SHORT = "short"


class Visibility(StrEnum):
    """Who may fetch a file."""

    PUBLIC = "public"
    STAFF = "staff"
    RESTRICTED = "restricted"


class ReviewKind(StrEnum):
    """What a review looked at."""

    SCREENING = "screening"
    LEGAL = "legal"
    CLEARANCE = "clearance"
    APPROVAL = "approval"


class Verdict(StrEnum):
    """What a review came to."""

    PASSED = "passed"
    RETURNED = "returned"
    REFUSED = "refused"


class Role(StrEnum):
    """The roles of accounts."""

    ADVOCACY = "advocacy"
    LEGAL = "legal"
    ADMIN = "admin"


class IndexVerb(StrEnum):
    """What the search index is asked to do with a record."""

    REFRESH = "refresh"
    REMOVE = "remove"
