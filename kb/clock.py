"""The single source of time: UTC for what happened, the Swedish calendar for what is due.

Dates known only in part are text, as much as the source gives: 2022, 2022-07 or 2022-07-01.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Sweden, where deadlines and dates of entry into force are counted."""
    return now().astimezone(SWEDEN).date()


def is_partial_date(text: str) -> bool:
    """Whether *text* is a year, a month or a day that the calendar has."""
    match = _SHAPE.match(text)
    if match is None:
        return False
    year, month, day = match.groups(default="01")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def days_since(text: str | None, today: date) -> int | None:
    """Days from a whole date to *today*; None for a date known only in part, or in the future."""
    if text is None or len(text) != len("2022-07-01"):
        return None
    days = (today - date.fromisoformat(text)).days
    return days if days >= 0 else None
