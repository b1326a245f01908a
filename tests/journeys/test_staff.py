"""What the staff do with one barrier, from the report to the public and on, in both languages."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.journeys.staffing import SOON, code_of, people_in, wait_until_kept

pytestmark = pytest.mark.browser

PHONE = "070-123 45 67"
WORDS = {
    "sv": SimpleNamespace(
        log="Registrera ett hinder",
        same_law=re.compile(r"\d+ hinder vilar redan på samma lagrum"),
        provision="8 kap. 1 § OSL",
        answer="Svara på frågan",
        changed="Ändrad sedan publiceringen",
        phone="Telefonnummer",
        difference="Vad som skiljer",
        recognise="Erkänn som hinder",
        title="Ambulansens journal stannar vid länsgränsen",
        public="Ambulansjournaler följer inte patienten",
        mark="länsgränsen",
    ),
    "en": SimpleNamespace(
        log="Log a barrier",
        same_law=re.compile(r"\d+ barriers already rest on the same provision"),
        provision="Chapter 8, Section 1 OSL",
        answer="Answer the question",
        changed="Changed since published",
        phone="Telephone number",
        difference="What differs",
        recognise="Recognise as a barrier",
        title="Skolhälsovårdens anteckningar når inte nästa skola",
        public="Skolhälsovårdens anteckningar följer inte eleven",
        mark="skolhälsovårdens",
    ),
}


@pytest.fixture(params=["sv", "en"])
def story(request, browser, workplace):
    """Three people and a stranger, and the words of the language in which they read."""
    language = request.param
    emails = [f"{handle}.{language}@example.se" for handle in ("eva", "lars", "maja")]
    with people_in(browser, workplace.address, *emails, "") as people:
        eva, lars, maja, stranger = people
        for person in people:
            # Only the words are others in English: once a page is enough, and half the time.
            person.closely = language == "sv"
        yield SimpleNamespace(
            eva=eva, lars=lars, maja=maja, stranger=stranger, language=language,
            words=WORDS[language], code="",
        )  # fmt: skip


def test_a_barrier_is_logged_assessed_published_changed_and_published_again(story):
    log_it(story)
    find_nothing_outside(story)
    ask_and_answer(story)
    recognise_it(story)
    write_the_public_text(story)
    clear_and_publish(story)
    find_it_outside(story)
    change_and_publish_again(story)
    read_what_happened(story)

    people = (story.eva, story.lars, story.maja, story.stranger)
    assert [person.wrong for person in people if person.wrong] == []


def log_it(story):
    eva, words = story.eva, story.words
    eva.sign_in()
    eva.follow(words.log)
    page = eva.page
    page.locator("[name=working_title]").press_sequentially(words.title)
    wait_until_kept(page)
    page.reload()
    expect(page.locator("[name=working_title]")).to_have_value(words.title)
    eva.look()
    page.locator("input[name=kinds]").first.check()
    eva.fill(working_summary="Den som tar över vården ser inte vad som redan är gjort.")
    eva.choose(channel="member")
    eva.send_and_look("button[value='go-on']")
    story.code = code_of(page)

    page.locator("[name='citations-0-reference']").press_sequentially("8 kap. 1 § OSL")
    expect(page.locator(".similar")).to_contain_text(words.same_law)
    page.locator("input[name=root_causes][value=secrecy]").check()
    page.locator("input[name=remedies]").first.check()
    eva.look()
    eva.send_and_look("button[value='go-on']")
    eva.fill(sender_sv="Region A", receiver_sv="Region B")
    eva.send_and_look("button[value='go-on']")
    link_objectives(story)
    eva.tick("severity", "3")
    eva.fill(severity_reason="Barn och äldre drabbas.")
    eva.send_and_look("button[value='go-on']")
    add_a_case(story)
    eva.send_and_look("button[value='go-on']")
    eva.sees(words.provision)
    mention_a_colleague(story)
    page.locator("main a[href$='/check']").first.click()
    eva.send_and_look()
    eva.sees(words.title)
    assert eva.page.url.partition("?")[0].endswith(f"/staff/barriers/{story.code}")


def link_objectives(story):
    eva, page = story.eva, story.eva.page
    for row, (objective, direction) in enumerate([("1.1", "blocks"), ("1.2", "delays")]):
        if row:
            eva.send("button[name=add][value=impacts]")
        at = f"impacts-{row}"
        choices = page.locator(f"[name='{at}-direction'] option")
        values = choices.evaluate_all("options => options.map(option => option.value)")
        eva.choose(**{
            f"{at}-objective": objective,
            f"{at}-direction": direction if direction in values else values[1],
            f"{at}-strength": "2",
        })  # fmt: skip
        eva.fill(**{f"{at}-reason_sv": "Uppgiften når inte fram."})
    eva.look()
    eva.send_and_look("button[value='go-on']")


def add_a_case(story):
    eva = story.eva
    eva.follow(re.compile("^(Lägg till ett fall|Add a case)$"))
    eva.fill(title=f"Fallet om {story.words.title.lower()}", internal="Så gick det till.")
    eva.send_and_look()
    eva.sees(f"Fallet om {story.words.title.lower()}")


def mention_a_colleague(story):
    eva = story.eva
    eva.follow(re.compile("^(Behåll|Keep)"))
    eva.fill(text=f"Vad tror du, @maja.{story.language}?")
    eva.send_and_look("form[action$='/notes'] button[type=submit]")
    eva.sees("Vad tror du")
    maja = story.maja
    maja.sign_in("/staff/inbox")
    maja.sees(story.code)
    maja.sees(story.words.title)


def find_nothing_outside(story):
    page, words = story.stranger.page, story.words
    for path in (f"search?q={words.mark}", "barriers", "", f"barriers/{story.code}"):
        story.stranger.go(f"/{story.language}/{path}")
        assert words.title not in page.content()
        assert story.code not in page.locator("main").inner_text()


def ask_and_answer(story):
    lars, eva = story.lars, story.eva
    lars.sign_in()
    lars.follow(story.words.title)
    take_it_up(story)
    step(lars, "return")
    lars.fill(question="Gäller det också vård på distans?")
    lars.send_and_look()

    eva.go("/staff/")
    eva.follow(re.compile(f"^{story.words.answer}"))
    eva.sees("Gäller det också vård på distans?")
    eva.fill(text="Ja, också då.")
    eva.send_and_look()
    eva.sees("Ja, också då.")


def take_it_up(story):
    step(story.lars, "take")
    story.lars.send_and_look()


def step(person, way):
    """Open the page of the step *way* from where one is."""
    person.page.locator(f"main a[href$='/move/{way}']").first.click()
    person.page.wait_for_load_state()
    person.look()


def recognise_it(story):
    lars = story.lars
    lars.go("/staff/")
    lars.follow(story.words.title)
    take_it_up(story)
    step(lars, "recognise")
    for question in ("is_obstacle", "is_new", "is_law"):
        lars.tick(question, "yes")
        lars.fill(**{f"{question}_reason": "Det framgår av lagen."})
    lars.send_and_look()
    lars.sees("Det framgår av lagen.")


def write_the_public_text(story):
    eva = story.eva
    eva.go(f"/staff/barriers/{story.code}")
    eva.page.locator(f"main a[href='/staff/barriers/{story.code}/publication']").first.click()
    eva.look()
    step(eva, "allow")
    eva.send_and_look()
    write_text(eva, f"Ring {PHONE} för att få veta mer.", story.words.public)
    step(eva, "send-to-review")
    eva.send_and_look()


def write_text(person, sentence, title=""):
    person.page.locator("main a[href$='/publication/text']").first.click()
    person.look()
    if title:
        person.fill(title_sv=title, title_en=f"In English: {title}")
        for name in ("consequence", "wanted", "analysis"):
            person.fill(**{f"{name}_sv": "Så är det.", f"{name}_en": "So it is."})
        person.choose(state="open")
    person.fill(summary_sv=sentence, summary_en=sentence)
    person.send_and_look()


def clear_and_publish(story):
    lars, eva = story.lars, story.eva
    lars.go("/staff/")
    lars.follow(story.words.public)
    if "/publication" not in lars.page.url:
        lars.page.locator("main a[href$='/publication']").first.click()
    step(lars, "approve")
    lars.sees(PHONE)
    lars.sees(story.words.phone)
    clear(lars)
    assert "/move/approve" in lars.page.url
    lars.page.locator("main a[href$='/move/send-back']").first.click()
    lars.look()
    lars.fill(reason="Ta bort telefonnumret.")
    lars.send_and_look()

    eva.go("/staff/")
    eva.follow(story.words.public)
    if "/publication" not in eva.page.url:
        eva.page.locator("main a[href$='/publication']").first.click()
    eva.sees("Ta bort telefonnumret.")
    write_text(eva, "Journalen stannar hos den som skrev den.")
    step(eva, "send-to-review")
    eva.send_and_look()
    approve_and_publish(story)


def clear(person):
    for box in person.page.locator("input[name=clearance]").all():
        box.check()
    person.send_and_look("form.form:has(input[name=clearance]) .buttons button.button")


def approve_and_publish(story):
    lars = story.lars
    lars.go(f"/staff/barriers/{story.code}/publication")
    step(lars, "approve")
    clear(lars)
    step(lars, "publish")
    lars.send_and_look()


def find_it_outside(story):
    page = story.stranger.page
    found = page.locator(f"main a[href*='/barriers/{story.code}']")
    address = f"{story.stranger.site}/{story.language}/search?q={story.words.public.split()[0]}"
    deadline = SOON
    page.goto(address)
    while not found.count() and deadline > 0:
        page.wait_for_timeout(200)
        deadline -= 200
        page.goto(address)
    found.first.click()
    story.stranger.look()
    story.stranger.sees("Journalen stannar hos den som skrev den.")
    assert PHONE not in page.content()
    assert story.words.title not in page.content()


def change_and_publish_again(story):
    eva, lars = story.eva, story.lars
    eva.go(f"/staff/barriers/{story.code}/publication")
    write_text(eva, "Journalen stannar hos den som först skrev den.")
    eva.sees(story.words.changed)
    eva.follow(re.compile(story.words.difference))
    expect(eva.page.locator("main ins").first).to_contain_text("först")
    eva.go(f"/staff/barriers/{story.code}/publication")
    step(eva, "send-to-review")
    eva.send_and_look()
    approve_and_publish(story)
    assert story.words.changed not in lars.page.locator("main").inner_text()
    story.stranger.go(f"/{story.language}/barriers/{story.code}")
    story.stranger.sees("Journalen stannar hos den som först skrev den.")


def read_what_happened(story):
    eva, maja = story.eva, story.maja
    eva.go(f"/staff/barriers/{story.code}")
    eva.page.locator("main a[href$='/history']").first.click()
    eva.look()
    for name in ("Eva", "Lars"):
        eva.sees(f"{name} {story.language.title()}")
    for text in (story.words.recognise, "Gäller det också vård på distans?", "Ja, också då."):
        eva.sees(text)
    assert eva.page.locator("main time").count() >= 10
    maja.go("/staff/audit")
    maja.sees(story.code)
