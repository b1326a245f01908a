"""Reading what staff type as law: names with their days, retired acts, unknown ones."""

from dataclasses import replace

import pytest

from kb.errors import Forbidden
from kb.law.operations import cite_provisions, save_act
from kb.law.reading_queries import get_known_law
from kb.models import Provision
from kb.readers.drafts import ActDraft, NameDraft
from kb.records.queries import list_records
from kb.security.actor import ANONYMOUS, SYSTEM
from kb.words import NameKind, Pair
from tests.makers import make_act
from tests.statements import counted

ACT = ActDraft(
    code="sfs/2001:453",
    title=Pair("Socialtjänstlag (2001:453)", "Social Services Act (2001:453)"),
    names=(),
    in_force_on=None,
    repealed_on=None,
    replaced_by=None,
    has_text=False,
    note=None,
)


def named(name, *, until=None, since=None):
    return NameDraft(name=name, kind=NameKind.ABBREVIATION, valid_from=since, valid_until=until)


@pytest.fixture
def law(session):
    make_act(session)
    old = replace(
        ACT,
        names=(named("SoL", until="2025-06-30"), named("gamla SoL")),
        repealed_on="2025-06-30",
        replaced_by="sfs/2025:400",
    )
    new = replace(ACT, code="sfs/2025:400", names=(named("SoL", since="2025-07-01"),))
    gone = replace(ACT, code="sfs/1980:100", names=(named("SekrL", until="2009-06-30"),))
    for draft in (old, new, gone):
        save_act(session, SYSTEM, draft)
    session.flush()
    return get_known_law(session)


def test_a_name_means_the_act_that_bears_it_today(law):
    reading = law.read("11 kap. 1 § SoL")

    assert reading.keys == ("sfs/2025:400#K11P1",)
    assert reading.retired == ()


def test_an_act_that_no_longer_applies_is_read_and_told_with_its_successor(law):
    reading = law.read("11 kap. 1 § gamla SoL")

    assert reading.keys == ("sfs/2001:453#K11P1",)
    assert [(old.sv, new.sv) for old, new in reading.retired] == [("gamla SoL", "SoL")]


def test_a_name_that_no_act_bears_today_still_means_the_one_that_did(law):
    assert law.read("7 kap. 1 § SekrL").keys == ("sfs/1980:100#K7P1",)


def test_an_act_that_is_not_held_is_told(law):
    assert law.read("3 § lagen (1999:99)").unknown_acts == ("sfs/1999:99",)


def test_what_is_no_reference_has_no_keys(law):
    assert law.read("något annat").keys == ()


@pytest.mark.parametrize(
    "key",
    [
        "sfs/2009:400#K10P28",
        "sfs/2009:400#K10P2aS1N2",
        "sfs/2009:400#K10",
        "sfs/2009:400",
        "sfs/1999:99#P3",
        "sfs/2001:453#K11P1",
        "celex/32016R0679#A22.2.b",
        "prop/2021/22:125",
        "hfd/2021/10",
        "jo/3032-2011",
    ],
)
def test_what_is_shown_for_a_key_is_read_as_that_key_again(law, key):
    assert law.read(law.typed(key)).keys == (key,)


def test_the_acts_take_four_statements(session, database, law):
    session.expire_all()

    with counted(database.engine) as sent:
        get_known_law(session)

    assert len(sent) == 4


def test_a_provision_of_a_known_act_is_made_once_with_what_holds_it(session, law):
    for _time in range(2):
        cite_provisions(session, SYSTEM, ["sfs/2009:400#K10P28S1", "sfs/1999:99#P3"], law)
        session.flush()

    assert [row.code for row in list_records(session, Provision)] == [
        "sfs/2009:400#K10",
        "sfs/2009:400#K10P28",
        "sfs/2009:400#K10P28S1",
    ]


def test_the_public_makes_no_provision(session, law):
    with pytest.raises(Forbidden):
        cite_provisions(session, ANONYMOUS, ["sfs/2009:400#K10P28"], law)
