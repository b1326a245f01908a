"""The parts of a barrier that name law: its citations, its flow card and its decision ladder."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from kb.barriers.edit_drafts import FlowSectionDraft, LadderDraft, LawDraft, TypedCitation
from kb.citations.keys import is_key
from kb.errors import Invalid
from kb.law.operations import cite_provisions
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.models import Barrier, Citation, DecisionStep, Flow, Organisation
from kb.readers.drafts import CitationDraft
from kb.records.choice_queries import choose_records, choose_terms
from kb.records.operations import citation_rows, merge_rows, set_links, set_pair
from kb.records.text_operations import question_rows
from kb.security.actor import Actor
from kb.words import DecisionPart

#: Columns of the flow card that hold a text in both languages.
FLOW_PAIRS = ("sender", "receiver", "data", "purpose", "gap")
#: Columns of the flow card that hold the key of a provision.
FLOW_KEYS = ("legal_basis", "secrecy", "lifted_by")
MAX_CITATIONS = 100


def set_law(section: LawDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    """Put the law, the root causes and whose move it is into *barrier*.

    A reference that nobody can read is kept as the text it is. Raises Invalid with the field.
    """
    law = get_known_law(session)
    drafts = list(_citations(law, section.citations, barrier.citations))
    if len(drafts) > MAX_CITATIONS:
        raise Invalid("citations", "Name at most %(limit)s provisions.", limit=MAX_CITATIONS)
    merge_rows(barrier.citations, citation_rows(drafts), "position")
    cite_provisions(session, actor, [draft.key for draft in drafts if draft.key], law)
    chosen = {
        "root-cause": ("root_causes", section.root_causes),
        "remedy": ("remedies", section.remedies),
    }
    set_links(barrier, "terms", choose_terms(session, barrier.terms, chosen))
    barrier.practice_reason = section.practice_reason
    codes = [section.waiting_for] if section.waiting_for else []
    bodies = choose_records(session, Organisation, codes, ["waiting_for"] * len(codes))
    barrier.waiting_for = bodies[0] if bodies else None
    barrier.waiting_since = section.waiting_since
    merge_rows(barrier.questions, question_rows(section.questions), "position")


def set_flow(section: FlowSectionDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    """Put the flow card into *barrier*, or take it away when nothing is filled in.

    Raises Invalid for a text that is no single reference: a card points at keys.
    """
    if section.is_empty:
        barrier.flow = None
        return
    law = get_known_law(session)
    flow = barrier.flow or Flow()
    for name in FLOW_PAIRS:
        set_pair(flow, name, getattr(section, name))
    for name in FLOW_KEYS:
        setattr(flow, name, one_key(law, getattr(section, name), name))
    barrier.flow = flow
    cite_provisions(session, actor, _provisions(getattr(flow, name) for name in FLOW_KEYS), law)


def set_ladder(section: LadderDraft, barrier: Barrier, session: Session, actor: Actor) -> None:
    """Put the decision ladder into *barrier*, its rungs in their order; each at most once."""
    law = get_known_law(session)
    order = list(DecisionPart)
    seen = set()
    rows = []
    for place, step in enumerate(section.steps):
        if step.step in seen:
            raise Invalid(f"steps-{place}-step", "The step is named twice.")
        seen.add(step.step)
        row = DecisionStep(
            step=step.step,
            position=order.index(step.step),
            blocked=step.blocked,
            human=step.human,
            provision=one_key(law, step.reference, f"steps-{place}-reference"),
            certainty=step.certainty,
        )
        set_pair(row, "note", step.note)
        rows.append(row)
    rows.sort(key=lambda row: row.position)
    for position, row in enumerate(rows):
        row.position = position
    merge_rows(barrier.decision_steps, rows, "step")
    cite_provisions(session, actor, _provisions(row.provision for row in rows), law)


def one_key(law: KnownLaw, text: str, field: str) -> str | None:
    """The key that *text* names; None for an empty one. Raises Invalid(*field*) otherwise."""
    if not text:
        return None
    keys = law.read(text).keys
    if not keys:
        raise Invalid(
            field, "We cannot read this as a provision. Write it as in “10 kap. 28 § OSL”."
        )
    if len(keys) > 1:
        raise Invalid(field, "Name a single provision here.")
    return keys[0]


def _provisions(keys: Iterable[str | None]) -> list[str]:
    return [key for key in keys if key and is_key(key)]


def _citations(
    law: KnownLaw, typed: Sequence[TypedCitation], before: Sequence[Citation]
) -> Iterable[CitationDraft]:
    """One citation for each key; words that stood beside a key stay with it."""
    worded = {(row.key, row.role): row.text for row in before if row.key and row.text}
    for each in typed:
        keys: Sequence[str | None] = law.read(each.reference).keys or (None,)
        for key in keys:
            yield CitationDraft(
                role=each.role,
                key=key,
                text=worded.get((key, each.role), "") if key else each.reference,
                page=each.page,
                note=each.note,
                certainty=each.certainty,
                as_of=each.as_of,
            )
