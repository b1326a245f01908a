"""``kb content``: the catalogue in ``content/``."""

import sys
from collections.abc import Collection

import click

from kb.app import CONTENT
from kb.cli.setup import Setup, open_ready_setup, tell
from kb.db.session import session_scope
from kb.library.checks import content_faults
from kb.library.operations import LoadReport, load_catalogue
from kb.library.ties import read_whole_catalogue
from kb.search.outbox import drain
from kb.security.actor import SYSTEM


@click.group()
def content() -> None:
    """Load or check the catalogue."""


@content.command()
@click.option(
    "--overwrite",
    "overwriting",
    multiple=True,
    metavar="CODE",
    help="Let the file win over what people have changed in this record; may be repeated.",
)
def load(overwriting: tuple[str, ...]) -> None:
    """Load the catalogue again and publish what has changed.

    A broken file is told with its line and reason, and nothing at all is loaded. A record that
    people have changed since is left as they have it, and named.
    """
    setup = open_ready_setup()
    report = load_content(setup, overwriting)
    drain_all(setup)
    click.echo(f"{report.records} records loaded, {report.published} published anew.")
    if report.kept:
        click.echo(f"{len(report.kept)} left as people have changed them:")
        for kind, code in report.kept:
            click.echo(f"  {kind} {code}")


@content.command()
def check() -> None:
    """Say what is wrong in the catalogue: front matter, links, citations, translations."""
    faults = content_faults(CONTENT)
    for fault in faults:
        click.echo(str(fault))
    if not faults:
        click.echo("Nothing is wrong in the catalogue.")
    sys.exit(1 if faults else 0)


def load_content(setup: Setup, overwriting: Collection[str] = ()) -> LoadReport:
    """Read the whole catalogue, then write it in one transaction."""
    tell("Reading the catalogue")
    catalogue = read_whole_catalogue(CONTENT)
    with session_scope(setup.database.writing) as session:
        return load_catalogue(session, SYSTEM, catalogue, overwriting=overwriting, progress=tell)


def drain_all(setup: Setup) -> int:
    """Bring the indexes up to everything that waits; returns how many rows were done."""
    total = 0
    while True:
        done = drain(setup.database, setup.indexes)
        total += done
        if not done:
            return total
