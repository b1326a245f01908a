"""Nothing unpublished leaks: a draft answers, everywhere, like a record that does not exist."""

import re
from urllib.parse import unquote

import pytest

from kb.app import create_app, open_indexes
from kb.barriers.operations import save_barrier
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.law.operations import save_provisions
from kb.search.outbox import drain
from kb.security.actor import SYSTEM
from kb.words import Pair, TextField
from tests.makers import barrier_draft, cites, says

CANARY = "Kanariefågelholk"
DRAFT = "H-2026-999"
#: A provision that nothing published rests on.
HIDDEN_LAW = "sfs/2009:400#K99P9"


@pytest.fixture
def draft_client(own_library):
    """The catalogue with one unpublished barrier in it that nothing public may tell of."""
    database = open_database(own_library.database)
    with session_scope(database.writing) as session:
        save_provisions(session, SYSTEM, [HIDDEN_LAW])
        save_barrier(
            session,
            SYSTEM,
            barrier_draft(
                code=DRAFT,
                title=Pair(CANARY, CANARY),
                summary=Pair(CANARY, CANARY),
                citations=(cites(HIDDEN_LAW),),
                texts=says(TextField.ANALYSIS, CANARY, CANARY),
            ),
        )
    drain(database, open_indexes(own_library))
    return create_app(own_library).test_client()


def without_own_words(page: str) -> str:
    """The page without what repeats the address or the question that was asked."""
    return re.sub(r"H-2026-99\d|K9\dP9|Kanariefågelholk|Xylofonstativ", "·", unquote(page))


def walk(client):
    """Every page that links lead to, by address."""
    pages: dict[str, str] = {}
    waiting = ["/sv/", "/en/", "/sitemap.xml", "/robots.txt"]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        pages[address] = client.get(address).text
        found = re.findall(r'href="(/[^"?#]*)', pages[address])
        waiting += [link for link in found if not link.startswith("/static")]
    return pages


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        (f"/sv/barriers/{DRAFT}", "/sv/barriers/H-2026-998"),
        (f"/en/barriers/{DRAFT}/versions/1", "/en/barriers/H-2026-998/versions/1"),
        ("/sv/law/sfs/2009:400/K99P9", "/sv/law/sfs/2009:400/K98P9"),
        (f"/{DRAFT}", "/H-2026-998"),
        (f"/sv/search?q={DRAFT}", "/sv/search?q=H-2026-998"),
        ("/sv/search?q=Kanariefågelholk", "/sv/search?q=Xylofonstativ"),
        (f"/sv/matters?barrier={DRAFT}", "/sv/matters?barrier=H-2026-998"),
    ],
)
def test_a_draft_answers_like_a_record_that_does_not_exist(draft_client, hidden, absent):
    shown = draft_client.get(hidden)
    missing = draft_client.get(absent)

    assert shown.status_code == missing.status_code
    assert without_own_words(shown.text) == without_own_words(missing.text)


def test_no_public_page_holds_a_word_of_a_draft(draft_client):
    pages = walk(draft_client)

    leaking = [address for address, page in pages.items() if CANARY in page or DRAFT in page]

    assert len(pages) > 400
    assert leaking == []
