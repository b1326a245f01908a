"""Every ask: as it was published for the public, as it is now for staff."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.insights.ledger import AskLine, lines_of
from kb.models import Action, Organisation, PublicRecord, PublicVersion
from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.publication.queries import map_act_names
from kb.records.queries import list_records
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can
from kb.security.visibility import published
from kb.words import RecordKind


def list_public_asks(session: Session) -> list[AskLine]:
    """The asks of published actions, from their snapshots, in one statement."""
    snapshots = session.scalars(
        select(PublicVersion.snapshot)
        .join(PublicRecord, PublicRecord.version_id == PublicVersion.id)
        .where(published(), PublicRecord.kind == RecordKind.ACTION)
        .order_by(PublicRecord.sort_key)
    )
    return [line for snapshot in snapshots for line in lines_of(snapshot)]


def list_staff_asks(session: Session, actor: Actor) -> list[AskLine]:
    """The asks of every action as it is now; nothing for whoever may not read what is internal."""
    if not can(actor, Permission.INTERNAL_READ):
        return []
    naming = Naming(act_names=map_act_names(session), names_every_member=True)
    actions: Iterable[Any] = list_records(session, Action)
    return [line for action in actions for line in lines_of(compose(action, naming))]


def map_bodies(session: Session, codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Names of bodies by their codes."""
    rows = session.execute(
        select(Organisation.code, Organisation.title_sv, Organisation.title_en)
        .where(Organisation.code.in_(list(codes)))
        .order_by(Organisation.title_sv)
    )
    return {code: {"sv": sv, "en": en or sv} for code, sv, en in rows}
