"""Taking documents in: once, in any order of states, and nothing is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kb.documents.import_operations import DocumentSource, import_documents
from kb.errors import Forbidden
from kb.models import Document, ImportBatch, NamedSource, Revision
from kb.readers.documents import FailedDocument
from kb.security.actor import ANONYMOUS
from tests.documents.papers import BILL, CHAIN, CONSULTATION, REPORT, take_in


def one(database, file):
    with database.reading() as session:
        return session.scalars(
            select(Document).where(Document.external_id == file.external_id)
        ).one()


def test_the_same_source_twice_changes_nothing(database):
    first = take_in(database, *CHAIN)
    second = take_in(database, *CHAIN)

    assert first["counts"]["new"] == len(CHAIN)
    assert second["counts"]["unchanged"] == len(CHAIN)
    assert "new" not in second["counts"]
    assert "changed" not in second["counts"]


def test_what_a_newer_source_says_is_taken_over(database):
    take_in(database, CONSULTATION)

    take_in(database, replace(CONSULTATION, deadline_on="2021-09-10"), state_on="2026-02-10")

    found = one(database, CONSULTATION)
    assert (found.deadline_on, found.seen_on) == ("2021-09-10", "2026-02-10")


def test_an_older_source_overwrites_nothing(database):
    take_in(database, CONSULTATION)

    report = take_in(
        database, replace(CONSULTATION, deadline_on="2021-05-01"), state_on="2025-01-01"
    )

    assert report["counts"]["older"] == 1
    assert one(database, CONSULTATION).deadline_on == "2021-08-25"


def test_a_document_that_a_source_lacks_this_time_stays(database):
    take_in(database, REPORT, BILL)

    take_in(database, BILL, state_on="2026-03-01")

    assert one(database, REPORT).seen_on == "2026-01-29"


def test_a_document_that_cannot_be_read_is_told_and_deletes_nothing(database):
    take_in(database, REPORT)

    report = take_in(database, FailedDocument("/a/page", "It has no title."), BILL)

    assert report["failures"] == [["/a/page", "It has no title."]]
    assert one(database, REPORT).key == "sou/2021:16"


def test_what_a_document_names_is_replaced_with_it(database):
    take_in(database, BILL, CONSULTATION)

    take_in(database, replace(BILL, named=()), state_on="2026-02-10")

    with database.reading() as session:
        assert session.scalars(select(NamedSource.key)).all() == ["sou/2021:16"]


def test_an_import_is_one_line_of_the_history(database):
    take_in(database, *CHAIN)

    with database.reading() as session:
        assert session.scalar(select(func.count(Revision.id))) == 1
        assert session.scalars(select(ImportBatch)).one().finished_at is not None


def test_only_those_who_may_take_sources_in_do(database):
    source = DocumentSource(source="government", file_name="x", state_on="2026-01-29", rows=())

    with pytest.raises(Forbidden):
        import_documents(database.writing, ANONYMOUS, source)
