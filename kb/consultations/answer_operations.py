"""Writing our answer to a consultation."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.barriers.redline_queries import is_section
from kb.consultations.answer_drafts import AnswerDraft, PositionDraft
from kb.errors import Conflict, Invalid
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import Ask, Response, ResponsePosition
from kb.records.editions import deed_on
from kb.records.operations import changing, merge_rows
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import ResponseState

#: States in which an answer can be written.
WRITABLE = frozenset({ResponseState.NOT_DECIDED, ResponseState.ANSWERING})
_FIELDS = ("invited", "stance", "diary_number", "adopted_by")


def revise_answer(
    session: Session, actor: Actor, response: Response, version: int, draft: AnswerDraft
) -> Response:
    """Make *response*, loaded whole with its matter, what *draft* says; nothing new writes nothing.

    *version* is that of its matter, whose history tells what was changed. Raises Conflict when the
    matter is no longer at it, or the answer is sent or declined; Invalid with the field.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    matter = response.matter
    deed_on(matter, version)
    if response.state not in WRITABLE:
        raise Conflict("An answer that is sent or declined cannot be changed. Take it up again.")
    rows = _positions(session, draft)
    before = _told(response)
    for name in _FIELDS:
        setattr(response, name, getattr(draft, name))
    merge_rows(response.positions, rows, "position")
    after = _told(response)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        with changing(session, actor, matter, verb="changed") as change:
            change.told |= changed
    session.flush()
    return response


def _told(response: Response) -> dict[str, Any]:
    """What *response* says, as the history of its matter tells it."""
    said = {f"response_{name}": _plain(getattr(response, name)) for name in _FIELDS}
    rows = [
        {
            "proposal": each.proposal,
            "stance": each.stance.value,
            "text_sv": each.text_sv,
            "text_en": each.text_en,
            "target": each.target,
            "proposed_wording": each.proposed_wording,
            "earlier_ask_id": each.earlier_ask_id,
        }
        for each in response.positions
    ]
    return {**said, "response_positions": rows}


def _plain(value: Any) -> str:
    return str(value.value) if hasattr(value, "value") else str(value or "")


def _positions(session: Session, draft: AnswerDraft) -> list[ResponsePosition]:
    law = get_known_law(session)
    wanted = {each.earlier_ask_id for each in draft.positions if each.earlier_ask_id}
    known = set(session.scalars(select(Ask.id).where(Ask.id.in_(wanted))))
    return [
        ResponsePosition(
            position=place,
            proposal=each.proposal,
            stance=each.stance,
            text_sv=each.text.sv,
            text_en=each.text.en,
            target=_target(law, each, place),
            proposed_wording=each.wording,
            earlier_ask_id=each.earlier_ask_id if each.earlier_ask_id in known else None,
        )
        for place, each in enumerate(draft.positions)
    ]


def _target(law: KnownLaw, draft: PositionDraft, place: int) -> str | None:
    """The key of what *draft* is about; raises Invalid for anything but one provision or act."""
    if not draft.target:
        if draft.wording:
            raise Invalid(f"positions-{place}-target", "Name the section that the wording is for.")
        return None
    keys = law.read(draft.target).keys
    if len(keys) != 1:
        raise Invalid(f"positions-{place}-target", "Name one provision or one act that we know.")
    if draft.wording and not is_section(keys[0]):
        raise Invalid(f"positions-{place}-target", "A wording is for one section of a Swedish act.")
    return keys[0]
