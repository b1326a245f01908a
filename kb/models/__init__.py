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
    BarrierPrinciple,
    BarrierRelation,
    DecisionStep,
    Flow,
    MatterEffect,
    ObjectiveImpact,
)
from kb.models.case import Case, CaseBarrier
from kb.models.jobs import ImportBatch, SearchJob
from kb.models.law import ActName, LegalAct, Provision
from kb.models.matter import Matter, MatterEvent
from kb.models.organisation import EarlierName, Organisation
from kb.models.publication import PublicMark, PublicRecord, PublicVersion
from kb.models.record import Citation, OpenQuestion, Record, RecordTerm, RecordText
from kb.models.revision import Revision
from kb.models.strategy import (
    EifPrinciple,
    Objective,
    Principle,
    PrincipleEif,
    Stakeholder,
    Strategy,
    TargetArea,
)
from kb.models.terms import Term
from kb.models.users import User
from kb.models.work import Attachment, Note, Review

__all__ = [
    "ActName",
    "Action",
    "ActionBarrier",
    "ActionCounterpart",
    "ActionMatter",
    "ActionObjective",
    "Ask",
    "Attachment",
    "Barrier",
    "BarrierPrinciple",
    "BarrierRelation",
    "Case",
    "CaseBarrier",
    "Citation",
    "DecisionStep",
    "EarlierName",
    "EifPrinciple",
    "Flow",
    "ImportBatch",
    "LegalAct",
    "Matter",
    "MatterEffect",
    "MatterEvent",
    "Note",
    "Objective",
    "ObjectiveImpact",
    "OpenQuestion",
    "Organisation",
    "Principle",
    "PrincipleEif",
    "Provision",
    "PublicMark",
    "PublicRecord",
    "PublicVersion",
    "Record",
    "RecordTerm",
    "RecordText",
    "Review",
    "Revision",
    "SearchJob",
    "Stakeholder",
    "Strategy",
    "TargetArea",
    "Term",
    "User",
]
