"""The day on which a bill proposes that the law enters into force."""

import re
from datetime import date

from kb.readers.swedish_dates import find_days

#: What is longer is no sentence, and costs more time than it is worth.
_LONGEST = 4_000
#: Below a line of strokes old pages tell what the Riksdag decided.
_SENTENCE = re.compile(r"\n\s*\n|\s*_{5,}\s*|(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
#: The infinitive proposes; "trädde i kraft" and "träder i kraft" mostly tell of other law.
_PROPOSES = re.compile(
    r"träda\b[^.]{0,80}?\bi\s*kraft\b|\bbörja\s+gälla\b"
    r"|(?<=\bföreslås att )[^.]{1,200}?\bträder\s+i\s*kraft\b|\bträder\s+dock\s+i\s*kraft\b",
    re.IGNORECASE,
)
#: What was decided, and law that is not the bill's own.
_OTHERS = re.compile(
    r"\bhar\b[^.]*\bbeslutat\b|\bbeslutade\b|\briksdagen\b[^.]*\bbeslut\b"
    r"|\A(?!.*(?:föresl|förslag|förslås))"
    r".*(?:konvention|avtal(?:et|s)?\b|direktiv(?:et)?\b|(?-i:\bE[UG]\b))",
    re.IGNORECASE | re.DOTALL,
)
#: Days behind these are not those of entry into force.
_ELSE = re.compile(
    r"\btillämp\w*|\bupphör\w*|\bupphäv\w*|\butgången\b|\bgälla\s+till\b|\btill\s+och\s+med\b"
    r"|\befter\b|\bföre\b|\binnan\b",
    re.IGNORECASE,
)
#: The Government's to decide, or "den 1 respektive 2 januari 2021", which are two days.
_OPEN = re.compile(
    r"\bregeringen\b[^.]*\bbestämmer\b|\btidigast\b|\bsenast\b|\bomkring\b"
    r"|\b\d{1,2}\s+(?:respektive|resp\.?|och|eller)\s+(?:den\s+)?\d{1,2}\s",
    re.IGNORECASE,
)
_MAINLY = re.compile(
    r"\bhuvudsak(?:ligen)?(?:\s+\w+)?\s*\Z|\bmed\s+(?:\w+\s+)?undantag\b", re.IGNORECASE
)


def read_day_in_force(text: str) -> str | None:
    """Read the one day on which *text* proposes that law enters into force, ``2022-07-01``.

    None when it proposes none, more than one, one for the most part, one without its year, or
    that the Government decides the day.
    """
    days: set[date] = set()
    for sentence in _SENTENCE.split(text):
        if len(sentence) > _LONGEST or _OTHERS.search(sentence):
            continue
        for proposal in _PROPOSES.finditer(sentence):
            rest = sentence[proposal.end() :]
            if _OPEN.search(rest) or _MAINLY.search(sentence[: proposal.start()]):
                return None
            other = _ELSE.search(rest)
            for day in find_days(rest[: other.start()] if other else rest):
                on = day.on(day.year) if day.year else None
                if on is None:
                    return None
                days.add(on)
    return days.pop().isoformat() if len(days) == 1 else None
