"""The table of names: whose a name is and when, and that it follows what is written."""

from datetime import date

import pytest

from kb.law.name_queries import derive_names, get_law_names, name_of_statute
from kb.law.operations import save_known_names
from kb.law.statute_queries import find_statute
from kb.readers.drafts import KnownNameDraft
from kb.security.actor import SYSTEM
from tests.law.book import SECOND, statute, take
from tests.makers import make_act
from tests.statements import counted

SUMMER, WINTER = date(2025, 6, 30), date(2025, 12, 1)


def spans(*acts) -> list[tuple[str, str | None, str | None]]:
    return [(name.key, name.valid_from, name.valid_until) for name in derive_names(acts)]


def test_a_title_is_a_name_of_its_act(session):
    take(session, statute("2017:725", "Kommunallag (2017:725)"))

    law = get_law_names(session)

    assert law.names.find("kommunallagen", WINTER) == "sfs/2017:725"
    assert law.acts == {"sfs/2017:725"}


def test_a_title_that_two_acts_have_had_means_each_in_its_days(session):
    take(
        session,
        statute("2001:453", "Socialtjänstlag (2001:453)", ikraft_datum="2002-01-01"),
        statute("2025:400", "Socialtjänstlag (2025:400)", ikraft_datum="2025-07-01"),
    )

    names = get_law_names(session).names

    assert names.find("socialtjänstlagen", SUMMER) == "sfs/2001:453"
    assert names.find("socialtjänstlagen", WINTER) == "sfs/2025:400"


@pytest.mark.parametrize(
    ("begins", "until"),
    [
        ("2025-07-01", "2025-06-30"),
        ("2025-07", "2025-06-30"),
        ("2025-01", "2024-12-31"),
        ("2025", "2024"),
        (None, "2024"),
    ],
)
def test_a_name_ends_before_the_next_act_begins_however_much_of_its_day_is_known(begins, until):
    found = spans(
        ("sfs/2001:453", "2001:453", "Socialtjänstlag (2001:453)", "2002-01-01"),
        ("sfs/2025:400", "2025:400", "Socialtjänstlag (2025:400)", begins),
    )

    assert found[0] == ("sfs/2001:453", None, until)
    assert found[-1] == ("sfs/2025:400", begins or "2025", None)


def test_a_name_of_the_catalogue_goes_before_one_that_follows_from_a_title(session):
    make_act(session, "sfs/2009:400", "kommunallagen")
    take(session, statute("2017:725", "Kommunallag (2017:725)"))

    assert get_law_names(session).names.find("kommunallagen", WINTER) == "sfs/2009:400"


def test_a_well_known_name_of_an_act_outside_the_catalogue_is_known(session):
    draft = KnownNameDraft(name="GallL", key="sfs/1990:1", valid_from=None, valid_until=None)

    save_known_names(session, SYSTEM, [draft])

    assert get_law_names(session).names.find("GallL", WINTER) == "sfs/1990:1"


def test_the_table_is_kept_until_something_in_it_changes(session, database):
    take(session, statute("2017:725", "Kommunallag (2017:725)"))
    first = get_law_names(session)

    with counted(database.engine) as sent:
        same = get_law_names(session)
    take(session, statute("2017:900", "Förvaltningslag (2017:900)"), on=SECOND)
    after_import = get_law_names(session)
    make_act(session, "sfs/2009:400", "OSL")
    session.flush()
    after_name = get_law_names(session)

    assert same is first
    assert len(sent) == 2
    assert after_import.names.find("förvaltningslagen", WINTER) == "sfs/2017:900"
    assert after_name.names.find("OSL", WINTER) == "sfs/2009:400"


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        ("2017:725", "Kommunallag (2017:725)", "kommunallagen"),
        ("2022:913", "Lag (2022:913) om sammanhållen vård- och omsorgsdokumentation", "2022:913"),
    ],
)
def test_a_statute_is_cited_by_one_word_or_by_its_number(session, number, title, name):
    take(session, statute(number, title))

    assert name_of_statute(find_statute(session, f"sfs/{number}")) == name
