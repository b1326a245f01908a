"""The statute book as it really is, in its two states of the summer of 2025.

The archives are no part of the project: they are looked for where KB_STATUTES says, else in
``shared/data`` beside the checkout.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kb.db.engine import Database, open_database
from kb.db.session import session_scope
from kb.law.statute_operations import StatuteSource, import_statutes
from kb.law.statute_queries import count_statutes, find_statute, list_amendments, list_wordings
from kb.models import Amendment, EarlierWording, ImportBatch, Statute, StatutePart
from kb.readers.archives import state_of
from kb.readers.statute_archives import read_statutes
from kb.security.actor import SYSTEM
from kb.words import AmendmentVerb, FindingKind, PartKind, WorkState
from kb.work.watch_operations import watch_law
from tests.makers import cites, make_barrier

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("KB_STATUTES", ROOT.parent / "shared" / "data"))
FIRST_ON, SECOND_ON = "2025-06-30", "2025-09-01"
FIRST, SECOND = FOLDER / "sfs-2025-06-30.tar.xz", FOLDER / "sfs-2025-09-01.tar.xz"

pytestmark = pytest.mark.real
if not (FIRST.is_file() and SECOND.is_file()):
    pytest.skip("The archives of statutes are not here.", allow_module_level=True)

#: Number → in force, last day, state of the text, state of the register, sections, lines, notes.
BY_HAND = {
    "2017:725": ("2018-01-01", None, SECOND_ON, FIRST_ON, 330, 10, 10),
    "2017:900": ("2018-07-01", None, SECOND_ON, FIRST_ON, 49, 2, 2),
    "2008:355": ("2008-07-01", None, SECOND_ON, FIRST_ON, 68, 24, 24),
    "2022:913": ("2023-01-01", None, SECOND_ON, None, 21, 0, 0),
    "1974:152": (None, None, SECOND_ON, SECOND_ON, 196, 47, 47),
    "2009:400": (None, None, None, SECOND_ON, 0, 370, 370),
    "2025:400": (None, None, None, None, 0, 0, 0),
    "2024:921": ("2025-01-01", None, None, SECOND_ON, 0, 1, 1),
}

#: What a barrier cites → what the second archive tells of it: kind, amending act, day.
MOVED = {
    # New in the register of the second archive.
    "sfs/2024:921#P1": (FindingKind.REPEALED, "sfs/2025:110", "2025-07-01"),
    "sfs/2024:925": (FindingKind.REPEALED, "sfs/2025:112", "2025-07-01"),
    # The section comes with the words of an act that the register dates.
    "sfs/1949:381#K6P13a": (FindingKind.AMENDED, "sfs/2025:402", "2025-07-01"),
    # The same, of an act whose register nobody has.
    "sfs/2022:913#K1P3": (FindingKind.AMENDED, "sfs/2025:460", None),
}
#: Beside those, in the same acts or next to them.
UNMOVED = (
    "sfs/1949:381#K6P13",
    "sfs/1949:381#K6P15",
    "sfs/2022:913#K1P2",
    "sfs/2022:913#K2P3",
    "sfs/2024:923#P1",
    "sfs/2017:725#K6P37",
    "sfs/2009:400#K26P1",
)


@dataclass(frozen=True)
class Book:
    """Both archives, taken in one after the other, and what that came to."""

    database: Database
    batches: list[ImportBatch]
    #: Provision → findings of the one barrier that cites it, made between the archives.
    findings: dict[str, list[tuple[FindingKind, str, str | None]]]


def take(database, path) -> ImportBatch:
    source = StatuteSource(file_name=path.name, state_on=state_of(path), rows=read_statutes(path))
    return import_statutes(database.writing, SYSTEM, source)


@pytest.fixture(scope="module")
def book(tmp_path_factory, sqlite_template):
    """The real book, with a barrier for each provision of interest."""
    path = tmp_path_factory.mktemp("book") / "book.db"
    shutil.copy(sqlite_template, path)
    database = open_database(f"sqlite:///{path}")
    batches = [take(database, FIRST)]
    with session_scope(database.writing) as session:
        barriers = {}
        for key in (*MOVED, *UNMOVED):
            barrier = make_barrier(session, citations=(cites(key),))
            barrier.work_state = WorkState.IN_PROGRESS
            session.flush()
            barriers[barrier.id] = key
    with session_scope(database.writing) as session:
        watch_law(session, SYSTEM)
    batches.append(take(database, SECOND))
    findings = {key: [] for key in barriers.values()}
    with session_scope(database.writing) as session:
        for finding in watch_law(session, SYSTEM):
            told = (finding.kind, finding.cause, finding.happens_on)
            findings[barriers[finding.barrier_id]].append(told)
    yield Book(database, batches, findings)
    database.engine.dispose()


@pytest.fixture
def session(book):
    with book.database.reading() as session:
        yield session


def test_every_act_is_taken_in_and_no_file_fails(book, session):
    assert count_statutes(session) == 8318
    assert [batch.report["failures"] for batch in book.batches] == [[], []]
    assert [batch.report["counts"]["files"] for batch in book.batches] == [8240, 8318]
    assert book.batches[1].report["counts"]["new"] == 78


def test_of_all_notes_97_in_a_hundred_are_wholly_understood(session):
    notes = session.scalar(select(func.count()).where(Amendment.note != ""))
    unread = session.scalar(select(func.count()).where(Amendment.unread != ""))

    assert notes > 48_000
    assert unread / notes < 0.03


@pytest.mark.parametrize("number", BY_HAND)
def test_acts_that_were_counted_by_hand_are_right(session, number):
    statute = find_statute(session, f"sfs/{number}")

    sections = session.scalar(
        select(func.count()).where(
            StatutePart.statute_id == statute.id, StatutePart.kind == PartKind.SECTION
        )
    )
    lines = list_amendments(session, statute)
    notes = sum(bool(line.note) for line in lines)
    found = (statute.in_force_on, statute.expires_on, statute.text_on, statute.register_on)
    assert (*found, sections, len(lines), notes) == BY_HAND[number]


def test_section_37_of_the_local_government_act_has_its_words_and_its_amendment(session):
    statute = find_statute(session, "sfs/2017:725")

    (wording,) = list_wordings(session, statute, "K6P37")
    (line,) = list_amendments(session, statute, "K6P37")
    assert "automatiserad beslutsfunktion" in wording.text
    assert wording.amended_by == line.number == "2022:638"
    assert (line.in_force_on, line.is_understood) == ("2022-07-01", True)
    assert dict(line.touches)["K6P37"] is AmendmentVerb.CHANGED


def test_an_act_with_a_page_in_its_number_has_a_key_of_its_own(session):
    statute = find_statute(session, "sfs/1827:60s1007")

    assert statute.number == "1827:60 s.1007"


def test_no_text_of_a_section_was_lost_between_the_archives(session):
    lost = select(func.count()).where(EarlierWording.text != "")

    assert session.scalar(lost) == 0


@pytest.mark.parametrize("key", MOVED)
def test_a_barrier_whose_provision_has_moved_gets_exactly_one_task(book, key):
    assert book.findings[key] == [MOVED[key]]


@pytest.mark.parametrize("key", UNMOVED)
def test_a_barrier_beside_it_gets_none(book, key):
    assert book.findings[key] == []


def test_the_second_archive_again_changes_nothing(book):
    def everything(session):
        rows = session.execute(
            select(
                func.count(Statute.id),
                func.max(Statute.id),
                func.max(Statute.import_batch_id),
                func.min(Statute.seen_on),
            )
        ).one()
        parts = session.execute(select(func.count(StatutePart.id), func.max(StatutePart.id))).one()
        lines = session.execute(select(func.count(Amendment.id), func.max(Amendment.id))).one()
        return [*rows, *parts, *lines]

    with book.database.reading() as session:
        before = everything(session)

    batch = take(book.database, SECOND)

    assert dict(batch.report["counts"]) == {"files": 8318, "unchanged": 8318}
    with book.database.reading() as session:
        assert everything(session) == before
    with session_scope(book.database.writing) as session:
        assert watch_law(session, SYSTEM) == []
