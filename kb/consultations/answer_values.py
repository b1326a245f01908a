"""Our answer as the fields of its form: what they say of it, and what is read back from them."""

from collections.abc import Mapping
from typing import Any

from kb.consultations.answer_drafts import AnswerDraft, PositionDraft
from kb.law.reading_queries import KnownLaw
from kb.models import Response
from kb.words import Invited, Pair, Stance

Values = Mapping[str, Any]


def answer_values(response: Response, law: KnownLaw) -> dict[str, Any]:
    """What *response*, loaded whole, says; provisions as a lawyer would type them."""
    return {
        "invited": response.invited.value,
        "diary_number": response.diary_number,
        "adopted_by": response.adopted_by,
        "stance": response.stance.value if response.stance else "",
        "positions": [
            {
                "proposal": position.proposal,
                "stance": position.stance.value,
                "text_sv": position.text_sv,
                "text_en": position.text_en,
                "target": law.typed(position.target) if position.target else "",
                "wording": position.proposed_wording,
                "earlier": str(position.earlier_ask_id or ""),
            }
            for position in response.positions
        ],
    }


def read_answer(values: Values) -> AnswerDraft:
    """Read the fields, which their form has checked."""
    return AnswerDraft(
        invited=Invited(values["invited"] or "unknown"),
        stance=Stance(values["stance"]) if values["stance"] else None,
        diary_number=values["diary_number"],
        adopted_by=values["adopted_by"],
        positions=tuple(
            PositionDraft(
                proposal=row["proposal"],
                stance=Stance(row["stance"]),
                text=Pair(row["text_sv"], row["text_en"]),
                target=row["target"],
                wording=row["wording"],
                earlier_ask_id=_number(row["earlier"]),
            )
            for row in values["positions"]
        ),
    )


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return number or None


def base_values(earlier: Values, law: KnownLaw) -> dict[str, Any]:
    """The fields of the form as far as *earlier*, what the history said then, tells of them."""
    values = {
        name.removeprefix("response_"): value or ""
        for name, value in earlier.items()
        if name.startswith("response_") and name != "response_positions"
    }
    rows = earlier.get("response_positions")
    if rows is not None:
        values["positions"] = [
            {
                **{name: row[name] for name in ("proposal", "stance", "text_sv", "text_en")},
                "target": law.typed(row["target"]) if row["target"] else "",
                "wording": row["proposed_wording"],
                "earlier": str(row["earlier_ask_id"] or ""),
            }
            for row in rows
        ]
    return values
