"""What a matter does to barriers, as staff know it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.models import Barrier, Matter, MatterEffect, User
from kb.security.actor import Actor
from kb.security.visibility import records_visible_to


def list_effects(session: Session, actor: Actor, matter: Matter) -> Sequence[Any]:
    """Each barrier that *matter* bears on: code, name, effect, notes, by whom and when judged."""
    statement = (
        select(
            Barrier.code,
            Barrier.working_title,
            Barrier.title_sv,
            MatterEffect.effect,
            MatterEffect.note_sv,
            MatterEffect.note_en,
            MatterEffect.assessed_on,
            User.name.label("assessed_by"),
        )
        .join(MatterEffect, MatterEffect.barrier_id == Barrier.id)
        .outerjoin(User, User.id == MatterEffect.assessed_by_id)
        .where(MatterEffect.matter_id == matter.id, records_visible_to(actor))
        .order_by(Barrier.code)
    )
    return session.execute(statement).all()


def list_predecessors(session: Session, matter: Matter) -> Sequence[Any]:
    """Code and title of the matters that *matter* continues."""
    statement = (
        select(Matter.code, Matter.title_sv, Matter.title_en)
        .where(Matter.continued_by_id == matter.id)
        .order_by(Matter.code)
    )
    return session.execute(statement).all()
