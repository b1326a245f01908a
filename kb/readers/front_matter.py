"""YAML read as text: every scalar a string, every value with its line.

YAML 1.1 would turn ``1999:45`` into a number and ``2024-01-01`` into a date. Here nothing is
converted and no object is made; aliases are refused, since they can blow a small file up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
# Half a surrogate pair is no character, and PostgreSQL keeps no NUL.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_HEADING = re.compile(r"^# ([a-z-]+) \((sv|en)\)[ \t]*$", re.MULTILINE)


class Fault(Exception):
    """One thing wrong in a file, with the line it stands on (counted from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Node:
    """A YAML value and where it stands: text, a list of nodes, or a mapping to nodes."""

    value: "str | list[Node] | dict[str, Node]"
    line: int


@dataclass(frozen=True)
class Document:
    """A Markdown file with front matter: the mapping, and the body's parts by (field, language)."""

    front: Node
    parts: dict[tuple[str, str], str]


def read_yaml(text: str, first_line: int = 1) -> Node:
    """Read one YAML document; raises Fault with the line when it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        raise Fault(first_line, f"The file is longer than {MAX_CHARACTERS:,} characters.")
    try:
        depth = 0
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            # Scanning is slow in the depth of brackets, so it is stopped before it gets deep.
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > MAX_DEPTH:
                raise Fault(first_line + token.start_mark.line, "The values are nested too deep.")
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
                raise Fault(first_line + token.start_mark.line, "Anchors and aliases are refused.")
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise Fault(first_line + line, f"Not YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise Fault(first_line, f"Not YAML: {error}.") from None
    except (ValueError, OverflowError):  # a version or an escape with a number beyond all bounds
        raise Fault(first_line, "Not YAML: a number is too great.") from None
    except RecursionError:
        raise Fault(first_line, "The values are nested too deep.") from None
    if root is None:
        raise Fault(first_line, "The file is empty.")
    return _node(root, first_line)


def read_document(text: str) -> Document:
    """Read front matter between two ``---`` lines and a body of ``# field (language)`` parts."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Fault(1, "The file must begin with a line of three hyphens.")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise Fault(1, "The front matter has no closing line of three hyphens.")
    front = read_yaml("\n".join(lines[1:end]), first_line=2)
    _refuse_unfit(text, 1)
    return Document(front, dict(_parts("\n".join(lines[end + 1 :]), end + 2)))


def _parts(body: str, first_line: int) -> Iterator[tuple[tuple[str, str], str]]:
    headings = list(_HEADING.finditer(body))
    preface = body[: headings[0].start()] if headings else body
    if preface.strip():
        raise Fault(first_line, "The body must begin with a heading such as '# text (sv)'.")
    seen: set[tuple[str, str]] = set()
    for place, heading in enumerate(headings):
        name = (heading[1], heading[2])
        if name in seen:
            line = first_line + body.count("\n", 0, heading.start())
            raise Fault(line, f"The part '{heading[0].strip()}' stands twice.")
        seen.add(name)
        end = headings[place + 1].start() if place + 1 < len(headings) else len(body)
        yield name, body[heading.end() : end].strip()


def _node(node: yaml.Node, first_line: int) -> Node:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        _refuse_unfit(node.value, line)
        return Node(" ".join(node.value.split()), line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item, first_line) for item in node.value], line)
    mapping: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Fault(first_line + key.start_mark.line, "A key must be a single text.")
        _refuse_unfit(key.value, first_line + key.start_mark.line)
        if key.value in mapping:
            raise Fault(first_line + key.start_mark.line, f"The key '{key.value}' stands twice.")
        mapping[key.value] = _node(value, first_line)
    return Node(mapping, line)


def _refuse_unfit(text: str, first_line: int) -> None:
    unfit = _UNFIT.search(text)
    if unfit:
        line = first_line + text.count("\n", 0, unfit.start())
        raise Fault(line, "The text holds a character that cannot be stored.")
