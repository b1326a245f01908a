"""From the morning's import to the calendar: documents are matched, a consultation is answered."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from kb.clock import today
from tests.journeys.staffing import people_in
from tests.readers.government_files import REPORTS, collection, page, row, written

pytestmark = pytest.mark.browser

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
#: What each language plays with: a matter of the catalogue, its report, and a barrier of it.
WORDS = {
    "sv": SimpleNamespace(
        matter="L-2026-007", number="2023:96", slug="sou-202396", barrier="H-2026-037",
        why="Titeln nämner det", step="Remiss", left="kvar", met="uppfyll",
        reject="Avstyrk förslaget om gemensamma register.",
    ),
    "en": SimpleNamespace(
        matter="L-2026-006", number="2023:76", slug="sou-202376", barrier="H-2026-017",
        why="The title names it", step="Consultation", left="left", met="met",
        reject="Avstyrk förslaget om särskilda register.",
    ),
}  # fmt: skip


@pytest.fixture(params=["sv", "en"])
def story(request, browser, workplace, tmp_path):
    """Somebody of the advocacy staff and a stranger, in one of the languages."""
    language = request.param
    words = WORDS[language]
    words.title = f"Remiss av SOU {words.number} med kompletterande förslag {language}"
    with people_in(browser, workplace.address, f"eva.{language}@example.se", "") as people:
        yield SimpleNamespace(
            eva=people[0], stranger=people[1], language=language, words=words,
            ends=today() + timedelta(days=20), folder=tmp_path / "government",
            workplace=workplace,
        )  # fmt: skip


def test_a_law_is_followed_from_the_import_to_the_calendar(story):
    import_documents(story)
    confirm_what_belongs(story)
    answer_the_consultation(story)
    subscribe(story)
    read_how_far_it_has_come(story)

    people = (story.eva, story.stranger)
    assert [person.wrong for person in people if person.wrong] == []


def import_documents(story):
    """``kb import government``: the report that the matter knows, and a new consultation on it."""
    words, ends = story.words, story.ends
    report = row(
        words.slug, id=f"SOU {words.number}", title=f"Ett betänkande, SOU {words.number}",
        published="2023-12-18",
    )  # fmt: skip
    files = collection(report)
    files[f"{REPORTS}/2024/02/{words.slug}.md"] = page("Ett betänkande", "Här är det.")
    files[f"remisser/{ends:%Y/%m}/remiss-{story.language}.md"] = page(
        words.title,
        f"Remissvaren ska ha kommit in senast den {ends.day} {MONTHS[ends.month - 1]} {ends.year}.",
    )
    written(story.folder, files)
    done = subprocess.run(
        [sys.executable, "-m", "kb", "import", "government", str(story.folder)],
        env={**os.environ, "KB_DATA_DIR": story.workplace.settings.data_dir},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def confirm_what_belongs(story):
    eva, words = story.eva, story.words
    eva.sign_in(f"/staff/matches?matter={words.matter}")
    line = eva.page.locator("main li", has_text=words.title)
    assert words.why in line.inner_text()
    line.locator("button[value^='confirm-']").click()
    eva.look()
    eva.go(f"/staff/matters/{words.matter}")
    eva.sees(words.title)
    eva.sees("regeringen.se")


def answer_the_consultation(story):
    eva, words = story.eva, story.words
    eva.go("/staff/consultations")
    eva.sees(words.title)
    eva.follow(re.compile(re.escape(words.title)))
    eva.sees(words.left)
    eva.page.locator("main .buttons a[href$='/answer']").click()
    eva.look()
    eva.send_and_look()
    eva.page.locator("main .buttons a[href*='/staff/responses/']").first.click()
    eva.look()
    eva.fill(**{"positions-0-proposal": "avsnitt 6", "positions-0-text_sv": words.reject})
    eva.choose(**{"positions-0-stance": "rejects"})
    eva.send_and_look()
    eva.sees("avsnitt 6")


def subscribe(story):
    eva = story.eva
    eva.go("/staff/deadlines?whose=mine")
    eva.sees(story.words.title)
    eva.go("/staff/calendar")
    eva.send_and_look()
    address = eva.page.locator("main code").inner_text()
    body = story.stranger.page.request.get(address).body()
    events = Calendar.from_ical(body).walk("VEVENT")
    assert story.ends in {event["dtstart"].dt for event in events}


def read_how_far_it_has_come(story):
    stranger, words = story.stranger, story.words
    stranger.go(f"/{story.language}/barriers/{words.barrier}")
    stranger.sees(f"SOU {words.number}")
    stranger.go(f"/{story.language}/deadlines")
    stranger.go(f"/{story.language}/asks?since=2019")
    stranger.sees(words.met)
    assert words.title not in stranger.page.content()
