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


class PublicationState(StrEnum):
    """How far a record has come on its way to the public; internal."""

    UNDECIDED = "undecided"
    NOT_PUBLISHABLE = "not-publishable"
    PUBLISHABLE = "publishable"
    DRAFTED = "drafted"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ResponseState(StrEnum):
    """How far our answer to a consultation has come."""

    NOT_DECIDED = "not-decided"
    ANSWERING = "answering"
    SENT = "sent"
    DECLINED = "declined"


class NoObstacle(StrEnum):
    """Why something that was reported is no legal barrier."""

    LACK_OF_INFORMATION = "lack-of-information"
    OUTSIDE_DEFINITION = "outside-definition"
    NOT_LAW = "not-law"
    NO_EFFECT = "no-effect"


class NotPublishable(StrEnum):
    """Why a record is kept inside."""

    PERSONAL_DATA = "personal-data"
    SECRECY = "secrecy"
    NEGOTIATION = "negotiation"
    SECURITY = "security"
    NOT_A_BARRIER = "not-a-barrier"


class Withdrawal(StrEnum):
    """Why what was published is so no more; the public reads the class, not the reason."""

    MISTAKE = "mistake"
    PERSONAL_DATA = "personal-data"
    OVERTAKEN = "overtaken"
    MERGED = "merged"


class Channel(StrEnum):
    """How we came to know of a barrier."""

    MEMBER = "member"
    AUTHORITY = "authority"
    CONSULTATION = "consultation"
    INQUIRY = "inquiry"
    MEDIA = "media"
    OWN_WORK = "own-work"


class Risk(StrEnum):
    """How great the legal risk of a work-around is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class StakeUnit(StrEnum):
    """In what the stakes are counted, a year."""

    SEK = "sek"
    HOURS = "hours"


class Duty(StrEnum):
    """What somebody in the team of a barrier does; the owner stands on the barrier itself."""

    CONTRIBUTOR = "contributor"
    LEGAL_REVIEWER = "legal-reviewer"


class Purpose(StrEnum):
    """What a one-use token is for."""

    INVITATION = "invitation"
    RESET = "reset"


class Digest(StrEnum):
    """How often somebody is written to about what lies in their inbox."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


class News(StrEnum):
    """Why something lies in somebody's inbox."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    ASKED = "asked"
    MOVED = "moved"
    CHANGED = "changed"
    NOTED = "noted"
    EMBARGO = "embargo"


class ScreeningQuestion(StrEnum):
    """What is asked before a reported barrier is recognised."""

    IS_OBSTACLE = "is-obstacle"
    IS_NEW = "is-new"
    IS_LAW = "is-law"


class Clearance(StrEnum):
    """What is checked before a public text is approved."""

    PERSONAL_DATA = "personal-data"
    CONSENT = "consent"
    SECRECY = "secrecy"
    NEGOTIATION = "negotiation"
    TONE = "tone"
