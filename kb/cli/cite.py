"""``kb cite``: every legal reference in a text."""

import sys
from datetime import date

import click

from kb.citations.citing import Cited, cite
from kb.citations.keys import act_of, is_key
from kb.cli.setup import answer, open_ready_setup
from kb.clock import today
from kb.law.name_queries import get_law_names


@click.command("cite")
@click.argument("text")
@click.option("--within", metavar="ACT", help="Read the text as part of this act: sfs/2009:400.")
@click.option("--as-of", metavar="DATE", help="Names mean what they meant on this day.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def cite_(text: str, within: str | None, as_of: str | None, as_json: bool) -> None:
    """Tell every legal reference in TEXT, or in standard input when TEXT is -.

    Offsets count characters. What looks like a reference and leads nowhere is "unknown".
    """
    if within is not None and (not is_key(within) or act_of(within) is None):
        raise click.UsageError(f"{within} is not the key of an act, such as sfs/2009:400.")
    try:
        day = date.fromisoformat(as_of) if as_of else today()
    except ValueError:
        raise click.UsageError(f"{as_of} is no day; write it as 2025-07-01.") from None
    setup = open_ready_setup()
    with setup.database.reading() as session:
        names = get_law_names(session).names
    read = sys.stdin.read() if text == "-" else text
    found = cite(read, names, within=within, as_of=day)
    answer([_data(cited) for cited in found], [_line(cited) for cited in found], as_json=as_json)


def _data(cited: Cited) -> dict[str, object]:
    data: dict[str, object] = {
        "text": cited.text,
        "start": cited.start,
        "end": cited.end,
        "kind": cited.kind,
        "keys": list(cited.keys),
    }
    return {**data, "page": cited.page} if cited.page else data


def _line(cited: Cited) -> str:
    keys = " ".join(cited.keys) or "unknown"
    return f"{cited.start}-{cited.end}  {cited.text}  →  {keys}" + (
        f"  ({cited.page})" if cited.page else ""
    )
