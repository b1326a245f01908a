"""The front matter of a statute: YAML in which every scalar stays a text.

``front_matter`` keeps the line of every value for people who write; this reader is for thousands
of files that machines wrote, so it is fast and says less.
"""

import re
from typing import Any

import yaml

from kb.errors import Invalid

#: The longest register of the source fills 79,000.
MAX_CHARACTERS = 400_000
#: How deep lists and mappings may lie in each other; a register is two deep.
MAX_DEPTH = 12
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What could hold an alias or a deep nest; everything else need not be looked at twice.
_SUSPECT = re.compile(
    r"[\s\[{,:-]\*[^\s*]|[\[{]{2}|(?:[-?:]\s+){3}|\n {12}|[\[{](?:[^\[{]*[\[{]){8}"
)
_KEY = re.compile(r"[A-Za-z_]+:(?:\s|$)")
# An escape could bring in what the file itself does not hold: NUL, or half a character.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def read_header(front: str) -> dict[str, Any]:
    """Read the front matter.

    Raises Invalid for what is no mapping, has aliases or lies too deep.
    """
    if len(front) > MAX_CHARACTERS:
        raise Invalid("file", "The front matter is too long to be that of a statute.")
    header = _load(front)
    if header is None:
        header = _load(_with_folded_lines(front))
    if not isinstance(header, dict):
        raise Invalid("file", "The front matter cannot be read as YAML.")
    if "\\" in front and _is_unfit(header):
        raise Invalid("file", "The front matter holds a character that cannot be stored.")
    return header


def _load(front: str) -> Any:
    """Return what the YAML says; None when it is broken."""
    try:
        if _SUSPECT.search(front):
            _check(front)
        return yaml.load(front, Loader=_LOADER)  # noqa: S506  (makes texts, lists, mappings only)
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def _check(front: str) -> None:
    """Refuse aliases, which can blow a small file up, and nests that no register has."""
    depth = 0
    for event in yaml.parse(front, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise Invalid("file", "The front matter uses a YAML alias, which is not read here.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Invalid("file", "The front matter is nested too deeply.")


def _with_folded_lines(front: str) -> str:
    """Indent lines that go on with the title above them: the source forgets to at times."""
    lines = front.split("\n")
    return "\n".join(
        line if not line.strip() or line[0] in " -" or _KEY.match(line) else f"  {line}"
        for line in lines
    )


def _is_unfit(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_unfit(key) or _is_unfit(inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(map(_is_unfit, value))
    return bool(_UNFIT.search(str(value)))
