"""A reader's way through the service, in both languages, with axe looking at every page."""

import re

import pytest

from tests.journeys.staffing import faults_of

pytestmark = pytest.mark.browser

WORDS = {
    "sv": ("sekretess mellan nämnder", "Sekretess mellan nämnder i samma kommun"),
    "en": ("secrecy between committees", "Secrecy between committees of one municipality"),
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_reader_finds_a_barrier_and_follows_it_to_the_law_and_on(page, site, language):
    question, title = WORDS[language]
    faults = {}

    def look(name):
        faults[name] = faults_of(page)

    page.goto(f"{site}/{language}/")
    look("start")
    page.locator("main input[type=search]").fill(question)
    page.locator("main input[type=search]").press("Enter")
    page.wait_for_url(re.compile(r"/search\?"))
    look("search")
    assert page.locator("main mark").count() > 0
    page.locator("main").get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/barriers/H-2026-008$"))
    look("barrier")
    page.locator(f"main a[href='/{language}/law/sfs/2009:400/K8P1']").first.click()
    page.wait_for_url(re.compile(r"/law/sfs/2009:400/K8P1$"))
    look("provision")
    page.locator(f"main a[href='/{language}/barriers/H-2026-006']").first.click()
    page.wait_for_url(re.compile(r"/barriers/H-2026-006$"))
    look("other barrier")
    page.locator(f"main a[href='/{language}/matters/L-2026-004']").first.click()
    page.wait_for_url(re.compile(r"/matters/L-2026-004$"))
    look("matter")

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["barriers", "law/sfs/2009:400", "cases/F-2026-002", "actions/P-2026-001", "objectives",
     "objectives/1.5", "principles/2", "organisations", "help", "components", "nothing-here"],
)  # fmt: skip
def test_axe_finds_nothing_in_light_and_dark(browser, site, path, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()

    page.goto(f"{site}/sv/{path}")
    faults = faults_of(page)
    context.close()

    assert faults == []


@pytest.mark.parametrize("path", ["", "barriers", "barriers/H-2026-008", "barriers/H-2026-001",
                                  "law/sfs/2009:400", "matters/L-2026-001", "search?q=sekretess",
                                  "glossary", "components"])  # fmt: skip
def test_no_page_scrolls_sideways_at_320_pixels(browser, site, path):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()

    page.goto(f"{site}/sv/{path}")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 320


def test_a_list_is_narrowed_and_widened_again_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/barriers")
    everything = page.locator("main .entries > li").count()

    page.locator("a[href*='state=open']").first.click()
    narrowed = page.locator("main .entries > li").count()
    page.locator("main .chosen a").first.click()
    widened = page.locator("main .entries > li").count()
    context.close()

    assert 0 < narrowed < everything
    assert widened == everything


def test_the_keyboard_reaches_the_main_part_first(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/en/barriers")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("location.hash") == "#main"
    context.close()


def test_the_language_switch_keeps_the_page(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/sv/barriers/H-2026-008")

    page.get_by_role("link", name="English").first.click()
    page.wait_for_url(re.compile("/en/barriers/H-2026-008"))

    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_a_visitor_leaves_with_no_cookie_and_no_request_to_others(browser, site):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for path in ("", "barriers/H-2026-008", "search?q=sekretess"):
        page.goto(f"{site}/sv/{path}")

    assert context.cookies() == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    context.close()
