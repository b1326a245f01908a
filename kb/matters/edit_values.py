"""A matter as the fields of its forms: what they say of it, and what is read back from them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kb.matters.edit_drafts import (
    BarrierEffectDraft,
    LawTieDraft,
    MatterAccountDraft,
    StepDraft,
)
from kb.models import Matter, MatterEvent
from kb.words import Certainty, CitationRole, Effect, Occurrence, Pair, Procedure, Stage, Turn

Values = Mapping[str, Any]
#: Key → how a lawyer would type it.
Typed = Callable[[str], str]


def matter_values(matter: Matter, typed: Typed) -> dict[str, Any]:
    """What *matter*, loaded whole, says."""
    return {
        "title_sv": matter.title_sv,
        "title_en": matter.title_en,
        "summary_sv": matter.summary_sv,
        "summary_en": matter.summary_en,
        "procedure": matter.procedure.value,
        "procedure_number": matter.procedure_number,
        "responsible": matter.responsible.code if matter.responsible else "",
        "continued_by": matter.continued_by.code if matter.continued_by else "",
        "steps": [step_values(event, typed) for event in matter.events],
        "law": [
            {
                "reference": typed(citation.key) if citation.key else citation.text,
                "role": citation.role.value,
                "note_sv": citation.note_sv,
                "note_en": citation.note_en,
            }
            for citation in matter.citations
        ],
    }


def step_values(event: MatterEvent, typed: Typed) -> dict[str, str]:
    """What one step says."""
    occurrence = Occurrence.PLANNED if event.is_planned else Occurrence.HAPPENED
    return {
        "event_id": str(event.id or ""),
        "stage": event.stage.value,
        "date": event.date or "",
        "until": event.until or "",
        "document": typed(event.document) if event.document else "",
        "title_sv": event.title_sv,
        "title_en": event.title_en,
        "turn": event.turn.value if event.turn else "",
        "occurrence": occurrence.value,
        "certainty": event.certainty.value,
        "source": event.source,
    }


def read_matter(values: Values) -> MatterAccountDraft:
    """Read the fields, which their form has checked."""
    return MatterAccountDraft(
        title=_pair(values, "title"),
        summary=_pair(values, "summary"),
        procedure=Procedure(values["procedure"] or Procedure.SWEDISH),
        procedure_number=values["procedure_number"],
        responsible=values["responsible"] or None,
        continued_by=values["continued_by"] or None,
        steps=tuple(_step(row) for row in values["steps"]),
        law=tuple(
            LawTieDraft(
                reference=row["reference"],
                role=CitationRole(row["role"] or CitationRole.WOULD_AMEND),
                note=_pair(row, "note"),
            )
            for row in values["law"]
        ),
    )


def base_values(earlier: Values) -> dict[str, Any]:
    """The fields of the form as far as *earlier* tells of them: what the history said then."""
    return {name: value or "" for name, value in earlier.items() if not isinstance(value, list)}


def effect_values(effects: Sequence[Any]) -> dict[str, Any]:
    """What a matter does to barriers: rows with code, effect and note."""
    return {
        "effects": [
            {
                "barrier": row.code,
                "effect": row.effect.value,
                "note_sv": row.note_sv,
                "note_en": row.note_en,
            }
            for row in effects
        ]
    }


def read_effects(values: Values) -> list[BarrierEffectDraft]:
    """Read the rows, which their form has checked."""
    return [
        BarrierEffectDraft(
            barrier=row["barrier"].upper(),
            effect=Effect(row["effect"]),
            note=_pair(row, "note"),
        )
        for row in values["effects"]
    ]


def _step(row: Values) -> StepDraft:
    number = row["event_id"]
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    return StepDraft(
        event_id=int(number) if is_number else None,
        stage=Stage(row["stage"]),
        date=row["date"] or None,
        until=row["until"] or None,
        reference=row["document"],
        title=_pair(row, "title"),
        turn=Turn(row["turn"]) if row["turn"] else None,
        is_planned=row["occurrence"] == Occurrence.PLANNED,
        certainty=Certainty(row["certainty"] or Certainty.VERIFIED),
        source=row["source"],
    )


def _pair(values: Values, name: str) -> Pair:
    return Pair(values[f"{name}_sv"], values[f"{name}_en"])
