"""Every permission there is, a sentence each, and who holds it how far."""

from dataclasses import dataclass
from enum import StrEnum

from kb.words import Role


class Permission(StrEnum):
    """What can be allowed."""

    PUBLIC_READ = "public-read"
    INTERNAL_READ = "internal-read"
    RESTRICTED_READ = "restricted-read"
    ACCOUNT_KEEP = "account-keep"
    NOTE_WRITE = "note-write"
    BARRIER_EDIT = "barrier-edit"
    LAW_EDIT = "law-edit"
    BARRIER_SUBMIT = "barrier-submit"
    BARRIER_TAKE = "barrier-take"
    BARRIER_ASSESS = "barrier-assess"
    BARRIER_RESOLVE = "barrier-resolve"
    BARRIER_JUDGE = "barrier-judge"
    BARRIER_WORK = "barrier-work"
    BARRIER_PAUSE = "barrier-pause"
    BARRIER_DROP = "barrier-drop"
    BARRIER_PROPOSE = "barrier-propose"
    BARRIER_REOPEN = "barrier-reopen"
    BARRIER_MERGE = "barrier-merge"
    CASE_EDIT = "case-edit"
    ADVOCACY_WORK = "advocacy-work"
    PRIORITY_SET = "priority-set"
    PUBLIC_TEXT_WRITE = "public-text-write"
    PUBLIC_TEXT_APPROVE = "public-text-approve"
    RECORD_PUBLISH = "record-publish"
    RECORD_WITHDRAW = "record-withdraw"
    BULK_EDIT = "bulk-edit"
    SHEET_IMPORT = "sheet-import"
    SOURCE_IMPORT = "source-import"
    VOCABULARY_EDIT = "vocabulary-edit"
    USER_MANAGE = "user-manage"
    AUDIT_READ = "audit-read"
    CATALOGUE_LOAD = "catalogue-load"

    @property
    def sentence(self) -> str:
        """Say in one sentence what the permission allows."""
        return _SENTENCES[self]


_SENTENCES = {
    Permission.PUBLIC_READ: "Read what has been published.",
    Permission.INTERNAL_READ: "Read what has not been published.",
    Permission.RESTRICTED_READ: "Read files that are restricted to those who need them.",
    Permission.ACCOUNT_KEEP: "Keep an account, an inbox and saved searches of one's own.",
    Permission.NOTE_WRITE: "Write internal notes.",
    Permission.BARRIER_EDIT: "Log a barrier and change what it says.",
    Permission.LAW_EDIT: (
        "Change the provisions, the flow card, the decision ladder, the root causes "
        "and who can remove them."
    ),
    Permission.BARRIER_SUBMIT: "Submit a barrier that one logged or owns for assessment.",
    Permission.BARRIER_TAKE: "Take a submitted barrier up for assessment, and name its owner.",
    Permission.BARRIER_ASSESS: "Recognise or reject a barrier that somebody else logged.",
    Permission.BARRIER_RESOLVE: "Note that a barrier is resolved which one has not owned.",
    Permission.BARRIER_JUDGE: "Ask about a barrier, and note what a decided law does to it.",
    Permission.BARRIER_WORK: "Begin the work that is to remove a barrier.",
    Permission.BARRIER_PAUSE: "Pause the work with a barrier that one owns.",
    Permission.BARRIER_DROP: "Decide that a barrier is not pursued.",
    Permission.BARRIER_PROPOSE: (
        "Propose to the administrators that a barrier gets priority or is not pursued."
    ),
    Permission.BARRIER_REOPEN: "Take up a barrier again that was closed.",
    Permission.BARRIER_MERGE: "Say that a barrier is the same as another.",
    Permission.CASE_EDIT: "Add cases and change what they say.",
    Permission.ADVOCACY_WORK: "Work with actions, asks, matters and consultations.",
    Permission.PRIORITY_SET: "Decide which barriers have priority in a year.",
    Permission.PUBLIC_TEXT_WRITE: "Write the public text and submit it for review.",
    Permission.PUBLIC_TEXT_APPROVE: "Clear and approve a public text that somebody else wrote.",
    Permission.RECORD_PUBLISH: "Publish a record, or a new version of it.",
    Permission.RECORD_WITHDRAW: "Take a published record out of public view.",
    Permission.BULK_EDIT: "Change many barriers at once.",
    Permission.SHEET_IMPORT: "Take barriers in from a spreadsheet.",
    Permission.SOURCE_IMPORT: "Take in law and documents from outside, and watch what has moved.",
    Permission.VOCABULARY_EDIT: "Change the vocabularies and the synonyms.",
    Permission.USER_MANAGE: "Invite people, change their roles and close their accounts.",
    Permission.AUDIT_READ: "Read the log of everything that was done.",
    Permission.CATALOGUE_LOAD: "Load the catalogue into the database.",
}


