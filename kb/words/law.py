"""The words of law: sources, steps of a law, statutes, and how the law moves."""

from enum import StrEnum


class CitationRole(StrEnum):
    """What a cited source does for the record that cites it."""

    CAUSES = "causes"
    LIFTS = "lifts"
    WOULD_AMEND = "would-amend"
    MENTIONS = "mentions"
    EVIDENCE = "evidence"
    PREPARATORY = "preparatory"


class Effect(StrEnum):
    """What a legislative matter does, or would do, to a barrier."""

    REMOVED = "removed"
    WOULD_REMOVE = "would-remove"
    PARTLY = "partly"
    WOULD_WORSEN = "would-worsen"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """The steps of a law, in their usual order; a Swedish law and one of the EU share some."""

    REQUEST = "request"
    EU_PROPOSAL = "eu-proposal"
    #: The Swedish Government's memorandum on a proposal of the Commission (faktapromemoria).
    EU_MEMO = "eu-memo"
    EU_POSITION = "eu-position"
    EU_AGREEMENT = "eu-agreement"
    EU_ADOPTED = "eu-adopted"
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
    #: An act of the EU is applied from a day of its own, often years after it entered into force.
    APPLIES = "applies"
    FOLLOW_UP = "follow-up"


class Occurrence(StrEnum):
    """Whether a step of a matter has come about."""

    HAPPENED = "happened"
    #: Announced or proposed.
    PLANNED = "planned"


class Turn(StrEnum):
    """Where the path of a matter leaves the straight way."""

    LAID_ASIDE = "laid-aside"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REFERRED_BACK = "referred-back"
    #: One part goes on by itself, as a matter of its own.
    SPLIT = "split"


#: Turns after which nothing more comes of the matter.
ENDING = frozenset({Turn.LAID_ASIDE, Turn.REJECTED, Turn.WITHDRAWN})


class DocumentKind(StrEnum):
    """What sort of document of the Government or the Riksdag it is."""

    DIRECTIVE = "directive"
    REPORT = "report"
    #: A memorandum of a ministry, in its series (Ds) or outside it.
    MEMO = "memo"
    CONSULTATION = "consultation"
    COUNCIL_DRAFT = "council-draft"
    BILL = "bill"
    COMMUNICATION = "communication"
    MOTION = "motion"
    COMMITTEE_REPORT = "committee-report"
    DECISION = "decision"
    STATUTE = "statute"


class NamedIn(StrEnum):
    """Where a document names another document, or a source of law; surest first."""

    #: The source lists the reference as such.
    REGISTER = "register"
    TITLE = "title"
    TEXT = "text"


class MatchReason(StrEnum):
    """Why a document may belong to a matter, or follow on another document; surest first."""

    SAME_NUMBER = "same-number"
    NAMED_IN_REGISTER = "named-in-register"
    NUMBER_IN_TITLE = "number-in-title"
    NUMBER_IN_TEXT = "number-in-text"
    SAME_TITLE = "same-title"
    TITLE_IN_TEXT = "title-in-text"
    SHARED_LAW = "shared-law"
    SAME_DAY_IN_FORCE = "same-day-in-force"


class MatchVerdict(StrEnum):
    """What somebody decided about a proposed match."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Closeness(StrEnum):
    """How a consultation and something of ours are tied, the closest first."""

    MATTER = "matter"
    DOCUMENT = "document"
    SECTION = "section"
    CHAPTER = "chapter"
    ACT = "act"
    PASSING = "passing"


class Procedure(StrEnum):
    """Whose legislative procedure a matter follows."""

    SWEDISH = "swedish"
    EU = "eu"


class ActState(StrEnum):
    """What a list says of an act that no longer applies."""

    REPEALED = "repealed"


class NameKind(StrEnum):
    """What sort of name an act goes by."""

    ABBREVIATION = "abbreviation"
    SHORT = "short"


class PartKind(StrEnum):
    """What a part of a statute is."""

    CHAPTER = "chapter"
    HEADING = "heading"
    SECTION = "section"
    TEXT = "text"


class AmendmentVerb(StrEnum):
    """What an amendment does to a part of a statute."""

    CHANGED = "changed"
    ADDED = "added"
    REPEALED = "repealed"
    RENUMBERED = "renumbered"
    #: A day of entry into force is set or moved.
    ENTERS_INTO_FORCE = "enters-into-force"
    REPRINTED = "reprinted"


class FindingKind(StrEnum):
    """How the law has moved under a barrier."""

    AMENDED = "amended"
    REPEALED = "repealed"
    EXPIRES = "expires"
    #: A matter that was said to remove or ease the barrier has come into force.
    RESOLUTION = "resolution"


class FindingVerdict(StrEnum):
    """What came of looking at a finding."""

    STILL_HOLDS = "still-holds"
    BARRIER_CHANGED = "barrier-changed"
    RESOLVED = "resolved"


class DeadlineKind(StrEnum):
    """What a day is the last, or the announced, day of."""

    CONSULTATION = "consultation"
    STEP = "step"
    IN_FORCE = "in-force"
    #: These are ours, and internal.
    ANSWER = "answer"
    TASK = "task"
    MILESTONE = "milestone"
    ACTION = "action"
    REVIEW = "review"
