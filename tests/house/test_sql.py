"""Where statements are not: what shows or asks never reaches for the database itself."""

import re
from pathlib import Path

import pytest

from tests.house.source import TEMPLATES, name_of, python_files

#: A statement; ``|select(`` is the filter of templates.
STATEMENT = re.compile(r"(?<!\|)\bselect\(|\.execute\(|\.scalar")
#: The one commit of a request, and the one of everything else.
COMMITS = {"kb/db/session.py", "kb/web/routing.py"}
#: It commits the files of an index and knows no session: see test_floors.
OF_THE_INDEX = {"kb/search/whoosh_engine.py"}


def showing() -> list[Path]:
    """Views, forms, what every page shares, templates and commands."""
    views = [path for path in python_files("kb") if path.stem in ("views", "forms", "feeds")]
    templates = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    return [*views, *python_files("kb/web", "kb/api", "kb/cli"), *templates]


def test_no_statement_stands_in_views_forms_templates_or_commands():
    wrong = [
        f"{name_of(path)}:{number}"
        for path in showing()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if STATEMENT.search(line)
    ]

    assert len(showing()) > 50
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "session.scalars(select(Barrier))",
        "g.session.scalar(statement)",
        "session.execute(statement)",
        "rows = select(Barrier)",
    ],
)
def test_a_statement_is_known_when_it_is_seen(line):
    assert STATEMENT.search(line)


def test_the_filter_of_templates_that_has_the_same_name_is_no_statement():
    assert not STATEMENT.search("{{ rows|select('defined') }}")


def test_work_is_committed_in_two_places_alone():
    committing = {
        name_of(path)
        for path in python_files("kb")
        if ".commit(" in path.read_text(encoding="utf-8")
    }

    assert "kb/db/session.py" in committing
    assert committing <= COMMITS | OF_THE_INDEX
