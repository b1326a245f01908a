"""Holding a sheet against what is there: which barrier a row is about, and what it would change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import islice

from sqlalchemy.orm import Session

from kb.barriers.edit_drafts import Score, ScoresDraft
from kb.barriers.edit_rules import SCORES, faults_of, may_edit_law
from kb.barriers.import_plans import CellFault, ImportPlan, Outcome, RowPlan, Upload
from kb.barriers.sheet_cells import Lists, Value, is_same
from kb.barriers.sheet_columns import (
    BY_KEY,
    CODE,
    EXTERNAL_ID,
    OF_CONTACTS,
    OF_THE_LAW,
    TITLE,
)
from kb.barriers.sheet_queries import (
    BATCH,
    TITLE_PREFIX,
    list_by_code,
    map_external_keys,
)
from kb.errors import Invalid
from kb.models import Barrier
from kb.security.actor import Actor
from kb.security.permissions import Permission
from kb.security.rules import can, ties_to

#: Longest name of a row where it came from.
MAX_EXTERNAL_ID = 200
_RULED = frozenset({*SCORES, *(f"{name}_reason" for name in SCORES), "horizon_year"})


@dataclass(frozen=True)
class _Line:
    """A row of the file: its number, and its cells by the key of their column."""

    number: int
    cells: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.cells.get(CODE.key, "").strip().upper()

    @property
    def own_id(self) -> str:
        return self.cells.get(EXTERNAL_ID.key, "").strip()

    @property
    def title(self) -> str:
        return " ".join(self.cells.get(TITLE.key, "").split())

    @property
    def external_id(self) -> str:
        """What it is called where it came from; by a hash of its title when the file has no id."""
        if self.own_id or self.code or not self.title:
            return self.own_id
        return f"{TITLE_PREFIX}{sha256(self.title.casefold().encode()).hexdigest()[:32]}"


def plan_sheet(
    session: Session, actor: Actor, upload: Upload, mapping: Mapping[str, str], lists: Lists
) -> ImportPlan:
    """Say what the rows of *upload* would do, a known number of statements for each BATCH.

    *mapping* goes from names in the file to keys of columns. Raises Invalid("map") when no column
    says what a row is about.
    """
    header = upload.sheet.header
    if not {CODE.key, TITLE.key, EXTERNAL_ID.key} & set(mapping.values()):
        raise Invalid("map", "Choose which column holds the code or the working title.")
    places = [(mapping[name], place) for place, name in enumerate(header) if name in mapping]
    lines = (
        _Line(number, {key: row[place] for key, place in places})
        for number, row in enumerate(upload.sheet.rows, start=2)
    )
    filled = (line for line in lines if any(text.strip() for text in line.cells.values()))
    reader = _Reader(actor, {key: name for name, key in mapping.items()}, lists)
    rows: list[RowPlan] = []
    while some := list(islice(filled, BATCH)):
        rows += _plan_some(session, some, upload.source, reader)
    return ImportPlan(
        upload=upload,
        mapping=dict(mapping),
        rows=tuple(_without_doubles(rows, reader)),
        ignored=tuple(name for name in header if name not in mapping),
        told=tuple(
            name
            for name, key in mapping.items()
            if BY_KEY[key].is_told and key not in (CODE.key, EXTERNAL_ID.key)
        ),
        lists=lists,
    )


def _plan_some(
    session: Session, lines: Sequence[_Line], source: str, reader: "_Reader"
) -> Iterator[RowPlan]:
    named = {line.external_id for line in lines} - {""}
    known = map_external_keys(session, source, named)
    codes = {line.code or known.get(line.external_id, "") for line in lines} - {""}
    barriers = {each.code: each for each in list_by_code(session, reader.actor, codes)}
    for line in lines:
        yield reader.plan(line, known.get(line.external_id, ""), barriers)


@dataclass(frozen=True)
class _Reader:
    """Reads rows: for whom, what their columns are called in the file, and against what."""

    actor: Actor
    names: Mapping[str, str]
    lists: Lists

    def plan(self, line: _Line, known: str, barriers: Mapping[str, Barrier]) -> RowPlan:
        """Say what *line* would do; *known* is the code that its external id leads to."""
        barrier = barriers.get(line.code or known)
        plan = RowPlan(
            number=line.number,
            outcome=Outcome.UNCHANGED,
            code=barrier.code if barrier else "",
            title=line.title or (barrier.name if barrier else ""),
            external_id="" if barrier else line.external_id,
            version=barrier.version if barrier else None,
        )
        faults = list(self._faults_of_identity(line, known, barrier))
        values: dict[str, Value] = {}
        changes: dict[str, list[str]] = {}
        for key, text in line.cells.items():
            try:
                self._read(key, text, barrier, values, changes)
            except Invalid as error:
                faults.append(self.fault(key, text, error))
        if not faults:
            faults += self._faults_of_rules(line, barrier, values)
        if faults:
            return replace(plan, outcome=Outcome.FAULTY, faults=tuple(faults))
        if not values and barrier is not None:
            return plan
        outcome = Outcome.CHANGE if barrier else Outcome.CREATE
        return replace(plan, outcome=outcome, values=values, changes=changes)

    def fault(self, key: str, text: str, error: Invalid) -> CellFault:
        """Say what is wrong with the cell in the column *key*."""
        values = {name: str(value) for name, value in error.values.items()}
        return CellFault(
            column=self.names.get(key, key),
            text=text[:MAX_EXTERNAL_ID],
            sentence=error.sentence,
            values=values,
        )

    def _read(
        self,
        key: str,
        text: str,
        barrier: Barrier | None,
        values: dict[str, Value],
        changes: dict[str, list[str]],
    ) -> None:
        """Read one cell; what differs from *barrier* is put into *values* and *changes*."""
        column = BY_KEY[key]
        if column.is_told:
            return
        if barrier is not None and key in OF_CONTACTS and not text.strip():
            # Whoever took the sheet out may not have been shown it: the empty cell says nothing.
            return
        current = column.cell.value_of(barrier or _empty(), self.lists)
        before = column.cell.write(current, self.lists)
        if text == before:
            return
        value = column.cell.read(text, current, self.lists)
        if not is_same(value, current):
            values[key] = value
            changes[key] = [before, column.cell.write(value, self.lists)]

    def _faults_of_identity(
        self, line: _Line, known: str, barrier: Barrier | None
    ) -> Iterator[CellFault]:
        if line.code and barrier is None:
            yield self.fault(
                CODE.key,
                line.code,
                Invalid(
                    "code",
                    "There is no barrier %(code)s. Leave the cell empty for a new one.",
                    code=line.code[:100],
                ),
            )
        if known and known != (barrier.code if barrier else ""):
            yield self.fault(
                EXTERNAL_ID.key,
                line.own_id,
                Invalid("external_id", "This id belongs to %(code)s.", code=known),
            )
        if len(line.own_id) > MAX_EXTERNAL_ID:
            error = Invalid(
                "external_id", "Write at most %(limit)s characters.", limit=MAX_EXTERNAL_ID
            )
            yield self.fault(EXTERNAL_ID.key, line.own_id, error)
        had_title = barrier is None or (barrier.working_title and TITLE.key in line.cells)
        if had_title and not line.title and not (line.code and barrier is None):
            yield self.fault(TITLE.key, "", Invalid(TITLE.key, "Give it a working title."))

    def _faults_of_rules(
        self, line: _Line, barrier: Barrier | None, values: Mapping[str, Value]
    ) -> Iterator[CellFault]:
        """What does not hold together, and what the actor may not change."""
        if barrier is not None and values:
            if not can(self.actor, Permission.BARRIER_EDIT, ties_to(self.actor, barrier)):
                error = Invalid("code", "You may not change this barrier.")
                yield self.fault(CODE.key, barrier.code, error)
            elif OF_THE_LAW & values.keys() and not may_edit_law(self.actor, barrier):
                key = next(iter(OF_THE_LAW & values.keys()))
                error = Invalid(key, "You may not change the law of this barrier.")
                yield self.fault(key, line.cells[key], error)
        if _RULED & values.keys():
            for error in faults_of(_scores(barrier or _empty(), values), barrier):
                yield self.fault(error.field, line.cells.get(error.field, ""), error)


def _scores(barrier: Barrier, values: Mapping[str, Value]) -> ScoresDraft:
    """What the scores of *barrier* would be."""

    def number(name: str) -> int | None:
        value = values.get(name, getattr(barrier, name))
        return value if isinstance(value, int) else None

    def text(name: str) -> str:
        return str(values.get(name, getattr(barrier, name)) or "")

    scores = {name: Score(value=number(name), reason=text(f"{name}_reason")) for name in SCORES}
    return ScoresDraft(
        severity=scores["severity"],
        reach=scores["reach"],
        resolvability=scores["resolvability"],
        horizon_year=number("horizon_year"),
        horizon_reason=text("horizon_reason"),
    )


def _without_doubles(rows: Iterable[RowPlan], reader: _Reader) -> Iterator[RowPlan]:
    """Fault every row that is about the same barrier as one before it."""
    seen: dict[str, int] = {}
    for row in rows:
        identity = row.code or row.external_id
        first = seen.setdefault(identity, row.number) if identity else row.number
        if first == row.number:
            yield row
            continue
        key = CODE.key if row.code else EXTERNAL_ID.key
        key = key if key in reader.names else TITLE.key
        error = Invalid(key, "Row %(row)s is about the same barrier.", row=first)
        fault = reader.fault(key, row.code or row.title, error)
        yield replace(row, outcome=Outcome.FAULTY, faults=(*row.faults, fault))


@cache
def _empty() -> Barrier:
    """What a barrier holds that is still to be begun; it belongs to no session."""
    barrier = Barrier(code="")
    for attribute in Barrier.__mapper__.column_attrs:
        default = getattr(attribute.columns[0].default, "arg", None)
        if isinstance(default, str):
            setattr(barrier, attribute.key, default)
    for relation in Barrier.__mapper__.relationships:
        setattr(barrier, relation.key, [] if relation.uselist else None)
    return barrier
