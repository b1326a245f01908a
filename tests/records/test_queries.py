"""Finding records by their codes: whole, in order, in a known number of statements."""

import pytest

from kb.errors import Invalid
from kb.models import Barrier, LegalAct, Matter
from kb.records.queries import (
    find_named,
    find_record,
    list_named,
    list_records,
    list_terms,
)
from kb.words import Pair, TextField
from tests.makers import cites, make_act, make_barrier, make_matter, make_terms, says
from tests.statements import counted


def make_barriers(session, number: int) -> None:
    for n in range(number):
        make_barrier(
            session,
            code=f"H-2026-{n:03}",
            citations=(cites("sfs/2009:400"),),
            questions=(Pair("?", "?"),),
            texts=says(TextField.ANALYSIS, "Å.", "O."),
        )
    session.expunge_all()


def test_a_record_is_found_with_everything_that_belongs_to_it(session):
    make_barriers(session, 1)

    barrier = find_record(session, Barrier, "H-2026-000")

    assert [citation.key for citation in barrier.citations] == ["sfs/2009:400"]
    assert (len(barrier.texts), len(barrier.questions), barrier.flow) == (2, 1, None)


def test_a_record_of_another_kind_is_not_found(session):
    make_act(session, "sfs/2009:400")

    assert find_record(session, Barrier, "sfs/2009:400") is None
    assert find_record(session, LegalAct, "sfs/2009:400") is not None


def test_records_come_in_order_of_code(session):
    for code in ("H-2026-003", "H-2026-001", "H-2026-002"):
        make_barrier(session, code=code)

    assert [record.code for record in list_records(session, Barrier)] == [
        "H-2026-001",
        "H-2026-002",
        "H-2026-003",
    ]


def test_only_the_records_that_were_asked_for_come(session):
    make_barriers(session, 3)

    found = list_records(session, Barrier, ["H-2026-002", "H-2026-404"])

    assert [record.code for record in found] == ["H-2026-002"]


def test_no_codes_are_no_records_and_no_question_to_the_database(session):
    make_barriers(session, 1)

    with counted(session.get_bind()) as sent:
        found = list_records(session, Barrier, [])

    assert (list(found), sent) == ([], [])


def test_many_records_cost_as_many_statements_as_one(session):
    make_barriers(session, 8)

    with counted(session.get_bind()) as for_one:
        list_records(session, Barrier, ["H-2026-000"])
    session.expunge_all()
    with counted(session.get_bind()) as for_all:
        list_records(session, Barrier)

    assert len(for_all) == len(for_one)


def test_named_records_come_in_the_order_of_their_names(session):
    for code in ("L-2026-001", "L-2026-002"):
        make_matter(session, code=code)

    found = list_named(session, Matter, ["L-2026-002", "L-2026-001"], "matters")

    assert [record.code for record in found] == ["L-2026-002", "L-2026-001"]


def test_an_unknown_name_is_invalid_by_its_field(session):
    with pytest.raises(Invalid, match="L-2026-404") as refused:
        find_named(session, Matter, "L-2026-404", "continued_by")

    assert refused.value.field == "continued_by"


@pytest.mark.parametrize("code", [None, ""])
def test_no_name_is_no_record(session, code):
    assert find_named(session, Matter, code, "continued_by") is None


def test_terms_come_in_the_order_they_were_asked_for(session):
    make_terms(session, ("sector", "school"), ("kind", "school"), ("sector", "all"))

    found = list_terms(session, [("sector", "all"), ("kind", "school")])

    assert [(term.scheme, term.key) for term in found] == [("sector", "all"), ("kind", "school")]


def test_a_term_of_another_vocabulary_is_unknown(session):
    make_terms(session, ("kind", "school"))

    with pytest.raises(Invalid) as refused:
        list_terms(session, [("sector", "school")])

    assert refused.value.field == "sector"
