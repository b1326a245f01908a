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
