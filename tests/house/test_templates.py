"""Templates say what they take, hold no unsafe text, and render: every one, on every page."""

import re
from dataclasses import dataclass, field

import pytest
from flask import template_rendered
from jinja2 import StrictUndefined, meta, nodes

from tests.house.source import ROOT, TEMPLATES, name_of, python_files

FIRST_LINE = re.compile(r"\{# takes: (?:nothing|([a-z_]+(?:, [a-z_]+)*)) #\}\n")
UNSAFE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape|\bMarkup\(")
#: A link within the service, without a query.
LINK = re.compile(r'href="(/[^"?#]*)(?:#[^"]*)?"')
#: Pages that lead nowhere else and that no other page links to.
LONE = ("/sv/components", "/en/components", "/sitemap.xml")
#: Pages for errors have tests of their own, beside the code that answers with them.
NOT_WALKED = ("layout/", "parts/", "errors/", "mail/")
#: Pages that look like public ones and that no public page leads to; tests of their own visit them.
NOT_LINKED = {
    # Nothing leads to them before a statute book has been imported.
    "law/amendments.html",
    "law/section.html",
    "law/statute.html",
    "inbox/unsubscribe.html",
    "publication/preview_barrier.html",
    "publication/preview_case.html",
}
EXTENDS = re.compile(r'\{%-? extends "([^"]+)"')
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))


@dataclass
class Walk:
    """What a reader who follows every link has seen."""

    statuses: dict[str, int] = field(default_factory=dict)
    rendered: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(app):
    """Every page that links lead to from the start, in both languages."""
    walk = Walk()
    client = app.test_client()

    def note(_app, template, **_rest):
        walk.rendered.add(template.name)

    waiting = ["/sv/", "/en/", *LONE]
    with template_rendered.connected_to(note, app):
        while waiting:
            address = waiting.pop()
            answer = client.get(address)
            walk.statuses[address] = answer.status_code
            found = dict.fromkeys(LINK.findall(answer.text))
            waiting += [link for link in found if link not in walk.statuses and link not in waiting]
    return walk


def source_of(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


def taken_by(name):
    """The names that the first line of template *name* lists; None when it lists none."""
    first = FIRST_LINE.match(source_of(name))
    return first and set(filter(None, (first[1] or "").split(", ")))


def names_made_in(tree):
    """Macros, imports and values that a template sets itself.

    Jinja calls them undeclared where a block uses what stands outside it.
    """
    made = {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        made |= {each[1] if isinstance(each, tuple) else each for each in imported.names}
    made |= {imported.target for imported in tree.find_all(nodes.Import)}
    for value in tree.find_all((nodes.Assign, nodes.AssignBlock)):
        made |= {
            name.name
            for name in (value.target, *value.target.find_all(nodes.Name))
            if isinstance(name, nodes.Name)
        }
    return made


def names_needed_by(environment, name):
    """Names that a template, or one it extends, includes or imports from, uses without making."""
    tree = environment.parse(source_of(name))
    needed = meta.find_undeclared_variables(tree) - names_made_in(tree)
    for other in meta.find_referenced_templates(tree):
        assert other, f"{name} chooses a template while it renders"
        needed |= names_needed_by(environment, other)
    return needed


@pytest.fixture(scope="module")
def known_everywhere(app):
    """Names that every template can use without being given them."""
    with app.test_request_context("/healthz"):
        ours = [
            names()
            for names in app.template_context_processors[None]
            if names.__module__.startswith("kb.")
        ]
    return {*app.jinja_env.globals, *(name for names in ours for name in names)}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_line_of_a_template_lists_exactly_what_it_takes(app, known_everywhere, name):
    needed = names_needed_by(app.jinja_env, name)

    taken = taken_by(name)

    assert taken is not None, "The first line is not {# takes: … #}"
    # What every template knows may still be given, as it is to the page for a broken service.
    assert needed - known_everywhere <= taken <= needed


def test_no_template_shows_text_as_markup_by_itself():
    wrong = [name for name in NAMES if UNSAFE.search(source_of(name))]

    assert wrong == []


@pytest.mark.parametrize("line", ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape false %}"])
def test_unsafe_text_is_known_when_it_is_seen(line):
    assert UNSAFE.search(line)


def test_text_becomes_markup_in_one_place():
    places = [
        name_of(path)
        for path in python_files("kb")
        for _ in re.findall(r"\bMarkup\(", path.read_text(encoding="utf-8"))
    ]

    assert places == ["kb/web/jinja.py"]


def test_a_name_that_a_template_is_not_given_is_an_error(app):
    assert app.jinja_env.undefined is StrictUndefined
    assert app.jinja_env.autoescape is not False


def test_every_link_leads_to_a_page(walk):
    wrong = {address: status for address, status in walk.statuses.items() if status != 200}

    assert len(walk.statuses) > 400
    assert wrong == {}


def test_every_page_stands_in_both_languages(walk):
    swedish = {address[4:] for address in walk.statuses if address.startswith("/sv/")}
    english = {address[4:] for address in walk.statuses if address.startswith("/en/")}

    assert swedish == english


def test_every_template_is_rendered_on_some_page(walk):
    pages = {name for name in NAMES if not name.startswith(NOT_WALKED) and not is_of_staff(name)}

    assert pages - walk.rendered == NOT_LINKED


def is_of_staff(name) -> bool:
    """Whether the template is a page of the staff's, which tests/web/test_staff_walk.py visits.

    So is a piece that extends nothing and stands in the folder of such pages.
    """
    held = EXTENDS.search(source_of(name))
    if held is None:
        return not name.startswith("layout/") and any(
            is_of_staff(other) for other in in_folder_of(name) if extends(other)
        )
    return held[1] == "layout/staff.html" or is_of_staff(held[1])


def in_folder_of(name) -> list[str]:
    folder = name.rpartition("/")[0]
    return [other for other in NAMES if folder and other.rpartition("/")[0] == folder]


def extends(name) -> bool:
    return EXTENDS.search(source_of(name)) is not None


def test_every_template_is_named_by_code_or_by_another_template():
    code = "".join(path.read_text(encoding="utf-8") for path in python_files("kb"))
    text = code + "".join(source_of(name) for name in NAMES)

    unused = [name for name in NAMES if f'"{name}"' not in text]

    assert unused == []


def test_templates_lie_in_the_folder_that_the_application_reads(app):
    assert app.template_folder == str(ROOT / "templates")
