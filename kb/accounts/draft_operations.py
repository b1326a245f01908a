"""Keeping what somebody types, until they save it or throw it away."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from kb.accounts.draft_queries import find_draft, may_be_kept
from kb.clock import now
from kb.db.begun import begun
from kb.errors import Invalid, NotFound
from kb.models import FormDraft
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand

#: Largest draft, in bytes of JSON.
MAX_BYTES = 4 * 1024 * 1024
#: Longest address of a form.
MAX_PATH = 200
#: What is no part of what was typed.
_LEFT_OUT = frozenset({"csrf_token"})


def keep_draft(
    session: Session, actor: Actor, form: str, data: Mapping[str, Sequence[str]]
) -> FormDraft:
    """Keep what *actor* has typed in the form at the path *form*, in place of what was kept.

    *data* is the name of each field with its values. Raises Invalid for a form that may hold a
    secret or is none of ours, and for more than MAX_BYTES.
    """
    demand(actor, Permission.ACCOUNT_KEEP)
    # A null character is refused by PostgreSQL, and nobody means one.
    kept = {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in data.items()
        if name not in _LEFT_OUT
    }
    if not may_be_kept(form, kept) or len(form) > MAX_PATH:
        raise Invalid("form", "What is typed in this form is not kept.")
    if len(json.dumps(kept).encode()) > MAX_BYTES:
        raise Invalid("form", "This is too long to be kept as a draft.")
    draft = find_draft(session, actor, form) or begun(
        # Two windows with the same form may begin its draft in the same moment.
        session,
        FormDraft(user_id=actor.user_id, form=form, data={}),
        lambda: find_draft(session, actor, form),
    )
    draft.data = kept
    draft.saved_at = now()
    session.flush()
    return draft


def drop_draft(session: Session, actor: Actor, form: str) -> None:
    """Throw away what *actor* has typed in the form at *form*; raises NotFound for nothing."""
    demand(actor, Permission.ACCOUNT_KEEP)
    draft = find_draft(session, actor, form)
    if draft is None:
        raise NotFound("There is no such draft.")
    session.delete(draft)
    session.flush()
