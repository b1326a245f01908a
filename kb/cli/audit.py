"""``kb audit``: whether the history is as it was written."""

import sys

import click

from kb.cli.setup import answer, open_ready_setup
from kb.history import end_of_chain, verify


@click.group()
def audit() -> None:
    """Follow the history of everything that was done."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify_command(as_json: bool) -> None:
    """Find every row of the history that was changed, removed, put in or swapped.

    The hash at the end can be kept elsewhere: as long as a later run passes it, nothing before it
    was written anew.
    """
    with open_ready_setup().database.reading() as session:
        faults = list(verify(session))
        number, last = end_of_chain(session)
    data = {
        "followed": number,
        "end": last,
        "faults": [{"number": fault.number, "sentence": fault.sentence} for fault in faults],
    }
    lines = [fault.sentence for fault in faults]
    whole = f"{number} revisions followed; the history is whole. It ends in {last or 'nothing'}."
    answer(data, lines or [whole], as_json=as_json)
    sys.exit(1 if faults else 0)
