"""``kb db``: the schema."""

import sys

import click

from kb.cli.setup import open_setup
from kb.db.migrations import current_revision, differences, downgrade, newest_revision, upgrade


@click.group()
def db() -> None:
    """Bring the database's schema up or down, or check it."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the schema up to the newest revision."""
    database = open_setup().database
    upgrade(database.engine)
    click.echo(f"The schema is at revision {current_revision(database.engine)}.")


@db.command("downgrade")
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask; nobody is asked without a terminal.")
def downgrade_command(revision: str, yes: bool) -> None:
    """Take the schema down to REVISION; "base" empties the database."""
    if not yes and sys.stdin.isatty():
        click.confirm("Going down drops tables and what is in them. Go on?", abort=True)
    database = open_setup().database
    downgrade(database.engine, revision)
    click.echo(f"The schema is at revision {current_revision(database.engine) or 'none'}.")


@db.command("check")
def check_command() -> None:
    """Say where the schema differs from what the code expects."""
    faults = schema_faults()
    click.echo("\n".join(faults) or "The schema is as the code expects.")
    sys.exit(1 if faults else 0)


def schema_faults() -> list[str]:
    """Every difference between the database's schema and the code's, a line each."""
    engine = open_setup().database.engine
    current, newest = current_revision(engine), newest_revision()
    if current != newest:
        return [f"The schema is at revision {current or 'none'}; run kb db upgrade for {newest}."]
    return differences(engine)
