"""Documentation keeps up: settings, commands, decisions, changes, and what every module is for."""

import ast
import re
from collections.abc import Iterator

import click
import pytest

from kb.app import CONTENT
from kb.cli.main import kb
from kb.config import settings_help
from kb.readers.catalogue import read_pages
from kb.words import Language
from tests.house.source import ROOT, Function, modules, tree_of

DECISIONS = CONTENT / "handbook/decisions"
SETTINGS = [name for name, _default, _help in settings_help()]
HEADINGS = ("Context", "Decision", "Status", "Consequences")


def page(slug: str, language: str) -> str:
    """The text of a page of prose in one language."""
    found = [page for page in read_pages(CONTENT) if page.slug == slug]
    assert found, f"There is no page {slug}"
    return getattr(found[0].text_md, language)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below *command*, by what is typed for it."""
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(commands(kb, "kb"))


def described(name: str, text: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def text_about(command: str, text: str) -> str:
    """What *text* says after each mention of *command*, up to where another is mentioned."""
    names = "|".join(sorted(COMMANDS, key=len, reverse=True))
    pieces = re.split(rf"\b({names})\b", text)
    about = zip(pieces[1::2], pieces[2::2], strict=True)
    return "".join(piece for name, piece in about if name == command)


def options_of(command: click.Command) -> list[str]:
    options = [option for option in command.params if isinstance(option, click.Option)]
    return [max(option.opts, key=len) for option in options]


@pytest.mark.parametrize("language", list(Language))
def test_every_setting_is_described(language):
    text = page("settings", language)

    assert [name for name in SETTINGS if not described(name, text)] == []


@pytest.mark.parametrize("language", list(Language))
def test_no_setting_is_described_that_does_not_exist(language):
    named = set(re.findall(r"\bKB_[A-Z_]+\b", page("settings", language)))

    assert named <= set(SETTINGS)


@pytest.mark.parametrize("language", list(Language))
def test_every_command_is_described(language):
    text = page("commands", language)

    assert [name for name in COMMANDS if not described(name, text)] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_option_is_described_beside_its_command(language):
    text = page("commands", language)

    missing = [
        f"{name} {option}"
        for name, command in COMMANDS.items()
        for option in options_of(command)
        if option not in text_about(name, text)
    ]

    assert missing == []


@pytest.mark.parametrize("language", list(Language))
def test_no_command_is_described_that_does_not_exist(language):
    written = re.findall(r"`(kb [a-z]+(?: [a-z]+)?)", page("commands", language))
    groups = {f"kb {name}" for name, each in kb.commands.items() if isinstance(each, click.Group)}

    # What follows the name of a command that is no group is an argument.
    unknown = [
        name for name in written if name not in groups and not name.startswith(tuple(COMMANDS))
    ]

    assert unknown == []


def test_every_command_and_every_option_says_what_it_is_for():
    silent = [path for path, command in COMMANDS.items() if not command.help]
    silent += [name for name, group in kb.commands.items() if not group.help]

    assert silent == []


def test_decisions_are_kept():
    assert list(DECISIONS.glob("*.md"))


def test_a_decision_has_context_decision_status_and_consequences():
    missing = [
        f"{path.name}: {heading}"
        for path in sorted(DECISIONS.glob("*.md"))
        for heading in HEADINGS
        if not re.search(rf"^##+ {heading}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert missing == []


def test_the_list_of_changes_has_a_section_for_what_is_new():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(r"^## \[?(?:Unreleased|\d+\.\d+\.\d+)", text, re.MULTILINE)


def undocumented(body: list[ast.stmt], place: str) -> Iterator[str]:
    """Public classes and functions in *body* without a docstring, and those in its classes."""
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{place}.{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node.body, f"{place}.{node.name}")


def test_every_public_module_class_and_function_has_a_docstring():
    silent = []

    for name, path in modules().items():
        tree = tree_of(path)
        if not ast.get_docstring(tree):
            silent.append(name)
        silent += undocumented(tree.body, name)

    assert silent == []