class Tie(StrEnum):
    """How somebody is tied to a record."""

    AUTHOR = "author"
    OWNER = "owner"
    #: Owned it at some time since it was recognised, and perhaps still does.
    PAST_OWNER = "past-owner"
    TEAM = "team"
    TEXT_AUTHOR = "text-author"


class Scope(StrEnum):
    """How far a permission reaches."""

    #: Every record.
    ANY = "any"
    #: Records that one is tied to: as author, owner or in the team.
    OWN = "own"
    #: Records that one logged or answers for.
    ANSWERED_FOR = "answered-for"
    #: Records that one owns.
    OWNED = "owned"
    #: Records that one did not log: four eyes.
    NOT_LOGGED = "not-logged"
    #: Records that one does not own, and has not owned since they were recognised: four eyes.
    NOT_OWNED = "not-owned"
    #: Public texts that one did not write: four eyes.
    NOT_WRITTEN = "not-written"

    def covers(self, ties: frozenset[Tie]) -> bool:
        """Whether the permission reaches a record to which one has *ties*."""
        match self:
            case Scope.ANY:
                return True
            case Scope.OWN:
                return bool(ties & {Tie.AUTHOR, Tie.OWNER, Tie.TEAM})
            case Scope.ANSWERED_FOR:
                return bool(ties & {Tie.AUTHOR, Tie.OWNER})
            case Scope.OWNED:
                return Tie.OWNER in ties
            case Scope.NOT_LOGGED:
                return Tie.AUTHOR not in ties
            case Scope.NOT_OWNED:
                return not ties & {Tie.OWNER, Tie.PAST_OWNER}
            case Scope.NOT_WRITTEN:
                return Tie.TEXT_AUTHOR not in ties


@dataclass(frozen=True)
class Grant:
    """A permission and how far it reaches."""

    permission: Permission
    scope: Scope = Scope.ANY


def _any(*permissions: Permission) -> set[Grant]:
    return {Grant(permission) for permission in permissions}


#: What everybody may do, without an account.
OF_THE_PUBLIC = frozenset(_any(Permission.PUBLIC_READ))
_OF_STAFF = OF_THE_PUBLIC | _any(
    Permission.INTERNAL_READ,
    Permission.ACCOUNT_KEEP,
    Permission.NOTE_WRITE,
    Permission.CASE_EDIT,
    Permission.ADVOCACY_WORK,
    Permission.BARRIER_TAKE,
    Permission.BARRIER_MERGE,
    Permission.BARRIER_PROPOSE,
    Permission.PUBLIC_TEXT_WRITE,
    Permission.RECORD_WITHDRAW,
    Permission.BULK_EDIT,
)
_OF_LAWYERS = (
    _OF_STAFF
    | _any(
        Permission.RESTRICTED_READ,
        Permission.BARRIER_EDIT,
        Permission.LAW_EDIT,
        Permission.BARRIER_JUDGE,
        Permission.BARRIER_REOPEN,
        Permission.RECORD_PUBLISH,
    )
    | {
        Grant(Permission.BARRIER_ASSESS, Scope.NOT_LOGGED),
        Grant(Permission.BARRIER_RESOLVE, Scope.NOT_OWNED),
        Grant(Permission.PUBLIC_TEXT_APPROVE, Scope.NOT_WRITTEN),
        Grant(Permission.BARRIER_SUBMIT, Scope.ANSWERED_FOR),
        Grant(Permission.BARRIER_PAUSE, Scope.OWNED),
    }
)
#: What each role may do: the grid of the specification, row by row.
OF_A_ROLE: dict[Role, frozenset[Grant]] = {
    Role.ADVOCACY: _OF_STAFF
    | _any(Permission.BARRIER_WORK)
    | {
        Grant(Permission.RESTRICTED_READ, Scope.OWN),
        Grant(Permission.BARRIER_EDIT, Scope.OWN),
        # Before a barrier is recognised its author proposes what law stands behind it.
        Grant(Permission.LAW_EDIT, Scope.OWN),
        Grant(Permission.BARRIER_SUBMIT, Scope.ANSWERED_FOR),
        Grant(Permission.BARRIER_PAUSE, Scope.OWNED),
    },
    Role.LEGAL: _OF_LAWYERS,
    Role.ADMIN: _OF_LAWYERS
    | _any(
        Permission.BARRIER_WORK,
        Permission.BARRIER_DROP,
        Permission.PRIORITY_SET,
        Permission.SHEET_IMPORT,
        Permission.SOURCE_IMPORT,
        Permission.VOCABULARY_EDIT,
        Permission.USER_MANAGE,
        Permission.AUDIT_READ,
    ),
}
OF_THE_SYSTEM = frozenset(_any(*Permission))
