"""Saving acts, and the provisions that records cite."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, ancestors, label, with_holders
from kb.clock import today
from kb.errors import Invalid
from kb.law.names import cited_name
from kb.law.queries import names_of
from kb.models import ActName, LegalAct, Provision
from kb.readers.drafts import ActDraft, RecordDraft
from kb.records.operations import merge_rows, opened, set_pair
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand


def save_act(session: Session, actor: Actor, draft: ActDraft) -> LegalAct:
    """Make the act with the draft's key what *draft* says."""
    with opened(session, actor, LegalAct, draft) as act:
        act.in_force_on = draft.in_force_on
        act.repealed_on = draft.repealed_on
        act.replaced_by = draft.replaced_by
        act.has_text = draft.has_text
        set_pair(act, "note", draft.note)
        names = [
            ActName(
                name=name.name,
                kind=name.kind,
                valid_from=name.valid_from,
                valid_until=name.valid_until,
            )
            for name in draft.names
        ]
        merge_rows(act.names, names, "name", "valid_from")
    return act


def save_provisions(session: Session, actor: Actor, keys: Iterable[str]) -> None:
    """Make sure that every provision in *keys* exists, and the parts of the act that hold it.

    Keys of other things are passed over. Raises Invalid for a provision of an unknown act.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    acts = {act.code: act for act in list_records(session, LegalAct)}
    known = set(session.scalars(select(Provision.code)))
    for key in sorted(with_holders(keys) - known):
        act = acts.get(act_of(key) or "")
        if act is None:
            raise Invalid("key", f"The act of {key} is not in the catalogue.")
        draft = RecordDraft(code=key, title=label(key, cited_name(names_of(act), today())))
        with opened(session, actor, Provision, draft) as provision:
            provision.act_id = act.id
            provision.parent_key = ancestors(key)[0]
