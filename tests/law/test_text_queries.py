"""The words of several provisions at once, from the statute book or from the catalogue."""

from kb.law.text_queries import map_texts, redline
from kb.models import Provision
from kb.records.queries import find_record
from kb.text.differences import PieceKind
from tests.law.book import FIRST, TEXT, statute, take
from tests.makers import make_law
from tests.statements import counted

KEY = "sfs/2017:725#K6P37"
WORDS = "En nämnd får uppdra åt en anställd att besluta."


def test_the_statute_book_gives_the_words_of_the_section_and_their_day(session):
    take(session, statute(text=TEXT))

    texts = map_texts(session, [KEY, f"{KEY}S1N2", "sfs/2017:725#K6P99", "sfs/2017:725"])

    assert {key: (text.words, text.known_on) for key, text in texts.items()} == {
        KEY: (WORDS, FIRST),
        f"{KEY}S1N2": (WORDS, FIRST),
    }


def test_the_same_number_in_another_chapter_is_another_section(session):
    take(session, statute(text=TEXT))

    text = map_texts(session, ["sfs/2017:725#K5P37"])["sfs/2017:725#K5P37"]

    assert text.words == "Fullmäktige får besluta om närvaro på distans."


def test_without_the_statute_book_the_catalogue_gives_its_own_words(session):
    make_law(session, "sfs/2009:400#K26P1")
    provision = find_record(session, Provision, "sfs/2009:400#K26P1")
    provision.wording, provision.wording_on = "Sekretess gäller.", "2025-01-01"
    session.flush()

    text = map_texts(session, ["sfs/2009:400#K26P1"])["sfs/2009:400#K26P1"]

    assert (text.words, text.known_on) == ("Sekretess gäller.", "2025-01-01")


def test_of_two_wordings_side_by_side_the_first_is_given(session):
    twice = TEXT.replace(
        "#### 38 §\n", "#### 37 §\n\nEn annan lydelse. Lag (2025:700).\n\n#### 38 §\n"
    )
    take(session, statute(text=twice))

    assert map_texts(session, [KEY])[KEY].words == WORDS


def test_any_number_of_provisions_takes_two_statements(session, database):
    take(session, statute(text=TEXT))
    keys = [KEY, "sfs/2017:725#K6P38", "sfs/2009:400#K26P1"]

    with counted(database.engine) as sent:
        map_texts(session, keys)

    assert len(sent) == 2


def test_a_proposal_is_held_against_the_words_of_now(session):
    take(session, statute(text=TEXT))
    present = map_texts(session, [KEY])[KEY]

    found = redline(KEY, present, WORDS.replace("en anställd", "ett system"))

    changed = {piece.kind: piece.text.strip() for piece in found.pieces if piece.kind != "same"}
    assert changed == {PieceKind.REMOVED: "en anställd", PieceKind.ADDED: "ett system"}


def test_a_proposal_without_present_words_is_all_new():
    (piece,) = redline(KEY, None, "En ny paragraf.").pieces

    assert piece.kind is PieceKind.ADDED
