"""Position memory: every sentence that we have published on a provision, newest first."""

import re
from dataclasses import replace

import pytest

from kb.advocacy.operations import save_action
from kb.discovery.position_queries import list_positions
from kb.law.name_queries import get_law_names
from kb.models import Action, Barrier
from kb.publication.operations import withdraw
from kb.readers.drafts import ActionDraft, AskDraft
from kb.records.operations import text_row
from kb.records.queries import find_record
from kb.security.actor import SYSTEM
from kb.words import ActionState, AskOutcome, Certainty, Language, Pair, TextField
from tests.law.book import TEXT, statute, take
from tests.makers import cites, make_barrier, publish_again, says
from tests.statements import counted

KEY = "sfs/2017:725#K6P37"
SENTENCE = "Vi anser att 6 kap. 37 § kommunallagen hindrar automation."
BEFORE, AFTER = "Bakgrunden är enkel.", "Mer finns inte att säga."


@pytest.fixture(autouse=True)
def book(session):
    take(session, statute(text=TEXT))


def positions(session, key=KEY):
    session.flush()
    return list_positions(session, key, get_law_names(session).names)


def sentences(session, key=KEY) -> list[str]:
    return [each.sentence for each in positions(session, key)]


def saying(session, text, **changes) -> Barrier:
    """A published barrier on the section whose analysis is *text*."""
    texts = says(TextField.ANALYSIS, text, "Nothing.")
    barrier = make_barrier(session, citations=(cites(KEY),), texts=texts, **changes)
    return publish_again(session, barrier)


def say_again(session, barrier, text) -> None:
    """Publish a further version of *barrier* with another analysis."""
    for row in barrier.texts:
        if row.language is Language.SV:
            new = replace(says(TextField.ANALYSIS, text, "")[0])
            row.body_md, row.body_html = text, text_row(session, new).body_html
    publish_again(session, barrier)


def acting(session, *, ended_on, text="Ändra paragrafen.", wording="") -> Action:
    ask = AskDraft(
        text=Pair(text, ""),
        target=KEY,
        matter=None,
        outcome=AskOutcome.OPEN,
        outcome_on=None,
        outcome_note=None,
        outcome_key=None,
        certainty=Certainty.VERIFIED,
    )
    draft = ActionDraft(
        code=f"P-2027-{ended_on[:4][1:]}",
        title=Pair("Ett brev", "A letter"),
        state=ActionState.DONE,
        started_on=None,
        ended_on=ended_on,
        barriers=(),
        matters=(),
        objectives=(),
        counterparts=(),
        asks=(ask,),
    )
    action = save_action(session, SYSTEM, draft)
    action.asks[0].proposed_wording = wording
    return publish_again(session, action)


def test_a_sentence_that_names_the_provision_is_told_and_those_around_it_not(session):
    barrier = saying(session, f"{BEFORE} {SENTENCE} {AFTER}")

    (position,) = positions(session)

    assert (position.sentence, position.language) == (SENTENCE, "sv")
    assert (position.code, position.version) == (barrier.code, 1)


def test_a_sentence_on_another_section_is_not_told(session):
    saying(session, "Däremot är 6 kap. 38 § kommunallagen bra.")

    assert sentences(session) == []


@pytest.mark.parametrize("key", ["sfs/2017:725#K6", "sfs/2017:725"])
def test_a_chapter_and_an_act_hold_what_was_said_of_their_sections(session, key):
    saying(session, SENTENCE)

    assert sentences(session, key) == [SENTENCE]


def test_a_sentence_in_several_versions_is_told_once_with_the_oldest(session):
    barrier = saying(session, SENTENCE)
    say_again(session, barrier, f"{BEFORE} {SENTENCE}")

    assert [(each.sentence, each.version) for each in positions(session)] == [(SENTENCE, 1)]


def test_a_sentence_that_only_an_older_version_has_is_told(session):
    barrier = saying(session, SENTENCE)
    say_again(session, barrier, AFTER)

    assert sentences(session) == [SENTENCE]


def test_what_was_said_stays_when_the_provision_is_cited_no_more(session):
    barrier = saying(session, SENTENCE)
    barrier.citations = []
    say_again(session, barrier, AFTER)

    assert [(each.sentence, each.version) for each in positions(session)] == [(SENTENCE, 1)]


def test_a_sentence_of_a_text_without_a_citation_of_its_own_is_told(session):
    texts = says(TextField.ANALYSIS, SENTENCE, "Nothing.")
    publish_again(session, make_barrier(session, texts=texts))

    assert sentences(session) == [SENTENCE]


def test_a_record_that_is_withdrawn_says_nothing(session):
    barrier = saying(session, SENTENCE)
    withdraw(session, SYSTEM, find_record(session, Barrier, barrier.code), reason="mistake")

    assert sentences(session) == []


def test_what_is_not_published_says_nothing(session):
    texts = says(TextField.ANALYSIS, SENTENCE, "Nothing.")
    make_barrier(session, citations=(cites(KEY),), texts=texts)

    assert sentences(session) == []


def test_an_ask_and_its_wording_are_positions_of_the_day_of_the_action(session):
    acting(session, ended_on="2020-05-01", wording="En nämnd får uppdra åt ett system.")

    found = {(each.sentence, each.is_wording, each.said_on) for each in positions(session)}

    assert found == {
        ("Ändra paragrafen.", False, "2020-05-01"),
        ("En nämnd får uppdra åt ett system.", True, "2020-05-01"),
    }


def test_the_newest_comes_first(session):
    acting(session, ended_on="2019-05-01", text="Först.")
    acting(session, ended_on="2021-05-01", text="Sist.")
    saying(session, SENTENCE)

    assert sentences(session) == [SENTENCE, "Sist.", "Först."]


def test_the_note_of_a_citation_is_a_position(session):
    noted = replace(cites(KEY), note=Pair("Kräver en anställd.", "Needs an employee."))
    publish_again(session, make_barrier(session, citations=(noted,)))

    assert set(sentences(session)) == {"Kräver en anställd.", "Needs an employee."}


def test_all_of_it_takes_one_statement(session, database):
    for _number in range(3):
        saying(session, SENTENCE)
    names = get_law_names(session).names

    with counted(database.engine) as sent:
        found = list_positions(session, KEY, names)

    assert len(found) == 3
    assert len(sent) == 1
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", each.said_on) for each in found)
