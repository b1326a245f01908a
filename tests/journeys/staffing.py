"""People of the staff in browsers of their own: signing in, walking, and what axe finds."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from kb.accounts.admin_operations import MemberDraft, add_user
from kb.accounts.token_operations import set_password
from kb.config import Settings
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.security.actor import SYSTEM
from kb.words import Language, Role

AXE = Path(__file__).parents[1] / "vendor/axe-core-4.14.1/axe.min.js"
PASSWORD = "tolv gula kranar vid kajen"
#: Roles of those who are there once for each language: Eva Sv reads Swedish, Eva En English.
ROLES = {"eva": Role.ADVOCACY, "lars": Role.LEGAL, "maja": Role.ADMIN}
#: How long what a worker does in the background may take, in milliseconds.
SOON = 10_000


@dataclass(frozen=True)
class Workplace:
    """A served installation: its address, and the settings by which tests look into it."""

    address: str
    settings: Settings


def add_people(settings: Settings) -> None:
    """Open an account for everybody in ``ROLES`` in every language."""
    database = open_database(settings.database)
    with session_scope(database.writing) as session:
        for first_name, role in ROLES.items():
            for language in Language:
                draft = MemberDraft(
                    email=f"{first_name}.{language}@example.se",
                    name=f"{first_name} {language}".title(),
                    role=role,
                    language=language,
                )
                user = add_user(session, SYSTEM, draft)
                set_password(session, SYSTEM, user, PASSWORD, settings.site_name)
    database.engine.dispose()


class Person:
    """One who walks the pages of the staff; ``faults`` holds what was wrong, by page."""

    def __init__(self, context, site, email=""):
        self.page = context.new_page()
        self.site = site
        self.email = email
        self.faults = {}
        self.seen = set()
        #: Whether axe looks at a page anew when the state in its heading is another.
        self.closely = True
        self.page.on("response", self._note_answer)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))

    def _note(self, fault):
        self.faults.setdefault(self.page.url, []).append(fault)

    def _note_answer(self, response):
        if response.status >= 500:
            self._note(f"{response.status} from {response.url}")

    def sign_in(self, path="/staff/"):
        """Ask for *path* and sign in by the form that comes instead."""
        self.page.goto(f"{self.site}{path}")
        self.enter()
        self.look()

    def enter(self):
        """Fill in and send the form for signing in that is on the page."""
        self.page.locator("input[name=email]").fill(self.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.send()

    def go(self, path):
        """Open *path* and look at it."""
        self.page.goto(f"{self.site}{path}")
        self.look()

    def follow(self, name):
        """Follow the first link called *name* (or matching it) in the main part; look."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.look()

    def send(self, button=".buttons button.button"):
        """Press *button* of the first form in the main part that has one."""
        self.page.locator(f"main {button}").first.click()
        self.page.wait_for_load_state()

    def send_and_look(self, button=".buttons button.button"):
        """Press *button* and look at the page that comes."""
        self.send(button)
        self.look()

    def fill(self, **fields):
        """Fill in fields by their names."""
        for name, text in fields.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def choose(self, **fields):
        """Choose values in lists by the names of their fields."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").select_option(value)

    def tick(self, name, value):
        """Tick or choose one of the boxes called *name*."""
        self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def sees(self, text):
        """Expect *text* in the main part."""
        expect(self.page.locator("main")).to_contain_text(text)

    def look(self):
        """Let axe look at the page, unless it has seen it before (``closely``: in this state)."""
        state = [self.page.url.partition("?")[0]]
        if self.closely:
            state += self.page.locator("main h1, main .state-line").all_inner_texts()
        state = tuple(state)
        if state not in self.seen:
            self.seen.add(state)
            self.faults.setdefault(self.page.url, []).extend(faults_of(self.page))

    @property
    def wrong(self):
        """Everything that was wrong, by page."""
        return {url: found for url, found in self.faults.items() if found}


@contextmanager
def people_in(browser, site, *emails, **options):
    """Browsers of their own for *emails*, an empty one for a stranger; closed at the end."""
    contexts = [browser.new_context(**options) for _ in emails]
    for context in contexts:
        context.set_default_timeout(SOON)
    try:
        yield [Person(*each) for each in zip(contexts, [site] * len(emails), emails, strict=True)]
    finally:
        for context in contexts:
            context.close()


def faults_of(page) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({resultTypes: ['violations'], elementRef: false})"
        ".then(result => result.violations)"
    )
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


def code_of(page) -> str:
    """The code of the barrier whose page it is."""
    return re.search(r"/staff/barriers/(H-\d+-\d+)", page.url)[1]


def wait_until_kept(page) -> None:
    """Wait until what was typed is kept as a draft."""
    expect(page.locator("[data-autosave] time")).to_be_visible(timeout=5_000)
