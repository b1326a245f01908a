"""An action as the fields of its form: what they say of it, and what is read back from them."""

from collections.abc import Callable, Mapping
from typing import Any

from kb.advocacy.edit_drafts import SCHEME, ActionAccountDraft, TypedAsk
from kb.models import Action
from kb.words import Certainty, Pair

Values = Mapping[str, Any]


def action_values(action: Action, typed: Callable[[str], str]) -> dict[str, Any]:
    """What *action*, loaded whole, says; *typed* writes a key as lawyers do."""
    return {
        "title_sv": action.title_sv,
        "title_en": action.title_en,
        "kind": next((term.key for term in action.terms if term.scheme == SCHEME), ""),
        "summary_sv": action.summary_sv,
        "summary_en": action.summary_en,
        "started_on": action.started_on or "",
        "ended_on": action.ended_on or "",
        "counterparts": [{"code": body.code} for body in action.counterparts],
        "barriers": [{"code": barrier.code} for barrier in action.barriers],
        "matters": [{"code": matter.code} for matter in action.matters],
        "objectives": sorted(objective.code for objective in action.objectives),
        "asks": [
            {
                "number": str(ask.number),
                "text_sv": ask.text_sv,
                "text_en": ask.text_en,
                "reference": typed(ask.target) if ask.target else "",
                "matter": ask.matter.code if ask.matter else "",
                "proposed_wording": ask.proposed_wording,
                "certainty": ask.certainty.value,
            }
            for ask in action.asks
        ],
    }


def read_action(values: Values) -> ActionAccountDraft:
    """Read the fields, which their form has checked."""
    return ActionAccountDraft(
        title=_pair(values, "title"),
        summary=_pair(values, "summary"),
        kind=values["kind"] or "",
        started_on=values["started_on"] or None,
        ended_on=values["ended_on"] or None,
        counterparts=tuple(row["code"] for row in values["counterparts"]),
        barriers=tuple(row["code"].upper() for row in values["barriers"]),
        matters=tuple(row["code"] for row in values["matters"]),
        objectives=tuple(values["objectives"]),
        asks=tuple(_ask(row) for row in values["asks"]),
    )


def base_values(earlier: Values) -> dict[str, Any]:
    """The fields of the form as far as *earlier* tells of them: what the history said then."""
    return {name: value or "" for name, value in earlier.items() if not isinstance(value, list)}


def _ask(row: Values) -> TypedAsk:
    number = row["number"]
    is_number = number.isascii() and number.isdecimal() and len(number) < 6
    return TypedAsk(
        number=int(number) if is_number else None,
        text=_pair(row, "text"),
        reference=row["reference"],
        matter=row["matter"] or "",
        proposed_wording=row["proposed_wording"],
        certainty=Certainty(row["certainty"] or Certainty.VERIFIED),
    )


def _pair(values: Values, name: str) -> Pair:
    return Pair(values[f"{name}_sv"], values[f"{name}_en"])
