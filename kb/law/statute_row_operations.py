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


def add_register(session: Session, statute: Statute, file: StatuteFile, intake: Intake) -> None:
    """Add the lines of the register that are new, and change those whose note or day is another.

    A line that *file* no longer has stays. The lines of a first register count as seen when the act
    was: they are no news.
    """
    known = _known_lines(session, statute)
    is_first = not known
    position = max((line.position for lines in known.values() for line in lines), default=-1)
    added: list[tuple[AmendmentRow, int]] = []
    for row in file.register:
        lines = known.get(row.number)
        if lines:
            is_changed = _change_line(session, statute, lines.popleft(), row)
            intake.counts.add("amendments_changed", is_changed)
        else:
            position += 1
            added.append((row, position))
    seen_at = statute.first_seen_at if is_first else intake.moment
    _insert_lines(session, statute, added, intake.counts, seen_at)


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
    changed: dict[str, StatutePart] = {}
    for before in old:
        is_section = before.kind is PartKind.SECTION and bool(before.text)
        is_same = _bare(before.text) in now_said[before.fragment]
        if is_section and not is_same and before.fragment not in kept:
            changed.setdefault(before.fragment, before)
    session.add_all(
        EarlierWording(
            statute_id=statute.id,
            fragment=part.fragment,
            text=part.text,
            amended_by=part.amended_by,
            until_on=until,
        )
        for part in changed.values()
    )
    return len(changed)


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


def _change_line(session: Session, statute: Statute, line: Amendment, row: AmendmentRow) -> bool:
    """Bring *line* up to *row*; what *row* leaves out stays. Tells whether anything changed."""
    before = (line.title, line.in_force_on, line.note)
    line.title = row.title or line.title
    line.in_force_on = row.in_force_on or line.in_force_on
    if row.note and row.note != line.note:
        note = read_note(row.note)
        line.note, line.unread = row.note, note.unread
        line.touches = []
        session.flush()
        line.touches = [AmendedProvision(**values) for values in _touches(note)]
        _note_repeal(statute, row, note)
    return before != (line.title, line.in_force_on, line.note)


def _insert_lines(
    session: Session,
    statute: Statute,
    added: Sequence[tuple[AmendmentRow, int]],
    counts: ImportCounts,
    seen_at: datetime,
) -> None:
    if not added:
        return
    rows, touched = [], []
    for row, position in added:
        note = read_note(row.note)
        if note.unread:
            counts.not_understood(statute.key, row, note)
        touched.append(_touches(note))
        _note_repeal(statute, row, note)
        rows.append(
            {
                "statute_id": statute.id,
                "position": position,
                "number": row.number,
                "title": row.title,
                "in_force_on": row.in_force_on,
                "note": row.note,
                "unread": note.unread,
                "first_seen_at": seen_at,
            }
        )
    counts.add("amendments", len(rows))
    counts.add("notes", sum(bool(row.note) for row, _ in added))
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


def _note_repeal(statute: Statute, row: AmendmentRow, note: ReadNote) -> None:
    """Say when and by what act the whole statute is repealed, if *row* is the line that does it."""
    if any(touch.verb is AmendmentVerb.REPEALED and not touch.fragment for touch in note.touches):
        statute.repealed_by, statute.repealed_on = row.number, row.in_force_on
