"""The floors of the house: a module imports from lower floors alone, and never in a circle."""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.source import (
    ROOT,
    importers_of,
    is_within,
    modules,
    name_of,
    own_imports,
    tree_of,
)

FLOORS = (
    "ground",
    "tools",
    "models",
    "security",
    "record",
    "queries",
    "operations",
    "web",
    "forms",
    "views",
    "app",
    "cli",
)
#: An area may use the operations of those before it.
AREAS = (
    "accounts",
    "inbox",
    "records",
    "files",
    "organisations",
    "strategy",
    "law",
    "barriers",
    "cases",
    "matters",
    "advocacy",
    "documents",
    "consultations",
    "publication",
    "work",
    "discovery",
    "insights",
    "calendar",
    "library",
    "api",
)
GROUND = ("kb.errors", "kb.config", "kb.clock", "kb.words")
TOOLS = ("kb.text", "kb.citations", "kb.readers", "kb.db")
#: Where statements are built: elsewhere SQLAlchemy is not known.
STATEMENTS = (
    "kb.db",
    "kb.models",
    "kb.security.visibility",
    "kb.history",
    "kb.search.outbox",
    "kb.search.postgres_engine",
)


def area_of(module: str) -> str | None:
    """The area that *module* belongs to; None for what lies in no area."""
    name = module.removeprefix("kb.").partition(".")[0]
    return name if name in AREAS else None


def floor_of(module: str) -> str:
    """The floor that *module* stands on; KeyError for one that nobody has placed."""
    if area_of(module):
        return _floor_in_area(module)
    packages = {
        **dict.fromkeys(GROUND, "ground"),
        **dict.fromkeys(TOOLS, "tools"),
        "kb.models": "models",
        "kb.security": "security",
        "kb.history": "record",
        "kb.search": "record",
        "kb.web": "web",
        "kb.app": "app",
        "kb.cli": "cli",
        "kb.__main__": "cli",
        "wsgi": "cli",
    }
    found = [floor for package, floor in packages.items() if is_within(module, package)]
    if module == "kb":
        return "ground"
    if not found:
        raise KeyError(module)
    return found[0]


def _floor_in_area(module: str) -> str:
    """Whatever is not named otherwise reads: why, stages, checks and so on are queries.

    The last word of the name tells: ``staff_views`` are views.
    """
    if is_within(module, "kb.api") or module in ("kb.discovery.feeds", "kb.calendar.feeds"):
        return "views"
    last = module.rpartition(".")[2].rpartition("_")[2]
    return last if last in ("operations", "forms", "views") else "queries"


def may_import(importer: str, imported: str) -> bool:
    """Whether the table of floors lets *importer* use *imported*."""
    here, there = FLOORS.index(floor_of(importer)), FLOORS.index(floor_of(imported))
    if here != there:
        same_room = area_of(importer) == area_of(imported)
        return there < here and (same_room or floor_of(importer) != "views" or _is_shared(imported))
    return _may_import_sibling(importer, imported)


def _is_shared(imported: str) -> bool:
    """What views of other areas may use: all but the operations, forms and views of an area."""
    return floor_of(imported) not in ("operations", "forms")


def _may_import_sibling(importer: str, imported: str) -> bool:
    floor = floor_of(importer)
    if floor == "ground":
        # Settings are refused with the same errors as everything else that is wrong; the lists
        # of words stand in several files under one name.
        return (importer, imported) == ("kb.config", "kb.errors") or importer == "kb.words"
    if floor == "operations":
        return AREAS.index(area_of(imported)) <= AREAS.index(area_of(importer))
    if floor in ("forms", "views"):
        return area_of(importer) == area_of(imported)
    if floor in ("tools", "record"):
        return importer.split(".")[1] == imported.split(".")[1]
    return floor in ("models", "security", "queries", "web", "cli")


def test_every_module_stands_on_a_floor():
    homeless = []

    for module in modules():
        try:
            floor_of(module)
        except KeyError:
            homeless.append(module)

    assert homeless == []


def test_a_module_imports_from_lower_floors_alone():
    wrong = [
        f"{found.importer} ({floor_of(found.importer)}) imports "
        f"{found.imported} ({floor_of(found.imported)})"
        for found in own_imports()
        if not may_import(found.importer, found.imported)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kb.errors", "kb.clock"),
        ("kb.clock", "kb.db.session"),
        ("kb.text.markdown", "kb.citations.keys"),
        ("kb.models.barrier", "kb.security.rules"),
        ("kb.history", "kb.search.outbox"),
        ("kb.barriers.why", "kb.barriers.operations"),
        ("kb.barriers.operations", "kb.cases.operations"),
        ("kb.discovery.searching", "kb.web.addresses"),
        ("kb.barriers.forms", "kb.cases.forms"),
        ("kb.barriers.views", "kb.cases.views"),
        ("kb.barriers.views", "kb.cases.operations"),
        ("kb.barriers.views", "kb.cases.forms"),
        ("kb.web.routing", "kb.app"),
        ("kb.app", "kb.cli.main"),
    ],
)
def test_the_table_of_floors_forbids(importer, imported):
    assert not may_import(importer, imported)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kb.barriers.why", "kb.publication.queries"),
        ("kb.cases.operations", "kb.barriers.operations"),
        ("kb.barriers.views", "kb.barriers.operations"),
        ("kb.barriers.views", "kb.barriers.forms"),
        ("kb.barriers.views", "kb.discovery.details"),
        ("kb.barriers.views", "kb.web.routing"),
        ("kb.discovery.views", "kb.discovery.feeds"),
        ("kb.app", "kb.barriers.views"),
        ("wsgi", "kb.app"),
    ],
)
def test_the_table_of_floors_allows(importer, imported):
    assert may_import(importer, imported)


def test_imports_never_run_in_a_circle():
    graph = {module: set() for module in modules()}
    for found in own_imports():
        if not found.is_for_types:
            graph[found.importer].add(found.imported)

    try:
        TopologicalSorter(graph).prepare()
        circle = []
    except CycleError as error:
        circle = error.args[1]

    assert circle == []


def test_only_models_import_each_other_for_types_alone():
    wrong = [
        f"{found.importer} imports {found.imported}"
        for found in own_imports()
        if found.is_for_types and not is_within(found.importer, "kb.models")
    ]

    assert wrong == []


def test_sqlalchemy_is_known_only_where_statements_are_built():
    wrong = {
        module
        for module in importers_of("sqlalchemy") | importers_of("alembic")
        if not is_within(module, *STATEMENTS) and floor_of(module) not in ("queries", "operations")
    }

    assert wrong == set()


def test_whoosh_is_known_only_to_search():
    wrong = {module for module in importers_of("whoosh") if not is_within(module, "kb.search")}

    assert wrong == set()


def test_flask_is_known_only_to_the_web_and_to_commands():
    libraries = ("flask", "werkzeug", "jinja2", "markupsafe")
    knowing = set().union(*(importers_of(library) for library in libraries))

    wrong = {module for module in knowing if floor_of(module) not in ("web", "views", "app", "cli")}

    assert wrong == set()


@pytest.mark.parametrize(
    ("calls", "home"),
    [
        ({"os.environ", "os.getenv"}, "kb.config"),
        ({"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}, "kb.clock"),
    ],
)
def test_environment_and_time_are_each_read_in_one_place(calls, home):
    reading = {
        module
        for module, path in modules().items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in calls
    }

    assert reading == {home}


def test_the_folder_of_translations_holds_no_code():
    code = [name_of(path) for path in (ROOT / "kb/translations").rglob("*.py")]

    assert code == []
