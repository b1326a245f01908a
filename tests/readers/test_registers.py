"""The registers: terms, organisations, acts, the strategy and the principles."""

import pytest

from kb.readers.registers import (
    read_act,
    read_area,
    read_eif_principle,
    read_objective,
    read_organisation,
    read_principle,
    read_strategy,
    read_term,
)
from kb.words import CitationRole, NameKind, Pair
from tests.readers.files import PAIR, fault_of, fields_of

TERM = {"key": "school", "sv": "Skola", "en": "School"}
ORGANISATION = {"code": "digg", "name": PAIR, "kind": "agency", "certainty": "verified"}
ACT = {"key": "sfs/2009:400", "title": PAIR, "type": "statute", "certainty": "verified"}
AREA = {"number": "'1'", "title": PAIR, "certainty": "verified"}
OBJECTIVE = {"number": "'1.1'", "area": "'1'", "title": PAIR, "certainty": "verified"}
EIF = {"number": "1", "group": "context", "title": PAIR}
PRINCIPLE = {
    "number": "'1'",
    "title": PAIR,
    "certainty": "verified",
    "mapping_certainty": "inference",
}
STRATEGY = {"version": "'1'", "title": PAIR, "certainty": "verified"}

REGISTERS = {
    "term": (lambda fields: read_term(fields, "sector"), TERM),
    "organisation": (read_organisation, ORGANISATION),
    "act": (read_act, ACT),
    "area": (read_area, AREA),
    "objective": (read_objective, OBJECTIVE),
    "eif": (read_eif_principle, EIF),
    "principle": (read_principle, PRINCIPLE),
    "strategy": (lambda fields: read_strategy(fields, ()), STRATEGY),
}


def read(register: str, **changes: str | None):
    reader, values = REGISTERS[register]
    fields = fields_of(values, **changes)
    draft = reader(fields)
    fields.end()
    return draft


@pytest.mark.parametrize(
    ("register", "key"),
    [(register, key) for register, (_, values) in REGISTERS.items() for key in values],
)
def test_a_value_that_must_be_there_and_is_not_is_a_fault_by_its_name(register, key):
    assert f"'{key}'" in fault_of(lambda: read(register, **{key: None})).message


@pytest.mark.parametrize("register", REGISTERS)
def test_a_key_written_wrong_is_a_fault(register):
    assert "'tittle' is not known" in fault_of(lambda: read(register, tittle="x")).message


def test_a_term_belongs_to_its_vocabulary():
    term = read("term")

    assert (term.scheme, term.key, term.label) == ("sector", "school", Pair("Skola", "School"))


def test_an_organisation_is_no_member_unless_the_file_says_so():
    assert not read("organisation").is_member
    assert read("organisation", member="yes").is_member


def test_an_organisation_is_found_by_its_earlier_names():
    draft = read("organisation", earlier_names="[SKL, Landstingsförbundet]")

    assert draft.earlier_names == ("SKL", "Landstingsförbundet")
    assert draft.terms == (("organisation-kind", "agency"),)


def test_a_name_of_an_act_has_the_days_on_which_it_means_that_act():
    names = "[{name: SoL, kind: abbreviation, valid_from: '2002', valid_to: 2025-06-30}]"

    (name,) = read("act", names=names).names

    assert (name.name, name.kind) == ("SoL", NameKind.ABBREVIATION)
    assert (name.valid_from, name.valid_until) == ("2002", "2025-06-30")


def test_the_preparatory_works_of_an_act_become_its_sources():
    act = read("act", preparatory="[prop/2008/09:150]")

    assert [(source.role, source.key) for source in act.citations] == [
        (CitationRole.PREPARATORY, "prop/2008/09:150")
    ]


@pytest.mark.parametrize("register", ["area", "objective"])
def test_a_wording_is_unconfirmed_unless_the_file_says_otherwise(register):
    assert not read(register).wording_confirmed
    assert read(register, wording_confirmed="yes").wording_confirmed


def test_a_principle_answers_to_numbers_of_the_european_framework():
    assert read("principle", eif="[1, 12]").eif == (1, 12)


@pytest.mark.parametrize("eif", ["[first]", "[0]", "[100]", "[1.5]", "one"])
def test_a_principle_that_answers_to_no_number_is_a_fault(eif):
    assert "'eif'" in fault_of(lambda: read("principle", eif=eif)).message


def test_the_strategy_is_read_with_whom_it_is_for():
    strategy = read(
        "strategy", period_from="'2019'", languages="[sv, en]", stakeholders=f"[{PAIR}]"
    )

    assert (strategy.period_from, strategy.languages) == ("2019", ("sv", "en"))
    assert strategy.stakeholders == (Pair("å", "o"),)
