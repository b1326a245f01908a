"""The last day to answer a consultation, from the Swedish sentence that tells it.

Pages of consultations have no field for it. A sentence tells a deadline when it speaks of answers
and of their being in by a day, or of the last day or the time to answer; a day on which something
is proposed to apply, was decided, or a meeting is held is none.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kb.readers.swedish_dates import Day, find_days


@dataclass(frozen=True)
class Deadline:
    """The last day to answer, and the sentences that tell it, word by word."""

    #: ``2026-02-23``.
    on: str
    text: str


#: What is longer is no sentence, and costs more time than it is worth.
_LONGEST = 4_000
#: How far ahead a day without a year may lie: the next such day is meant, and nearly all
#: consultations last three months.
_AHEAD = timedelta(days=184)
_ANSWER = r"(?:remiss+(?:var|yttrand)\w*|svar(?:en|et)?|yttrand\w+|synpunkt\w+)"
_TIME = r"(?:(?:remiss|svars)tid(?:en|er)?)"
_IN = (
    r"(?:kom(?:ma|mit|mer)|inkom\w*|lämna\w*|skick\w*|sänd\w*|ge(?:s|r)?|vara|inlämn\w*|redovis\w*)"
)
#: What a sentence says before or around the day.
_TELLS = re.compile(
    rf"""
      \bsista\ (?:d\w*g\w*|svarsda\w*|svarsdatum|datum)\b
    | \bsista\ (?:anmälnings)?tid\w*\ (?:för|att)\ svar
    | \b{_TIME}\b.*?\b(?:går|gick|gått|löper|löpte|var|varar|varade|är|gäller|gällde|till|sätts)\b
    | \b{_TIME}\b.*?\b(?:förläng\w*|ändra\w*)\b
    | \b{_ANSWER}\b.*?\b(?:senaste?|{_IN})\b
    | \b(?:senaste?|inkom\w*)\b.*?\b{_ANSWER}\b
    | \bsvara\w*\b.*?\bsenaste?\b
    | \byttra\ sig\b.*?\bsenaste?\b
    | \bpå\ remiss\ till\b
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
#: A sentence that speaks of these tells another day than the last one to answer.
_OTHER = re.compile(
    r"""
      \btr(?:äda|äder|ädde|ätt)\ i\ kraft | \bikraftträdande | \bbörja\w*\ gälla
    | \bremissmöte | \bhearing\w* | \bpreliminär\w* | \banmäl(?:an|as|er|a)\b | \bmuntlig
    # Until then they go to one ministry, and afterwards to another.
    | \bska\ remissvar\w*\ skicka
    | \bfrågor\ under\ remisstiden | \buppdaterin\w* | \bpublicera\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: The answers that others were to give, or that were given before.
_EARLIER = re.compile(r"\böverlämna\w*\b|\bbeslutade\b|\bpresenterad\w*\b", re.IGNORECASE)
#: The time was made longer: what is told of it later replaces what was told before.
_EXTENDED = re.compile(
    rf"\b{_TIME}\b[^.]{{0,100}}\bförläng"
    rf"|\bförläng\w*\s+(?:\w+\s+){{0,2}}(?:{_TIME}|tid\s+(?:att|för))"
    rf"|\bny(?:a|tt)?\s+(?:sista\s+\w*dag|svarsda\w+|datum|{_TIME})",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\bi ?stället\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:var|gick|gått|löpte|varade|skulle|gällde)\b", re.IGNORECASE)
#: The day that a deadline is follows one of these, with little between.
_POINTS = re.compile(
    r"""
    (?: \bsenaste? | \bt\.?\ ?o\.?\ ?m\.? | \btill | \b(?:och|om)\ med | \b(?:remissen)?är
      | \bvar | \b(?:gick|går|gått|löper|löpte)\ ut | \bsatt\ till
      | \b(?:ska|skall|skulle|bör)\b[^.]{0,40}\bkommit\ in(?:\ till\ [^.,]{1,80}?)?
      | \bsvarsda\w+ )
    [\s:*]*
    (?: (?: den | senaste? | klockan | kl\.? | \d{1,2}[.:]\d\d ) [\s,:*]* )*
    \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FROM = re.compile(r"\bfr(?:ån|\.?\ ?o\.?\ ?m\.?)\s+(?:och\s+med\s+)?(?:den\s+)?\Z", re.IGNORECASE)
#: The next point of a list of days.
_JOINS = re.compile(r"\s[*•]\s+(?:den\s+)?\Z")
#: The day stands on the next line, or is the first point of a list.
_BROKEN = re.compile(r"\b(senaste?|den|är|var)\s*\n\s*(?:[*•-]\s+)?", re.IGNORECASE)
_SENTENCE = re.compile(r"\n\s*\n|(?<=[.!?])(?<!\bkl\.)(?<!\bnr\.)(?<!\bdnr\.)\s+(?=[A-ZÅÄÖ\[(*])")


def read_deadline(text: str, published: str | None) -> Deadline | None:
    """Read the last day to answer in the *text* of a consultation's page; None when it has none.

    Where the time was extended, the latest of the days counts. Where parts of the matter or some
    of those asked have days of their own, the earliest counts that was still to come when the
    page was published, for nobody may miss it, and the text of the deadline holds every sentence
    that tells one.

    *published* is the partial date of the page. A day without a year is read only in a sentence
    in the present tense: as the next such day, if it comes within half a year of that date.
    """
    told: list[tuple[date, str]] = []
    whole = _BROKEN.sub(r"\1 ", text)
    for sentence in filter(None, (each.strip() for each in _SENTENCE.split(whole) if each)):
        spoken = " ".join(sentence.split())
        told += [(day, spoken) for day in _days_told(spoken, published)]
    if not told:
        return None
    days, words = [day for day, _ in told], " ".join(dict.fromkeys(each for _, each in told))
    if _EXTENDED.search(whole) or _INSTEAD.search(words):
        return Deadline(max(days).isoformat(), words)
    to_come = [day for day in days if published and day >= _first_day(published)]
    return Deadline(min(to_come or days).isoformat(), words)


def _days_told(sentence: str, published: str | None) -> list[date]:
    """List the deadlines that one sentence tells."""
    if len(sentence) > _LONGEST or not _TELLS.search(sentence):
        return []
    if _OTHER.search(sentence) or _EARLIER.search(sentence):
        return []
    days, found, before = find_days(sentence), list[date](), 0
    for day in days:
        gap = sentence[before : day.start]
        # "… senast den 9 november 2020 i fråga om X, samt … senast den 11 januari 2021".
        points = not _FROM.search(gap) and (_POINTS.search(gap) or (found and _JOINS.search(gap)))
        on = _dated(day, sentence, published) if points else None
        if on:
            found.append(on)
        before = day.end
    return found


def _dated(day: Day, sentence: str, published: str | None) -> date | None:
    """Give a day its year; None when the text leaves it open."""
    if day.year:
        return day.on(day.year)
    if not published or len(published) < len("2025-11") or _PAST.search(sentence):
        return None
    first = _first_day(published)
    for year in (first.year, first.year + 1):
        found = day.on(year)
        if found and first <= found <= first + _AHEAD:
            # A weekday that does not fit tells that another year is meant.
            return found if day.weekday in (None, found.weekday()) else None
    return None


def _first_day(published: str) -> date:
    """Return the first day of a partial date."""
    return date.fromisoformat(f"{published}-01-01"[:10])
