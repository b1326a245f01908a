"""A case as the fields of its form: what they say of it, and what is read back from them."""

from collections.abc import Mapping
from typing import Any

from kb.cases.edit_drafts import CaseAccountDraft
from kb.models import Case
from kb.readers.drafts import CaseBarrierDraft
from kb.words import CaseRelation, Certainty, Language, Pair, TextField

Values = Mapping[str, Any]


def case_values(case: Case) -> dict[str, Any]:
    """What *case*, loaded whole, says."""
    inside = (
        text.body_md
        for text in case.texts
        if text.field == TextField.INTERNAL and text.language == Language.SV
    )
    return {
        "title": case.title_sv,
        "kinds": sorted(term.key for term in case.terms if term.scheme == "case-kind"),
        "identifier": case.identifier,
        "body": case.body.code if case.body else "",
        "decided_on": case.decided_on or "",
        "outcome_sv": case.outcome_sv,
        "outcome_en": case.outcome_en,
        "certainty": case.certainty.value if case.certainty else "",
        "internal": next(inside, ""),
        "barriers": [
            {
                "barrier": tie.barrier.code,
                "relation": tie.relation.value,
                "note_sv": tie.note_sv,
                "note_en": tie.note_en,
            }
            for tie in case.barriers
        ],
    }


def read_case(values: Values) -> CaseAccountDraft:
    """Read the fields, which their form has checked."""
    return CaseAccountDraft(
        title=values["title"],
        kinds=tuple(values["kinds"]),
        identifier=values["identifier"],
        body=values["body"] or None,
        decided_on=values["decided_on"] or None,
        outcome=Pair(values["outcome_sv"], values["outcome_en"]),
        certainty=Certainty(values["certainty"]) if values["certainty"] else None,
        internal=values["internal"],
        barriers=tuple(
            CaseBarrierDraft(
                barrier=row["barrier"].upper(),
                relation=CaseRelation(row["relation"]),
                note=Pair(row["note_sv"], row["note_en"]),
            )
            for row in values["barriers"]
        ),
    )


def base_values(earlier: Values) -> dict[str, Any]:
    """The fields of the form as far as *earlier* tells of them: what the history said then."""
    values = {name: value or "" for name, value in earlier.items() if not isinstance(value, list)}
    for field, name in (("title", "title_sv"), ("internal", f"internal_{Language.SV}")):
        if name in earlier:
            values[field] = earlier[name] or ""
    if "terms" in earlier:
        pairs = (term.partition("/") for term in earlier["terms"] or [])
        values["kinds"] = sorted(key for scheme, _, key in pairs if scheme == "case-kind")
    return values
