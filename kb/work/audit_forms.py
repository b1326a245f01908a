"""What is asked of the log, as an address or a form says it."""

from collections.abc import Mapping
from datetime import date

from kb.models.record import CODE_LENGTH
from kb.work.audit_queries import Sought

#: Longest word that is looked for, as its column is.
_WORD = 40


def read_sought(values: Mapping[str, str]) -> Sought:
    """Read what of the log is asked for; what cannot be meant is left out."""
    who = values.get("who", "")
    return Sought(
        user_id=int(who) if who.isascii() and who.isdecimal() and len(who) < 10 else None,
        verb=_word(values, "verb"),
        kind=_word(values, "kind"),
        code=_word(values, "code", CODE_LENGTH),
        since=read_day(values.get("since", "")),
        until=read_day(values.get("until", "")),
    )


def read_day(text: str) -> date | None:
    """Read a whole date such as 2026-02-28; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-02-28") else None
    except ValueError:
        return None


def _word(values: Mapping[str, str], name: str, most: int = _WORD) -> str:
    return values.get(name, "").replace("\x00", "").strip()[:most]
