"""Saving acts, and the provisions that records cite."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.citations.keys import act_of, ancestors, is_key, with_holders
from kb.errors import Invalid
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import ActName, KnownName, LegalAct, Provision
from kb.readers.drafts import ActDraft, KnownNameDraft
from kb.records.operations import begin_record, changing, merge_rows, opened, set_pair
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


def save_known_names(session: Session, actor: Actor, drafts: Iterable[KnownNameDraft]) -> None:
    """Make the names of acts outside the catalogue those of *drafts*, and no others.

    Raises Invalid for what is no key of an act.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    known = {(row.name, row.key): row for row in session.scalars(select(KnownName))}
    for draft in drafts:
        if not is_key(draft.key) or act_of(draft.key) != draft.key:
            raise Invalid("key", f"{draft.key} is not the key of an act.")
        row = known.pop((draft.name, draft.key), None)
        if row is None:
            row = KnownName(name=draft.name, key=draft.key)
            session.add(row)
        row.valid_from, row.valid_until = draft.valid_from, draft.valid_until
    for row in known.values():
        session.delete(row)
    session.flush()


def save_provisions(session: Session, actor: Actor, keys: Iterable[str]) -> None:
    """Make sure that every provision in *keys* exists, and the parts of the act that hold it.

    Keys of other things are passed over. Raises Invalid for a provision of an unknown act.
    """
    demand(actor, Permission.CATALOGUE_LOAD)
    law = get_known_law(session)
    wanted = with_holders(keys)
    for key in sorted(wanted):
        if act_of(key) not in law.acts:
            raise Invalid("key", f"The act of {key} is not in the catalogue.")
    _add_provisions(session, actor, wanted, law)


def cite_provisions(session: Session, actor: Actor, keys: Iterable[str], law: KnownLaw) -> None:
    """Make sure that every provision in *keys* exists whose act is in *law*, with its holders.

    For whoever may say on what law a barrier rests; of an act that is not known, nothing is made.
    """
    demand(actor, Permission.LAW_EDIT)
    known = [key for key in with_holders(keys) if act_of(key) in law.acts]
    _add_provisions(session, actor, known, law)


def _add_provisions(session: Session, actor: Actor, keys: Iterable[str], law: KnownLaw) -> None:
    """Begin a record for each of *keys* that has none."""
    wanted = set(keys)
    if not wanted:
        return
    known = set(session.scalars(select(Provision.code).where(Provision.code.in_(wanted))))
    for key in sorted(wanted - known):
        provision = begin_record(session, Provision, key)
        with changing(session, actor, provision):
            set_pair(provision, "title", law.label(key))
            provision.act_id = law.acts[key.partition("#")[0]].id
            provision.parent_key = ancestors(key)[0]
