"""The words of the staff's side: accounts, work, review, publication, news."""

from enum import StrEnum


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


class ProposalKind(StrEnum):
    """What is proposed to the administrators, who decide."""

    PRIORITY = "priority"
    DROP = "drop"


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


class Invited(StrEnum):
    """Whether we were asked for an answer to a consultation."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class Stance(StrEnum):
    """What our answer says of a proposal."""

    APPROVES = "approves"
    APPROVES_PARTLY = "approves-partly"
    REJECTS = "rejects"
    NO_OBJECTION = "no-objection"


class Attitude(StrEnum):
    """How a counterpart stands to what we want; strictly internal."""

    FRIEND = "friend"
    LEANING = "leaning"
    NEUTRAL = "neutral"
    DOUBTFUL = "doubtful"
    BLOCKER = "blocker"


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


class Demand(StrEnum):
    """Of whom a second factor is demanded at signing in; whoever has one is always asked."""

    OPTIONAL = "optional"
    STAFF = "staff"
    ADMIN = "admin"


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
    SECOND_FACTOR = "second-factor"


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
