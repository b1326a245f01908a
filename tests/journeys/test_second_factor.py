"""A second factor in the browser: set up, signed in with, turned off; small, light and dark."""

import pytest

from kb.accounts.admin_operations import MemberDraft, add_user
from kb.accounts.token_operations import set_password
from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.security.actor import SYSTEM
from kb.words import Language, Role
from tests.factors import Phone
from tests.journeys.staffing import PASSWORD, people_in

pytestmark = pytest.mark.browser

PAGE = "/staff/account/second-factor"


@pytest.fixture(params=["light", "dark"])
def nils(request, browser, workplace):
    """Somebody with an account of their own, at a small screen."""
    email = f"nils.{request.param}@example.se"
    draft = MemberDraft(email=email, name="Nils Holm", role=Role.LEGAL, language=Language.EN)
    database = open_database(workplace.settings.database)
    with session_scope(database.writing) as session:
        user = add_user(session, SYSTEM, draft)
        set_password(session, SYSTEM, user, PASSWORD, workplace.settings.site_name)
    database.engine.dispose()
    options = {"color_scheme": request.param, "viewport": {"width": 320, "height": 640}}
    with people_in(browser, workplace.address, email, **options) as (nils,):
        nils.page.on("console", lambda line: note_blocked(nils, line.text))
        yield nils


def note_blocked(person, line):
    """Keep what the browser says of something that the page's own rules forbid."""
    if "Content Security Policy" in line:
        person.faults.setdefault(person.page.url, []).append(line)


def look(person):
    """Let axe look, and measure whether the page scrolls sideways."""
    person.look()
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_second_factor_is_set_up_asked_for_and_turned_off(nils):
    nils.sign_in(PAGE)
    nils.fill(password=PASSWORD)
    nils.send()
    look(nils)
    picture = nils.page.locator("svg.square-code")
    phone = Phone(nils.page.locator("main code").inner_text().replace(" ", ""))
    assert picture.bounding_box()["width"] > 200
    assert picture.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"
    nils.fill(code=phone.code())
    nils.send()
    look(nils)
    paper = nils.page.locator(".recovery-codes code").all_inner_texts()
    assert len(paper) == 10

    nils.page.context.clear_cookies()
    nils.page.goto(f"{nils.site}/staff/account")
    nils.enter()
    look(nils)
    nils.fill(code=phone.wrong())
    nils.send()
    nils.sees("The code is wrong, or has been used.")
    look(nils)
    # The one of now was used when the second factor was turned on.
    nils.fill(code=phone.code(1))
    nils.send()
    assert nils.page.url == f"{nils.site}/staff/account"

    nils.go(f"{PAGE}/off")
    nils.fill(password=PASSWORD, code=paper[0])
    nils.send()
    nils.sees("Set up")
    assert nils.wrong == {}
