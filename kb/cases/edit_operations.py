"""Adding cases, changing what they say, and tying them to barriers."""

from sqlalchemy.orm import Session

from kb.cases.edit_drafts import CaseAccountDraft
from kb.citations.keys import kind_of
from kb.errors import Invalid
from kb.law.reading_queries import get_known_law
from kb.models import Barrier, Case, CaseBarrier, Organisation
from kb.records.choice_queries import choose_records, choose_terms
from kb.records.code_operations import next_code
from kb.records.editions import Edition, deed_on
from kb.records.operations import begin_record, changing, merge_rows, set_links, set_pair
from kb.records.text_operations import set_inside_text
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import CaseRelation, TextField

#: What the codes of cases begin with.
LETTER = "F"


def begin_case(session: Session, actor: Actor, draft: CaseAccountDraft) -> Case:
    """Add a case; raises Invalid for one without a title, or that points at what does not exist."""
    demand(actor, Permission.CASE_EDIT)
    case = begin_record(session, Case, next_code(session, LETTER))
    with changing(session, actor, case):
        _set(session, case, draft)
    return case


def revise_case(
    session: Session,
    actor: Actor,
    case: Case,
    version: int | Edition,
    draft: CaseAccountDraft,
) -> Case:
    """Make *case*, loaded whole, what *draft* says; a draft that changes nothing writes nothing.

    Raises Forbidden, Conflict when the case is no longer at *version*, and Invalid with the field.
    """
    demand(actor, Permission.CASE_EDIT)
    with changing(session, actor, case, verb=deed_on(case, version)):
        _set(session, case, draft)
    return case


def tie_case(
    session: Session, actor: Actor, case: Case, barrier: Barrier, relation: CaseRelation
) -> None:
    """Tie *case*, loaded whole, to *barrier*; a tie that is there already gets the new relation."""
    demand(actor, Permission.CASE_EDIT)
    with changing(session, actor, case):
        for tie in case.barriers:
            if tie.barrier is barrier:
                tie.relation = relation
                return
        position = max((tie.position for tie in case.barriers), default=-1) + 1
        tie = CaseBarrier(position=position, barrier=barrier, relation=relation)
        set_pair(tie, "note", None)
        case.barriers.append(tie)


def _set(session: Session, case: Case, draft: CaseAccountDraft) -> None:
    if not draft.title:
        raise Invalid("title", "Give the case a title.")
    case.title_sv = draft.title
    if draft.identifier != (case.identifier or ""):
        case.key = _key(session, draft.identifier)
    case.identifier = draft.identifier
    codes = [draft.body] if draft.body else []
    bodies = choose_records(session, Organisation, codes, ["body"] * len(codes))
    case.body = bodies[0] if bodies else None
    case.decided_on = draft.decided_on
    set_pair(case, "outcome", draft.outcome)
    case.certainty = draft.certainty
    chosen = {"case-kind": ("kinds", draft.kinds)}
    set_links(case, "terms", choose_terms(session, case.terms, chosen))
    set_inside_text(session, case, TextField.INTERNAL, draft.internal)
    merge_rows(case.barriers, _ties(session, draft), "barrier")


def _ties(session: Session, draft: CaseAccountDraft) -> list[CaseBarrier]:
    codes = [tie.barrier for tie in draft.barriers]
    fields = [f"barriers-{place}-barrier" for place in range(len(codes))]
    for code, field in zip(codes, fields, strict=True):
        if codes.index(code) != fields.index(field):
            raise Invalid(field, "The barrier is named twice.")
    rows = []
    for place, barrier in enumerate(choose_records(session, Barrier, codes, fields)):
        tie = draft.barriers[place]
        row = CaseBarrier(position=place, barrier=barrier, relation=tie.relation)
        set_pair(row, "note", tie.note)
        rows.append(row)
    return rows


def _key(session: Session, identifier: str) -> str | None:
    """The key of a decision that *identifier* cites; None when it cites none, or several."""
    keys = get_known_law(session).read(identifier).keys if identifier else ()
    return keys[0] if len(keys) == 1 and kind_of(keys[0]) == "case" else None
