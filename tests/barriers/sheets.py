"""Sheets of barriers for tests."""

from sqlalchemy import func, select

from kb.barriers.edit_drafts import ReportDraft
from kb.barriers.edit_operations import begin_barrier
from kb.barriers.import_plans import Upload
from kb.barriers.import_run_operations import check_sheet, run_import
from kb.barriers.sheet_columns import check_mapping, header_row
from kb.barriers.sheet_queries import get_lists, iterate_written
from kb.models import Revision
from kb.readers.sheet_writing import csv_bytes
from kb.readers.spreadsheets import read_sheet
from kb.security.actor import SYSTEM
from kb.words import Language
from tests.makers import make_act, make_terms

TERMS = (
    ("kind", "outsourcing"),
    ("kind", "formality"),
    ("sector", "school"),
    ("sector", "all"),
    ("root-cause", "secrecy"),
    ("remedy", "riksdag"),
    ("remedy", "eu"),
)
#: A sheet as somebody might keep it, with a Swedish header.
SHEET = (
    "Eget id;Arbetstitel;Vad som händer;Slag av hinder;Lagrum;Hur vi fick veta;När det kom in\n"
    "A1;Nytt hinder;Det går inte.;formality; 26 kap. 1 § OSL;En medlem berättade;2026-02-28\n"
    "A2;Ett till;;outsourcing; OSL;;\n"
)


def make_ground(session) -> None:
    """The vocabularies and the act that the sheets of the tests name."""
    make_terms(session, *TERMS)
    make_act(session)
    session.flush()


def upload(text, name="lista.csv", source="lista") -> Upload:
    """A sheet that came in as CSV text or as bytes."""
    data = text.encode() if isinstance(text, str) else text
    return Upload(sheet=read_sheet(data, name), file_name=name, source=source)


def plan(session, text, actor=SYSTEM, pairs=(), **details):
    """What a sheet would do."""
    came = upload(text, **details)
    mapping = check_mapping(came.sheet.header, pairs)
    return check_sheet(session, actor, came, mapping, get_lists(session, Language.EN))


def take_in(session, text, actor=SYSTEM, **details):
    """Import a sheet; returns the batch."""
    batch = run_import(session, actor, plan(session, text, actor, **details))
    session.flush()
    session.expunge_all()
    return batch


def exported(session, language=Language.SV, actor=SYSTEM, **filters) -> str:
    """What the barriers look like as CSV."""
    lists = get_lists(session, language, "https://hinder.example")
    rows = iterate_written(session, actor, filters, lists)
    return b"".join(csv_bytes(header_row(lists), rows, bom=False)).decode()


def log_barrier(session, actor=SYSTEM, **changes):
    """A draft, logged by *actor*."""
    changes.setdefault("working_title", "Ett hinder")
    return begin_barrier(session, actor, ReportDraft(**changes))


def count_revisions(session) -> int:
    """How many changes the history tells of, the importing itself left out."""
    statement = select(func.count()).select_from(Revision).where(Revision.kind == "barrier")
    return session.scalar(statement)
