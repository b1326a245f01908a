"""What somebody has typed in forms and not yet saved; nobody else's can be asked for."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import FormDraft
from kb.security.actor import Actor


def find_draft(session: Session, actor: Actor, form: str) -> FormDraft | None:
    """What *actor* has typed in the form at the path *form*; None when there is nothing."""
    if actor.user_id is None:
        return None
    return session.scalars(
        select(FormDraft).where(FormDraft.user_id == actor.user_id, FormDraft.form == form)
    ).one_or_none()


def list_drafts(session: Session, actor: Actor) -> Sequence[FormDraft]:
    """Everything that *actor* has typed and not yet saved, the latest first."""
    return session.scalars(
        select(FormDraft)
        .where(FormDraft.user_id == actor.user_id)
        .order_by(FormDraft.saved_at.desc(), FormDraft.id.desc())
    ).all()
