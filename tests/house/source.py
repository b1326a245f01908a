"""The source of the project as the tests of its house rules read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One import of a module by another; *is_for_types* when it never happens at run time."""

    importer: str
    imported: str
    is_for_types: bool = False


def python_files(*folders: str) -> list[Path]:
    """Every Python file below *folders* of the project."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """Path of a file within the project."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """Dotted name of the module in *path*; a package is called by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, and the one beside it that servers load."""
    paths = [*python_files("kb"), ROOT / "wsgi.py"]
    return {module_of(path): path for path in paths}


@cache
def imports() -> list[Import]:
    """Every import in the package, wherever in a module it stands."""
    return [found for name, path in modules().items() for found in _imports_of(name, path)]


def own_imports() -> list[Import]:
    """Imports of our own modules."""
    return [found for found in imports() if found.imported.partition(".")[0] == "kb"]


def importers_of(library: str) -> set[str]:
    """Modules that import anything of *library*."""
    return {found.importer for found in imports() if f"{found.imported}.".startswith(f"{library}.")}


def is_within(module: str, *packages: str) -> bool:
    """Whether *module* is one of *packages* or lies in one of them."""
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _imports_of(name: str, path: Path) -> Iterator[Import]:
    tree = tree_of(path)
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        for imported in _imported(node, name, path):
            yield Import(name, imported, id(node) in for_types)


def _imported(node: ast.AST, name: str, path: Path) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
    names = [f"{base}.{alias.name}" for alias in node.names]
    return [full if full in modules() else base for full in names]
