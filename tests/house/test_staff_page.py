"""The page for the staff keeps up: who may do what, and every step with what it needs."""

import re

import pytest

from kb.app import CONTENT
from kb.readers.catalogue import read_pages
from kb.security.permissions import OF_A_ROLE, Permission, Scope
from kb.security.transitions import TRANSITIONS, Machine, Transition
from kb.web.i18n import translations
from kb.web.labels import LABELS
from kb.words import Language, Role
from tests.staff import signed_in

#: How the page says how far a permission reaches.
SCOPES = {
    Language.SV: {
        None: "–",
        Scope.ANY: "Ja",
        Scope.OWN: "Egna",
        Scope.ANSWERED_FOR: "De du registrerade eller ansvarar för",
        Scope.OWNED: "De du ansvarar för",
        Scope.NOT_LOGGED: "Inte de du registrerade",
        Scope.NOT_OWNED: "Inte de du ansvarar för",
        Scope.NOT_WRITTEN: "Inte texter du skrev",
    },
    Language.EN: {
        None: "–",
        Scope.ANY: "Yes",
        Scope.OWN: "Own",
        Scope.ANSWERED_FOR: "Those you logged or own",
        Scope.OWNED: "Those you own",
        Scope.NOT_LOGGED: "Not those you logged",
        Scope.NOT_OWNED: "Not those you own",
        Scope.NOT_WRITTEN: "Not texts you wrote",
    },
}
STATES = {
    Machine.BARRIER: "work-state",
    Machine.PUBLICATION: "publication-state",
    Machine.ACTION: "action-state",
    Machine.ASK: "ask-outcome",
    Machine.RESPONSE: "response-state",
}


def text_of(language: Language) -> str:
    page = next(page for page in read_pages(CONTENT) if page.slug == "for-staff")
    return getattr(page.text_md, language)


def rows_of(text: str) -> list[list[str]]:
    """Every row of the tables in *text*, their heads left out."""
    tables = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    rows = [line for table in tables for line in table.strip().splitlines()[2:]]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]


def grid_of(language: Language) -> list[list[str]]:
    """The rows of the permissions: what is allowed, and how far each role may."""
    scopes = set(SCOPES[language].values())
    return [row for row in rows_of(text_of(language)) if set(row[1:]) <= scopes]


def said(words: str, word: str, language: Language) -> str:
    return translations(language).gettext(LABELS[words][word])


def row_of(way: Transition, language: Language) -> list[str]:
    """What the page must say of *way*: its name, from where, to where, and what it needs."""
    words = STATES[way.machine]
    sources = [said(words, word, language) for word in LABELS[words] if word in way.sources]
    needs = [said("need", need, language) for need in way.needs]
    return [
        said("way", way.name, language),
        ", ".join(sources),
        said(words, way.target, language),
        " ".join(needs) or "–",
    ]


def scope_of(permission: Permission, role: Role) -> Scope | None:
    held = (grant.scope for grant in OF_A_ROLE[role] if grant.permission is permission)
    return next(held, None)


@pytest.mark.parametrize("language", list(Language))
def test_every_permission_has_a_row_that_says_who_holds_it_how_far(language):
    scopes = SCOPES[language]

    assert [row[1:] for row in grid_of(language)] == [
        [scopes[scope_of(permission, role)] for role in Role] for permission in Permission
    ]


def test_the_rows_of_the_permissions_say_what_the_permissions_say():
    wrong = [
        row[0]
        for row, permission in zip(grid_of(Language.EN), Permission, strict=True)
        if not row[0].startswith(permission.sentence.rstrip("."))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", list(Language))
def test_every_way_has_a_row_with_its_states_and_all_that_it_needs_and_nothing_else_has(language):
    grid = grid_of(language)
    told = [row for row in rows_of(text_of(language)) if len(row) == 4 and row not in grid]

    assert told == [row_of(way, language) for way in TRANSITIONS]


def test_the_help_page_and_every_page_of_the_staff_lead_there(staff_app, people, client):
    staff = signed_in(staff_app, people["advocacy"])

    assert "/en/for-staff" in client.get("/en/help").text
    assert "/en/for-staff" in staff.get("/staff/?lang=en").text
