"""The ledger of asks: what was asked for, of whom, and what became of it. Pure functions.

Lines are made of snapshots for the public and of records for staff, in one shape, so that both
read, filter and count them in the same way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.citations.keys import act_of
from kb.models.snapshots import SourceSnapshot, Words
from kb.words import AskOutcome

Filters = Mapping[str, Sequence[str]]
#: Names of the filters of the ledger.
FILTERS = ("since", "outcome", "counterpart", "act", "barrier", "action-type")


@dataclass(frozen=True, kw_only=True)
class AskLine:
    """One ask with its action."""

    action: str
    action_title: Words
    #: Word and label of what sort of action it is; None where nobody said.
    action_type: tuple[str, Words] | None
    #: When the action was carried out or begun, as much as is known.
    asked_on: str | None
    number: int
    text: Words
    counterparts: tuple[str, ...]
    barriers: tuple[str, ...]
    target: SourceSnapshot | None
    matter: str | None
    outcome: str
    outcome_on: str | None
    #: The document that answers it, and the page in it.
    answer: SourceSnapshot | None
    answer_page: str

    @property
    def year(self) -> str:
        """The year in which it was asked; empty where that is not known."""
        return (self.asked_on or "")[:4]

    def values(self, name: str) -> tuple[str, ...]:
        """What the line holds of the filter *name*."""
        match name:
            case "outcome":
                return (self.outcome,)
            case "counterpart":
                return self.counterparts
            case "act":
                act = act_of(self.target["key"]) if self.target else None
                return (act,) if act else ()
            case "barrier":
                return self.barriers
            case "action-type":
                return (self.action_type[0],) if self.action_type else ()
            case _:
                return (self.year,) if self.year else ()


def lines_of(action: Mapping[str, Any]) -> list[AskLine]:
    """The asks of *action*, a snapshot."""
    types = action["terms"].get("action-type", [])
    return [
        AskLine(
            action=action["code"],
            action_title=action["title"],
            action_type=(types[0]["key"], types[0]["label"]) if types else None,
            asked_on=action["ended_on"] or action["started_on"],
            number=ask["number"],
            text=ask["text"],
            counterparts=tuple(action["counterparts"]),
            barriers=tuple(action["barriers"]),
            target=ask["target"],
            matter=ask["matter"],
            outcome=ask["outcome"],
            outcome_on=ask["outcome_on"],
            answer=ask["outcome_key"],
            answer_page=ask["outcome_page"],
        )
        for ask in action["asks"]
    ]


def passing(lines: Iterable[AskLine], filters: Filters, apart_from: str = "") -> list[AskLine]:
    """Lines that pass every filter but *apart_from*; within one filter any value will do.

    "since" takes the earliest of its years, and passes over asks of which no year is known.
    """
    return [
        line
        for line in lines
        if all(
            _passes(line, name, values)
            for name, values in filters.items()
            if values and name != apart_from
        )
    ]


def counts_of(lines: Sequence[AskLine], filters: Filters) -> dict[str, dict[str, int]]:
    """How many asks each choice of each filter would give."""
    found: dict[str, dict[str, int]] = {}
    for name in FILTERS:
        rest = passing(lines, filters, apart_from=name)
        if name == "since":
            years = sorted({line.year for line in lines if line.year}, reverse=True)
            found[name] = {year: sum(line.year >= year for line in rest) for year in years}
        else:
            found[name] = dict(Counter(value for line in rest for value in set(line.values(name))))
    return found


def outcomes_of(lines: Iterable[AskLine]) -> dict[AskOutcome, int]:
    """How many of *lines* came to each outcome, every outcome there."""
    counted = Counter(line.outcome for line in lines)
    return {outcome: counted[outcome] for outcome in AskOutcome}


def newest_first(lines: Iterable[AskLine]) -> list[AskLine]:
    """Lines by the day of the action, the latest first; those of no known day last."""
    by_code = sorted(lines, key=lambda line: (line.action, line.number))
    return sorted(by_code, key=lambda line: line.asked_on or "", reverse=True)


def _passes(line: AskLine, name: str, values: Sequence[str]) -> bool:
    if name == "since":
        return bool(line.year) and line.year >= min(values)
    return bool(set(line.values(name)) & set(values))
