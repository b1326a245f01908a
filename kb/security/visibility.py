"""The reading rules as SQL: every SELECT of rows that may be secret starts from one of these.

Each has a rule in Python beside it, for one row at hand; a test holds that the two agree.
"""

from sqlalchemy import ColumnElement, false, or_, select, true

from kb.models import (
    Attachment,
    Barrier,
    BarrierMember,
    FormDraft,
    Notification,
    PublicRecord,
    Record,
    SavedSearch,
)
from kb.security.actor import Actor
from kb.security.permissions import Permission, Scope
from kb.security.rules import Ties, can
from kb.words import Visibility


def records_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Records that *actor* may read: all of them inside, the published ones for the public."""
    if can(actor, Permission.INTERNAL_READ):
        return true()
    return Record.id.in_(select(PublicRecord.record_id).where(published()))


def published() -> ColumnElement[bool]:
    """Rows that the public may read: published, and not withdrawn since."""
    return PublicRecord.version_id.is_not(None)


def attachments_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Files that *actor* may fetch: public ones of published records, staff's, restricted ones.

    No page fetches files yet: they come with the work on actions and letters. The rule stands here
    already, with the test that holds it, so that no page can be made without it.
    """
    public = Attachment.record_id.in_(select(PublicRecord.record_id).where(published()))
    if not can(actor, Permission.INTERNAL_READ):
        return (Attachment.visibility == Visibility.PUBLIC) & public
    scope = actor.scope_of(Permission.RESTRICTED_READ)
    if scope is Scope.ANY:
        return true()
    open_to_staff = Attachment.visibility != Visibility.RESTRICTED
    if scope is not Scope.OWN:
        return open_to_staff
    in_team = select(BarrierMember.barrier_id).where(BarrierMember.user_id == actor.user_id)
    own = select(Barrier.id).where(
        or_(
            Barrier.author_id == actor.user_id,
            Barrier.owner_id == actor.user_id,
            Barrier.id.in_(in_team),
        )
    )
    return or_(open_to_staff, Attachment.record_id.in_(own))


def may_fetch(actor: Actor, attachment: Attachment, *, is_published: bool, ties: Ties) -> bool:
    """Whether *actor* may fetch *attachment* of a record that is or is not published.

    The rule of ``attachments_visible_to`` for one file at hand, which no page asks for yet either.
    """
    if not can(actor, Permission.INTERNAL_READ):
        return attachment.visibility is Visibility.PUBLIC and is_published
    if attachment.visibility is not Visibility.RESTRICTED:
        return True
    return can(actor, Permission.RESTRICTED_READ, ties)


def own_rows(
    actor: Actor, model: type[FormDraft | SavedSearch | Notification]
) -> ColumnElement[bool]:
    """Rows that are *actor*'s own; nobody else may know that they exist."""
    if actor.user_id is None:
        return false()
    column = model.owner_id if model is SavedSearch else model.user_id  # type: ignore[union-attr]
    return column == actor.user_id
