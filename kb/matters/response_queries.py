"""Our answer to the consultation of a matter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Matter, Response
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can


def find_response(session: Session, actor: Actor, matter: Matter) -> Response | None:
    """Our answer; None when nothing is decided yet, or for whoever may not know."""
    if not can(actor, Permission.INTERNAL_READ):
        return None
    return session.scalar(select(Response).where(Response.matter_id == matter.id))
