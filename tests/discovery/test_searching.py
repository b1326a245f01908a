"""Search over the real catalogue: readers find the right record first."""

import pytest

from kb.app import open_index
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.discovery.searching import find
from kb.models import Barrier
from kb.publication.operations import withdraw
from kb.records.queries import find_record
from kb.search.engine import Query
from kb.security.actor import SYSTEM


@pytest.fixture(scope="module")
def ask(library):
    """Asks the public index of the catalogue; gives the whole answer."""
    engine = open_index(library, "public")
    database = open_database(library.database)

    def ask(text, language="sv", **rest):
        with database.reading() as session:
            return find(session, engine, Query(text=text, language=language, **rest))

    yield ask
    engine.close()
    database.engine.dispose()


#: What people type, and the record that they mean.
JUDGED = {
    "sekretess mellan nämnder": "H-2026-008",
    "sekretess mellan nämnder i samma kommun": "H-2026-008",
    "nämndsekretess": "H-2026-008",
    "automatiserade beslut nämnd": "H-2026-001",
    "ekonomiskt bistånd automatiserat beslut": "H-2026-003",
    "sekretess mellan myndigheter": "H-2026-006",
    "sammanhållen vårddokumentation": "H-2026-010",
    "it-drift leverantör": "H-2026-035",
    "e-legitimation": "H-2026-038",
    "egenhändig underskrift": "H-2026-041",
    "arkivlagen gallring": "H-2026-042",
    "lämna uppgifter till polisen": "H-2026-025",
}
JUDGED_ENGLISH = {
    "secrecy between committees": "H-2026-008",
    "committee let a system decide": "H-2026-001",
    "handwritten signature": "H-2026-041",
    "outsourcing": "H-2026-035",
}


def barriers(answer):
    return [entry.code for entry in answer.entries if entry.kind == "barrier"]


@pytest.mark.parametrize(("text", "code"), JUDGED.items())
def test_the_barrier_that_is_meant_is_the_first_barrier(ask, text, code):
    assert barriers(ask(text))[0] == code


@pytest.mark.parametrize(("text", "code"), JUDGED_ENGLISH.items())
def test_english_words_find_the_barrier_that_is_meant(ask, text, code):
    assert barriers(ask(text, "en"))[0] == code


@pytest.mark.parametrize("text", ["H-2026-010", "h-2026-010"])
def test_a_code_gives_its_record_as_the_direct_answer(ask, text):
    assert ask(text).direct.code == "H-2026-010"


@pytest.mark.parametrize(
    "text",
    ["26 kap. 1 § OSL", "OSL 26:1", "26 kap 1§ offentlighets- och sekretesslagen (2009:400)"],
)
def test_every_way_to_write_a_provision_gives_the_provision(ask, text):
    assert ask(text).direct.code == "sfs/2009:400#K26P1"


def test_a_law_number_gives_the_law(ask):
    assert ask("2017:725").direct.code == "sfs/2017:725"


def test_a_bill_gives_the_matter_it_belongs_to(ask):
    assert "L-2026-002" in [entry.code for entry in ask("prop. 2021/22:125").entries]


def test_the_words_that_were_found_are_marked_in_the_extract(ask):
    entry = ask("sekretess nämnder").entries[0]

    marked = {piece.text.lower() for piece in entry.extract if piece.is_hit}

    assert any(word.startswith("sekretess") for word in marked)


def test_facets_narrow_and_their_counts_hold(ask):
    whole = ask("sekretess")
    count = whole.facets["state"]["open"]

    narrowed = ask("sekretess", filters={"state": ("open",)})

    assert narrowed.total == count
    assert {entry.state for entry in narrowed.entries} == {"open"}


def test_a_record_withdrawn_a_moment_ago_is_left_out_though_the_index_still_has_it(own_library):
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        withdraw(session, SYSTEM, find_record(session, Barrier, "H-2026-008"), reason="mistake")

    with database.reading() as session:
        answer = find(
            session, open_index(own_library, "public"), Query(text="sekretess mellan nämnder")
        )

    assert "H-2026-008" not in [entry.code for entry in answer.entries]
