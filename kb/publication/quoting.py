"""How a page is quoted: as Swedish lawyers do, in English, and as an entry of BibTeX."""

import re
from dataclasses import dataclass
from datetime import date

from kb.citations.keys import is_key, kind_of
from kb.models.snapshots import Words

_LAW = ("act", "provision")
#: What means something to TeX, and how it is written instead.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Quoted:
    """What is quoted: its kind and code, its title, and the version that stands at *url*."""

    kind: str
    code: str
    title: Words
    url: str
    #: Number of the version and the day of its publication; None for the statute book's own pages.
    version: tuple[int, date] | None


@dataclass(frozen=True)
class Quotations:
    """One line in Swedish, one in English, and an entry of BibTeX in several lines."""

    sv: str
    en: str
    bibtex: str


def quote(quoted: Quoted, site: str) -> Quotations:
    """Write *quoted* in every form; *site* is the name of the service.

    Law is quoted by itself, without us; everything else names the version, so that the quotation
    means the same for good.
    """
    swedish, english = quoted.title["sv"] or quoted.title["en"], quoted.title["en"]
    english = english or swedish
    if is_key(quoted.code) and kind_of(quoted.code) in _LAW:
        return Quotations(swedish, english, _entry(quoted, swedish, "Svensk författningssamling"))
    where_sv, where_en = f"{site}, {quoted.code}", f"{site}, {quoted.code}"
    if quoted.version is not None:
        number, day = quoted.version
        where_sv += f" version {number}, {day.isoformat()}"
        where_en += f" version {number}, {day.isoformat()}"
    return Quotations(
        f"”{swedish}”, {where_sv}, {quoted.url}",
        f"“{english}”, {where_en}, {quoted.url}",
        _entry(quoted, swedish, site),
    )


def _entry(quoted: Quoted, title: str, publisher: str) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "-", quoted.code).strip("-")
    fields = {"title": title, "publisher": publisher, "url": quoted.url}
    if quoted.version is not None:
        number, day = quoted.version
        fields |= {"version": str(number), "date": day.isoformat()}
    lines = [f"  {field} = {{{_escaped(field, value)}}}," for field, value in fields.items()]
    return "\n".join([f"@misc{{{name},", *lines, "}"])


def _escaped(field: str, value: str) -> str:
    """Escape what means something to TeX; an address is taken as it stands."""
    if field == "url":
        return value
    return "".join(_TEX.get(character, character) for character in value)
