"""Beginning actions, changing what they say, and taking them on."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kb.advocacy.edit_drafts import SCHEME, ActionAccountDraft, TypedAsk
from kb.errors import Conflict, Invalid
from kb.law.operations import cite_provisions
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import Action, Ask, Barrier, Matter, Objective, Organisation
from kb.records.choice_queries import choose_records, choose_terms
from kb.records.code_operations import next_code
from kb.records.editions import Edition, deed_on
from kb.records.operations import begin_record, changing, set_links, set_pair
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import ActionState, AskOutcome

#: What the codes of actions begin with.
LETTER = "P"


def begin_action(session: Session, actor: Actor, draft: ActionAccountDraft) -> Action:
    """Begin an action, planned and owned by *actor*.

    Raises Forbidden, and Invalid with the field for what is missing or leads nowhere.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    action = begin_record(session, Action, next_code(session, LETTER))
    with changing(session, actor, action):
        action.state = ActionState.PLANNED
        action.owner_id = actor.user_id
        _set(session, actor, action, draft)
    return action


def revise_action(
    session: Session,
    actor: Actor,
    action: Action,
    version: int | Edition,
    draft: ActionAccountDraft,
) -> Action:
    """Make *action*, loaded whole, what *draft* says; a draft that changes nothing writes nothing.

    An ask keeps its number and its outcome, and one with an outcome is never left out. Raises
    Forbidden, Conflict when the action is no longer at *version*, and Invalid with the field.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    with changing(session, actor, action, verb=deed_on(action, version)):
        _set(session, actor, action, draft)
    return action


def take_on_action(session: Session, actor: Actor, action: Action) -> None:
    """Let *actor* own *action*, loaded whole, that nobody owns; Conflict when somebody does."""
    demand(actor, Permission.ADVOCACY_WORK)
    if action.owner_id is not None and action.owner_id != actor.user_id:
        raise Conflict("Somebody owns the action already.")
    with changing(session, actor, action):
        action.owner_id = actor.user_id


def _set(session: Session, actor: Actor, action: Action, draft: ActionAccountDraft) -> None:
    if not draft.title.sv:
        raise Invalid("title_sv", "Give the action a title.")
    first, last = draft.started_on, draft.ended_on
    if first and last and last < first[: len(last)]:
        raise Invalid("ended_on", "The action ends before it begins.")
    set_pair(action, "title", draft.title)
    set_pair(action, "summary", draft.summary)
    kinds: tuple[str, ...] = (draft.kind,) if draft.kind else ()
    set_links(action, "terms", choose_terms(session, action.terms, {SCHEME: ("kind", kinds)}))
    action.started_on, action.ended_on = first, last
    for name, model, codes in (
        ("counterparts", Organisation, draft.counterparts),
        ("barriers", Barrier, draft.barriers),
        ("matters", Matter, draft.matters),
    ):
        fields = [f"{name}-{place}-code" for place in range(len(codes))]
        set_links(action, name, choose_records(session, model, _once(codes, fields), fields))
    fields = ["objectives"] * len(draft.objectives)
    set_links(action, "objectives", choose_records(session, Objective, draft.objectives, fields))
    _set_asks(session, actor, action, draft.asks)


def _once(codes: Sequence[str], fields: Sequence[str]) -> Sequence[str]:
    for code, field in zip(codes, fields, strict=True):
        if codes.index(code) != fields.index(field):
            raise Invalid(field, "This is named twice.")
    return codes


def _set_asks(session: Session, actor: Actor, action: Action, drafts: Sequence[TypedAsk]) -> None:
    law = get_known_law(session)
    known = {ask.number: ask for ask in action.asks}
    last = max(known, default=0)
    kept = []
    for place, draft in enumerate(drafts):
        ask = known.pop(draft.number or 0, None)
        if ask is None:
            last += 1
            ask = Ask(number=last, outcome=AskOutcome.OPEN, certainty=draft.certainty)
            set_pair(ask, "outcome_note", None)
            ask.outcome_page = ""
        _fill(session, ask, draft, law, place)
        kept.append(ask)
    if any(ask.outcome is not AskOutcome.OPEN for ask in known.values()):
        raise Invalid("asks", "An ask with an outcome stays: its history would be lost.")
    kept.sort(key=lambda ask: ask.number)
    if kept != action.asks:
        action.asks[:] = kept
    cite_provisions(session, actor, [ask.target for ask in kept if ask.target], law)


def _fill(session: Session, ask: Ask, draft: TypedAsk, law: KnownLaw, place: int) -> None:
    set_pair(ask, "text", draft.text)
    ask.target = _target(law, draft.reference, f"asks-{place}-reference")
    codes = [draft.matter] if draft.matter else []
    matters = choose_records(session, Matter, codes, [f"asks-{place}-matter"] * len(codes))
    ask.matter = matters[0] if matters else None
    ask.proposed_wording = draft.proposed_wording
    ask.certainty = draft.certainty


def _target(law: KnownLaw, reference: str, field: str) -> str | None:
    if not reference:
        return None
    keys = law.read(reference).keys
    if not keys:
        raise Invalid(
            field, "We cannot read this as a provision. Write it as in “10 kap. 28 § OSL”."
        )
    if len(keys) > 1:
        raise Invalid(field, "Name a single provision here.")
    return keys[0]
