"""A barrier as the fields of its forms: what they say of it, and what is read back from them.

Values are texts, lists of texts and lists of rows; empty text is what is not known. The fields
have been checked by their form when a draft is made of them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kb.barriers.edit_drafts import (
    SCHEMES,
    EffectsDraft,
    FlowSectionDraft,
    LadderDraft,
    LawDraft,
    ObjectivesDraft,
    RelationsDraft,
    ReportDraft,
    Score,
    ScoresDraft,
    TypedCitation,
    TypedImpact,
    TypedStep,
)
from kb.barriers.edit_rules import SCORES
from kb.law.reading_queries import KnownLaw
from kb.models import Barrier, Flow
from kb.readers.drafts import EffectDraft, RelationDraft
from kb.words import (
    Blocked,
    Certainty,
    Channel,
    CitationRole,
    DecisionPart,
    Direction,
    Effect,
    HumanRequired,
    Language,
    Pair,
    Relation,
    Risk,
    StakeUnit,
    TextField,
)

Values = Mapping[str, Any]
#: Texts of the flow card in both languages, and its references.
FLOW_TEXTS = tuple(
    f"{name}_{language}"
    for name in ("sender", "receiver", "data", "purpose", "gap")
    for language in Language
)
FLOW_REFERENCES = ("legal_basis", "secrecy", "lifted_by")


def report_values(barrier: Barrier) -> dict[str, Any]:
    """What was reported."""
    return {
        "working_title": barrier.working_title,
        "working_summary": barrier.working_summary,
        "kinds": _keys(barrier, "kind"),
        "sectors": _keys(barrier, "sector"),
        "reported_by": barrier.reported_by,
        "channel": _text(barrier.channel),
        "reported_on": _text(barrier.reported_on),
        "internal": _inside(barrier, TextField.INTERNAL),
        "workaround": _inside(barrier, TextField.WORKAROUND),
        "workaround_risk": _text(barrier.workaround_risk),
    }


def read_report(values: Values) -> ReportDraft:
    """Read the fields of the report."""
    return ReportDraft(
        working_title=values["working_title"],
        working_summary=values["working_summary"],
        kinds=tuple(values["kinds"]),
        sectors=tuple(values["sectors"]),
        reported_by=values["reported_by"],
        channel=Channel(values["channel"]) if values["channel"] else None,
        reported_on=date.fromisoformat(values["reported_on"]) if values["reported_on"] else None,
        internal=values["internal"],
        workaround=values["workaround"],
        workaround_risk=Risk(values["workaround_risk"]) if values["workaround_risk"] else None,
    )


def law_values(barrier: Barrier, law: KnownLaw) -> dict[str, Any]:
    """The law it rests on; references as lawyers type them."""
    return {
        "citations": [
            {
                "reference": law.typed(row.key) if row.key else row.text,
                "role": row.role.value,
                "page": row.page,
                "note_sv": row.note_sv,
                "note_en": row.note_en,
                "certainty": row.certainty.value,
                "as_of": _text(row.as_of),
            }
            for row in barrier.citations
        ],
        "root_causes": _keys(barrier, "root-cause"),
        "remedies": _keys(barrier, "remedy"),
        "practice_reason": barrier.practice_reason,
        "waiting_for": barrier.waiting_for.code if barrier.waiting_for else "",
        "waiting_since": _text(barrier.waiting_since),
        "questions": [
            {"question_sv": row.question_sv, "question_en": row.question_en}
            for row in barrier.questions
        ],
    }


def read_law(values: Values) -> LawDraft:
    """Read the fields of the law."""
    return LawDraft(
        citations=tuple(
            TypedCitation(
                reference=row["reference"],
                role=CitationRole(row["role"]),
                page=row["page"],
                note=_pair_or_none(row, "note"),
                certainty=Certainty(row["certainty"]),
                as_of=row["as_of"] or None,
            )
            for row in values["citations"]
        ),
        root_causes=tuple(values["root_causes"]),
        remedies=tuple(values["remedies"]),
        practice_reason=values["practice_reason"],
        waiting_for=values["waiting_for"] or None,
        waiting_since=values["waiting_since"] or None,
        questions=tuple(_pair(row, "question") for row in values["questions"]),
    )


def flow_values(barrier: Barrier, law: KnownLaw) -> dict[str, Any]:
    """The flow card and the decision ladder."""
    flow = barrier.flow
    return {
        **{name: getattr(flow, name) if flow else "" for name in FLOW_TEXTS},
        **{name: _reference(flow, name, law) for name in FLOW_REFERENCES},
        "steps": [
            {
                "step": row.step.value,
                "blocked": row.blocked.value,
                "human": row.human.value,
                "reference": law.typed(row.provision) if row.provision else "",
                "note_sv": row.note_sv,
                "note_en": row.note_en,
                "certainty": row.certainty.value,
            }
            for row in barrier.decision_steps
        ],
    }


def read_flow(values: Values) -> FlowSectionDraft:
    """Read the fields of the flow card."""
    return FlowSectionDraft(
        sender=_pair(values, "sender"),
        receiver=_pair(values, "receiver"),
        data=_pair(values, "data"),
        purpose=_pair(values, "purpose"),
        gap=_pair(values, "gap"),
        **{name: values[name] for name in FLOW_REFERENCES},
    )


def read_ladder(values: Values) -> LadderDraft:
    """Read the rows of the decision ladder."""
    return LadderDraft(
        steps=tuple(
            TypedStep(
                step=DecisionPart(row["step"]),
                blocked=Blocked(row["blocked"]),
                human=HumanRequired(row["human"]),
                reference=row["reference"],
                note=_pair_or_none(row, "note"),
                certainty=Certainty(row["certainty"]),
            )
            for row in values["steps"]
        )
    )


def objectives_values(barrier: Barrier) -> dict[str, Any]:
    """What it stands in the way of."""
    return {
        "impacts": [
            {
                "objective": row.objective.code,
                "direction": row.direction.value,
                "strength": str(row.strength),
                "reason_sv": row.reason_sv,
                "reason_en": row.reason_en,
                "certainty": row.certainty.value,
            }
            for row in barrier.impacts
        ],
        "principles": sorted(principle.code for principle in barrier.principles),
        "prerequisites": _keys(barrier, "prerequisite"),
    }


def read_objectives(values: Values) -> ObjectivesDraft:
    """Read the fields of the objectives."""
    return ObjectivesDraft(
        impacts=tuple(
            TypedImpact(
                objective=row["objective"],
                direction=Direction(row["direction"]),
                strength=int(row["strength"]),
                reason=_pair(row, "reason"),
                certainty=Certainty(row["certainty"]),
            )
            for row in values["impacts"]
        ),
        principles=tuple(values["principles"]),
        prerequisites=tuple(values["prerequisites"]),
    )


def scores_values(barrier: Barrier) -> dict[str, Any]:
    """How bad it is, how long it lasts, what is at stake."""
    names = (
        *SCORES, *(f"{name}_reason" for name in SCORES), "horizon_year", "horizon_reason",
        "stake_from", "stake_to", "stake_unit", "stake_year", "stake_source",
    )  # fmt: skip
    return {name: _text(getattr(barrier, name)) for name in names}


def read_scores(values: Values) -> ScoresDraft:
    """Read the fields of the scores."""
    scores = {
        name: Score(value=_number(values[name]), reason=values[f"{name}_reason"]) for name in SCORES
    }
    return ScoresDraft(
        **scores,
        horizon_year=_number(values["horizon_year"]),
        horizon_reason=values["horizon_reason"],
        stake_from=_number(values["stake_from"]),
        stake_to=_number(values["stake_to"]),
        stake_unit=StakeUnit(values["stake_unit"]) if values["stake_unit"] else None,
        stake_year=_number(values["stake_year"]),
        stake_source=values["stake_source"],
    )


def evidence_values(barrier: Barrier) -> dict[str, Any]:
    """The barriers and matters that it points at; its cases are records of their own."""
    return {
        "relations": [
            {"barrier": row.other.code, "relation": row.relation.value} for row in barrier.relations
        ],
        "effects": [
            {
                "matter": row.matter.code,
                "effect": row.effect.value,
                "note_sv": row.note_sv,
                "note_en": row.note_en,
            }
            for row in barrier.effects
        ],
    }


def read_effects(values: Values) -> EffectsDraft:
    """Read the rows of matters."""
    return EffectsDraft(
        effects=tuple(
            EffectDraft(
                matter=row["matter"],
                effect=Effect(row["effect"]),
                note=_pair_or_none(row, "note"),
            )
            for row in values["effects"]
        )
    )


def read_relations(values: Values) -> RelationsDraft:
    """Read the rows of related barriers."""
    return RelationsDraft(
        relations=tuple(
            RelationDraft(barrier=row["barrier"].upper(), relation=Relation(row["relation"]))
            for row in values["relations"]
        )
    )


def base_values(earlier: Values) -> dict[str, Any]:
    """The fields of forms as far as *earlier* tells of them: what the history said then."""
    values = {name: value or "" for name, value in earlier.items() if not isinstance(value, list)}
    for text in (TextField.INTERNAL, TextField.WORKAROUND):
        if f"{text}_{Language.SV}" in earlier:
            values[text.value] = earlier[f"{text}_{Language.SV}"] or ""
    if "flow" in earlier:
        flow = earlier["flow"] or {}
        values |= {name: flow.get(name) or "" for name in FLOW_TEXTS}
    if "terms" in earlier:
        for field, scheme in SCHEMES.items():
            pairs = (term.partition("/") for term in earlier["terms"] or [])
            values[field] = sorted(key for its, _, key in pairs if its == scheme)
    if "principles" in earlier:
        values["principles"] = sorted(earlier["principles"] or [])
    return values


def _keys(barrier: Barrier, scheme: str) -> list[str]:
    return sorted(term.key for term in barrier.terms if term.scheme == scheme)


def _inside(barrier: Barrier, field: TextField) -> str:
    found = (t for t in barrier.texts if t.field == field and t.language == Language.SV)
    return next((text.body_md for text in found), "")


def _reference(flow: Flow | None, name: str, law: KnownLaw) -> str:
    key = getattr(flow, name) if flow else None
    return law.typed(key) if key else ""


def _pair(values: Values, name: str) -> Pair:
    return Pair(values[f"{name}_sv"], values[f"{name}_en"])


def _pair_or_none(values: Values, name: str) -> Pair | None:
    pair = _pair(values, name)
    return pair if pair.sv or pair.en else None


def _number(text: str) -> int | None:
    digits = text.replace(" ", "").replace("\u00a0", "")
    return int(digits) if digits else None


def _text(value: object) -> str:
    return str(value) if value is not None else ""
