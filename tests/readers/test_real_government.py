"""The Government's documents as they really are, on 29 January 2026.

The archive is no part of the project: it is looked for where KB_GOVERNMENT says, else in
``shared/data`` beside the checkout.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kb.citations.keys import is_key
from kb.citations.names import ActNames
from kb.citations.naming import keys_by
from kb.readers.documents import DocumentFile
from kb.readers.government import government_state, read_government
from kb.words import DocumentKind

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("KB_GOVERNMENT", ROOT.parent / "shared" / "data"))
ARCHIVE = FOLDER / "government-2026-01-29.tar.xz"

pytestmark = pytest.mark.real
if not ARCHIVE.is_file():
    pytest.skip("The archive of the Government's documents is not here.", allow_module_level=True)


@pytest.fixture(scope="module")
def seen():
    return Counter()


@pytest.fixture(scope="module")
def documents(seen):
    return list(read_government(ARCHIVE, keys_by(ActNames([])), date(2026, 1, 29), seen))


def of(documents, kind):
    return [document for document in documents if document.kind is kind]


def test_every_row_and_page_is_read(documents, seen):
    assert all(isinstance(document, DocumentFile) for document in documents)
    # 15 treaties stand among the reports, one among the memoranda.
    assert seen == {"SÖ": 16}
    assert Counter(document.kind for document in documents) == {
        DocumentKind.REPORT: 3141 - 15,
        DocumentKind.MEMO: 2686 - 1,
        DocumentKind.DIRECTIVE: 2393,
        DocumentKind.COUNCIL_DRAFT: 2680,
        DocumentKind.BILL: 4188,
        DocumentKind.CONSULTATION: 3121,
    }
    assert len({document.external_id for document in documents}) == len(documents)
    assert government_state(ARCHIVE) == "2026-01-29"


def test_every_key_is_one_and_nearly_all_numbers_are_read(documents):
    keys = [named.key for document in documents for named in document.named]
    keys += [document.key for document in documents if document.key]

    assert [key for key in keys if not is_key(key)] == []
    for kind, least in (
        (DocumentKind.REPORT, 3110),
        (DocumentKind.DIRECTIVE, 2367),
        (DocumentKind.MEMO, 1434),
        (DocumentKind.BILL, 4155),
    ):
        assert sum(document.key is not None for document in of(documents, kind)) >= least


def test_every_consultation_of_2025_that_states_a_deadline_has_it(documents):
    pages = [
        document
        for document in of(documents, DocumentKind.CONSULTATION)
        if document.dated_on.startswith("2025")
    ]

    assert len(pages) == 388
    assert sum(page.deadline_on is not None for page in pages) == 324


def test_columns_are_wide_enough_for_everything(documents):
    assert max(len(document.external_id) for document in documents) <= 300
    assert max(len(document.diary_number) for document in documents) <= 60
    assert all("Diarienummer" not in document.title for document in documents)
