"""Days as Swedish texts write them: "den 23 februari 2026", "9 sept. 2024", "2025-05-09"."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_SHORT = {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
    # A slip of the pages themselves.
    "agusti": 8,
}  # fmt: skip
_NUMBERS = {**{name: at for at, name in enumerate(_MONTHS, 1)}, **_SHORT}
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
#: An "l" before the month is a 1 of a typewriter. A number or a stroke before the day is a time
#: or a list; the year may be glued to the month.
_DAY = re.compile(
    rf"""
    (?:\b(?P<weekday>{"|".join(WEEKDAYS)})(?:en)?\s*(?:den\s*)*)?
    (?<![\d:/])(?<!\d[.,–-])
    (?P<day>\d{{1,2}}|(?<=\bden\ )l)(?::?e)?\s*
    (?P<month>{"|".join(sorted(_NUMBERS, key=len, reverse=True))})(?![^\W\d_])\.?
    (?:,?\s*(?P<year>(?:19|20)\d\d)(?!\d))?
    | (?<![\d-])(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Day:
    """A day in a text and where it stands; *year* is None when the text gives none."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    #: 0 for Monday; None when the text names no weekday.
    weekday: int | None

    def on(self, year: int) -> date | None:
        """Return the day in *year*; None when the calendar has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def find_days(text: str) -> list[Day]:
    """List the days that *text* names, in its order; what the calendar does not have, too."""
    days = []
    for match in _DAY.finditer(text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
            days.append(Day(match.start(), match.end(), year, month, day, None))
            continue
        weekday = WEEKDAYS.index(match["weekday"].lower()) if match["weekday"] else None
        days.append(
            Day(
                start=match.start(),
                end=match.end(),
                year=int(match["year"]) if match["year"] else None,
                month=_NUMBERS[match["month"].lower()],
                day=1 if match["day"].lower() == "l" else int(match["day"]),
                weekday=weekday,
            )
        )
    return days
