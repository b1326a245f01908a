"""The day on which a bill proposes that the law enters into force."""

import re
from datetime import date

from kb.readers.swedish_dates import find_days

_SENTENCE = re.compile(r"\n\s*\n|(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
#: The infinitive proposes; "trädde i kraft" and "träder i kraft" mostly tell of other law.
_PROPOSES = re.compile(r"\bträda\b[^.]{0,80}?\bi\s+kraft\b|\bbörja\s+gälla\b", re.IGNORECASE)
_DECIDED = re.compile(r"\bhar\b[^.]*\bbeslutat\b|\bbeslutade\b", re.IGNORECASE)
#: Days behind these are not those of entry into force.
_ELSE = re.compile(
    r"\btillämp\w*|\bupphör\w*|\butgången\b|\bgälla\s+till\b|\btill\s+och\s+med\b|\befter\b"
    r"|\bföre\b|\binnan\b|\bsenast\b|\bsom\s+(?:börjar|inträffa\w*|avser)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\bregeringen\b[^.]*\bbestämmer\b|\btidigast\b|\bsenast\b|\bomkring\b", re.I)


def read_day_in_force(text: str) -> str | None:
    """Read the one day on which *text* proposes that law enters into force, ``2022-07-01``.

    None when it proposes none, more than one, one without its year, or that the Government
    decides the day.
    """
    days: set[date] = set()
    for sentence in _SENTENCE.split(text):
        if _DECIDED.search(sentence):
            continue
        for proposal in _PROPOSES.finditer(sentence):
            rest = sentence[proposal.end() :]
            if _OPEN.search(rest):
                return None
            other = _ELSE.search(rest)
            for day in find_days(rest[: other.start()] if other else rest):
                on = day.on(day.year) if day.year else None
                if on is None:
                    return None
                days.add(on)
    return days.pop().isoformat() if len(days) == 1 else None
