"""What a matter does to barriers, said from the matter: kept, and told, with each barrier."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.clock import today
from kb.errors import Invalid
from kb.matters.edit_drafts import BarrierEffectDraft
from kb.models import Barrier, Matter, MatterEffect
from kb.records.operations import changing, set_pair
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand


def set_effects(
    session: Session, actor: Actor, matter: Matter, drafts: Sequence[BarrierEffectDraft]
) -> int:
    """Let *matter* do to barriers what *drafts* say and to no others; return how many changed.

    Who judged an effect, and when, is set anew where the judgement is new. Raises Forbidden, and
    Invalid with the field for a barrier that does not exist or is named twice.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    wanted: dict[str, BarrierEffectDraft] = {}
    for place, draft in enumerate(drafts):
        if draft.barrier in wanted:
            raise Invalid(f"effects-{place}-barrier", "The barrier is named twice.")
        wanted[draft.barrier] = draft
    tied = session.scalars(
        select(Barrier.code)
        .join(MatterEffect, MatterEffect.barrier_id == Barrier.id)
        .where(MatterEffect.matter_id == matter.id)
    ).all()
    barriers = {each.code: each for each in list_records(session, Barrier, {*tied, *wanted})}
    for place, draft in enumerate(drafts):
        if draft.barrier not in barriers:
            message = "There is nothing with the code %(code)s."
            raise Invalid(f"effects-{place}-barrier", message, code=draft.barrier[:40])
    return sum(
        _set_one(session, actor, matter, barrier, wanted.get(code))
        for code, barrier in barriers.items()
    )


def _set_one(
    session: Session,
    actor: Actor,
    matter: Matter,
    barrier: Barrier,
    draft: BarrierEffectDraft | None,
) -> bool:
    """Set what *matter* does to one barrier, loaded whole; None ends the tie."""
    with changing(session, actor, barrier) as change:
        row = next((row for row in barrier.effects if row.matter_id == matter.id), None)
        if draft is None:
            barrier.effects[:] = [other for other in barrier.effects if other is not row]
        else:
            _judge(actor, matter, barrier, row, draft)
    return bool(change.differences)


def _judge(
    actor: Actor,
    matter: Matter,
    barrier: Barrier,
    row: MatterEffect | None,
    draft: BarrierEffectDraft,
) -> None:
    is_new = row is None or row.effect is not draft.effect
    if row is None:
        position = max((other.position for other in barrier.effects), default=-1) + 1
        row = MatterEffect(position=position, matter=matter, matter_id=matter.id)
        barrier.effects.append(row)
    if is_new:
        row.effect = draft.effect
        row.assessed_by_id, row.assessed_on = actor.user_id, today()
    set_pair(row, "note", draft.note)
