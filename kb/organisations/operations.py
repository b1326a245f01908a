"""Saving bodies."""

from sqlalchemy.orm import Session

from kb.models import EarlierName, Organisation
from kb.readers.drafts import OrganisationDraft
from kb.records.operations import merge_rows, opened, set_pair
from kb.security.actor import Actor


def save_organisation(session: Session, actor: Actor, draft: OrganisationDraft) -> Organisation:
    """Make the body with the draft's code what *draft* says; raises as ``opened`` does."""
    with opened(session, actor, Organisation, draft) as organisation:
        organisation.is_member = draft.is_member
        set_pair(organisation, "note", draft.note)
        names = [EarlierName(position=n, name=name) for n, name in enumerate(draft.earlier_names)]
        merge_rows(organisation.earlier_names, names, "position")
    return organisation
