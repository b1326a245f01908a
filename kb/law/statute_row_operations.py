"""The rows of one statute: its head, its parts with their earlier wordings, its register."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, selectinload

from kb.citations.keys import sort_key
from kb.models import AmendedProvision, Amendment, EarlierWording, Statute, StatutePart
from kb.readers.amendment_notes import ReadNote, read_note
from kb.readers.statutes import AmendmentRow, PartRow, StatuteFile
from kb.text.sorting import swedish_order
from kb.words import AmendmentVerb, PartKind

#: Most failed files, and notes that were not understood, whose words stand in a report.
MOST_TOLD = 500
_HEAD = (
    "department",
    "issued_on",
    "in_force_on",
    "expires_on",
    "preparatory",
    "pdf_url",
)


@dataclass
class ImportCounts:
    """What an import has come to so far."""

    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    #: File and reason.
    failures: list[tuple[str, str]] = field(default_factory=list)
    #: Statute, amending act, the note, and what of it was not understood.
    unread: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        """Count *number* more of *name*."""
        self.numbers[name] += number

    def fail(self, path: str, reason: str) -> None:
        """Count a file that could not be read."""
        self.add("failed")
        if len(self.failures) < MOST_TOLD:
            self.failures.append((path, reason))

    def not_understood(self, key: str, row: AmendmentRow, note: ReadNote) -> None:
        """Count a note of which something was not understood."""
        self.add("notes_unread")
        if len(self.unread) < MOST_TOLD:
            self.unread.append((key, row.number, row.note, note.unread))

    def as_data(self) -> dict[str, Any]:
        """Everything as plain data, for the report of the batch."""
        return {
            "counts": dict(self.numbers),
            "failures": [list(failure) for failure in self.failures],
            "unread": [list(row) for row in self.unread],
        }


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One import: its batch, the day whose law it holds, when it began, and what it has come to."""

    batch_id: int
    state_on: str
    moment: datetime
    counts: ImportCounts = field(default_factory=ImportCounts)


def new_statute(file: StatuteFile, intake: Intake) -> Statute:
    """Make the statute that *file* is about; its parts and its register are still to come."""
    statute = Statute(
        key=file.key,
        number=file.number,
        sort_key=sort_key(file.key),
        seen_on=intake.state_on,
        first_seen_at=intake.moment,
        digest=file.digest,
        import_batch_id=intake.batch_id,
        has_text=False,
        repealed_by="",
    )
    fill_statute(statute, file)
    return statute


def fill_statute(statute: Statute, file: StatuteFile) -> None:
    """Set what *file* says of the act as a whole; what it leaves out stays as it was."""
    statute.title = file.title
    statute.title_key = swedish_order(file.title)
    for name in _HEAD:
        value = getattr(file, name)
        if value:
            setattr(statute, name, value)
        elif getattr(statute, name) is None and name in ("department", "preparatory", "pdf_url"):
            setattr(statute, name, "")
    statute.raw = file.raw


def fill_gaps(statute: Statute, file: StatuteFile) -> bool:
    """Set what *file*, an older one, says of the act and nothing newer has; tells if there was."""
    lacking = [name for name in _HEAD if getattr(file, name) and not getattr(statute, name)]
    for name in lacking:
        setattr(statute, name, getattr(file, name))
    return bool(lacking)


def put_text(session: Session, statute: Statute, file: StatuteFile, intake: Intake) -> None:
    """Put the text of *file* in the place of what is kept; a wording that differs is kept beside.

    White space alone is no difference.
    """
    if statute.has_text:
        old = session.scalars(select(StatutePart).where(StatutePart.statute_id == statute.id)).all()
        intake.counts.add("wordings", _keep_earlier(session, statute, old, file.parts))
        session.execute(delete(StatutePart).where(StatutePart.statute_id == statute.id))
    rows = [
        {
            "statute_id": statute.id,
            "position": position,
            "kind": part.kind,
            "fragment": part.fragment,
            "heading": part.heading,
            "text": part.text,
            "amended_by": part.amended_by,
        }
        for position, part in enumerate(file.parts)
    ]
    session.execute(insert(StatutePart), rows)
    statute.has_text = True
    statute.text_on = intake.state_on
    intake.counts.add("texts")
    intake.counts.add("sections", sum(part.kind is PartKind.SECTION for part in file.parts))


