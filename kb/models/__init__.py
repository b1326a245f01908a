"""The tables, one module an aggregate. No permission logic and no rendering belongs here."""

from kb.models.advocacy import (
    Action,
    ActionBarrier,
    ActionCounterpart,
    ActionMatter,
    ActionObjective,
    Ask,
)
from kb.models.barrier import (
    Barrier,
    BarrierMember,
    BarrierPrinciple,
    BarrierRelation,
    DecisionStep,
    Flow,
    MatterEffect,
    ObjectiveImpact,
    ProposedWording,
)
from kb.models.case import Case, CaseBarrier
from kb.models.inbox import Follow, Mail, Notification, SavedSearch
from kb.models.jobs import CodeCounter, ExternalKey, ImportBatch, SearchJob
from kb.models.law import ActName, LegalAct, Provision
from kb.models.matter import Matter, MatterEvent, Response
from kb.models.organisation import EarlierName, Organisation
from kb.models.publication import (
    Consent,
    HandledLeak,
    Publication,
    PublicMark,
    PublicRecord,
    PublicVersion,
)
from kb.models.record import Citation, OpenQuestion, Record, RecordTerm, RecordText
from kb.models.revision import ChainEnd, Revision
from kb.models.statutes import (
    AmendedProvision,
    Amendment,
    EarlierWording,
    KnownName,
    LawFinding,
    Statute,
    StatutePart,
)
from kb.models.strategy import (
    EifPrinciple,
    Objective,
    Principle,
    PrincipleEif,
    Stakeholder,
    Strategy,
    TargetArea,
)
from kb.models.terms import Synonyms, Term
from kb.models.users import OneUseToken, SignIn, Throttle, User
from kb.models.work import Attachment, FormDraft, MoveProposal, Note, Review

__all__ = [
    "ActName",
    "Action",
    "ActionBarrier",
    "ActionCounterpart",
    "ActionMatter",
    "ActionObjective",
    "AmendedProvision",
    "Amendment",
    "Ask",
    "Attachment",
    "Barrier",
    "BarrierMember",
    "BarrierPrinciple",
    "BarrierRelation",
    "Case",
    "CaseBarrier",
    "ChainEnd",
    "Citation",
    "CodeCounter",
    "Consent",
    "DecisionStep",
    "EarlierName",
    "EarlierWording",
    "EifPrinciple",
    "ExternalKey",
    "Flow",
    "Follow",
    "FormDraft",
    "HandledLeak",
    "ImportBatch",
    "KnownName",
    "LawFinding",
    "LegalAct",
    "Mail",
    "Matter",
    "MatterEffect",
    "MatterEvent",
    "MoveProposal",
    "Note",
    "Notification",
    "Objective",
    "ObjectiveImpact",
    "OneUseToken",
    "OpenQuestion",
    "Organisation",
    "Principle",
    "PrincipleEif",
    "ProposedWording",
    "Provision",
    "PublicMark",
    "PublicRecord",
    "PublicVersion",
    "Publication",
    "Record",
    "RecordTerm",
    "RecordText",
    "Response",
    "Review",
    "Revision",
    "SavedSearch",
    "SearchJob",
    "SignIn",
    "Stakeholder",
    "Statute",
    "StatutePart",
    "Strategy",
    "Synonyms",
    "TargetArea",
    "Term",
    "Throttle",
    "User",
]
