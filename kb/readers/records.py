"""Barriers, cases, matters and actions: one Markdown file each.

The format of each file is told in ``content/handbook/catalogue.md``.
"""

from kb.readers.drafts import (
    ActionDraft,
    AskDraft,
    BarrierDraft,
    CaseBarrierDraft,
    CaseDraft,
    DecisionStepDraft,
    EffectDraft,
    EventDraft,
    FlowDraft,
    ImpactDraft,
    MatterDraft,
    RelationDraft,
)
from kb.readers.fields import Fields
from kb.readers.parts import (
    Parts,
    read_certainty,
    read_citations,
    read_summary,
    read_terms,
    read_texts,
)
from kb.words import (
    ActionState,
    AskOutcome,
    Blocked,
    CaseRelation,
    Certainty,
    Confidence,
    DecisionPart,
    Direction,
    Effect,
    HumanRequired,
    Procedure,
    Relation,
    Stage,
    State,
)


def read_barrier(fields: Fields, parts: Parts) -> BarrierDraft:
    """Read a barrier and its long texts."""
    schemes = {
        "kinds": "kind",
        "sectors": "sector",
        "root_causes": "root-cause",
        "remedies": "remedy",
        "eif_layers": "eif-layer",
        "prerequisites": "prerequisite",
        "interests": "interest",
    }
    terms = [term for key, scheme in schemes.items() for term in read_terms(fields, key, scheme)]
    return BarrierDraft(
        code=fields.text("code"),
        title=fields.pair("title"),
        summary=read_summary(fields),
        confidence=fields.word("confidence", Confidence),
        checked_on=fields.date("checked_on"),
        texts=read_texts(parts, fields.line, "consequence", "wanted", "analysis"),
        terms=tuple(terms),
        citations=read_citations(fields),
        questions=fields.pairs("open_questions"),
        state=fields.word("state", State),
        state_since=fields.date("state_since"),
        state_note=fields.optional_pair("state_note"),
        waiting_for=fields.optional_text("waiting_for"),
        waiting_since=fields.date("waiting_since"),
        interest=fields.optional_pair("interest"),
        principles=fields.texts("principles"),
        impacts=fields.many("objectives", _impact),
        flow=fields.one("flow", _flow),
        decision_steps=fields.many("decision_steps", _decision_step),
        effects=fields.many("matters", _effect),
        relations=fields.many("related", _relation),
    )


def read_case(fields: Fields, parts: Parts) -> CaseDraft:
    """Read a case and its public text."""
    return CaseDraft(
        code=fields.text("code"),
        title=fields.pair("title"),
        summary=read_summary(fields),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on"),
        texts=read_texts(parts, fields.line, "text"),
        terms=(("case-kind", fields.text("kind")),),
        citations=read_citations(fields),
        questions=fields.pairs("open_questions"),
        identifier=fields.optional_text("identifier") or "",
        key=fields.optional_text("key"),
        body=fields.optional_text("body"),
        decided_on=fields.date("decided_on"),
        outcome=fields.optional_pair("outcome"),
        barriers=fields.many("barriers", _case_barrier),
    )


def read_matter(fields: Fields, parts: Parts) -> MatterDraft:
    """Read a legislative matter with its events."""
    return MatterDraft(
        code=fields.text("code"),
        title=fields.pair("title"),
        summary=read_summary(fields),
        confidence=fields.word("confidence", Confidence),
        checked_on=fields.date("checked_on"),
        texts=read_texts(parts, fields.line, "text"),
        citations=read_citations(fields),
        questions=fields.pairs("open_questions"),
        procedure=fields.word("procedure", Procedure, Procedure.SWEDISH),
        responsible=fields.optional_text("responsible"),
        continued_by=fields.optional_text("continued_by"),
        events=fields.many("events", _event),
    )


def read_action(fields: Fields, parts: Parts) -> ActionDraft:
    """Read an advocacy action with its asks."""
    return ActionDraft(
        code=fields.text("code"),
        title=fields.pair("title"),
        summary=read_summary(fields),
        certainty=read_certainty(fields),
        checked_on=fields.date("checked_on"),
        texts=read_texts(parts, fields.line, "text"),
        terms=(("action-type", fields.text("type")),),
        citations=read_citations(fields),
        questions=fields.pairs("open_questions"),
        state=fields.word("state", ActionState),
        started_on=fields.date("started_on"),
        ended_on=fields.date("ended_on"),
        counterparts=fields.texts("counterparts"),
        barriers=fields.texts("barriers"),
        matters=fields.texts("matters"),
        objectives=fields.texts("objectives"),
        asks=fields.many("asks", _ask),
    )


def _impact(fields: Fields) -> ImpactDraft:
    return ImpactDraft(
        objective=fields.text("objective"),
        direction=fields.word("direction", Direction),
        strength=fields.number("strength", 1, 3),
        reason=fields.pair("reason"),
        certainty=fields.word("certainty", Certainty, Certainty.INFERENCE),
    )


def _flow(fields: Fields) -> FlowDraft:
    return FlowDraft(
        sender=fields.pair("sender"),
        receiver=fields.pair("receiver"),
        data=fields.pair("data"),
        purpose=fields.optional_pair("purpose"),
        gap=fields.pair("break"),
        legal_basis=fields.optional_text("legal_basis"),
        secrecy=fields.optional_text("secrecy"),
        lifted_by=fields.optional_text("lifted_by"),
    )


def _decision_step(fields: Fields) -> DecisionStepDraft:
    return DecisionStepDraft(
        step=fields.word("step", DecisionPart),
        blocked=fields.word("blocked", Blocked),
        human=fields.word("human", HumanRequired),
        provision=fields.optional_text("provision"),
        note=fields.optional_pair("note"),
        certainty=read_certainty(fields),
    )


def _effect(fields: Fields) -> EffectDraft:
    return EffectDraft(
        matter=fields.text("matter"),
        effect=fields.word("effect", Effect),
        note=fields.optional_pair("note"),
    )


def _relation(fields: Fields) -> RelationDraft:
    return RelationDraft(barrier=fields.text("barrier"), relation=fields.word("relation", Relation))


def _case_barrier(fields: Fields) -> CaseBarrierDraft:
    return CaseBarrierDraft(
        barrier=fields.text("barrier"),
        relation=fields.word("relation", CaseRelation),
        note=fields.optional_pair("note"),
    )


def _event(fields: Fields) -> EventDraft:
    return EventDraft(
        stage=fields.word("stage", Stage),
        date=fields.date("date"),
        until=fields.date("until"),
        document=fields.optional_text("document"),
        title=fields.optional_pair("title"),
        is_planned=fields.claim("planned"),
        certainty=read_certainty(fields),
        source=fields.optional_text("source") or "",
    )


def _ask(fields: Fields) -> AskDraft:
    return AskDraft(
        text=fields.pair("text"),
        target=fields.optional_text("target"),
        matter=fields.optional_text("matter"),
        outcome=fields.word("outcome", AskOutcome),
        outcome_on=fields.date("outcome_on"),
        outcome_note=fields.optional_pair("outcome_note"),
        outcome_key=fields.optional_text("outcome_key"),
        certainty=read_certainty(fields),
    )