def add_register(
    session: Session, statute: Statute, file: StatuteFile, intake: Intake, known_on: str | None
) -> bool:
    """Add the lines of the register that are new, and change those whose note or day is another.

    A line that *file* no longer has stays, and an older register than the one that is kept only
    fills in what a line lacks. Lines of a first register, and those that an older one adds, are the
    past of the act and count as seen when the act was; those that take effect after *known_on*, the
    state of the newest source before, are news all the same. Tells whether anything changed.
    """
    known = _known_lines(session, statute)
    is_older = statute.register_on is not None and intake.state_on < statute.register_on
    is_past = is_older or not known
    position = max((line.position for lines in known.values() for line in lines), default=-1)
    added: list[_NewLine] = []
    changed = 0
    for row in file.register:
        lines = known.get(row.number)
        is_late = known_on is not None and _is_after(row.number, row.in_force_on, known_on)
        if lines:
            change = _LineChange(row, intake.moment if is_late else None, is_older)
            changed += _change_line(session, statute, lines.popleft(), change)
        else:
            position += 1
            is_news = is_late or not is_past
            seen_at = intake.moment if is_news else statute.first_seen_at
            added.append(_NewLine(row, position, seen_at))
    intake.counts.add("amendments_changed", changed)
    _insert_lines(session, statute, added, intake.counts)
    return bool(added or changed)


def _keep_earlier(
    session: Session, statute: Statute, old: Sequence[StatutePart], new: Sequence[PartRow]
) -> int:
    """Keep what sections said that say something else now, or are gone; gives how many."""
    now_said = defaultdict(set)
    for part in new:
        now_said[part.fragment].add(_bare(part.text))
    until = statute.text_on or statute.seen_on
    kept = set(
        session.scalars(
            select(EarlierWording.fragment).where(
                EarlierWording.statute_id == statute.id, EarlierWording.until_on == until
            )
        )
    )
    changed: dict[str, tuple[str, str]] = {}
    for before in old:
        is_section = before.kind is PartKind.SECTION and bool(before.text)
        is_same = _bare(before.text) in now_said[before.fragment]
        if is_section and not is_same:
            changed.setdefault(before.fragment, (before.text, before.amended_by))
    for fragment in _list_come(session, statute, old, new, until):
        changed.setdefault(fragment, ("", ""))
    session.add_all(
        EarlierWording(
            statute_id=statute.id,
            fragment=fragment,
            text=text,
            amended_by=amended_by,
            until_on=until,
        )
        for fragment, (text, amended_by) in changed.items()
        if fragment not in kept
    )
    return sum(bool(text) for fragment, (text, _) in changed.items() if fragment not in kept)


def _list_come(
    session: Session,
    statute: Statute,
    old: Sequence[StatutePart],
    new: Sequence[PartRow],
    until: str,
) -> list[str]:
    """Sections whose words come now, from an amending act later than the text that lacked them.

    The source leaves a section out while two wordings of it are announced, so one that comes back
    may say something else than it did.
    """
    had = {part.fragment for part in old if part.text}
    come = [
        part
        for part in new
        if part.kind is PartKind.SECTION and part.amended_by and part.fragment not in had
    ]
    if not come:
        return []
    days = dict(
        session.execute(
            select(Amendment.number, Amendment.in_force_on).where(
                Amendment.statute_id == statute.id,
                Amendment.number.in_({part.amended_by for part in come}),
            )
        ).all()
    )
    return [
        part.fragment
        for part in come
        if _is_after(part.amended_by, days.get(part.amended_by), until)
    ]


def _bare(text: str) -> str:
    return " ".join(text.split())


def _known_lines(session: Session, statute: Statute) -> dict[str, deque[Amendment]]:
    """The lines that are kept, by the number of the amending act, which may stand on several."""
    known: dict[str, deque[Amendment]] = defaultdict(deque)
    if statute.register_on is None:
        return known
    lines = session.scalars(
        select(Amendment)
        .where(Amendment.statute_id == statute.id)
        .options(selectinload(Amendment.touches))
        .order_by(Amendment.position)
    )
    for line in lines:
        known[line.number].append(line)
    return known


