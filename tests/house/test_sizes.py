"""Sizes: what is longer than a few screens, or takes more than five things, is split."""

import ast
from pathlib import Path

from tests.house.source import ROOT, TEMPLATES, functions, name_of, python_files, tree_of

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
MOST_ARGUMENTS = 5
#: A revision says the whole schema at once, and is never edited again: migrations are exempt.
PYTHON = [*python_files("kb", "tests"), ROOT / "wsgi.py"]


def files() -> list[Path]:
    """Everything that people write and read as code."""
    static = ROOT / "kb/static"
    return [
        *PYTHON,
        *(path for path in TEMPLATES.rglob("*") if path.is_file()),
        *static.glob("css/*.css"),
        *static.glob("js/*.js"),
    ]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def arguments_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Names of what a caller gives; ``self`` and ``cls`` are given by Python."""
    taken = function.args
    names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    names += [each.arg for each in (taken.vararg, taken.kwarg) if each]
    return [name for name in names if name not in ("self", "cls")]


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether click calls the function, with one argument for each option."""
    return any(
        ast.unparse(decorator).partition("(")[0].endswith(".command")
        for decorator in function.decorator_list
    )


def test_a_file_has_at_most_400_lines():
    sizes = {name_of(path): lines_of(path) for path in files()}

    long = {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FILE}

    assert len(sizes) > 100
    assert long == {}


def test_a_function_has_at_most_60_lines():
    sizes = {
        f"{name_of(path)}: {function.name}": function.end_lineno - function.lineno + 1
        for path in PYTHON
        for function in functions(tree_of(path))
    }

    long = {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION}

    assert long == {}


def test_a_function_takes_at_most_five_arguments():
    taken = {
        f"{name_of(path)}: {function.name}": arguments_of(function)
        for path in PYTHON
        for function in functions(tree_of(path))
        if not is_command(function)
    }

    many = {name: names for name, names in taken.items() if len(names) > MOST_ARGUMENTS}

    assert many == {}
