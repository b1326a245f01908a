"""Law as data, as the staff meet it: references, a provision's page, the watch, a redline."""

import re
from types import SimpleNamespace

import pytest

from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.law.statute_operations import StatuteSource, import_statutes
from kb.readers.statute_archives import read_statutes
from kb.security.actor import SYSTEM
from kb.work.watch_operations import watch_law
from tests.journeys.staffing import people_in

pytestmark = pytest.mark.browser

REFERENCES = (
    "Jfr 10 kap. 2 a § första stycket 2 OSL och 25 kap. 1–8 §§ samma lag samt art. 22.2 b GDPR."
)
HEAD = """---
beteckning: "2017:725"
rubrik: Kommunallag
departement: Finansdepartementet
utfardad_datum: 2017-06-22
ikraft_datum: 2018-01-01
andringsforfattningar:
  - beteckning: "2022:638"
    rubrik: "Lag (2022:638) om ändring i kommunallagen (2017:725)"
    ikraft_datum: 2022-07-01
    anteckningar: "ändr. 6 kap. 37 §"
{more}---
"""
MORE = """  - beteckning: "2026:{number}"
    ikraft_datum: 2027-01-01
    anteckningar: "ändr. 6 kap. 38 §"
"""
TEXT = """
# Kommunallag

## 6 kap. Styrelsen och övriga nämnder

#### 37 §

En nämnd får delegera till en automatiserad beslutsfunktion. Lag (2022:638).

#### 38 §

Beslutanderätten får inte delegeras när det gäller ärenden om {subject}.
"""
WORDS = {
    "sv": SimpleNamespace(
        said="Vad vi har sagt om det", moved="Se hur lagen har ändrats", number="901",
        come="Säg vad det ledde till", propose="Föreslå en lydelse", added="tillagt:",
    ),
    "en": SimpleNamespace(
        said="What we have said about it", moved="Look at how the law has moved", number="902",
        come="Say what came of it", propose="Propose a wording", added="added:",
    ),
}  # fmt: skip


def bring_in(workplace, folder, *, state_on, more="", subject="verksamhetens mål"):
    """Import a statute book of one act and watch, as ``kb import statutes`` does."""
    (folder / "2017").mkdir(exist_ok=True)
    text = HEAD.format(more=more) + TEXT.format(subject=subject)
    (folder / "2017/sfs-2017-725.md").write_text(text, encoding="utf-8")
    database = open_database(workplace.settings.database)
    source = StatuteSource(file_name="book", state_on=state_on, rows=read_statutes(folder))
    import_statutes(database.writing, SYSTEM, source)
    with session_scope(database.writing) as session:
        watch_law(session, SYSTEM)
    database.engine.dispose()


@pytest.fixture(params=["sv", "en"])
def story(request, browser, workplace, tmp_path):
    """A legal expert and a stranger, and the words of the language in which they read."""
    language = request.param
    with people_in(browser, workplace.address, f"lars.{language}@example.se", "") as people:
        lars, stranger = people
        yield SimpleNamespace(
            lars=lars, stranger=stranger, language=language, words=WORDS[language],
            bring_in=lambda **changes: bring_in(workplace, tmp_path, **changes),
        )  # fmt: skip


def test_law_is_linked_read_watched_and_redlined(story):
    first = "2025-06-30" if story.language == "sv" else "2025-07-30"
    story.bring_in(state_on=first)
    see_references_become_links(story)
    read_a_provision(story)
    find_the_task_and_judge_it(story)
    propose_a_wording(story)

    people = (story.lars, story.stranger)
    assert [person.wrong for person in people if person.wrong] == []


def see_references_become_links(story):
    lars = story.lars
    lars.sign_in("/staff/barriers/H-2026-003")
    lars.fill(text=REFERENCES)
    lars.send_and_look("form[action$='/notes'] button[type=submit]")
    note = lars.page.locator(".timeline")
    links = note.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert any("2009:400" in href for href in links)
    assert any("32016R0679" in href for href in links)


def read_a_provision(story):
    stranger = story.stranger
    stranger.go(f"/{story.language}/law/statutes?q=kommunallag")
    stranger.follow("Kommunallag")
    stranger.go(f"/{story.language}/law/sfs/2017:725/K6P37")
    stranger.sees("automatiserad beslutsfunktion")
    stranger.sees("SFS 2022:638")
    stranger.sees("prop. 2021/22:125")
    stranger.sees("H-2026-001")
    stranger.page.get_by_role("link", name=story.words.said).first.click()
    stranger.look()


def find_the_task_and_judge_it(story):
    state_on = "2026-06-30" if story.language == "sv" else "2026-09-01"
    story.bring_in(
        state_on=state_on, more=MORE.format(number=story.words.number), subject="mål och inriktning"
    )
    lars = story.lars
    lars.go("/staff/")
    lars.follow(re.compile(f"^{story.words.moved}"))
    lars.sees(f"SFS 2026:{story.words.number}")
    lars.follow(re.compile(f"^{story.words.come}"))
    lars.tick("verdict", "still-holds")
    lars.fill(note="Ändringen rör annat.")
    lars.send_and_look()
    lars.sees("Ändringen rör annat.")


def propose_a_wording(story):
    lars = story.lars
    lars.go("/staff/barriers/H-2026-003/redline")
    lars.page.locator("main a[href*='K6P38']").last.click()
    lars.look()
    lars.fill(wording="Beslutanderätten får delegeras när det gäller ärenden om bistånd.")
    lars.send_and_look()
    lars.sees(story.words.added)
    story.stranger.go(f"/{story.language}/barriers/H-2026-003")
    assert "ärenden om bistånd" not in story.stranger.page.content()
