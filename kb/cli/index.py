"""``kb index``: the search indexes, which can always be built anew from the database."""

import sys

import click

from kb.cli.content import drain_all
from kb.cli.setup import Setup, answer, open_ready_setup, tell
from kb.search.outbox import Index, count_waiting, rebuild


@click.group()
def index() -> None:
    """Rebuild, drain or check the search indexes."""


@index.command("rebuild")
def rebuild_command() -> None:
    """Build both indexes anew; readers use the old ones until the new ones are whole."""
    setup = open_ready_setup()
    rebuild_all(setup)
    for each in setup.indexes:
        click.echo(f"{each.name}: {each.engine.status().documents} documents")


@index.command("drain")
def drain_command() -> None:
    """Take in what waits."""
    click.echo(f"{drain_all(open_ready_setup())} changes taken in.")


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def status_command(as_json: bool) -> None:
    """Say how large the indexes are and how much waits."""
    setup = open_ready_setup()
    with setup.database.reading() as session:
        waiting = count_waiting(session)
    states = {each.name: each.engine.status() for each in setup.indexes}
    lines = [
        f"{name}: {state.documents} documents, {state.segments} segments, {state.size} bytes"
        for name, state in states.items()
    ]
    data = {
        "waiting": waiting,
        "indexes": {
            name: {"documents": state.documents, "segments": state.segments, "bytes": state.size}
            for name, state in states.items()
        },
    }
    answer(data, [*lines, f"waiting: {waiting}"], as_json=as_json)


@index.command("check")
def check_command() -> None:
    """Compare the indexes with the database and say where they differ."""
    faults = index_faults(open_ready_setup())
    click.echo("\n".join(faults) or "The indexes agree with the database.")
    sys.exit(1 if faults else 0)


def rebuild_all(setup: Setup) -> None:
    """Build every index anew."""
    tell("Building the search indexes")
    rebuild(setup.database, setup.indexes)


def index_faults(setup: Setup) -> list[str]:
    """Records that an index lacks, holds without reason or in an older state, a line each."""
    faults = []
    with setup.database.reading() as session:
        for each in setup.indexes:
            documents = each.source(session, None)
            wanted = {(document.kind, document.code): document.digest for document in documents}
            held = each.engine.digests()
            faults += [_fault(each, "is missing", *lost) for lost in wanted.keys() - held.keys()]
            faults += [_fault(each, "should go", *extra) for extra in held.keys() - wanted.keys()]
            faults += [
                _fault(each, "is not up to date", *both)
                for both in wanted.keys() & held.keys()
                if wanted[both] != held[both]
            ]
    return sorted(faults)


def _fault(index: Index, what: str, kind: str, code: str) -> str:
    return f"{index.name}: {kind} {code} {what}"
