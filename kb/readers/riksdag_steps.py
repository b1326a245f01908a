"""The steps that the Riksdag tells of a document: committee days, debate, decision."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from kb.readers.documents import DocumentStep
from kb.readers.riksdag_rows import children, day_of, text_of
from kb.words import DocumentKind, Stage

_DECIDED = "beslut"
#: What steps are called, and the codes of old rows that lack names.
_NAMES = {
    "ber": "beredning",
    "jus": "justering",
    "try": "trycklov",
    "bor": "bordläggning",
    "deb": "debatt",
    "beh": "behandling",
    "bes": _DECIDED,
    "hän": "hänvisning",
    "inl": "inlämning",
    "mot": "motionstid",
}
#: Debate and tabling come before the decision, and are no decision: the report is still open.
_COMMITTEE = ("beredning", "justering", "trycklov", "bordläggning", "debatt", "behandling")
_BILL = ("inlämn", "bordläggning", "hänvisning", "motionstid", "registrering")
#: Days that a row of a list gives, where the activities are not told.
_DAYS = {
    "beredningsdag": "Beredning",
    "justeringsdag": "Justering",
    "debattdag": "Debatt",
    "beslutsdag": "Beslut",
}
#: How much of the points of a decision a title holds.
_TITLE = 300


def read_steps(
    kind: DocumentKind, status: dict[str, Any], as_of: date, seen: Counter[str]
) -> tuple[DocumentStep, ...]:
    """List the dated steps of a document, by day; those without a day or a stage are counted.

    "planerat" and "inträffat" tell what is planned; without either it is what lies after *as_of*.
    """
    steps = list(_activities(kind, status, as_of, seen)) or list(_days(kind, status, as_of))
    return tuple(sorted(dict.fromkeys(steps), key=lambda step: step.date))


def _activities(
    kind: DocumentKind, status: dict[str, Any], as_of: date, seen: Counter[str]
) -> Iterator[DocumentStep]:
    for row in children(status, "dokaktivitet", "aktivitet"):
        name, code = text_of(row, "namn"), text_of(row, "kod")
        name = name or _NAMES.get(code.lower(), code).capitalize()
        day, stage = day_of(text_of(row, "datum")), _stage(kind, name)
        if day is None or stage is None:
            seen[f"activity {name or 'without a name'} of a {kind}"] += 1
            continue
        told = text_of(row, "status").lower()
        is_planned = told.startswith("planer") if told else day > as_of.isoformat()
        title = name
        if stage is Stage.DECISION and not is_planned:
            title = _decided(name, status)
        yield DocumentStep(stage=stage, date=day, title=title, is_planned=is_planned)


def _days(kind: DocumentKind, status: dict[str, Any], as_of: date) -> Iterator[DocumentStep]:
    document = status.get("dokument") or status.get("listing") or {}
    for field, name in _DAYS.items():
        day, stage = day_of(text_of(document, field)), _stage(kind, name)
        if day is not None and stage is not None:
            is_planned = day > as_of.isoformat()
            yield DocumentStep(stage=stage, date=day, title=name, is_planned=is_planned)


def _stage(kind: DocumentKind, name: str) -> Stage | None:
    lower = name.lower()
    if kind is DocumentKind.COMMITTEE_REPORT:
        if lower.startswith(_DECIDED):
            return Stage.DECISION
        return Stage.COMMITTEE if lower.startswith(_COMMITTEE) else None
    if kind in (DocumentKind.BILL, DocumentKind.COMMUNICATION):
        return Stage.BILL if lower.startswith(_BILL) else None
    return None


def _decided(name: str, status: dict[str, Any]) -> str:
    """Tell the decision with its points, as many as fit: "Beslut: 1. Val och beslut (utskottet)".

    Who won a point stands behind it, and the sort of decision where nobody is named.
    """
    told = name
    points = list(children(status, "dokutskottsforslag", "utskottsforslag"))
    for at, row in enumerate(points):
        how = text_of(row, "vinnare", "beslutstyp")
        point = f"{text_of(row, 'punkt')}. {text_of(row, 'rubrik')}" + (f" ({how})" if how else "")
        longer = f"{told}{'; ' if at else ': '}{point}"
        if len(longer) > _TITLE:
            return f"{told}{'; ' if at else ': '}{len(points) - at} punkter till"
        told = longer
    return told
