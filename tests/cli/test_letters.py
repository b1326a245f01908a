"""Letters in words: in the language of their reader, with codes and links and nothing more."""

from dataclasses import replace

import pytest

from kb.app import create_app
from kb.cli.letters import LetterWriter
from kb.inbox.digest_operations import DigestDraft, NewsOfRecord, NewsOfSearch
from kb.inbox.unsubscribing import user_of
from kb.models import User
from kb.words import Language, News
from tests.inbox.makers import MORNING

SITE = "https://kb.example.se"


@pytest.fixture
def write(library):
    """Writes a digest as the worker of an installation with a public address does."""
    settings = replace(library, site_url=f"{SITE}/")
    return LetterWriter(create_app(settings), settings).digest


def draft(language=Language.EN, **changes):
    values = {
        "user": User(id=17, name="Åsa Öberg", language=language),
        "due_at": MORNING,
        "records": [
            NewsOfRecord("barrier", "H-2026-001", {News.MENTIONED: 1, News.CHANGED: 3}),
            NewsOfRecord("provision", "sfs/2009:400#K26P1", {News.CHANGED: 1}),
        ],
        "omitted": 0,
        "searches": [],
    }
    return DigestDraft(**{**values, **changes})


def test_a_digest_names_each_record_with_what_happened_and_where_it_is(write):
    letter = write(draft())

    assert letter.body.startswith("Hello!\n\n")
    assert (
        "Barrier H-2026-001\n"
        "- You were mentioned\n"
        "- It has changed (3 times)\n"
        f"{SITE}/staff/barriers/H-2026-001\n"
    ) in letter.body
    assert f"{SITE}/en/law/sfs/2009:400/K26P1" in letter.body
    assert f"{SITE}/staff/inbox" in letter.body
    assert "\n\n\n" not in letter.body


def test_a_digest_holds_no_markup_and_no_title(write):
    letter = write(draft(searches=[NewsOfSearch("A & B <c>", "sector=school", 2)]))

    assert "- A & B <c>: 2 new\n" in letter.body
    assert "&amp;" not in letter.body
    assert "<a" not in letter.body


def test_a_digest_says_how_much_more_there_is(write):
    assert "2 more records" in write(draft(omitted=2)).body
    assert "more record" not in write(draft()).body


def test_a_digest_is_in_the_language_of_its_reader(write):
    swedish, english = write(draft(Language.SV)), write(draft(Language.EN))

    assert "/sv/law/" in swedish.body
    assert "/en/law/" in english.body
    assert swedish.subject != english.subject


def test_a_digest_ends_with_an_address_that_ends_the_letters_of_its_reader(write, library):
    letter = write(draft())

    assert letter.unsubscribe_url in letter.body
    token = letter.unsubscribe_url.removeprefix(f"{SITE}/unsubscribe/")
    assert user_of(library.key, token) == 17


def test_without_a_public_address_links_lead_to_this_machine(library):
    letter = LetterWriter(create_app(library), library).digest(draft())

    assert f"http://{library.host}:{library.port}/staff/inbox" in letter.body
