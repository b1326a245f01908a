"""``kb watch``: what has moved under our barriers."""

import click

from kb.cli.setup import answer, open_ready_setup
from kb.db.session import session_scope
from kb.security.actor import SYSTEM
from kb.work.watch_operations import watch_law


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def watch(as_json: bool) -> None:
    """Find what has moved: law that barriers cite, acts that end, matters now in force.

    Each new finding is a task for whoever owns the barrier and for the legal experts. Nothing about
    a barrier is changed by it, and the same finding is made once.
    """
    setup = open_ready_setup()
    with session_scope(setup.database.writing) as session:
        found = [
            {
                "barrier": finding.barrier.code,
                "kind": finding.kind.value,
                "cause": finding.cause,
                "keys": finding.keys,
                "happens_on": finding.happens_on,
            }
            for finding in watch_law(session, SYSTEM)
        ]
    lines = [
        f"{each['barrier']}: {each['kind']}, {each['cause']}, {each['happens_on'] or 'no day'}"
        for each in found
    ]
    answer(found, [*lines, f"{len(found)} new findings."], as_json=as_json)
