"""Dates in words, in the language of the request."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from kb.clock import SWEDEN
from kb.web.i18n import current_language

_FORMATS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}


def date_in_words(value: str | date | datetime) -> str:
    """Write a date, or as much of one as is known: 1 July 2022, July 2022, 2022.

    A moment is shown as its day in Sweden.
    """
    if isinstance(value, datetime):
        value = value.astimezone(SWEDEN).date()
    if isinstance(value, date):
        value = value.isoformat()
    whole = date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    return format_date(whole, _FORMATS[len(value)], locale=current_language().value)


def moment_in_words(value: datetime) -> str:
    """Write a moment with its time in Sweden: 24 Nov 2026, 23:14:05."""
    language = current_language().value
    return format_datetime(value, "medium", tzinfo=SWEDEN, locale=language)
