"""The Riksdag's documents taken in: joined by their references, and never made poorer."""

import pytest
from sqlalchemy import select

from kb.db.session import session_scope
from kb.documents.import_operations import DocumentSource, import_documents
from kb.documents.tie_operations import tie_documents
from kb.models import Document, DocumentTie
from kb.security.actor import SYSTEM
from tests.readers.riksdag_files import CHAIN_B, CHAIN_C, answer_of, read


def take_in(database, name, state_on="2026-01-29"):
    """Import one answer and return the counts."""
    source = DocumentSource(
        source="riksdag", file_name=name, state_on=state_on, rows=read(answer_of(name))
    )
    return import_documents(database.writing, SYSTEM, source).report["counts"]


def report_known(database):
    with database.reading() as session:
        report = session.scalars(select(Document).where(Document.key == "bet/2024/25:JuU9")).one()
        return report.digest, report.seen_on


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            CHAIN_B,
            {
                ("prop/2021/22:125", "bet/2021/22:KU36"),
                ("prop/2021/22:125", "sfs/2022:638"),
                ("bet/2021/22:KU36", "sfs/2022:638"),
            },
        ),
        (
            CHAIN_C,
            {
                ("prop/2024/25:65", "bet/2024/25:JuU9"),
                ("bet/2024/25:JuU9", "rskr/2024/25:148"),
                ("bet/2024/25:JuU9", "sfs/2025:170"),
                ("rskr/2024/25:148", "sfs/2025:170"),
                ("prop/2024/25:65", "sfs/2025:170"),
            },
        ),
    ],
)
def test_references_join_bill_report_decision_and_statute(database, names, expected):
    for name in names:
        take_in(database, name)

    with session_scope(database.writing) as session:
        tie_documents(session, SYSTEM)
        keys = {each.id: each.key for each in session.scalars(select(Document))}
        ties = session.scalars(select(DocumentTie)).all()
        found = {(keys[tie.earlier_id], keys[tie.later_id]) for tie in ties}

    assert found == expected


def test_a_later_list_takes_nothing_from_a_document_known_in_full(database):
    take_in(database, "dokumentstatus-HC01JuU9")
    before = report_known(database)

    counts = take_in(database, "dokumentlista-2024-25", "2026-02-10")

    assert (counts["new"], counts["unchanged"]) == (3, 1)
    assert report_known(database) == (before[0], "2026-02-10")


def test_a_document_in_full_adds_to_what_a_newer_list_told(database):
    take_in(database, "dokumentlista-2024-25", "2026-02-10")

    first = take_in(database, "dokumentstatus-HC01JuU9", "2025-01-01")
    second = take_in(database, "dokumentstatus-HC01JuU9", "2025-01-01")

    assert (first["changed"], second["older"]) == (1, 1)
    assert report_known(database)[1] == "2026-02-10"
