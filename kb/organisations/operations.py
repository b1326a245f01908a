"""Saving bodies."""

from sqlalchemy.orm import Session

from kb.models import EarlierName, Organisation
from kb.readers.drafts import OrganisationDraft
from kb.records.operations import close_record, merge_rows, open_record, set_pair
from kb.security.actor import Actor


def save_organisation(session: Session, actor: Actor, draft: OrganisationDraft) -> Organisation:
    """Make the body with the draft's code what *draft* says; raises as ``open_record`` does."""
    organisation = open_record(session, actor, Organisation, draft)
    organisation.is_member = draft.is_member
    set_pair(organisation, "note", draft.note)
    names = [EarlierName(position=n, name=name) for n, name in enumerate(draft.earlier_names)]
    merge_rows(organisation.earlier_names, names, "position")
    close_record(session, actor, organisation)
    return organisation
