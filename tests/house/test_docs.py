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
#: Help in English for whoever runs the service; they are not offered to readers.
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


def part_about(command: str, text: str) -> str:
    """What *text* says from a command's first mention to the first mention of another."""
    begun = text.find(command)
    assert begun >= 0, f"{command} is not described"
    others = [text.find(other, begun + len(command)) for other in COMMANDS if other != command]
    return text[begun : min((place for place in others if place > 0), default=len(text))]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_described(setting, language):
    assert re.search(rf"\b{setting}\b", page("settings", language))


@pytest.mark.parametrize("language", list(Language))
def test_no_setting_is_described_that_does_not_exist(language):
    described = set(re.findall(r"\bKB_[A-Z_]+\b", page("settings", language)))

    assert described <= set(SETTINGS)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_described(command, language):
    assert re.search(rf"\b{command}\b", page("commands", language))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_is_described_beside_its_command(command, language):
    text = page("commands", language)
    options = [
        max(option.opts, key=len)
        for option in COMMANDS[command].params
        if isinstance(option, click.Option)
    ]

    about = part_about(command, text) if options else ""

    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("language", list(Language))
def test_no_command_is_described_that_does_not_exist(language):
    written = re.findall(r"`kb ([a-z]+(?: [a-z]+)?)", page("commands", language))
    groups = {name for name, child in kb.commands.items() if isinstance(child, click.Group)}
    known = {command.removeprefix("kb ") for command in COMMANDS} | groups

    unknown = [text for text in written if text not in known and text.split()[0] not in known]
    unknown += [
        text for text in written if text.split()[0] in groups and text not in known | groups
    ]

    assert unknown == []


def test_every_command_and_every_option_says_what_it_is_for():
    silent = [path for path, command in COMMANDS.items() if not command.help]
    silent += [name for name, group in kb.commands.items() if not group.help]

    assert silent == []


def test_decisions_are_kept():
    assert list(DECISIONS.glob("*.md"))


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_context_decision_status_and_consequences(path):
    text = path.read_text(encoding="utf-8")

    missing = [name for name in HEADINGS if not re.search(rf"^##+ {name}\b", text, re.MULTILINE)]

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
