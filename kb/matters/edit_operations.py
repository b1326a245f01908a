"""Beginning matters, changing what they say, and setting their stage by hand."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kb.clock import today
from kb.errors import Invalid
from kb.inbox.follow_operations import follow_on
from kb.law.operations import cite_provisions
from kb.law.reading_queries import KnownLaw, get_known_law
from kb.matters.edit_drafts import LawTieDraft, MatterAccountDraft, StepDraft
from kb.models import Citation, Matter, MatterEvent, Organisation
from kb.readers.drafts import CitationDraft
from kb.records.choice_queries import choose_records
from kb.records.code_operations import next_code
from kb.records.editions import Edition, deed_on
from kb.records.operations import begin_record, changing, citation_rows, merge_rows, set_pair
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import demand
from kb.words import Certainty, CitationRole, Pair, Procedure, Stage

#: What the codes of matters begin with.
LETTER = "L"


def begin_matter(session: Session, actor: Actor, draft: MatterAccountDraft) -> Matter:
    """Begin a matter; raises Invalid with the field for what is missing or leads nowhere."""
    demand(actor, Permission.ADVOCACY_WORK)
    matter = begin_record(session, Matter, next_code(session, LETTER))
    with changing(session, actor, matter):
        _set(session, actor, matter, draft)
    return matter


def revise_matter(
    session: Session,
    actor: Actor,
    matter: Matter,
    version: int | Edition,
    draft: MatterAccountDraft,
) -> Matter:
    """Make *matter*, loaded whole, what *draft* says; a draft that changes nothing writes nothing.

    Whoever follows a matter that is continued by another follows that one from then on. Raises
    Forbidden, Conflict when the matter is no longer at *version*, and Invalid with the field.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    before = matter.continued_by
    with changing(session, actor, matter, verb=deed_on(matter, version)):
        _set(session, actor, matter, draft)
    if matter.continued_by is not None and matter.continued_by is not before:
        follow_on(session, matter, matter.continued_by)
    return matter


def set_stage(
    session: Session, actor: Actor, matter: Matter, stage: Stage | None, reason: Pair
) -> None:
    """Set the stage of *matter*, loaded whole, by hand; None lets its steps tell it again.

    Raises Forbidden, and Invalid for a stage without a reason.
    """
    demand(actor, Permission.ADVOCACY_WORK)
    if stage is not None and not reason.sv.strip():
        raise Invalid("reason_sv", "Say why.")
    with changing(session, actor, matter):
        matter.set_stage = stage
        set_pair(matter, "set_stage_reason", reason if stage is not None else None)
        matter.set_stage_by_id = actor.user_id if stage is not None else None
        matter.set_stage_on = today() if stage is not None else None


def _set(session: Session, actor: Actor, matter: Matter, draft: MatterAccountDraft) -> None:
    if not draft.title.sv:
        raise Invalid("title_sv", "Give the matter a title.")
    if draft.procedure_number and draft.procedure is not Procedure.EU:
        raise Invalid("procedure_number", "Only an EU procedure has such a number.")
    set_pair(matter, "title", draft.title)
    set_pair(matter, "summary", draft.summary)
    matter.procedure = draft.procedure
    matter.procedure_number = draft.procedure_number
    codes = [draft.responsible] if draft.responsible else []
    bodies = choose_records(session, Organisation, codes, ["responsible"] * len(codes))
    matter.responsible = bodies[0] if bodies else None
    matter.continued_by = _successor(session, matter, draft.continued_by)
    law = get_known_law(session)
    merge_rows(matter.events, _steps(matter, draft.steps, law), "position")
    _cite(session, actor, matter, draft.law, law)


def _successor(session: Session, matter: Matter, code: str | None) -> Matter | None:
    if not code:
        return None
    if code == matter.code:
        raise Invalid("continued_by", "A matter is not continued by itself.")
    return choose_records(session, Matter, [code], ["continued_by"])[0]


def _steps(matter: Matter, drafts: Sequence[StepDraft], law: KnownLaw) -> list[MatterEvent]:
    """The steps in the order of their days; one without a day stays behind the one before it."""
    before = {event.id: event for event in matter.events}
    rows: list[tuple[str, MatterEvent]] = []
    day = ""
    for place, draft in enumerate(drafts):
        if draft.date and draft.until and draft.until < draft.date[: len(draft.until)]:
            raise Invalid(
                f"steps-{place}-until", "The last day to answer lies before the consultation."
            )
        key = _document(law, draft.reference, f"steps-{place}-document")
        day = draft.date or day
        rows.append((day, _event(draft, key, before.get(draft.event_id or 0))))
    rows.sort(key=lambda row: row[0])
    for position, (_day, event) in enumerate(rows):
        event.position = position
    return [event for _day, event in rows]


def _document(law: KnownLaw, reference: str, field: str) -> str | None:
    if not reference:
        return None
    keys = law.read(reference).keys
    if len(keys) != 1:
        raise Invalid(
            field, "We cannot read this as one document. Write it as in “prop. 2021/22:125”."
        )
    return keys[0]


def _event(draft: StepDraft, key: str | None, old: MatterEvent | None) -> MatterEvent:
    """A step as the form says; what an import told of it stays while its document is the same."""
    event = MatterEvent(
        stage=draft.stage,
        date=draft.date,
        until=draft.until,
        document=key,
        turn=draft.turn,
        is_planned=draft.is_planned,
        certainty=draft.certainty,
        source=draft.source,
    )
    set_pair(event, "title", draft.title)
    is_same = old is not None and (old.stage, old.document) == (draft.stage, key)
    event.document_id = old.document_id if old and is_same else None
    event.observed_at = old.observed_at if old and is_same else None
    event.import_batch_id = old.import_batch_id if old and is_same else None
    return event


def _cite(
    session: Session,
    actor: Actor,
    matter: Matter,
    drafts: Sequence[LawTieDraft],
    law: KnownLaw,
) -> None:
    """Put the law it is about into *matter*; a reference nobody can read stays as its text."""
    before: dict[tuple[str | None, CitationRole], Citation] = {
        (row.key, row.role): row for row in matter.citations if row.key
    }
    rows = []
    for draft in drafts:
        keys: Sequence[str | None] = law.read(draft.reference).keys or (None,)
        rows += [_citation(draft, key, before.get((key, draft.role))) for key in keys]
    merge_rows(matter.citations, citation_rows(rows), "position")
    cite_provisions(session, actor, [row.key for row in rows if row.key], law)


def _citation(draft: LawTieDraft, key: str | None, old: Citation | None) -> CitationDraft:
    return CitationDraft(
        role=draft.role,
        key=key,
        text=(old.text if old else "") if key else draft.reference,
        page=old.page if old else "",
        note=draft.note,
        certainty=old.certainty if old else Certainty.VERIFIED,
        as_of=old.as_of if old else None,
    )
