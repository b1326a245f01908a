"""Forms of the staff at odds: two editors, an ended sign-in, no script, a small screen."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from kb.db.engine import open_database
from kb.db.session import session_scope
from kb.models import SignIn, User
from tests.journeys.staffing import code_of, faults_of, people_in

pytestmark = pytest.mark.browser

EVA, LARS, MAJA = ("eva.en@example.se", "lars.en@example.se", "maja.en@example.se")
CODE = "H-2026-008"
PAGES = (
    "", "barriers", "barriers/new", f"barriers/{CODE}", f"barriers/{CODE}/edit/law",
    f"barriers/{CODE}/publication", f"barriers/{CODE}/publication/text",
    f"barriers/{CODE}/history", "inbox", "searches", "search?q=sekretess", "users", "mail",
    "vocabularies", "vocabularies/root-cause", "synonyms", "import", "audit", "account",
    "cases/F-2026-002", "cases/new",
)  # fmt: skip


@pytest.fixture
def people(browser, workplace):
    """Eva, Lars and Maja, each in a browser of their own, not yet signed in."""
    with people_in(browser, workplace.address, EVA, LARS, MAJA) as people:
        yield people


def log(person, title):
    """Log a barrier called *title*; gives its code."""
    person.page.goto(f"{person.site}/staff/barriers/new")
    person.fill(working_title=title, working_summary="Den gamla texten.")
    person.send("button[value=close]")
    return code_of(person.page)


def end_sign_ins(workplace, email):
    database = open_database(workplace.settings.database)
    with session_scope(database.writing) as session:
        user = session.query(User).filter_by(email=email).one()
        session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    database.engine.dispose()


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(people):
    eva, lars, _ = people
    eva.sign_in()
    lars.sign_in()
    path = f"/staff/barriers/{log(eva, 'Två skriver samtidigt')}/edit/report"
    for person, text in ((eva, "Den text som Eva skrev."), (lars, "Den text som Lars skrev.")):
        person.go(path)
        person.fill(working_summary=text)

    eva.send("button[value=close]")
    lars.send_and_look("button[value=close]")

    lars.sees("Somebody else has changed the same text")
    clash = lars.page.locator(".clash")
    expect(clash.locator("del")).to_contain_text("Eva")
    expect(clash.locator("ins")).to_contain_text("Lars")
    lars.tick("keep-working_summary", "mine")
    lars.send_and_look("form.form .buttons button.button")
    lars.sees("Den text som Lars skrev.")
    assert [person.wrong for person in people if person.wrong] == []


def test_what_was_typed_when_the_sign_in_ended_is_there_after_the_next(people, workplace):
    eva = people[0]
    eva.sign_in("/staff/barriers/new")
    eva.fill(working_title="Skrivet strax före slutet")
    end_sign_ins(workplace, EVA)

    eva.send("button[value=go-on]")
    eva.look()
    eva.sees("Nothing is lost")
    eva.enter()

    expect(eva.page.locator("[name=working_title]")).to_have_value("Skrivet strax före slutet")
    eva.look()
    assert eva.wrong == {}
    eva.send(".inset button")


def test_who_types_on_after_the_sign_in_has_ended_is_told_beside_the_form(people, workplace):
    eva = people[0]
    eva.sign_in("/staff/barriers/new")
    end_sign_ins(workplace, EVA)

    eva.page.locator("[name=working_title]").press_sequentially("Skrivs vidare")

    expect(eva.page.locator("[data-autosave]")).to_contain_text(re.compile("sign", re.IGNORECASE))
    expect(eva.page.locator("[name=working_title]")).to_have_value("Skrivs vidare")


def test_a_barrier_is_logged_without_script_from_the_first_step_to_the_last(browser, workplace):
    with people_in(browser, workplace.address, EVA, java_script_enabled=False) as (eva,):
        eva.page.goto(f"{eva.site}/staff/")
        eva.enter()
        eva.page.locator("main a[href='/staff/barriers/new']").first.click()
        eva.fill(working_title="Utan skript", working_summary="Det går ändå.")
        eva.page.locator("input[name=kinds]").first.check()
        eva.choose(channel="member")
        eva.send("button[value=go-on]")
        code = code_of(eva.page)
        eva.fill(**{"citations-0-reference": "26 kap. 1 § OSL"})
        eva.send("button[name=add][value=citations]")
        eva.fill(**{"citations-1-reference": "10 kap. 2 § OSL"})
        eva.send("button[value=go-on]")
        for _ in ("flow", "objectives", "scores", "evidence"):
            eva.send("button[value=go-on]")

        eva.sees(re.compile("already rests? on the same provision"))
        eva.sees("26 kap. 1 §")
        eva.send()

        assert eva.page.url.partition("?")[0].endswith(f"/staff/barriers/{code}")
        eva.sees("It waits for somebody to take it up for assessment.")
        assert eva.wrong == {}


@pytest.fixture(scope="module")
def signed_in(browser, workplace):
    """The cookies of Maja, who may see every page."""
    with people_in(browser, workplace.address, MAJA) as (maja,):
        maja.page.goto(f"{maja.site}/staff/")
        maja.enter()
        yield maja.page.context.storage_state()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_light_and_dark(browser, workplace, signed_in, scheme):
    faults = {}
    options = {"color_scheme": scheme, "storage_state": signed_in}
    with people_in(browser, workplace.address, MAJA, **options) as (maja,):
        for path in PAGES:
            answer = maja.page.goto(f"{maja.site}/staff/{path}")
            faults[path] = faults_of(maja.page) if answer.ok else [str(answer.status)]

    assert {path: found for path, found in faults.items() if found} == {}


def test_no_page_scrolls_sideways_at_320_pixels(browser, workplace, signed_in):
    widths = {}
    options = {"viewport": {"width": 320, "height": 640}, "storage_state": signed_in}
    with people_in(browser, workplace.address, MAJA, **options) as (maja,):
        for path in PAGES:
            maja.page.goto(f"{maja.site}/staff/{path}")
            widths[path] = maja.page.evaluate("document.documentElement.scrollWidth")

    assert {path: width for path, width in widths.items() if width > 320} == {}
