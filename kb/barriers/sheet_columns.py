"""The columns of a sheet of barriers: one table, by which sheets are written and read.

A column is known by its key and by its name in both languages, in any letter case, so that a sheet
exported in one language comes in in the other. Staff's own names for columns are guessed at.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.barriers.sheet_cells import (
    SCORES,
    YEARS,
    Cell,
    DayCell,
    Lists,
    NumberCell,
    OwnerCell,
    ProvisionsCell,
    TermsCell,
    TextCell,
    ToldCell,
    WordCell,
)
from kb.errors import Invalid
from kb.models import Barrier
from kb.words import Channel, Pair, WorkState

TITLE_LIMIT = 200
LINE_LIMIT = 200
NOTE_LIMIT = 2_000
SUMMARY_LIMIT = 20_000

#: What the closed lists are called in a sheet: as on the pages, in both languages at once.
CHANNELS: dict[str, Pair] = {
    Channel.MEMBER: Pair("En medlem berättade", "A member told us"),
    Channel.AUTHORITY: Pair("En myndighet berättade", "An authority told us"),
    Channel.CONSULTATION: Pair("En remiss", "A consultation"),
    Channel.INQUIRY: Pair("En utredning", "An inquiry"),
    Channel.MEDIA: Pair("Medierna", "The media"),
    Channel.OWN_WORK: Pair("Vårt eget arbete", "Our own work"),
}
WORK_STATES: dict[str, Pair] = {
    WorkState.DRAFT: Pair("Utkast", "Draft"),
    WorkState.SUBMITTED: Pair("Inskickat", "Submitted"),
    WorkState.UNDER_ASSESSMENT: Pair("Under bedömning", "Under assessment"),
    WorkState.RECOGNISED: Pair("Erkänt", "Recognised"),
    WorkState.NOT_AN_OBSTACLE: Pair("Inget hinder", "Not a barrier"),
    WorkState.DUPLICATE: Pair("Dubblett", "Duplicate"),
    WorkState.IN_PROGRESS: Pair("Pågår", "In progress"),
    WorkState.REMOVAL_DECIDED: Pair("Undanröjande beslutat", "Removal decided"),
    WorkState.PARTLY_RESOLVED: Pair("Delvis löst", "Partly resolved"),
    WorkState.RESOLVED: Pair("Löst", "Resolved"),
    WorkState.NOT_PURSUED: Pair("Drivs inte", "Not pursued"),
    WorkState.PAUSED: Pair("Pausat", "Paused"),
}


@dataclass(frozen=True)
class Column:
    """A column: its key, its name in both languages, what its cells hold, and other names."""

    key: str
    name: Pair
    cell: Cell
    also: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it is only written, or names the row: nothing is changed by it."""
        return isinstance(self.cell, ToldCell)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it goes by, the certain names first."""
        return (self.key, self.name.sv, self.name.en, *self.also)


def _code(barrier: Barrier, lists: Lists) -> str:
    return barrier.code


def _external_id(barrier: Barrier, lists: Lists) -> str:
    return lists.external_ids.get(barrier.id, "")


def _work_state(barrier: Barrier, lists: Lists) -> str:
    return lists.pick(WORK_STATES[barrier.work_state])


def _priority(barrier: Barrier, lists: Lists) -> str:
    return str(barrier.priority_year or "")


def _url(barrier: Barrier, lists: Lists) -> str:
    return f"{lists.site}/staff/barriers/{barrier.code}"


def _score(name: str, label: Pair) -> tuple[Column, Column]:
    reason = Pair(f"Skäl för {label.sv.lower()}", f"Reason for {label.en.lower()}")
    return (
        Column(name, label, NumberCell(name, SCORES)),
        Column(f"{name}_reason", reason, TextCell(f"{name}_reason", NOTE_LIMIT)),
    )


CODE = Column("code", Pair("Kod", "Code"), ToldCell(_code), ("hinder-id",))
EXTERNAL_ID = Column(
    "external_id",
    Pair("Eget id", "External id"),
    ToldCell(_external_id),
    ("id", "nr", "nummer", "number", "löpnummer"),
)
TITLE = Column(
    "working_title",
    Pair("Arbetstitel", "Working title"),
    TextCell("working_title", TITLE_LIMIT, is_line=True),
    ("titel", "rubrik", "namn", "hinder", "title", "name"),
)
COLUMNS: tuple[Column, ...] = (
    CODE,
    EXTERNAL_ID,
    TITLE,
    Column(
        "working_summary",
        Pair("Vad som händer", "What happens"),
        TextCell("working_summary", SUMMARY_LIMIT),
        ("beskrivning", "sammanfattning", "description", "summary"),
    ),
    Column("kind", Pair("Slag av hinder", "Kind of barrier"), TermsCell("kind"), ("slag", "typ")),
    Column("sector", Pair("Verksamhet", "Sector"), TermsCell("sector"), ("område", "sektor")),
    Column("root_cause", Pair("Grundorsak", "Root cause"), TermsCell("root-cause"), ("orsak",)),
    Column("remedy", Pair("Vem som kan undanröja det", "Who can remove it"), TermsCell("remedy")),
    Column("provisions", Pair("Lagrum", "Provisions"), ProvisionsCell(), ("lag", "law")),
    Column(
        "channel", Pair("Hur vi fick veta", "Channel"), WordCell("channel", CHANNELS), ("kanal",)
    ),
    Column(
        "reported_by",
        Pair("Vem som berättade", "Reported by"),
        TextCell("reported_by", LINE_LIMIT, is_line=True),
        ("källa", "uppgiftslämnare", "source"),
    ),
    Column(
        "reported_on",
        Pair("När det kom in", "Reported on"),
        DayCell("reported_on"),
        ("datum", "inkom", "date"),
    ),
    *_score("severity", Pair("Allvar", "Severity")),
    *_score("reach", Pair("Räckvidd", "Reach")),
    *_score("resolvability", Pair("Lösbarhet", "Resolvability")),
    Column("owner", Pair("Ansvarig", "Owner"), OwnerCell(), ("handläggare", "e-post")),
    Column("work_state", Pair("Läge i arbetet", "Work state"), ToldCell(_work_state)),
    Column(
        "practice_reason",
        Pair("Varför inget lagrum", "Why no provision"),
        TextCell("practice_reason", NOTE_LIMIT),
    ),
    Column(
        "horizon_year",
        Pair("Kan vara borta år", "May be gone by"),
        NumberCell("horizon_year", YEARS),
    ),
    Column(
        "horizon_reason",
        Pair("Skäl för året", "Reason for the year"),
        TextCell("horizon_reason", NOTE_LIMIT),
    ),
    Column("priority_year", Pair("Prioriterat år", "Priority year"), ToldCell(_priority)),
    Column("url", Pair("Adress", "Address"), ToldCell(_url), ("länk", "link")),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
#: What the fields are called in the forms of a barrier, in both languages, folded.
FORM_NAMES: Mapping[str, tuple[str, ...]] = {
    "working_title": ("arbetsnamn",),
    "kind": ("typ av hinder",),
    "remedy": ("vem som kan ta bort hindret",),
    "provisions": (
        "lagrum och källor", "provisions and sources", "lagrum eller källa", "provision or source",
    ),
    "channel": ("hur vi fick veta det", "how we came to know of it"),
    "reported_by": ("who told us",),
    "reported_on": ("när vi fick veta det", "when we were told"),
    "severity_reason": ("skäl för allvaret", "reason for the severity"),
    "reach_reason": ("skäl för räckvidden", "reason for the reach"),
    "resolvability": ("hur lätt det kan undanröjas", "how easily it can be removed"),
    "resolvability_reason": (
        "motivering till hur lätt det kan undanröjas", "reason for how easily it can be removed",
    ),
    "practice_reason": (
        "inget lagrum: hindret ligger i praxis", "no provision: the barrier lies in practice",
    ),
    "horizon_year": ("år då det kan vara borta", "year in which it may be gone"),
    "horizon_reason": ("varför året ändras", "why the year is changed"),
}  # fmt: skip
#: Columns whose cells a sheet can change.
CHANGEABLE = tuple(column for column in COLUMNS if not column.is_told)
#: Columns that a file can be read into: those that change something, and those that name the row.
WHAT_IS_READ = frozenset({CODE.key, EXTERNAL_ID.key, *(column.key for column in CHANGEABLE)})
#: Columns that whoever changes the law alone may change.
OF_THE_LAW = frozenset({"root_cause", "remedy", "provisions", "practice_reason"})
#: Columns that tell who told us: not for everybody who may read the rest.
OF_CONTACTS = frozenset({"reported_by"})


def find_column(name: str) -> Column | None:
    """The column with *name*, its key or its name in either language; None for another."""
    asked = _folded(name)
    return next(
        (column for column in COLUMNS if asked in map(_folded, column.names[:3])),
        None,
    )


def guess_mapping(header: Sequence[str]) -> dict[str, str]:
    """Name in the file → key of the column that it seems to be; others are left out.

    A certain name goes before a guess, and each column is given once.
    """
    mapping: dict[str, str] = {}
    for name in header:
        column = find_column(name)
        if column is not None and column.key not in mapping.values():
            mapping[name] = column.key
    for name in header:
        guess = next((each for each in COLUMNS if _folded(name) in _guesses(each)), None)
        if name not in mapping and guess is not None and guess.key not in mapping.values():
            mapping[name] = guess.key
    return {name: mapping[name] for name in header if name in mapping}


def _guesses(column: Column) -> tuple[str, ...]:
    return (*FORM_NAMES.get(column.key, ()), *column.also)


def check_mapping(header: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name in the file → key of a column, from *pairs* that somebody chose; "" leaves one out.

    What nobody chose is guessed. Raises Invalid("map") for a name that the file does not have, for
    a column that there is not, and for one that is chosen twice.
    """
    names = {_folded(name): name for name in header}
    chosen: dict[str, str] = {}
    for name, field in pairs:
        if _folded(name) not in names:
            raise Invalid("map", "The file has no column “%(name)s”.", name=name[:100])
        column = find_column(field) if field else None
        if field and column is None:
            raise Invalid("map", "There is no field “%(name)s”.", name=field[:100])
        chosen[names[_folded(name)]] = column.key if column else ""
    guessed = guess_mapping([name for name in header if name not in chosen])
    taken = set(chosen.values())
    mapping = {name: key for name, key in chosen.items() if key}
    mapping |= {name: key for name, key in guessed.items() if key not in taken}
    keys = list(mapping.values())
    for key in keys:
        if keys.count(key) > 1:
            alike = ", ".join(f"“{name}”" for name, its in mapping.items() if its == key)
            raise Invalid("map", "%(names)s are read as the same field. Choose one.", names=alike)
    return {name: mapping[name] for name in header if name in mapping}


def header_row(lists: Lists) -> list[str]:
    """The first row of an exported sheet, in the language of what is written."""
    return [lists.pick(column.name) for column in COLUMNS]


def written_row(barrier: Barrier, lists: Lists, hidden: Collection[str] = OF_CONTACTS) -> list[str]:
    """The row of *barrier*, with its terms, citations and owner loaded; *hidden* columns empty."""
    return [
        ""
        if column.key in hidden
        else column.cell.write(column.cell.value_of(barrier, lists), lists)
        for column in COLUMNS
    ]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
