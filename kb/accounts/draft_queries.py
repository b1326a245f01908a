"""What somebody has typed in forms and not yet saved; nobody else's can be asked for."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from kb.models import FormDraft
from kb.security.actor import Actor

#: Below these addresses lie the forms whose words are kept. Whatever is not named here may hold a
#: secret, such as a password, and is never kept.
KEPT_BELOW = ("/staff/barriers/", "/staff/cases/", "/staff/actions/", "/staff/matters/")
#: A field with one of these in its name holds a secret, wherever its form stands.
_SECRET = ("password", "secret", "token")


def may_be_kept(form: str, names: Iterable[str]) -> bool:
    """Whether what is typed in the form at the path *form*, with fields *names*, may be kept."""
    is_secret = any(word in name.lower() for name in names for word in _SECRET)
    return form.startswith(KEPT_BELOW) and not is_secret


def is_kept() -> ColumnElement[bool]:
    """Drafts of forms whose words may be kept."""
    return or_(*(FormDraft.form.startswith(start, autoescape=True) for start in KEPT_BELOW))


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