@dataclass(frozen=True)
class _NewLine:
    """A line that is not kept yet, its place in the register, and when it counts as seen."""

    row: AmendmentRow
    position: int
    seen_at: datetime


@dataclass(frozen=True)
class _LineChange:
    """What a register says of a line that is kept."""

    row: AmendmentRow
    #: When it counts as seen if it only now tells what it touches; None for the past of the act.
    seen_at: datetime | None
    #: Whether the register is older than the one that is kept.
    is_older: bool

    def choose(self, kept: str | None, new: str | None) -> str | None:
        """The newer of two values; where that is empty, the other."""
        return kept or new if self.is_older else new or kept


def _is_after(number: str, in_force_on: str | None, day: str) -> bool:
    """Whether the amending act takes effect after *day*; of one without a day, by its year."""
    if in_force_on is None:
        return number[:4] >= day[:4]
    return in_force_on > day[: len(in_force_on)]


def _change_line(session: Session, statute: Statute, line: Amendment, change: _LineChange) -> bool:
    """Bring *line* up to *change*; what is left out stays. Tells whether anything changed."""
    before = (line.title, line.in_force_on, line.note)
    row, note_before = change.row, line.note
    line.title = change.choose(line.title, row.title) or ""
    line.in_force_on = change.choose(line.in_force_on, row.in_force_on)
    line.note = change.choose(line.note, row.note) or ""
    if line.note != note_before:
        _read_again(session, line, change.seen_at)
    after = (line.title, line.in_force_on, line.note)
    if after != before:
        _note_repeal(statute, line.number, line.in_force_on, read_note(line.note))
    return after != before


def _read_again(session: Session, line: Amendment, seen_at: datetime | None) -> None:
    """Read the note of *line*, which is another than before."""
    note = read_note(line.note)
    line.unread = note.unread
    if not line.touches and note.touches and seen_at is not None:
        line.first_seen_at = seen_at
    # The old rows go first: the new ones bear the same keys.
    line.touches = []
    session.flush()
    line.touches = [AmendedProvision(**values) for values in _touches(note)]


def _insert_lines(
    session: Session, statute: Statute, added: Sequence[_NewLine], counts: ImportCounts
) -> None:
    if not added:
        return
    rows, touched = [], []
    for line in added:
        row, note = line.row, read_note(line.row.note)
        if note.unread:
            counts.not_understood(statute.key, row, note)
        touched.append(_touches(note))
        _note_repeal(statute, row.number, row.in_force_on, note)
        rows.append(
            {
                "statute_id": statute.id,
                "position": line.position,
                "number": row.number,
                "title": row.title,
                "in_force_on": row.in_force_on,
                "note": row.note,
                "unread": note.unread,
                "first_seen_at": line.seen_at,
            }
        )
    counts.add("amendments", len(rows))
    counts.add("notes", sum(bool(line.row.note) for line in added))
    ids = session.scalars(
        insert(Amendment).returning(Amendment.id, sort_by_parameter_order=True), rows
    ).all()
    touches = [
        {"amendment_id": amendment_id, **values}
        for amendment_id, each in zip(ids, touched, strict=True)
        for values in each
    ]
    if touches:
        session.execute(insert(AmendedProvision), touches)


def _touches(note: ReadNote) -> list[dict[str, Any]]:
    """The columns of what *note* touches, each part and verb once."""
    return [
        {
            "position": position,
            "fragment": touch.fragment,
            "verb": touch.verb,
            "becomes": touch.becomes,
        }
        for position, touch in enumerate(dict.fromkeys(note.touches))
    ]


def _note_repeal(statute: Statute, number: str, in_force_on: str | None, note: ReadNote) -> None:
    """Say when and by what act the whole statute is repealed, where *note* says that it is."""
    if any(touch.verb is AmendmentVerb.REPEALED and not touch.fragment for touch in note.touches):
        statute.repealed_by, statute.repealed_on = number, in_force_on
