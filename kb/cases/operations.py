"""Saving cases."""

from sqlalchemy.orm import Session

from kb.models import Barrier, Case, CaseBarrier, Organisation
from kb.readers.drafts import CaseDraft
from kb.records.operations import merge_rows, opened, set_pair
from kb.records.queries import find_named, list_named
from kb.security.actor import Actor


def save_case(session: Session, actor: Actor, draft: CaseDraft) -> Case:
    """Make the case what *draft* says; raises Invalid for an unknown barrier or body."""
    with opened(session, actor, Case, draft) as case:
        case.identifier = draft.identifier
        case.key = draft.key
        case.body = find_named(session, Organisation, draft.body, "body")
        case.decided_on = draft.decided_on
        set_pair(case, "outcome", draft.outcome)
        merge_rows(case.barriers, _barriers(session, draft), "barrier")
    return case


def _barriers(session: Session, draft: CaseDraft) -> list[CaseBarrier]:
    barriers = list_named(session, Barrier, [tie.barrier for tie in draft.barriers], "barriers")
    rows = []
    for position, (barrier, tie) in enumerate(zip(barriers, draft.barriers, strict=True)):
        row = CaseBarrier(position=position, barrier=barrier, relation=tie.relation)
        set_pair(row, "note", tie.note)
        rows.append(row)
    return rows
