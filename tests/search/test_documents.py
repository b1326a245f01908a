"""Documents: what the index is told of a snapshot."""

from kb.publication.composing import Naming
from kb.publication.kinds import compose
from kb.search.documents import document_of
from kb.words import Pair, TextField
from tests.makers import cites, make_barrier, make_law, make_terms, says

NAMES = {"sfs/2009:400": "OSL"}


def document(session, **changes):
    barrier = make_barrier(session, **changes)
    return document_of(compose(barrier, Naming(NAMES)), moved_on=None, act_names=NAMES)


def test_long_texts_are_indexed_as_words_without_their_markup(session):
    texts = says(TextField.ANALYSIS, "Ett **starkt** ord", "A **strong** word")

    body = document(session, texts=texts).body

    assert "Ett starkt ord" in body.sv
    assert "A strong word" in body.en
    assert "<" not in body.sv


def test_a_provision_is_found_by_its_own_key_and_by_all_that_holds_it(session):
    make_law(session, "sfs/2009:400#K26P1")

    found = document(session, citations=(cites("sfs/2009:400#K26P1"),))

    assert found.keys == ("sfs/2009:400#K26P1", "sfs/2009:400#K26", "sfs/2009:400")
    assert found.names == ("OSL",)
    assert "26 kap. 1 § OSL" in found.body.sv


def test_state_and_sector_are_facets(session):
    make_terms(session, ("sector", "school"))

    found = document(session, terms=(("sector", "school"),))

    assert found.facets["state"] == ("open",)
    assert found.facets["sector"] == ("school",)


def test_internal_texts_are_not_in_a_snapshot_and_so_in_no_document(session):
    texts = says(TextField.INTERNAL, "Hemligt", "Secret")

    found = document(session, texts=texts, summary=Pair("Öppet", "Open"))

    assert "Hemligt" not in found.body.sv
    assert "Secret" not in found.body.en
